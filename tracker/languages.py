"""The languages of the site: one table, from which every other list of them follows.

Add a language here; `docs/contributing.md` says what else it takes. The order is that of the menus,
and that in which a text is looked for where the reader's language lacks it.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _


class Language(NamedTuple):
    """A language of the site. Every field is needed, and only the last four may be empty."""

    code: str
    """ISO 639-1, as in addresses, in the names of columns and of folders of catalogues."""
    name: Any
    """In English, marked for translation: a str that is translated when it is shown."""
    own_name: str
    """As its speakers call it: in the menu of languages."""
    locale: str
    """As Open Graph has it: the code, an underscore, a country."""
    babel: str
    """As the babel package of LaTeX has it: what BibTeX calls `langid`."""
    script: str
    """ISO 15924: "Latn" or "Cyrl". Words of another script have no stem in this language."""
    alphabet: str
    """Its small letters in their order, and where other alphabets have them, the Latin ones that it
    lacks. Empty: names stand in the order of the numbers of their letters."""
    digraphs: dict[str, str]
    """Two letters that are one of the alphabet, and the letter that stands for them there."""
    has_dotted_i: bool
    """Whether the capital of i is İ, and that of ı is I."""
    stemmer: str
    """The name of its stemmer in snowballstemmer; empty where there is none."""


def language(code: str, **fields: Any) -> Language:
    """Return a row of the table; raises ImproperlyConfigured for a field that is not right."""
    needed = Language._fields[1:]
    wrong = {
        "is missing": [name for name in needed if name not in fields],
        "is empty": [name for name in needed[:-4] if _is_empty(fields.get(name))],
        "is not known": [name for name in fields if name not in needed],
    }
    for what, names in wrong.items():
        if names:
            message = f"The language {code!r} in tracker/languages.py: {', '.join(names)} {what}."
            raise ImproperlyConfigured(message)
    return Language(code, **fields)


def _is_empty(value: Any) -> bool:
    return isinstance(value, str) and not value  # a name that is translated later is no str


def without_doubles(languages: Iterable[Language]) -> tuple[Language, ...]:
    """Return the table; raises ImproperlyConfigured where a code stands twice."""
    found: dict[str, Language] = {}
    for row in languages:
        if row.code in found:
            raise ImproperlyConfigured(f"{row.code!r} stands twice in tracker/languages.py.")
        found[row.code] = row
    return tuple(found.values())


LANGUAGES = without_doubles(
    [
        language(
            "en",
            name=_("English"),
            own_name="English",
            locale="en_GB",
            babel="english",
            script="Latn",
            alphabet="",
            digraphs={},
            has_dotted_i=False,
            stemmer="english",
        ),
        language(
            "ru",
            name=_("Russian"),
            own_name="Русский",
            locale="ru_RU",
            babel="russian",
            script="Cyrl",
            alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
            digraphs={},
            has_dotted_i=False,
            stemmer="russian",
        ),
        language(
            "tr",
            name=_("Turkish"),
            own_name="Türkçe",
            locale="tr_TR",
            babel="turkish",
            script="Latn",
            alphabet="abcçdefgğhıijklmnoöpqrsştuüvwxyz",
            digraphs={},
            has_dotted_i=True,
            stemmer="turkish",
        ),
        language(
            "az",
            name=_("Azerbaijani"),
            own_name="Azərbaycanca",
            locale="az_AZ",
            babel="azerbaijani",
            script="Latn",
            alphabet="abcçdeəfgğhxıijkqlmnoöprsştuüvwyz",
            digraphs={},
            has_dotted_i=True,
            stemmer="",
        ),
        language(
            "kk",
            name=_("Kazakh"),
            own_name="Қазақша",
            locale="kk_KZ",
            babel="kazakh",
            script="Cyrl",
            alphabet="аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
            digraphs={},
            has_dotted_i=False,
            stemmer="",
        ),
        language(
            "ky",
            name=_("Kyrgyz"),
            own_name="Кыргызча",
            locale="ky_KG",
            babel="kyrgyz",
            script="Cyrl",
            alphabet="абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюя",
            digraphs={},
            has_dotted_i=False,
            stemmer="",
        ),
        language(
            "uz",
            name=_("Uzbek"),
            own_name="Oʻzbekcha",
            locale="uz_UZ",
            babel="uzbek",
            script="Latn",
            alphabet="abcdefghijklmnopqrstuvwxyzõğşč",
            digraphs={"oʻ": "õ", "gʻ": "ğ", "sh": "ş", "ch": "č"},
            has_dotted_i=False,
            stemmer="",
        ),
    ]
)
BY_CODE = {row.code: row for row in LANGUAGES}


def choices() -> list[tuple[str, str]]:
    """Return (code, name) of each, as settings and fields of models take them.

    A migration names this function, so that it need not change with the table.
    """
    return [(row.code, row.name) for row in LANGUAGES]
