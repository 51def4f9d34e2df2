from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from ..models.citation import with_references
from ..models.correction import Withdrawal
from ..models.data_version import data_version
from ..models.initiative import Initiative, not_withdrawn
from ..models.ledger import LedgerEntry, LedgerHead
from ..models.revision import Revision
from ..models.snapshot import Snapshot, Standings
from ..models.status_update import StatusUpdate, StatusUpdateQuerySet
from .bitset_index import BitsetIndex, index_of
from .earlier import Earlier, earlier
from .version_cache import VersionCache


class RecordAt:
    """The record as it stands, or as it stood at the end of a day.

    `today` is the day that it speaks of: the day on which it is read, `read_on`, or that earlier
    one; `until` the moment before which everything shown was published, or None for the record as
    it stands. Wording, deadlines, statuses, updates and what was said of them, links and names are
    those of that day.
    """

    def __init__(self, *, today: date, as_of: date | None = None) -> None:
        self.as_of, self.read_on = as_of, today
        self.today = as_of or today
        self.until: datetime | None = None
        if as_of:
            midnight = datetime.combine(as_of + timedelta(days=1), time())
            self.until = timezone.make_aware(midnight)

    @cached_property
    def version(self) -> int:
        """The number that moves with every change of what the public sees: one query."""
        return data_version()

    @cached_property
    def present(self) -> "RecordAt":
        """The record as it stands, at the same data version."""
        if self.as_of is None:
            return self
        present = RecordAt(today=self.read_on)
        present.version = self.version
        return present

    @property
    def head(self) -> LedgerHead | None:
        """The newest entry: one query a data version."""
        newest = LedgerEntry.objects.until(self.until).head
        return _heads.get(self.version, self.until, newest)

    @cached_property
    def index(self) -> BitsetIndex:
        """A query, or a few if something moved."""
        return index_of(self)

    @cached_property
    def earlier(self) -> Earlier:
        """What nouns said then, where they were revised since: a query a data version."""
        return earlier(self.version, self.until)

    def as_they_were(self, rows: Iterable[Any]) -> None:
        """Let rows, and what was fetched with them, say what they said on the day of the record."""
        self.earlier.take_back(rows)

    def initiatives(self, **conditions: object) -> Standings:
        """Return the public initiatives, as snapshots of an earlier day.

        Both answer the same questions; `conditions` are on columns of an initiative, as it stands.
        What it was linked to on that day, the index knows.
        """
        if self.until is None:
            return Initiative.objects.published().filter(**conditions)
        present = {f"initiative__{name}": value for name, value in conditions.items()}
        found = Snapshot.objects.at(self.until).filter(**present)
        return found.as_it_was(self.as_they_were)

    def withdrawal(self, slug: str) -> Withdrawal | None:
        """Return what withdrew the initiative of a slug, None if it never was public: two queries.

        Ask it of one that is not public at the time of the record.
        """
        ended = Snapshot.objects.filter(slug=slug, until__isnull=False)
        if self.until:
            ended = ended.filter(until__lt=self.until)
        last = ended.order_by("-until").first()
        if last is None:
            return None
        of_it = Withdrawal.objects.filter(update__initiative=last.initiative_id)
        return of_it.filter(published_at__gte=last.until).order_by("published_at").first()

    def updates(self) -> StatusUpdateQuerySet:
        """Return the updates that were published, also those that ended meanwhile."""
        there = not_withdrawn("initiative__", until=self.until)
        found = StatusUpdate.objects.published(until=self.until).filter(there)
        return found.as_it_was(self.as_they_were)

    def standing_updates(self) -> StatusUpdateQuerySet:
        return StatusUpdate.objects.standing(until=self.until).as_it_was(self.as_they_were)

    def quotable_updates(self) -> StatusUpdateQuerySet:
        """Return those of which a text may be repeated: a withdrawal counts whenever it came."""
        return self.standing_updates().filter(withdrawal=None)

    def timeline_of(
        self, updates: StatusUpdateQuerySet, *, most: int | None = None
    ) -> StatusUpdateQuerySet:
        """Return whole timeline entries, the newest first; with `most` no others are looked at."""
        if most:
            newest = updates.newest_first().values("pk")[:most]
            updates = StatusUpdate.objects.filter(pk__in=newest).as_it_was(self.as_they_were)
        return updates.newest_first().for_timeline(until=self.until)

    def public[M: Model](self, model: type[M]) -> QuerySet[M]:
        """Return what of a noun, a quote or a source was public, as it was."""
        manager: Any = model._default_manager  # one that knows what was public
        rows: Any = manager.published(until=self.until)
        if hasattr(rows, "as_it_was"):
            rows = rows.as_it_was(self.as_they_were)
        found: QuerySet[M] = rows
        return found

    def holding[M: Model](self, model: type[M], field: str, row: Model) -> QuerySet[M]:
        """Return what of a noun was public and held a row in a field."""
        return self.public(model).filter(self.earlier.having(model, field, row))

    def in_order[M: Model](self, rows: QuerySet[M]) -> QuerySet[M]:
        """Return rows in the order of their columns as they were."""
        return rows if self.until is None else self.earlier.in_order(rows)

    def revisions(self, *conditions: Q, **target: Any) -> QuerySet[Revision]:
        """Return the public changes of a noun, the newest first: not that it became public."""
        revisions = Revision.objects.published(until=self.until).rewordings()
        public = revisions.filter(*conditions, **target).select_related("milestone")
        return with_references(public, until=self.until).order_by("-published_at", "-pk")

    def detail[M: Model](self, model: type[M]) -> QuerySet[M]:
        """Return what of a noun was public, with all that its own page shows of it."""
        rows: Any = self.public(model)
        whole: QuerySet[M] = rows.for_detail(until=self.until)
        return whole


_heads: VersionCache[datetime | None, LedgerHead | None] = VersionCache(most=8)
