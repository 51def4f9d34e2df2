"""What was said of the record afterwards: corrections, withdrawals and revisions in one list."""

from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Value

from .correction import Correction, Withdrawal
from .revision import Revision
from .snapshot import then


class LogEntry(NamedTuple):
    """One line of the corrections log; `item` is the Correction, Withdrawal or Revision."""

    sort: str
    item: Any


SORTS = {
    "correction": Correction,
    "withdrawal": Withdrawal,
    "revision": Revision,
}


def positions(record):
    """Return a queryset of (sort, pk, moment), the newest first."""
    first, *others = (_rows(record, sort, model) for sort, model in SORTS.items())
    return first.union(*others, all=True).order_by("-moment", "sort")


def entries(record, rows):
    """Turn some positions into entries, in their order: one query a sort."""
    rows = list(rows)
    updates = ("update__initiative", "update__country")
    related = {
        "correction": (*updates, "replacement"),
        "withdrawal": updates,
        "revision": ("initiative", "plan", "source"),
    }
    found = {
        sort: _marked(record, sort, model.objects.select_related(*related[sort])).in_bulk(
            [pk for kind, pk, _moment in rows if kind == sort]
        )
        for sort, model in SORTS.items()
    }
    return [LogEntry(sort, found[sort][pk]) for sort, pk, _moment in rows]


def _marked(record, sort, rows):
    """Let a correction know whether what it corrects was withdrawn, so that nothing repeats it."""
    if sort == "revision":
        return rows
    rows = rows.prefetch_related(*then("update__initiative", record.until))
    return rows.annotate(is_hidden=Exists(Withdrawal.objects.filter(update=OuterRef("update"))))


def _rows(record, sort, model):
    rows = model._default_manager.filter(published_at__isnull=False)
    if sort == "revision":
        rows = rows.rewordings()
    if record.until is not None:
        rows = rows.filter(published_at__lt=record.until)
    if hasattr(rows, "rewrite"):
        rows = rows.rewrite(False)  # modeltranslation's values() would shuffle the columns
    return (
        rows.order_by()
        .annotate(sort=Value(sort), moment=F("published_at"))
        .values_list("sort", "pk", "moment")
    )
