"""What the roadmap needs to know of some initiatives, whatever their number: one query."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, NamedTuple

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from ..models.event import Event
from ..models.milestone import Milestone
from ..models.snapshot import Standings
from ..models.translated import LocalizedText, language_of, translated, unrewritten
from .dimensions import PUBLIC
from .record_at import RecordAt


class GroupsAndMarks(NamedTuple):
    """By the key of an initiative, the names of its `groups`, and its `marks`: (kind, label, date).

    A mark is a milestone, reached or not, or an event; its date is an EDTF text.
    """

    groups: dict[int, list[str]]
    marks: dict[int, list[tuple[str, str, str]]]


def with_start(record: RecordAt, initiatives: Standings) -> Standings:
    """Add `said_on`: the date of its first update that stands, or of its status if none does."""
    first = (
        record.standing_updates()
        .filter(initiative=OuterRef(initiatives.KEY), country__isnull=True)
        .order_by("effective_on", "published_at", "pk")
    )
    said_on = Coalesce(Subquery(first.values("changed_on")[:1]), F("changed_on"))
    return initiatives.annotate(said_on=said_on)


def groups_and_marks(record: RecordAt, keys: Collection[int], *, dimension: str) -> GroupsAndMarks:
    """Return the groups of some initiatives by a dimension, and what is marked on their bars.

    One query, whatever their number.
    """
    events = record.public(Event).exclude(held_on="")
    milestones = record.public(Milestone).filter(initiative__in=keys)
    reached = Case(When(reached_on="", then=Value("milestone")), default=Value("reached"))
    reached_on = Case(When(reached_on="", then=F("due")), default=F("reached_on"))
    union = _part(milestones, reached, "initiative", "title", reached_on).union(
        _part(events.filter(announced__in=keys), Value("event"), "announced", "name", F("held_on")),
        _part(
            events.filter(initiatives__in=keys), Value("event"), "initiatives", "name", F("held_on")
        ),
        _part(
            PUBLIC[dimension](record).filter(initiatives__in=keys),
            Value("group"), "initiatives", "name", Value(""),
        ),
    )  # fmt: skip
    groups: dict[int, list[str]] = defaultdict(list)
    marks: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for kind, key, text, language, date in union.order_by():
        label = LocalizedText(text, language)
        if kind == "group":
            groups[key].append(label)
        elif date:
            marks[key].append((kind, label, date))
    return GroupsAndMarks(
        groups, {key: sorted(found, key=lambda m: m[2]) for key, found in marks.items()}
    )


def _part(
    queryset: QuerySet, kind: Combinable, key: str, label: str, date: Combinable
) -> QuerySet[Any, Any]:
    """Return the values of one of the querysets of the union."""
    rows: QuerySet[Any, Any] = (
        unrewritten(queryset)
        .order_by()
        .annotate(
            kind=kind, key=F(key), text=translated(label), written_in=language_of(label), date=date
        )
        .values_list("kind", "key", "text", "written_in", "date")
    )
    return rows
