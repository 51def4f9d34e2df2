"""bin/make-venv: whose Python it takes, and what it says where there is none."""

import shutil
import subprocess

import pytest

from tests.databases import ROOT

TOOLS = ["chmod", "cat", "head", "mkdir", "rm"]
MAKES_ONE = """mkdir -p .venv/bin
echo '#!/bin/sh' > .venv/bin/python
echo 'echo "pip: $@" >> asked' >> .venv/bin/python
chmod +x .venv/bin/python
"""
OLD = """case $1 in
    -c) exit 1 ;;
    --version) echo "Python 3.11.2" ;;
esac
"""
NEW = f"""[ "$1" != -m ] || {{
    echo "python: $@" >> asked
    {MAKES_ONE}
}}
"""
UV = f'echo "uv: $@" >> asked\n{MAKES_ONE}'
UV_ALONE = "echo 'error: no network' >&2\nexit 2\n"


@pytest.fixture
def make_venv(tmp_path):
    """Run the script in an empty folder, where only these programs are on the PATH."""
    programs, folder = tmp_path / "programs", tmp_path / "folder"
    programs.mkdir()
    folder.mkdir()
    for name in TOOLS:
        (programs / name).symlink_to(shutil.which(name))

    def make_venv(**scripts):
        for name, script in scripts.items():
            (programs / name).write_text(f"#!/bin/sh\n{script}")
            (programs / name).chmod(0o755)
        ended = subprocess.run(
            [ROOT / "bin/make-venv", "lock.txt"],
            cwd=folder, env={"PATH": str(programs)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        asked = folder / "asked"
        ended.asked = asked.read_text().splitlines() if asked.exists() else []
        ended.left = (folder / ".venv").exists()
        return ended

    return make_venv


def test_a_python_that_is_new_enough_is_taken_before_uv(make_venv):
    ended = make_venv(python3=NEW, uv=UV)

    assert ended.returncode == 0, ended.stderr
    assert ended.asked[0] == "python: -m venv .venv"
    assert ended.asked[1].startswith("pip: -m pip install")
    assert ended.asked[1].endswith("--require-hashes -r lock.txt")


@pytest.mark.parametrize("pythons", [{}, {"python3": OLD}])
def test_where_none_is_new_enough_uv_brings_one(make_venv, pythons):
    ended = make_venv(**pythons, uv=UV)

    assert ended.returncode == 0, ended.stderr
    assert ended.asked[0] == "uv: venv --quiet --python 3.13 --seed .venv"
    assert ended.asked[1].startswith("pip: -m pip install")


def test_where_uv_can_not_its_reason_is_shown_and_what_else_to_do(make_venv):
    ended = make_venv(python3=OLD, uv=UV_ALONE)

    assert ended.returncode == 1
    assert ended.stderr.startswith("error: no network\n")
    assert "install Python 3.12 or newer" in ended.stderr
    assert not ended.left


def test_where_neither_is_there_both_ways_are_named(make_venv):
    ended = make_venv(python3=OLD)

    assert ended.returncode == 1
    assert ended.stderr == (
        "Python 3.12 or newer is needed, or uv, which brings one; here python3 is: Python 3.11.2\n"
    )
    assert not ended.left


def test_a_python_without_venv_leaves_nothing_behind(make_venv):
    ended = make_venv(python3='[ "$1" != -m ]\n')

    assert ended.returncode == 1
    assert "install python3-venv" in ended.stderr
    assert not ended.left
