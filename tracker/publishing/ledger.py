"""The ledger as JSON lines: what a stranger needs to check it without this program."""

from ..models import LedgerEntry
from ..rules.chain import Link
from ..rules.digest import canonical, time_text

CHUNK = 500


def json_lines(*, until=None):
    """Yield the entries, or those before a moment, as lines of JSON, in the order of the chain.

    A reader may take its time: nothing of the database stays open between two CHUNKs.

    `payload` is the very text that was hashed; it and `salt` are null after a lawful erasure.
    """
    entries = LedgerEntry.objects.until(until).order_by("sequence").values_list(*Link._fields)
    last = 0
    while some := [Link(*entry) for entry in entries.filter(sequence__gt=last)[:CHUNK]]:
        for link in some:
            fields = {**link._asdict(), "recorded_at": time_text(link.recorded_at)}
            yield canonical(fields) + "\n"
        last = some[-1].sequence
