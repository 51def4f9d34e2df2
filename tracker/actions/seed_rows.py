"""Reading the data files of `seeds/`: TOML, an array of tables a file."""

import tomllib
from collections.abc import Container, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError


class SeedError(Exception):
    """What can't be loaded: the message names file, row and field."""


class Row:
    """One table of a data file; `place` names its file and its number, counted from 1.

    `identity` is a text in all that `read_rows` returns.
    """

    def __init__(self, place: str, values: dict[str, Any]) -> None:
        self.place, self.values = place, values
        self.identity: Any = values.get("slug") or values.get("name") or values.get("fact")

    def pick(self, keys: Container[str]) -> dict[str, Any]:
        return {key: value for key, value in self.values.items() if key in keys}

    def leave(self, keys: Container[str]) -> dict[str, Any]:
        return {key: value for key, value in self.values.items() if key not in keys}

    def error(self, field: str, message: str) -> SeedError:
        return SeedError(f"{self.place} ({self.identity}): {field}: {message}")

    @contextmanager
    def named_in_errors(self) -> Iterator[None]:
        """Turn a ValidationError inside into a SeedError of this row and its field."""
        try:
            yield
        except ValidationError as error:
            fields = error.message_dict if hasattr(error, "error_dict") else {"row": error.messages}
            field, messages = next(iter(fields.items()))
            raise self.error("row" if field == "__all__" else field, " ".join(messages)) from None

    def check_values(self) -> None:
        """Refuse what no field can be: a value is a text, a yes or no, or a list of texts."""
        for key, value in self.values.items():
            texts = value if isinstance(value, list) else [value]
            if not isinstance(value, bool) and not all(isinstance(text, str) for text in texts):
                raise self.error(key, f"write it as text, in quotes, not as {value}")
            if any("\0" in text for text in texts if isinstance(text, str)):
                raise self.error(key, "there is a NUL in it")


def read_rows(folder: Path, name: str, noun: str) -> list[Row]:
    """Return the rows [[noun]] of the file `name`.toml, none if it is not there.

    Raises SeedError.
    """
    path = folder / f"{name}.toml"
    label = f"{folder.name}/{path.name}"
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SeedError(f"{label}: {error}") from None
    found = tables.get(noun, [])
    if set(tables) - {noun} or not isinstance(found, list):
        raise SeedError(f"{label}: {', '.join(tables)}: every row begins with [[{noun}]]")
    rows = [Row(f"{label}, row {number}", row) for number, row in enumerate(found, start=1)]
    seen = set()
    for row in rows:
        row.check_values()
        if not isinstance(row.identity, str) or row.identity in seen:
            raise row.error("slug", "each row needs a slug of its own")
        seen.add(row.identity)
    return rows
