"""What the roadmap needs to know of some initiatives, whatever their number: one query."""

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from ..models.event import Event
from ..models.milestone import Milestone
from ..models.snapshot import Standings
from ..models.translated import LocalizedText, text_and_language
from ..rules.bitset import bitset_of, keys_of
from .dimensions import choices
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

    Two queries, whatever their number.
    """
    index = record.index
    marks: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    for step in record.in_order(record.public(Milestone).filter(initiative__in=keys)):
        title = LocalizedText(*text_and_language(step, "title"))
        if step.reached_on:
            marks[step.initiative_id].append(("reached", title, step.reached_on))
        elif step.due:
            marks[step.initiative_id].append(("milestone", title, step.due))
    these = bitset_of(keys)
    for event in record.in_order(record.public(Event)):
        name = LocalizedText(*text_and_language(event, "name"))
        if event.held_on:
            for key in keys_of(index.select({"event": [event.pk]}, among=these)):
                marks[key].append(("event", name, event.held_on))
    groups: dict[int, list[str]] = defaultdict(list)
    for value in choices(record).get(dimension, ()):
        for key in keys_of(index.select({dimension: [value.key]}, among=these)):
            groups[key].append(value.name)
    return GroupsAndMarks(
        groups, {key: sorted(found, key=lambda m: m[2]) for key, found in marks.items()}
    )
