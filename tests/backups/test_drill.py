"""What docs/operating.md lets an operator type to restore is typed here, and does it."""

import os
import re
import subprocess

import pytest

from tests.backups.site import run
from tests.databases import ROOT, empty_database, is_sqlite, manage, migrated_database

FOLDER = "/var/backups/tracker"
OF_THE_MACHINE = "systemctl"


def commands(name):
    """Return the block of the page that a comment names."""
    page = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    return re.search(rf"<!-- {name} -->\n```sh\n(.*?)```", page, re.DOTALL)[1]


def typed(name, folder, environment, **replaced):
    """Type a block into a shell that stops at what fails; return what it printed."""
    lines = [line for line in commands(name).splitlines() if not line.startswith(OF_THE_MACHINE)]
    script = "\n".join(lines).replace(FOLDER, str(folder))
    for old, new in replaced.items():
        script = re.sub(rf"^{old}=.*$", f"{old}={new}", script, flags=re.MULTILINE)
    ended = subprocess.run(
        ["sh", "-euc", script], cwd=ROOT, env=environment, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.fixture
def seeded(tmp_path):
    """The environment of a site with the seeds, and the folder of its first backup."""
    (tmp_path / "here").mkdir()
    with migrated_database(tmp_path / "here") as environment:
        run("migrate", "-v0", environment=environment)  # which notes that it is there
        run("seed", environment=environment)
        run("backup", str(tmp_path / "backups"), environment=environment)
        yield environment, tmp_path / "backups"


def head(printed):
    return re.search(r"Head: entry \d+ of \S+, ([0-9a-f]{64})", printed)[1]


def test_the_drill_restores_and_verifies_and_leaves_nothing(seeded, tmp_path):
    environment, folder = seeded
    (tmp_path / "drills").mkdir()

    printed = typed("drill", folder, environment | {"TMPDIR": str(tmp_path / "drills")})

    assert "The record is whole" in printed
    assert head(printed) == head(run("verify", environment=environment))
    assert list((tmp_path / "drills").iterdir()) == []


@pytest.mark.skipif(not is_sqlite(), reason="of SQLite alone")
def test_a_backup_takes_the_place_of_the_database(seeded):
    environment, folder = seeded
    before = head(run("verify", environment=environment))
    with open(f"{environment['DATA_DIR']}/tracker.sqlite3", "r+b") as lost:
        lost.seek(4096)
        lost.write(os.urandom(500_000))
    assert manage("verify", environment=environment).returncode == 1

    printed = typed("restore", folder, environment)

    assert head(printed) == before


def test_a_site_moves_into_another_database_while_nobody_writes(seeded, tmp_path):
    """With DATABASE_URL set, from PostgreSQL to PostgreSQL; else from SQLite to SQLite."""
    environment, folder = seeded
    (tmp_path / "there").mkdir()
    with empty_database(tmp_path / "there") as there:
        url = there.get("DATABASE_URL") or f"sqlite:///{there['DATA_DIR']}/new.sqlite3"
        if is_sqlite():
            (tmp_path / "here" / "database.json").unlink(missing_ok=True)
        typed("move", folder, environment, new=url)

        moved = environment | {"DATABASE_URL": url}
        assert head(run("verify", environment=moved)) == head(
            run("verify", environment=environment)
        )
    assert (tmp_path / "here" / "readonly").exists()
