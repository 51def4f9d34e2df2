"""The ledger as JSON lines, what a stranger needs to check it without this program; its head."""

from datetime import UTC

from django.utils.translation import gettext as _

from ..models import LedgerEntry
from ..rules import edtf
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


def head_in_words(head):
    """Name the newest entry, with the beginning of its digest; `head` is None before the first."""
    if head is None:
        return _("Nothing is published yet.")
    return f"{entry_in_words(head)} · {head['digest'][:16]}"


def entry_in_words(entry):
    """Name an entry by its number and time."""
    moment = entry["recorded_at"].astimezone(UTC)
    return _("Ledger: entry %(number)s of %(date)s, %(time)s UTC") % {
        "number": entry["sequence"],
        "date": edtf.describe(f"{moment:%Y-%m-%d}"),
        "time": f"{moment:%H:%M:%S}",
    }
