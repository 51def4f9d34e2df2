"""The file of a backup: a line that says what it is, and the rows, compressed.

The first line is JSON: `head -n 1 FILE` shows it. The rest is gzip: of each table a line with its
name and columns, then lines of some hundred rows each. `sha256` is the digest of the whole file
with zeros in its own place.
"""

import gzip
import hashlib
import io
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import batched
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from .tables import Table

FORMAT, VERSION = "ots-tracker-backup", 1
ROWS_IN_LINE = 500
COMPRESSED_AT_ONCE = 2**20  # bytes
LONGEST_HEADER = 2**20
NO_DIGEST = "0" * 64
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


class BackupRefused(Exception):
    """A backup that is not made, or a file that is not taken, and why."""


class Header(NamedTuple):
    """What the first line says; `ledger` is the newest entry, `counts` the rows of each table."""

    made_at: str
    database: str
    migrations: list[str]
    ledger: dict[str, Any] | None
    counts: dict[str, int]
    sha256: str = NO_DIGEST

    def line(self) -> bytes:
        return _encode({"format": FORMAT, "version": VERSION, **self._asdict()}).encode() + b"\n"


def write(file: BinaryIO, header: Header, tables: Iterable[tuple[Table, Iterable]]) -> Header:
    """Write all to a file that is open and empty; return the header with its digest.

    Two threads compress while the rows are read.
    """
    header = header._replace(sha256=NO_DIGEST)
    found = hashlib.sha256(header.line())
    file.write(header.line())
    for piece in _compressed(_pieces(tables)):
        found.update(piece)
        file.write(piece)
    header = header._replace(sha256=found.hexdigest())
    file.seek(0)
    file.write(header.line())
    return header


def _pieces(tables) -> Iterator[bytes]:
    """Yield the lines of the tables, about COMPRESSED_AT_ONCE bytes at a time."""
    lines, size = [], 0
    for line in _lines(tables):
        lines.append(line.encode())
        size += len(lines[-1])
        if size > COMPRESSED_AT_ONCE:
            yield b"\n".join([*lines, b""])
            lines, size = [], 0
    yield b"\n".join([*lines, b""])


def _lines(tables) -> Iterator[str]:
    for table, rows in tables:
        yield _encode({"table": table.name, "columns": table.columns})
        yield from map(_encode, batched(rows, ROWS_IN_LINE))


def _compressed(pieces) -> Iterator[bytes]:
    waiting = deque()
    with ThreadPoolExecutor(2) as threads:
        for piece in pieces:
            waiting.append(threads.submit(gzip.compress, piece, 1, mtime=0))
            if len(waiting) > 4:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def read_header(path: Path) -> Header:
    """Return the header of a file whose digest is right; raise BackupRefused of any other."""
    try:
        with path.open("rb") as file:
            line = file.readline(LONGEST_HEADER)
            header = _header(line, path)
            found = hashlib.sha256(header._replace(sha256=NO_DIGEST).line())
            while piece := file.read(2**20):
                found.update(piece)
    except OSError as error:
        raise BackupRefused(f"{path} can't be read: {error.strerror}.") from None
    if line != header.line() or found.hexdigest() != header.sha256:
        raise BackupRefused(f"{path} is damaged: its digest is not the one that it names.")
    return header


def _header(line: bytes, path: Path) -> Header:
    foreign = BackupRefused(f"{path} is not a backup of the tracker.")
    try:
        said = json.loads(line)
        if not isinstance(said, dict) or said.pop("format", None) != FORMAT:
            raise foreign
        version = said.pop("version", None)
        if version != VERSION:
            raise BackupRefused(f"{path} has format {version}; this version reads {VERSION}.")
        return Header(**said)
    except (ValueError, TypeError):
        raise foreign from None


def read_rows(
    path: Path, *, begin: Callable[[str, list[str]], None], add: Callable[[list[list]], None]
) -> None:
    """Call `begin(table, columns)` for each table, then `add` with some of its rows at a time."""
    with path.open("rb") as file:
        file.readline()
        with gzip.open(file) as body:
            for line in io.BufferedReader(body, 2**20):
                found = json.loads(line)
                if isinstance(found, dict):
                    begin(found["table"], found["columns"])
                else:
                    add(found)
