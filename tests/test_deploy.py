"""What deploy/ has: it names settings, commands, files and figures that are there."""

import re
import shutil
import subprocess

import pytest
from prometheus_client import REGISTRY

from tests.commands import variables, wrong_in_command
from tests.databases import ROOT
from tracker.reading.health import Health
from tracker.serving import metrics_server

DEPLOY = ROOT / "deploy"
UNITS = sorted(path.name for path in DEPLOY.glob("systemd/*.service"))
FILES = sorted(
    path.relative_to(DEPLOY).as_posix()
    for path in DEPLOY.rglob("*")
    if path.is_file() and path.name not in ("tracker.env", "database_password")
)
OF_OTHERS = {
    "POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD_FILE", "PYTHONDONTWRITEBYTECODE",
    "SITE_HOST", "STATE", "UPSTREAMS", "PYTHON",
}  # fmt: skip
"""Variables of other programs, and those of our Caddyfile."""


def text_of(name):
    return (DEPLOY / name).read_text(encoding="utf-8")


def without_comments(text):
    return re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE)


def assigned(text):
    """Return the variables of the environment that a file sets: NAME=value, or NAME: value."""
    return set(re.findall(r"(?<![\w$./-])([A-Z][A-Z_]{2,})(?:=|: )", without_comments(text)))


@pytest.mark.parametrize("name", FILES)
def test_only_settings_that_exist_are_set(name):
    told = {"OTS", "HEALTHCHECK", "CMD", "RUN", "ENV", "ARG", "FROM", "COPY"}

    assert assigned(text_of(name)) - variables() - OF_OTHERS - told == set()


def test_the_example_sets_what_production_needs():
    needed = {
        "SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "HTTPS", "SITE_URL", "MAIL_HOST",
        "BEHIND_PROXY", "METRICS_PORT",
    }  # fmt: skip

    assert needed <= assigned(text_of("tracker.env.example"))
    assert re.search(r"^SECRET_KEY=$", text_of("tracker.env.example"), re.MULTILINE), "no secret"


@pytest.mark.parametrize("name", FILES)
def test_only_commands_that_exist_are_called(name):
    lines = re.sub(r"^COPY .*$", "", without_comments(text_of(name)), flags=re.MULTILINE)
    wrong = {word for line in lines.splitlines() for word in wrong_in_command(line)}

    assert {word for word in wrong if "=" not in word} == set()


@pytest.mark.parametrize("name", FILES)
def test_only_scripts_that_exist_are_run(name):
    for script in re.findall(r"(?<![\w/.])(?:/srv/tracker/)?(bin/[a-z-]+)", text_of(name)):
        assert (ROOT / script).stat().st_mode & 0o100, script


def test_the_image_is_made_of_what_is_there():
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", text_of("Containerfile"), re.MULTILINE)
    paths = [path for line in copied for path in line.split()]

    assert {"requirements.txt", "tracker", "bin/serve"} <= {*paths}
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_image_is_installed_by_hash_and_runs_as_nobody_in_particular():
    text = text_of("Containerfile")

    assert "--require-hashes" in text
    assert re.findall(r"^USER (.+)$", text, re.MULTILINE) == ["tracker"]
    assert "/healthz" in text.partition("HEALTHCHECK")[2]


@pytest.mark.parametrize("name", UNITS)
@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not there")
def test_a_service_may_do_little(name):
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", f"systemd/{name}"],
        cwd=DEPLOY, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout


def test_every_service_is_hardened_alike():
    texts = [text_of(f"systemd/{name}") for name in UNITS]
    limits = {
        text.partition("# What it may")[2].partition("[Install]")[0].strip() for text in texts
    }

    assert len(UNITS) >= 4
    assert len(limits) == 1


def test_alarms_ask_for_figures_that_exist_and_are_explained(db, monkeypatch):
    everything = Health(1, 1, [], 1, {"time": _Now()}, {"time": _Now(), "whole": True}, ["disk"])
    monkeypatch.setattr(metrics_server, "health", lambda now: everything)
    collected = [*REGISTRY.collect(), *metrics_server.SiteFigures().collect()]
    known = {name for family in collected for name in _names(family)}
    rules = text_of("alerts.yaml")
    alarms = re.findall(r"alert: (\w+)", rules)
    rows = re.findall(r"^\| (Tracker\w+)", (ROOT / "docs/operating.md").read_text(), re.M)

    assert set(re.findall(r"\btracker_\w+", rules)) <= known
    assert sorted(rows) == sorted(alarms)


class _Now:
    def timestamp(self):
        return 1.0


def _names(family):
    yield family.name
    if family.type == "counter":
        yield f"{family.name}_total"
    if family.type == "histogram":
        yield from (f"{family.name}_{part}" for part in ("bucket", "count", "sum"))
