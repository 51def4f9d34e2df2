"""What a public page says of itself to whoever finds or shows it: engines and messengers."""

from html import unescape

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..languages import BY_CODE
from ..links import page_url
from ..publishing import schema_org
from ..publishing.cards import HEIGHT, WIDTH
from .site import in_language

register = template.Library()


@register.simple_block_tag
def capture(content):
    """Keep what is printed between the tags, to be used more than once: `{% capture as x %}`."""
    return content


@register.inclusion_tag("_includes/metadata.html", takes_context=True)
def metadata(context, title, description):
    """Print the page's own address, its other languages, its card and its data; of the desk, none.

    An earlier day and a filtered list are pages to read, and not to be found: there are too many.
    `title` and `description` are what the page has in the blocks of these names, as HTML.
    """
    record = context.get("record")
    if record is None:
        return {}
    request = context["request"]
    absolute, page = request.build_absolute_uri, request.GET.get("page", "1")
    is_found = request.GET.keys() <= {"page"}
    path = request.path if page == "1" else f"{request.path}?page={page}"
    title, description = _as_text(title), _as_text(description)
    image, alt = _card(context)
    things = _things(context, absolute, description)
    others = [code for code, _name in settings.LANGUAGES if code != get_language()]
    return {
        "is_found": is_found,
        "is_earlier": record.as_of,
        "address": absolute(path) if is_found else absolute(),
        "languages": [
            (code, absolute(in_language(path, code))) for code, _name in settings.LANGUAGES
        ],
        "by_the_reader": absolute(in_language(path, "")),
        "title": title,
        "description": description,
        "image": absolute(image),
        "image_alt": alt,
        "image_size": (WIDTH, HEIGHT),
        "locales": [BY_CODE[code].locale for code in (get_language(), *others)],
        "things": things and schema_org.as_json(things),
    }


def _as_text(html):
    """Return HTML without elements as plain text on one line."""
    return " ".join(unescape(html).split())


def _page(context):
    """Return the name of the address, and the initiative that its page tells of, or None."""
    match = context["request"].resolver_match
    name = match.url_name if match else ""
    return name, context.get("initiative") if name == "initiative" else None


def _card(context):
    _name, initiative = _page(context)
    as_of = context["record"].as_of
    if initiative is None:
        return page_url("card", as_of=as_of), _("What was promised, and where it stands")
    words = (initiative.title, initiative.get_kind_display(), initiative.get_status_display())
    return page_url("initiative_card", initiative.slug, as_of=as_of), ". ".join(words)


def _things(context, absolute, description):
    name, initiative = _page(context)
    if name in ("dashboard", "data"):
        whole = schema_org.dataset(absolute, context["ledger_head"], description)
        return [schema_org.site(absolute), whole] if name == "dashboard" else [whole]
    if initiative is None:
        return []
    steps = [(_("Initiatives"), reverse("initiatives"))]
    if initiative.plan:
        steps.append((initiative.plan.name, initiative.plan.get_absolute_url()))
    steps.append((initiative.title, initiative.get_absolute_url()))
    first = context["first"]
    references = first.references.all() if first else ()
    return [
        schema_org.initiative(absolute, initiative, references),
        schema_org.breadcrumbs(absolute, *steps),
    ]
