"""The ledger as JSON lines: what a stranger needs to check it without this program."""

from ..models import LedgerEntry
from ..rules.chain import Link
from ..rules.digest import canonical, time_text

CHUNK = 500


def json_lines(*, until=None):
    """Yield the entries, or those before a moment, as lines of JSON, in the order of the chain.

    They are streamed from the database.

    `payload` is the very text that was hashed; it and `salt` are null after a lawful erasure.
    """
    entries = LedgerEntry.objects.until(until).order_by("sequence").values_list(*Link._fields)
    for entry in entries.iterator(chunk_size=CHUNK):
        link = Link(*entry)
        fields = {**link._asdict(), "recorded_at": time_text(link.recorded_at)}
        yield canonical(fields) + "\n"
