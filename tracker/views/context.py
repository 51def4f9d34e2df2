from django.utils.functional import SimpleLazyObject

from ..models import LedgerEntry


def record_context(request):
    """Name the record that the page shows, and let the footer name its newest entry.

    One query, if a template asks for the entry.
    """
    record = getattr(request, "record", None)
    head = (lambda: record.head) if record else LedgerEntry.objects.head
    return {"record": record, "ledger_head": SimpleLazyObject(head)}
