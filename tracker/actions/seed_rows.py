"""Reading the data files of `seeds/`: TOML, an array of tables a file."""

import tomllib
from contextlib import contextmanager

from django.core.exceptions import ValidationError


class SeedError(Exception):
    """What can't be loaded: the message names file, row and field."""


class Row:
    """One table of a data file; `place` names its file and its number, counted from 1."""

    def __init__(self, place, values):
        self.place, self.values = place, values
        self.identity = values.get("slug") or values.get("name") or values.get("fact")

    def pick(self, keys):
        return {key: value for key, value in self.values.items() if key in keys}

    def leave(self, keys):
        return {key: value for key, value in self.values.items() if key not in keys}

    def error(self, field, message):
        return SeedError(f"{self.place} ({self.identity}): {field}: {message}")

    @contextmanager
    def named_in_errors(self):
        """Turn a ValidationError inside into a SeedError of this row and its field."""
        try:
            yield
        except ValidationError as error:
            fields = error.message_dict if hasattr(error, "error_dict") else {"row": error.messages}
            field, messages = next(iter(fields.items()))
            raise self.error("row" if field == "__all__" else field, " ".join(messages)) from None


def read_rows(folder, name):
    """Return the rows of the file `name`.toml, none if it is not there. Raises SeedError."""
    path = folder / f"{name}.toml"
    label = f"{folder.name}/{path.name}"
    if not path.exists():
        return []
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SeedError(f"{label}: {error}") from None
    rows: list[Row] = []
    seen = set()
    for noun, values in tables.items():
        if not isinstance(values, list) or not all(isinstance(row, dict) for row in values):
            raise SeedError(f"{label}: {noun}: a row begins with [[{noun}]]")
        rows += (Row(f"{label}, row {number}", row) for number, row in enumerate(values, start=1))
    for row in rows:
        if not isinstance(row.identity, str) or row.identity in seen:
            raise row.error("slug", "each row needs a slug of its own")
        seen.add(row.identity)
    return rows
