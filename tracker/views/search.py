"""One question to everything that has a name or a text."""

from typing import NamedTuple

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from ..filters import InitiativeFilter
from ..reading import dimensions
from ..reading.search import rows_named, suggestion
from ..reading.search_results import explain
from .public import public_page

MOST_INITIATIVES = 20
GROUPS = {
    "event": _("Events"),
    "organization": _("Organizations"),
    "working_group": _("Working groups"),
    "country": _("Countries"),
    "theme": _("Themes"),
    "plan": _("Action plans"),
    "source": _("Sources"),
}
"""{dimension, whose name is that of its address too: heading}, after the initiatives."""


class Group(NamedTuple):
    heading: str
    address: str
    values: list[dimensions.DimensionValue]


@public_page
def search(request):
    """What is found, by what it is; if nothing is, perhaps how it is spelled."""
    record = request.record
    rows = record.initiatives().with_schedule(on=record.today).with_texts()
    filterset = InitiativeFilter(request.GET, record=record, rows=rows)
    is_valid = filterset.is_valid()
    question = filterset.form.cleaned_data.get("q", "") if is_valid else ""
    found, groups = (filterset.qs, _groups(question, record)) if question else ([], [])
    shown = explain(record, found[:MOST_INITIATIVES], question)
    context = {
        "filter": filterset,
        "question": question,
        "hits": shown,
        "count": len(found),
        "groups": groups,
        "suggestion": "" if shown or groups or not question else suggestion(question, record),
    }
    return render(request, "search.html", context, status=200 if is_valid else 400)


def _groups(question, record):
    keys, choices = rows_named(question, record), dimensions.choices(record)
    found = (
        Group(heading, address, [f for f in choices.get(address, ()) if f.key in keys[address]])
        for address, heading in GROUPS.items()
        if address in keys
    )
    return [group for group in found if group.values]
