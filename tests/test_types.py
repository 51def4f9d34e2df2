"""mypy refuses a wrong argument to whatever decides, writes or answers, and all of it has types."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("rules", "actions", "reading")
CALLS = """
from datetime import date, timedelta

from tracker.actions import correct, drafts, publish, rights
from tracker.models import Correction, Country, Initiative, Snapshot, Source, StatusUpdate, User
from tracker.reading import dimensions, timeline
from tracker.reading.record_at import RecordAt
from tracker.reading.results import find
from tracker.rules import digest, edtf, projection, slippage

day, record, user = date(2026, 5, 1), RecordAt(today=date(2026, 5, 1)), User()
initiative, snapshot, source, update = Initiative(), Snapshot(), Source(), StatusUpdate()

projection.has_happened("2026", by=day)
projection.has_happened("2026", by="2026-05-01")  # wrong: a text for a date
projection.has_happened("2026")  # wrong: a keyword is missing
edtf.days(day)  # wrong: a date for a text
edtf.days("2026").year  # wrong: two days
digest.time_text(day)  # wrong: a date for a moment
slippage.slippage(original="2026", due="2027") + 1  # wrong: it may be None

publish.publish(update=update, by=None)
publish.publish(update=initiative, by=None)  # wrong: another noun
publish.publish(update, by=None)  # wrong: no keyword
rights.check_record(user, initiative)
rights.check_record(user, source)  # wrong: a Source for an Initiative
rights.lock(update).sentence
rights.lock(source).sentence  # wrong: what is locked is a Source
rights.visible_initiatives(user).published().first()
rights.visible_initiatives(user).standing()  # wrong: a question to updates
drafts.find_quote(source, quote="…")
drafts.find_quote(update.initiative, quote="…")  # wrong: the initiative of an update
drafts.cite(source=Source.objects.get(pk=1), quote="…")
drafts.cite(source=Source.objects.first(), quote="…")  # wrong: there may be none
correct.propose(retraction=Correction(), by=user, version="a")
correct.propose(retraction=Correction(), by=user)  # wrong: no version

RecordAt(today="2026-05-01")  # wrong: a text for a date
record.until + timedelta(days=1)  # wrong: None of the record as it stands
dimensions.related(record, initiative)
dimensions.related(record, snapshot)
dimensions.related(record, source)  # wrong: a Source for how an initiative stands
dimensions.related(day, initiative)  # wrong: a date for the record
find({"theme": [1]}, record).keys()
find({"theme": 1}, record).keys()  # wrong: a key for a list of keys
find({}, record, rows=Source.objects.all())  # wrong: rows of another noun
find({}, record).page(1, besides=[1])  # wrong: there is no such keyword
timeline.positions(record, until="2026")  # wrong: a text for a date
timeline.positions(record)[0].day.year
timeline.positions(record)[0].moment  # wrong: a position has none
"""
INSIDE = {
    "tracker/actions/publish.py": (
        "has_happened(update.changed_on, by=timezone.localdate())",
        "has_happened(update.changed_on, by=timezone.localdate().isoformat())",
    ),
    "tracker/reading/timeline.py": (
        "record.timeline_of(record.updates())",
        "record.timeline_of(record.initiatives())",
    ),
}
"""{module: (a call in it of another room, or module, the same with a wrong argument)}."""


def test_mypy_names_every_wrong_argument(tmp_path):
    calls = tmp_path / "calls.py"
    calls.write_text(CALLS)
    wrong = {(calls.name, line) for line in _lines_having(CALLS, "  # wrong")}
    shadows = []
    for number, (module, (right, mistaken)) in enumerate(INSIDE.items()):
        text = (ROOT / module).read_text()
        assert text.count(right) == 1, right
        shadow = tmp_path / f"shadow{number}.py"
        shadow.write_text(text.replace(right, mistaken))
        shadows += ["--shadow-file", module, str(shadow)]
        name = Path(module).name
        wrong |= {(name, line) for line in _lines_having(shadow.read_text(), mistaken)}

    found = _mypy(*shadows, *INSIDE, str(calls))

    assert set(re.findall(r"^(?:.*/)?(.+?):(\d+): error: ", found, re.MULTILINE)) == wrong, found


@pytest.mark.parametrize("room", ROOMS)
def test_every_function_says_what_it_takes_and_returns(room):
    files = sorted((ROOT / "tracker" / room).glob("**/*.py"))
    assert files

    silent = [
        f"{path.name}:{function.lineno} {function.name}: {', '.join(missing)}"
        for path in files
        for function, is_method in _functions(ast.parse(path.read_text()))
        if (missing := _without_annotation(function, is_method))
    ]

    assert silent == []


def test_mypy_reads_these_rooms():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]

    assert {f"tracker.{room}" for room in ROOMS} <= set(settings["packages"])
    assert settings["disallow_untyped_defs"]


def _mypy(*arguments):
    """Return what mypy says, by the project's own configuration; its cache makes it fast."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tracker.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert not done.stderr, done.stderr
    return done.stdout


def _lines_having(text, mark):
    return [str(number) for number, line in enumerate(text.splitlines(), start=1) if mark in line]


def _functions(tree):
    """Yield (function, whether it is a method) of all that a module defines, at any depth."""
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield child, isinstance(node, ast.ClassDef)


def _without_annotation(function, is_method):
    """Return the names of what a function does not say the type of."""
    takes = function.args
    positional = [*takes.posonlyargs, *takes.args]
    if is_method and not any(ast.unparse(d) == "staticmethod" for d in function.decorator_list):
        positional = positional[1:]  # self
    arguments = [*positional, takes.vararg, *takes.kwonlyargs, takes.kwarg]
    missing = [one.arg for one in arguments if one and one.annotation is None]
    return missing if function.returns else [*missing, "what it returns"]
