"""Cards: the pictures that stand for a page where somebody shares its address."""

import re
from functools import cache

from django.conf import settings
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ..models.translated import text_and_language
from ..rules import edtf
from ..rules.language_tags import primary
from ..vocabulary import Kind
from .typeset import typeset

WIDTH, HEIGHT = 1200, 630
LONGEST_TITLE, LONGEST_QUOTE = 150, 180


def initiative_card(initiative, citation, *, address):
    """Return the PNG of a public initiative, with a quote on which it rests, or None."""
    title, _language = text_and_language(initiative, "title")
    card = {
        **_frame(Truncator(title).chars(LONGEST_TITLE), address),
        "kind": initiative.get_kind_display(),
        "wish": _("a hope, not a promise") if initiative.kind == Kind.ASPIRATION else None,
        "status": {
            "status": initiative.status,
            "word": initiative.get_status_display(),
            "icon": icon(initiative.status),
            "date": _("status of %(date)s") % {"date": edtf.describe(initiative.changed_on)},
        },
    }
    if citation:
        words = Truncator(" ".join(citation.quote.split())).chars(LONGEST_QUOTE)
        quoted = _("“%(title)s”") % {"title": words}
        card["quote"] = {"text": quoted, "language": primary(citation.source.language)}
    return typeset("card.typ", card, form="png")


def record_card(tally, *, today, address):
    """Return the PNG of the whole record: how many promises stand where."""
    card = {
        **_frame(_("What was promised, and where it stands"), address),
        "kind": edtf.describe(str(today)),
        "wish": None,
        **standing(tally),
    }
    return typeset("card.typ", card, form="png")


def standing(tally):
    """Return the bar of a tally, in the order of the vocabulary, and both its counts in words."""
    promises, wishes = tally.promises, tally.aspirations
    return {
        "statuses": [
            {"status": status, "word": str(status.label), "count": count}
            for status, count in tally.by_status.items()
        ],
        "counted": ngettext(
            "%(counter)s promise or project, by status",
            "%(counter)s promises and projects, by status",
            promises,
        )
        % {"counter": promises},
        "aspirations": ngettext(
            "%(counter)s aspiration, which is not counted here",
            "%(counter)s aspirations, which are not counted here",
            wishes,
        )
        % {"counter": wishes}
        if wishes
        else "",
    }


def _frame(title, address):
    return {
        "site": _("OTS Tracker"),
        "mark": _static("favicon.svg"),
        "title": title,
        "address": address,
        "language": get_language(),
    }


@cache
def icon(name):
    """Return one of the icons of the site as an SVG of its own, in `currentColor`."""
    icons = _static("icons.svg")
    attributes, shapes = re.search(
        rf'<symbol id="{name}"([^>]*)>(.*?)</symbol>', icons, re.S
    ).groups()
    return f'<svg xmlns="http://www.w3.org/2000/svg"{attributes}>{shapes}</svg>'


@cache
def _static(name):
    return (settings.BASE_DIR / "static" / name).read_text(encoding="utf-8")
