"""What pages say, to the letter: `pytest tests/golden --record` writes it down anew.

Whoever records reads the difference, and commits it with what made it. Left out is what differs
between databases and changes: the numbers of rows, which are named or "N", and digests.
"""

import difflib
import re
from pathlib import Path

import pytest
from django.urls import reverse

from tests.golden.page_text import page_text

PAGES = Path(__file__).parent / "pages"
RECORD = "pytest tests/golden --record"
BRIDGE = "/en/initiatives/test-bridge/"
PUBLIC = {
    "dashboard": "/en/",
    "dashboard.as-of": "/en/?as_of=2026-12-05",
    "dashboard.kk": "/kk/",
    "list": "/en/initiatives/?country=testland&status=planned",
    "initiative": BRIDGE,
    "initiative.ru": "/ru/initiatives/test-bridge/",
    "initiative.kk": "/kk/initiatives/test-bridge/",
    "initiative.of-the-seeds": "/en/initiatives/cooperation-artificial-intelligence/",
    "initiative.as-of": f"{BRIDGE}?as_of=2026-12-05",
    "timeline": "/en/timeline/?country=testland",
    "timeline.of-one-year": "/en/timeline/?status=announced&country=testland",
    "roadmap": "/en/timeline/roadmap/?country=testland",
    "plan": "/en/plans/action-plan-2025-2026/",
    "theme": "/en/themes/artificial-intelligence/",
    "event": "/en/events/twelfth-summit-gabala/",
    "method": "/en/method/",
    "working-group": "/en/working-groups/test-group/",
    "country": "/en/countries/testland/",
    "organization": "/en/organizations/test-fund/",
    "source": "/en/sources/test-gazette-2026/",
    "corrections": "/en/corrections/",
    "corrections.ru": "/ru/corrections/",
    "changes": "/en/changes/?from=2026-12-05&to=2026-12-12",
    "search": "/en/search/?q=test+bridge",
    "data": "/en/data/",
    "plans": "/en/plans/",
    "countries": "/en/countries/",
    "events": "/en/events/",
    "organizations": "/en/organizations/",
    "sources": "/en/sources/",
    "roadmap.by-theme": "/en/timeline/roadmap/?group=theme&zoom=quarter",
    "challenge": f"{BRIDGE}challenge/",
}
DESK = {
    "desk.worklist.focal-point": ("focal point", "desk", None),
    "desk.worklist.reviewer": ("reviewer", "desk", None),
    "desk.initiative": ("focal point", "desk_initiative", "test-tunnel"),
    "desk.update-form": ("focal point", "desk_update", "test-tunnel"),
    "desk.preview": ("focal point", "desk_submission", "draft"),
    "desk.review": ("reviewer", "desk_submission", "waiting"),
    "desk.correct": ("reviewer", "desk_correct", "announced"),
    "desk.translations": ("editor", "desk_translations", None),
    "desk.revise": ("editor", "desk_revise_initiatives", "test-bridge"),
    "desk.revision": ("reviewer", "desk_revision", "revision"),
    "desk.edit": ("focal point", "desk_edit", "draft"),
    "desk.correction": ("reviewer", "desk_revision", "correction"),
    "desk.withdraw": ("reviewer", "desk_withdraw", "announced"),
    "desk.source": ("editor", "desk_source", "test-gazette-2026"),
    "desk.challenge": ("reviewer", "desk_challenge", "challenge"),
}
QUERIES = {"desk.translations": "?language=ru"}


@pytest.fixture
def recorded(request, rows):
    """Compare the text of a page with the file of its name, or record it there."""
    named = {}
    for name, row in rows.items():
        named[row._meta.model_name, str(row.pk)] = name

    def compare(name, response):
        assert response.status_code == 200
        text = _steady(page_text(response.text), named)
        file = PAGES / f"{name}.txt"
        if request.config.getoption("--record"):
            file.write_text(text, encoding="utf-8")
        assert_same(file, text)

    return compare


def assert_same(file, text):
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    if text != before:
        lines = difflib.unified_diff(
            before.splitlines(), text.splitlines(), f"recorded: {file.name}", "now", lineterm=""
        )
        diff = "\n".join(lines)
        pytest.fail(f"{diff}\n\nIf this is what it should say: {RECORD}", pytrace=False)


NUMBERED = {
    "desk/updates/": "statusupdate", "#update-": "statusupdate", "desk/revisions/": "revision",
    "desk/challenges/": "challenge", "desk/citations/": "citation", "#citation-": "citation",
    "#quote-": "citation",
}  # fmt: skip


def _steady(text, named):
    """Replace the numbers of rows by their names, and digests, which are drawn, by "DIGEST"."""

    def name(match):
        return f"{match[1]}<{named.get((NUMBERED[match[1]], match[2]), 'N')}>"

    text = re.sub(rf"({'|'.join(NUMBERED)})(\d+)", name, text)
    text = re.sub(r"(/admin/tracker/\w+/)\d+/", r"\1<N>/", text)
    return re.sub(r"\b[0-9a-f]{64}\b|(?<=· )[0-9a-f]{16}\b", "DIGEST", text)


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_says_what_is_recorded(name, client, recorded):
    recorded(name, client.get(PUBLIC[name]))


@pytest.mark.parametrize("name", DESK)
def test_a_page_of_the_desk_says_what_is_recorded(name, client, rows, recorded):
    role, page, key = DESK[name]
    client.force_login(rows[role])
    arguments = [] if key is None else [rows[key].pk if key in rows else key]

    response = client.get(reverse(page, args=arguments) + QUERIES.get(name, ""))

    recorded(name, response)


def test_every_recorded_file_is_that_of_a_page():
    recorded = {file.stem for file in PAGES.glob("*.txt")}

    assert recorded == {*PUBLIC, *DESK}
