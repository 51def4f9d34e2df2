"""What is no whole backup of ours is refused before anything is read from it."""

import json

import pytest

from tracker.backups.file import (
    COMPRESSED_AT_ONCE,
    FORMAT,
    BackupRefused,
    Header,
    read_header,
    read_rows,
    write,
)
from tracker.backups.tables import Table

TABLE = Table("t", ("id", "text"), ("BigAutoField", "TextField"))
HEADER = Header("2026-11-30T12:00:00+00:00", "sqlite", ["tracker.0001_record"], None, {"t": 3})
ROWS = [[1, 'Ә "quoted" \\ \n\t'], [2, None], [3, ""]]


def written(path, rows):
    with path.open("w+b") as file:
        return write(file, HEADER, [(TABLE, rows)])


def read(path):
    found = {}

    def begin(name, columns):
        found["columns"] = name, columns
        found["rows"] = []

    read_rows(path, begin=begin, add=lambda rows: found["rows"].extend(rows))
    return found


@pytest.fixture
def path(tmp_path):
    written(tmp_path / "backup", ROWS)
    return tmp_path / "backup"


def test_rows_come_back_as_they_were(path):
    assert read(path) == {"columns": ("t", ["id", "text"]), "rows": ROWS}


def test_many_rows_come_back_in_their_order(tmp_path):
    rows = [[number, "x" * (COMPRESSED_AT_ONCE // 1000)] for number in range(5001)]

    written(tmp_path / "backup", iter(rows))

    assert read(tmp_path / "backup")["rows"] == rows


def test_the_first_line_says_what_it_is(path):
    said = json.loads(path.read_bytes().partition(b"\n")[0])

    assert said["format"] == FORMAT
    assert said["counts"] == {"t": 3}
    assert read_header(path)._replace(sha256="0" * 64) == HEADER


def test_a_byte_that_differs_anywhere_is_found(path):
    whole = path.read_bytes()
    first_line = whole.index(b"\n")

    for place in (*range(20, first_line, 25), *range(first_line + 1, len(whole), 7)):
        damaged = bytearray(whole)
        damaged[place] ^= 1
        path.write_bytes(damaged)
        with pytest.raises(BackupRefused, match=r"is damaged|is not a backup of the tracker"):
            read_header(path)


@pytest.mark.parametrize("part", [0.2, 0.9, 0.999])
def test_one_that_was_cut_off_is_found(path, part):
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])

    with pytest.raises(BackupRefused, match=r"is damaged|is not a backup of the tracker"):
        read_header(path)


@pytest.mark.parametrize(
    "content", [b"", b"SQLite format 3\0", b"[1]\n", b'{"format": "x"}\n', b"\xff\xfe\n"]
)
def test_a_foreign_file_is_refused(tmp_path, content):
    (tmp_path / "foreign").write_bytes(content)

    with pytest.raises(BackupRefused, match="is not a backup of the tracker"):
        read_header(tmp_path / "foreign")


def test_a_newer_format_is_refused(path):
    path.write_bytes(path.read_bytes().replace(b'"version":1', b'"version":2', 1))

    with pytest.raises(BackupRefused, match="has format 2; this version reads 1"):
        read_header(path)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(BackupRefused, match="can't be read: No such file"):
        read_header(tmp_path / "nowhere")
