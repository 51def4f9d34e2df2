"""What was said of the record afterwards: corrections, withdrawals and revisions in one list."""

from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Value

from ..models.correction import Correction, Withdrawal
from ..models.revision import Revision
from ..models.snapshot import prefetch_state_at


class LogEntry(NamedTuple):
    """One line of the corrections log; `item` is the Correction, Withdrawal or Revision."""

    kind: str
    item: Any


KINDS = {
    "correction": Correction,
    "withdrawal": Withdrawal,
    "revision": Revision,
}


def positions(record):
    """Return a queryset of (kind, pk, moment), the newest first."""
    first, *others = (_part(record, kind, model) for kind, model in KINDS.items())
    return first.union(*others, all=True).order_by("-moment", "kind")


def entries(record, rows):
    """Turn some positions into entries, in their order: one query a kind."""
    rows = list(rows)
    updates = ("update__initiative", "update__country")
    related = {
        "correction": (*updates, "replacement"),
        "withdrawal": updates,
        "revision": ("initiative", "plan", "source"),
    }
    found = {
        kind: _marked(record, kind, model.objects.select_related(*related[kind])).in_bulk(
            [pk for row_kind, pk, _moment in rows if row_kind == kind]
        )
        for kind, model in KINDS.items()
    }
    return [LogEntry(kind, found[kind][pk]) for kind, pk, _moment in rows]


def _marked(record, kind, rows):
    """Let a correction know whether what it corrects was withdrawn, so that nothing repeats it."""
    if kind == "revision":
        return rows
    rows = rows.prefetch_related(*prefetch_state_at("update__initiative", record.until))
    return rows.annotate(is_hidden=Exists(Withdrawal.objects.filter(update=OuterRef("update"))))


def _part(record, kind, model):
    rows = model._default_manager.filter(published_at__isnull=False)
    if kind == "revision":
        rows = rows.rewordings()
    if record.until is not None:
        rows = rows.filter(published_at__lt=record.until)
    if hasattr(rows, "rewrite"):
        rows = rows.rewrite(False)  # modeltranslation's values() would shuffle the columns
    return (
        rows.order_by()
        .annotate(kind=Value(kind), moment=F("published_at"))
        .values_list("kind", "pk", "moment")
    )
