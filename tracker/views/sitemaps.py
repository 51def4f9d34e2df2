"""What programs ask a site for: robots.txt, security.txt, the sitemap and the icon."""

from datetime import UTC, timedelta
from functools import partial

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import get_resolver, reverse
from django.urls.resolvers import LocalePrefixPattern
from django.utils import timezone
from django.views.decorators.http import require_safe

from ..models import Source
from ..reading.dimensions import PUBLIC
from ..reading.record_at import RecordAt


def lists():
    """Return the names of the public pages that are there once, in the order of the addresses.

    What names a format is a file.
    """
    return [
        pattern.name
        for part in get_resolver().url_patterns
        if isinstance(part.pattern, LocalePrefixPattern)
        for pattern in part.url_patterns
        if hasattr(pattern.callback, "is_public_page")
        and not pattern.pattern.converters
        and "." not in str(pattern.pattern)
    ]


class Lists(Sitemap):
    """The pages that are there once."""

    i18n = alternates = x_default = True

    def items(self):
        return lists()

    def location(self, name):
        return reverse(name)


class Rows(Sitemap):
    """The pages of one noun; `rows` returns its public rows, `dated` names their last change."""

    i18n = alternates = x_default = True
    limit = 1000

    def __init__(self, name, rows, dated=None):
        self.name, self.rows, self.dated = name, rows, dated

    @property
    def paginator(self):
        return Paginator(InEachLanguage(self.items(), self._languages()), self.limit)

    def items(self):
        rows = self.rows(RecordAt(today=timezone.localdate()))
        return rows.order_by("pk").values_list("slug", self.dated or "pk")

    def location(self, item):
        return reverse(self.name, args=[item[0]])

    def lastmod(self, item):
        return item[1] if self.dated else None

    def get_latest_lastmod(self):
        newest = self.dated and self.items().order_by(f"-{self.dated}").first()
        return newest and self.lastmod(newest)


class InEachLanguage:
    """Every row in each language, as a Paginator slices it: no rows are read but those asked for.

    Django's own makes a list of all of them.
    """

    def __init__(self, rows, languages):
        self.rows, self.languages = rows, languages

    def count(self):
        return self.rows.count() * len(self.languages)

    def __getitem__(self, places):
        size = len(self.languages)
        first = places.start // size
        rows = self.rows[first : -(-places.stop // size)]
        found = [(row, language) for row in rows for language in self.languages]
        return found[places.start - first * size : places.stop - first * size]


XML = "application/xml; charset=utf-8"
SITEMAPS = {
    "lists": Lists,
    "initiative": partial(Rows, "initiative", RecordAt.initiatives, "updated_on"),
    "source": partial(Rows, "source", lambda record: record.public(Source)),
    **{name: partial(Rows, name, rows) for name, rows in PUBLIC.items()},
}


@require_safe
def sitemap_index(request):
    return views.index(request, SITEMAPS, sitemap_url_name="sitemap_section", content_type=XML)


@require_safe
def sitemap(request, section):
    return views.sitemap(request, SITEMAPS, section, content_type=XML)


@require_safe
def robots(request):
    address = request.build_absolute_uri(reverse("sitemap"))
    lines = ["User-agent: *", "Disallow: /desk/", "Disallow: /admin/", "", f"Sitemap: {address}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def security(request):
    """Whom to tell of a weakness, as RFC 9116 has it; said anew each day, for a year."""
    until = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=365)
    languages = ", ".join(code for code, _name in settings.LANGUAGES)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {until.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {languages}",
        f"Canonical: {settings.SITE_URL}{reverse('security')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request):
    """For those that ask without having read a page."""
    return redirect(static("favicon.svg"))
