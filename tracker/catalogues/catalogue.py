"""A catalogue as a file: no date, no places in the code, no line broken, sorted by text.

So two branches that each add texts merge, unless these are neighbours in the alphabet.
"""

import re

import polib
from django.conf.locale import LANG_INFO
from django.utils.translation import to_locale

from .texts import Text

PERCENT_FORMAT = re.compile(r"%(\(\w+\))?[sd]")
DATES = ("POT-Creation-Date", "PO-Revision-Date")


def file_of(folder, language, domain):
    return folder / to_locale(language) / "LC_MESSAGES" / f"{domain}.po"


def read(path):
    """Return the catalogue in the file `path`, an empty one if it is not there."""
    return polib.pofile(path.read_text(encoding="utf-8")) if path.exists() else polib.POFile()


def texts_in(catalogue):
    """Return the entry of each text that the catalogue names."""
    return {
        Text(entry.msgctxt, entry.msgid, entry.msgid_plural or None): entry
        for entry in catalogue
        if not entry.obsolete
    }


def translations_in(catalogue):
    """Return the words for each text that is translated; a dict of them if it has a plural."""
    return {
        text: entry.msgstr_plural or entry.msgstr
        for text, entry in texts_in(catalogue).items()
        if entry.translated()
    }


def with_texts(catalogue, texts):
    """Return what the file of `catalogue` should say so that it names exactly `texts`.

    Translations stay with their texts. What is new, or has another plural now, has none: nothing
    is guessed.
    """
    known = texts_in(catalogue)
    new = polib.POFile(wrapwidth=0)
    new.header, new.metadata = catalogue.header, dict(catalogue.metadata)
    for date in DATES:
        new.metadata.pop(date, None)
    plurals = int(re.search(r"nplurals=(\d+)", new.metadata["Plural-Forms"])[1])
    for text in sorted(texts, key=_place):
        new.append(_entry(text, known.get(text), plurals))
    return f"{new}".rstrip("\n") + "\n"


def new_catalogue(language, title, plural_forms):
    catalogue = polib.POFile()
    catalogue.header = f"{title}\n"
    catalogue.metadata = {
        "Project-Id-Version": "OTS Tracker",
        "Language-Team": name_of(language),
        "Language": to_locale(language),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": plural_forms,
    }
    return catalogue


def name_of(language):
    return LANG_INFO.get(language, {}).get("name", language)


def _place(text):
    return text.text.casefold(), text.text, text.context or ""


def _entry(text, known, plurals):
    entry = polib.POEntry(msgctxt=text.context, msgid=text.text, msgid_plural=text.plural or "")
    if known:
        entry.tcomment = known.tcomment
        entry.msgstr, entry.msgstr_plural = known.msgstr, known.msgstr_plural
        entry.flags = ["fuzzy"] * known.fuzzy
    elif text.plural:
        entry.msgstr_plural = dict.fromkeys(range(plurals), "")
    if PERCENT_FORMAT.search(text.text):
        entry.flags.append("python-format")
    return entry
