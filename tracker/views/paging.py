"""Pages of a long list."""

from django.conf import settings
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404
from django.utils.translation import gettext as _


def page_of(request, rows, *, count=None):
    """Return the page of `rows` that `?page=` names; a page that is not there is a 404.

    With `count`, the number of rows where it is known already, no query counts them.
    """
    paginator = Paginator(rows, settings.PAGE_SIZE)
    if count is not None:
        paginator.count = count
    try:
        return paginator.page(request.GET.get("page", 1))
    except (EmptyPage, PageNotAnInteger):
        raise Http404(_("There is no such page of this list.")) from None
