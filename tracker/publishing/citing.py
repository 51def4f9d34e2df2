"""An initiative as an entry of a bibliography."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..languages import BY_CODE
from ..models.translated import text_and_language
from ..rules import edtf
from ..rules.bibtex import entry
from .ledger import head_in_words


def bibtex(initiative, record, address):
    """Return the BibTeX of the page of a public initiative at an address, as the record stands."""
    title, language = text_and_language(initiative, "title")
    status = f"{initiative.get_status_display()} ({edtf.describe(initiative.changed_on)})"
    notes = (initiative.get_kind_display(), status, head_in_words(record.head))
    return entry(
        f"ots-tracker:{initiative.slug}:{record.today}",
        {
            "author": _("OTS Tracker"),
            "title": title,
            "year": f"{record.today:%Y}",
            "note": ". ".join(notes),
            "url": address,
            "urldate": f"{record.read_on}",
            "langid": BY_CODE[language or get_language()].babel,
        },
    )
