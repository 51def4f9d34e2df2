"""The settings: safe when none is set, and when they are wrong."""

import socket
import sqlite3

import pytest

from tests.databases import ENVIRONMENT, manage


def run(*arguments, **environment):
    return manage(*arguments, environment={**ENVIRONMENT, **environment})


def test_the_secret_key_is_made_once_for_its_owner_alone(tmp_path):
    for _ in range(2):
        result = run(
            "shell",
            "-v0",
            "-c",
            "from django.conf import settings; print(settings.SECRET_KEY)",
            DATA_DIR=str(tmp_path),
        )
        assert result.returncode == 0, result.stderr

    path = tmp_path / "secret_key"
    assert result.stdout.strip() == path.read_text()
    assert len(path.read_text()) > 50
    assert path.stat().st_mode & 0o077 == 0


def test_a_key_that_others_could_read_is_tightened_and_a_new_folder_is_for_its_owner(tmp_path):
    folder = tmp_path / "new"
    for _start in range(2):
        assert run("check", DATA_DIR=str(folder)).returncode == 0
        modes = [path.stat().st_mode & 0o777 for path in (folder, folder / "secret_key")]
        assert modes == [0o700, 0o600]
        (folder / "secret_key").chmod(0o644)


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"DATA_DIR": "/dev/null/x"}, "Set DATA_DIR to a folder that you may write to."),
        ({"PORT": "eight"}, "PORT must be a whole number, not 'eight'."),
        ({"PORT": "70000"}, "PORT must be between 1 and 65535"),
        ({"PASSWORD_CHECKS_AT_ONCE": "0"}, "PASSWORD_CHECKS_AT_ONCE must be between 1 and 64."),
        ({"TIME_ZONE": "Nowhere"}, "TIME_ZONE is not a time zone"),
        ({"STALE_AFTER_DAYS": "999999999"}, "STALE_AFTER_DAYS must be between"),
        ({"METRICS_PORT": "8000"}, "METRICS_PORT must be a port of its own"),
        ({"LOG_FORMAT": "xml"}, "LOG_FORMAT must be json or line, not xml."),
        ({"DATABASE_URL": "mysql://a/b"}, "DATABASE_URL can't be read"),
        ({"DATABASE_URL": "garbage"}, "DATABASE_URL can't be read"),
        ({"STALE_AFTER_DAYS": ""}, "STALE_AFTER_DAYS must be a whole number"),
    ],
)
def test_a_wrong_setting_gets_one_line(environment, words):
    result = run("check", **environment)

    assert result.returncode == 1
    assert words in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_taken_port_gets_one_line(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("serve", PORT=str(port), DATA_DIR=str(tmp_path))

    assert result.returncode == 1
    assert f"Port {port} on 127.0.0.1 can't be used" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "tracker.sqlite3").exists()


def test_sqlite_writers_wait_and_every_commit_reaches_the_disk(tmp_path):
    script = (
        "from django.db import connection as c; c.prepare_database(); cursor = c.cursor()\n"
        "for name in ('journal_mode', 'synchronous', 'busy_timeout', 'foreign_keys'):\n"
        "    print(cursor.execute(f'PRAGMA {name}').fetchone()[0])\n"
        "print(c.transaction_mode)"
    )
    result = run("shell", "-v0", "-c", script, DATA_DIR=str(tmp_path))

    journal = "wal" if sqlite3.sqlite_version_info >= (3, 51, 3) else "delete"
    assert result.stdout.split() == [journal, "2", "20000", "1", "IMMEDIATE"]


def test_a_database_that_does_not_answer_gets_one_line(tmp_path):
    result = run(
        "serve", PORT="8765", DATA_DIR=str(tmp_path),
        DATABASE_URL="postgresql://nobody@127.0.0.1:1/nothing",
    )  # fmt: skip

    assert result.returncode == 1
    assert "The database does not answer" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_database_that_was_there_before_is_not_made_anew(tmp_path):
    assert run("migrate", "-v0", DATA_DIR=str(tmp_path)).returncode == 0
    (tmp_path / "tracker.sqlite3").unlink()

    for command in ("serve", "migrate", "verify"):
        result = run(command, PORT="8765", DATA_DIR=str(tmp_path))

        assert result.returncode == 1
        assert "is not there" in result.stderr
        assert len(result.stderr.strip().splitlines()) == 1
        assert not (tmp_path / "tracker.sqlite3").exists()


PRINTED = """
from django.conf import settings as s
print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.DEVICE_COOKIE_NAME, s.REQUIRE_SECOND_FACTOR,
      s.IS_LOCAL)
"""
PLAIN, HOST = "sessionid csrftoken device", "__Host-sessionid __Host-csrftoken __Host-device"


@pytest.mark.parametrize(
    ("environment", "names", "asks", "is_local"),
    [
        ({}, PLAIN, False, True),
        ({"HTTPS": "1", "SITE_URL": "https://tracker.example"}, HOST, True, False),
        ({"HTTPS": "1"}, HOST, True, False),
        ({"HTTPS": "1", "DEBUG": "1"}, HOST, False, True),
        ({"HTTPS": "1", "REQUIRE_SECOND_FACTOR": "0"}, HOST, False, False),
        ({"REQUIRE_SECOND_FACTOR": "1"}, PLAIN, True, True),
        ({"SITE_URL": "http://tracker.example"}, PLAIN, False, False),
    ],
)
def test_what_follows_from_https_and_the_address(tmp_path, environment, names, asks, is_local):
    result = run("shell", "-v0", "-c", PRINTED, DATA_DIR=str(tmp_path), **environment)

    assert result.stdout.strip() == f"{names} {asks} {is_local}"
