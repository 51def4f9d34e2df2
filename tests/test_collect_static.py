"""`make run` collects the static files once, whatever the name of the folder for them."""

import os
import shutil
import subprocess

import pytest

from tests.databases import ENVIRONMENT, ROOT, manage

NAMES = ["data", "with a blank", """it's: "100%41" #x?y=1 & $HOME; [*]"""]
PYTHON = """#!/bin/sh
echo "$2" >> asked
[ "$2" != collectstatic ] || { mkdir -p "$DATA_DIR/static"; echo {} > "$DATA_DIR/static/staticfiles.json"; }
"""  # noqa: E501


@pytest.fixture
def project(tmp_path):
    """A folder with the Makefile and a Python that writes down in `asked` what it is asked."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copytree(ROOT / "bin", tmp_path / "bin")
    for name in ("static/site.css", "requirements.txt", ".venv/ready", ".venv/bin/python"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / ".venv/bin/python").write_text(PYTHON)
    (tmp_path / ".venv/bin/python").chmod(0o755)
    return tmp_path


def make_run(project, data):
    """Return what `make run` asked of Python."""
    (project / "asked").unlink(missing_ok=True)
    environment = {**ENVIRONMENT, "DATA_DIR": str(data)}
    ended = subprocess.run(
        ["make", "run"], cwd=project, env=environment, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    return (project / "asked").read_text().split()


@pytest.mark.parametrize("name", NAMES)
def test_make_run_collects_into_a_folder_of_any_name(name, project):
    data = project / name

    assert make_run(project, data) == ["collectstatic", "serve"]
    assert make_run(project, data) == ["serve"], "they are there"

    later = (data / "static/staticfiles.json").stat().st_mtime + 1
    os.utime(project / "static/site.css", (later, later))
    assert make_run(project, data) == ["collectstatic", "serve"], "one has changed"


@pytest.mark.parametrize("name", NAMES)
def test_the_database_is_in_that_folder(name, tmp_path):
    data = tmp_path / name
    show = "from django.conf import settings; print(settings.DATABASES['default']['NAME'])"

    ended = manage("shell", "-v0", "-c", show, environment={**ENVIRONMENT, "DATA_DIR": str(data)})

    assert ended.stdout.strip() == str(data / "tracker.sqlite3"), ended.stderr
