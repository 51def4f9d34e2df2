"""Tags of languages, as BCP 47 (RFC 5646) has them: "ru", "uz-Cyrl", "pt-BR"."""

import re

from django.utils.translation import get_language, get_language_info

from ..vocabulary import SourceLanguage

LONGEST = 35
"""In characters: RFC 5646 (4.4.1) has no longer one that anybody uses."""
PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$"
"""What every tag is; the database refuses anything else."""
_TAG = re.compile(
    r"[a-z]{2,3}(-[a-z]{3}){0,3}"  # language and its extensions
    r"(-[a-z]{4})?(-([a-z]{2}|\d{3}))?"  # script, region
    r"(-([a-z0-9]{5,8}|\d[a-z0-9]{3}))*"  # variants
    r"(-[0-9a-wy-z](-[a-z0-9]{2,8})+)*"  # what others registered
    r"(-x(-[a-z0-9]{1,8})+)?"  # what somebody agreed on
)


class WrongTag(ValueError):
    pass


def canonical(text: str) -> str:
    """Return a tag in the letters that the standard has; raises WrongTag of what is none."""
    tag = text.strip().replace("_", "-").lower()
    if len(tag) > LONGEST or not _TAG.fullmatch(tag):
        raise WrongTag(text)
    first, *others = tag.split("-")
    private = others.index("x") if "x" in others else len(others)
    single = next((place for place, part in enumerate(others) if len(part) == 1), private)
    return "-".join([first, *map(_cased, others[:single]), *others[single:]])


def primary(tag: str) -> str:
    """Return the language of a tag, without script and region."""
    return tag.partition("-")[0]


def name_of(tag: str) -> str:
    """Return what a language is called in the active one, or its tag if that has no word for it."""
    known = {str(language): language.label for language in SourceLanguage}
    name = str(known.get(primary(tag), "")) or _translated(primary(tag))
    if not name:
        return tag
    return name if tag == primary(tag) else f"{name} ({tag})"


def _cased(part: str) -> str:
    if len(part) == 4 and part.isalpha():
        return part.capitalize()
    return part.upper() if len(part) == 2 and part.isalpha() else part


def _translated(code: str) -> str:
    """Return Django's name of a language, "" where it has none in the active one."""
    try:
        found = get_language_info(code)
    except KeyError:
        return ""
    name = str(found["name_translated"])
    is_english = (get_language() or "en").startswith("en")
    return name if is_english or name != found["name"] else ""
