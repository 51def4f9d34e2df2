"""A BibTeX entry that LaTeX reads back as it was meant, whatever stands in its texts."""

from collections.abc import Mapping

_SPECIAL = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",  # BibTeX counts braces, escaped or not: each stays in a pair
        "}": r"{\textbraceright}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        **{character: f"\\{character}" for character in "$&#_%"},
    }
)
AS_IT_IS = ("url", "urldate")
"""The fields that are read verbatim; an address has no space or brace."""
WHOLE = ("author", "title")
"""The fields in braces of their own: no style splits such a name or changes a title's capitals."""


def escaped(text: str) -> str:
    """Return a text for LaTeX on one line; letters of any script stay as they are."""
    return " ".join(text.split()).translate(_SPECIAL)


def entry(key: str, fields: Mapping[str, str]) -> str:
    """Return an entry of the sort that both BibTeX and biblatex know; empty fields are left out."""
    lines = [f"  {name} = {{{_value(name, text)}}}," for name, text in fields.items() if text]
    return "\n".join([f"@misc{{{key},", *lines, "}"])


def _value(name: str, text: str) -> str:
    if name in AS_IT_IS:
        return text
    return f"{{{escaped(text)}}}" if name in WHOLE else escaped(text)
