"""Whether each initiative is what its published entries make it, today and on each earlier day."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Max

from ..models import Initiative, Snapshot
from ..models.data_version import data_version
from ..models.fields import EDTFField
from ..rules import digest
from .history import History, histories
from .payloads import Payload, initiative_payload, links_payload
from .projection import FIXED, STANDING, WORDING, deadlines_at, links_at, states, wording_at

START_OF_TIME = Initiative._meta.get_field("published_at").to_python("0001-01-02T00:00Z")
RANGE = 1000
BOUNDS = [
    f"{field.name}_{end}" for field in Initiative._meta.concrete_fields
    if isinstance(field, EDTFField) for end in ("earliest", "latest")
]  # fmt: skip
PROJECTED = [column for column in (*STANDING, *WORDING) if column not in BOUNDS]
SNAPSHOT = dict.fromkeys([*PROJECTED, *FIXED])
"""The columns of a snapshot, all still without a value."""


type Range = tuple[int, int]
"""The first and the last key."""
type Kept = tuple[Any, ...]
"""A snapshot that is kept: (since, until, *columns)."""


class VerifiedInitiative(NamedTuple):
    """What was found of one: fingerprints of its entry, without its links and as a whole, and of
    the entry of its links alone; None of what was erased.
    """

    slug: str
    is_published: bool
    wording: bytes | None
    whole: bytes | None
    links: bytes | None
    findings: list[str]


@contextmanager
def one_moment() -> Iterator[None]:
    """Read all as of one moment, whoever publishes meanwhile; the reader's transaction, if any."""
    if connection.in_atomic_block:
        yield
        return
    reading = " ISOLATION LEVEL REPEATABLE READ READ ONLY"  # on SQLite every transaction is so
    with connection.cursor() as cursor:
        cursor.execute(f"BEGIN{reading if connection.vendor == 'postgresql' else ''}")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def verified_initiatives_at(version: int, keys: Range) -> list[VerifiedInitiative] | None:
    """Return what was found of a range of keys; None if the record has another version."""
    with one_moment():
        return list(verified_initiatives(keys)) if data_version() == version else None


def ranges_of_initiatives() -> list[Range]:
    """Return ranges of keys, RANGE long, that hold every initiative."""
    last = max(model.objects.aggregate(last=Max(key))["last"] or 0
               for model, key in ((Initiative, "pk"), (Snapshot, "initiative")))  # fmt: skip
    return [(first, first + RANGE - 1) for first in range(1, last + 1, RANGE)]


def verified_initiatives(keys: Range) -> Iterator[VerifiedInitiative]:
    """Yield what is found of each with a key in the range, by key."""
    kept = _snapshots(keys)
    following = next(kept, None)
    initiatives = Initiative.objects.filter(pk__range=keys).order_by("pk")
    for history in histories(initiatives.defer(*BOUNDS)):
        snapshots: list[Kept] = []
        if following and following[0] == history.initiative.pk:
            snapshots, following = following[1], next(kept, None)
        yield _verified(history, snapshots)


def _verified(history: History, snapshots: list[Kept]) -> VerifiedInitiative:
    initiative = history.initiative
    payloads: list[Payload | None] = [None, None, None]
    findings: list[str] = []
    if history.updates:
        findings = list(_unfounded(history, snapshots))
        if not any(revision.erased_at for revision in history.revisions):
            begun = wording_at(history, START_OF_TIME)
            due = deadlines_at(history, START_OF_TIME)[0]
            links = links_at(history, START_OF_TIME)
            payloads = [
                initiative_payload(initiative, begun, due, None),
                initiative_payload(initiative, begun, due, links),
                links_payload(initiative, links),
            ]
    elif initiative.published_at:
        findings = [f"Initiative {initiative.slug} is published without an update."]
    elif snapshots:
        findings = [f"There are snapshots of what is not public: of {initiative.slug}."]
    wording, whole, links_alone = (
        fingerprint(digest.canonical(payload)) if payload else None for payload in payloads
    )
    return VerifiedInitiative(
        initiative.slug, bool(history.updates), wording, whole, links_alone, findings
    )


def _unfounded(history: History, kept: list[Kept]) -> Iterator[str]:
    initiative, found = history.initiative, states(history)
    now, then = initiative.__dict__, found[-1][2]
    if initiative.withdrawn_at != found[-1][1]:
        yield f"When {initiative.slug} was withdrawn does not follow from its updates."
    wrong = [column for column in PROJECTED if (now[column] or "") != (then.get(column) or "")]
    if wrong:
        yield f"The {wrong[0]} of {initiative.slug} does not follow from its updates."
    fixed = {column: now[column] for column in FIXED}
    made = [(since, until, *_values(SNAPSHOT | state | fixed)) for since, until, state in found]
    if made != kept:
        yield f"The snapshots of {initiative.slug} do not follow from its updates."


def fingerprint(text: str) -> bytes:
    """Return the SHA-256 of a text, 32 bytes."""
    return hashlib.sha256(text.encode()).digest()


_values = itemgetter(*SNAPSHOT)


def _snapshots(keys: Range) -> Iterator[tuple[int, list[Kept]]]:
    """Yield the snapshots of each initiative, by initiative."""
    first, last = keys
    rows = Snapshot.objects.filter(initiative__gte=first, initiative__lte=last).rewrite(False)
    rows = rows.order_by("initiative", "since")
    columns = rows.values_list("initiative", "since", "until", *SNAPSHOT).iterator()
    for initiative, snapshots in groupby(columns, key=itemgetter(0)):
        yield initiative, [row[1:] for row in snapshots]
