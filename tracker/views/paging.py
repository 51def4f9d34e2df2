"""Pages of a long list."""

from django.conf import settings
from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404
from django.utils.translation import gettext as _

MOST_PAGES = 1000
"""How far into a list that nobody counted a reader may go."""


class NoSuchPage(Http404):
    """It says so in the reader's language."""

    def __init__(self):
        super().__init__(_("There is no such page of this list."))


def page_of(request, rows):
    """Return the page of a queryset that `?page=` names; a page that is not there is a 404."""
    try:
        return Paginator(rows, settings.PAGE_SIZE).page(request.GET.get("page", 1))
    except InvalidPage:
        raise NoSuchPage from None


def page_of_results(request, results, *, beside=()):
    """Return the page of Results that `?page=` names, by one query; see `Results.page`."""
    try:
        return results.page(request.GET.get("page", 1), beside=beside)
    except InvalidPage:
        raise NoSuchPage from None


class OpenPage(Page):
    """A page of a list that nobody counted; `before` is the row before its first, or None."""

    is_open = True
    before = None


def open_page_of(request, read):
    """Return the OpenPage that `?page=` names; `read(start, end)` returns the rows of those places.

    It reads one row more at either end. A page that is not there is a 404.
    """
    paginator = Paginator((), settings.PAGE_SIZE)
    paginator.num_pages = MOST_PAGES
    try:
        number = paginator.validate_number(request.GET.get("page", 1))
    except InvalidPage:
        raise NoSuchPage from None
    start, size = (number - 1) * settings.PAGE_SIZE, settings.PAGE_SIZE
    rows = read(max(start - 1, 0), start + size + 1)
    before = rows.pop(0) if start and rows else None
    if start and not rows:
        raise NoSuchPage
    paginator.num_pages = min(number + (len(rows) > size), MOST_PAGES)
    page = OpenPage(rows[:size], number, paginator)
    page.before = before
    return page
