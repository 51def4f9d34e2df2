"""Each public page, and each of the desk, asks as many queries for one row as for a dozen.

The numbers stand in query_counts.json, which `make query-counts` records; a page that is not there,
or asks more or fewer, fails. A list asks no more than five, any other page no more than eight; what
asks more is named here. A page of an earlier day asks two more at most. What the staff does with an
update has limits of its own; there a savepoint counts as two, which outside of tests is the
transaction itself.
"""

import json
import os
from html.parser import HTMLParser
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories as make
from tests.addresses import ONCE, RECORD_PAGES, address
from tests.conftest import person
from tests.many_rows import lacking, many_rows
from tests.permissions import AT_THE_DESK, DESK
from tracker.models import Challenge, Citation, Revision, Source, StatusUpdate, Submission
from tracker.models.data_version import bump
from tracker.models.version import version_of
from tracker.vocabulary import Role

FILE = Path(__file__).parent / "query_counts.json"
RECORDS = "RECORD_QUERY_COUNTS" in os.environ
MANY, PAGE_SIZE = 12, 10
"""So many rows of everything: more than a page of a list has."""
MOST_OF_STAFF = {"form of an update": 10, "draft and submission": 40, "approval": 31}
WAITS = {"approval"} if connection.vendor == "postgresql" else set()
"""What asks once more there: it waits for others who publish; SQLite does as it begins."""
MOST, MOST_OF_A_LIST = 8, 5
LISTS = {name for name in ONCE if name.endswith("s")}
MORE = {
    "initiative": 14,  # of these, three follow the record for all pages to come
    "corrections": 7,  # each of its three sorts is a table of its own
    "dashboard": 9,
    "timeline": 9,
    "search": 10,  # of these, five follow the record
    **dict.fromkeys(("country", "theme", "plan"), 11),
    **dict.fromkeys(("organization", "event", "working_group"), 13),
}
"""The pages of a noun tell of its revisions too, of their quotes and of what they linked to it."""
DAYS = {"now": {}, "as of a day": {"as_of": "2026-06-10"}}
MORE_ON = {"now": {}, "as of a day": {"search": 12}}
"""The names of a day are read once for it, each noun with its aliases."""
MORE_ON_ANY = {"now": 0, "as of a day": 2}  # the wording and the counts of that day are read for it
QUERY = {
    "changes": {"from": "2026-05-31", "to": "2026-06-09"},
    "search": {"q": "test minister zanzibar"},
}
HINT = """if a page is meant to, `make query-counts` records what it asks for one row;
what asks more for many rows has a query in a loop:"""
FEW_ROWS = {
    "dashboard": "the latest and nearest few of a record",
    "data": "how to get the record, none of its rows",
    "method": "what the words mean",
}
"""The pages that have no list of rows, or cut it short, and what they show."""


def recorded():
    return json.loads(FILE.read_text())


def differing(group, found, *, record):
    """Return a line for each page that asks another number than recorded; `record` it first."""
    counts = recorded()
    if record and RECORDS:
        counts[group] = dict(sorted(found.items()))
        FILE.write_text(json.dumps(counts, indent=2) + "\n")
    known = counts.get(group, {})
    return [
        f"{page}, {group}: found {found.get(page)}, recorded {known.get(page)}"
        for page in sorted({*found, *known})
        if found.get(page) != known.get(page)
    ]


def refuse(what, wrong):
    if wrong:
        pytest.fail("\n".join([what, *wrong]), pytrace=False)


class Rows(HTMLParser):
    """Counts the rows of each list, table or sequence of articles in the content of a page.

    What is chosen from in a form, and links to other pages of a list, are no rows.
    """

    def __init__(self, html):
        super().__init__()
        self.open, self.counts = [], [0]
        self.feed(html.partition("<main")[2].partition("</main>")[0])

    def handle_starttag(self, tag, attributes):
        if tag in ("form", "nav"):
            self.open.append(None)
        elif tag in ("ul", "ol", "tbody", "div", "section"):
            self.open.append(0)
        elif tag in ("li", "tr", "article") and self.open and None not in self.open:
            self.open[-1] += 1

    def handle_endtag(self, tag):
        if tag in ("form", "nav", "ul", "ol", "tbody", "div", "section") and self.open:
            self.counts.append(self.open.pop() or 0)


def ask(client, url, query):
    """Return the number of queries of the first page after a change, and the page."""
    bump()  # nothing that the process knew still holds
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url, query)
    assert response.status_code == 200, url
    return len(captured), response


@pytest.mark.timeout(900)
@pytest.mark.parametrize("number", [1, MANY])
def test_query_counts(number, db, client, settings):
    settings.PAGE_SIZE = PAGE_SIZE
    with time_machine.travel("2026-06-02T12:00Z"):
        firsts = many_rows(number)
    refuse(f"many_rows makes less than {number} of:", [*lacking(firsts, number)])
    rows = {model._meta.model_name: row for model, row in firsts.items()}

    wrong, few = [], []
    with time_machine.travel("2026-06-15T12:00Z"):
        for day, query in DAYS.items():
            for name in ("dashboard", "initiatives"):  # what a process keeps is there from then on
                client.get(reverse(name), query)
            found = {}
            for name in RECORD_PAGES:
                url, asked = address(name, rows), query | QUERY.get(name, {})
                found[name], page = ask(client, url, asked)
                shown = max(Rows(page.text).counts)
                if name not in FEW_ROWS and shown < min(number, PAGE_SIZE):
                    few.append(f"{name}, {day}: {shown}")
            wrong += differing(day, found, record=number == 1)
        wrong += differing("desk", of_the_desk(client, rows), record=number == 1)
    refuse(f"Of {number} rows of everything these pages show fewer:", few)
    refuse(f"Queries with {number} rows of everything; {HINT}", wrong)


def of_the_desk(client, rows):
    """Return {name: queries} of an editor's pages; each is of a row for which it is there."""
    editor = person(Role.EDITOR)
    public = StatusUpdate.objects.published().filter(initiative=rows["initiative"])
    rows = rows | {
        "statusupdate": public.filter(correction=None, withdrawal=None).latest("pk"),
        "desk_edit": make.DraftFactory(initiative=rows["initiative"], created_by=editor),
        "revision": Revision.objects.submitted().latest("pk"),
        "challenge": Challenge.objects.open().latest("pk"),
        "submission": Submission.objects.latest("pk"),
        "citation": Citation.objects.published().filter(source=rows["source"]).latest("pk"),
    }
    place = AT_THE_DESK.index(Role.EDITOR)
    client.force_login(editor)
    client.get(reverse("desk"))
    return {
        name: ask(client, address(name, rows), {})[0]
        for (name, method), answers in DESK.items()
        if method == "GET" and "200" in answers[place]
    }


def test_no_page_asks_too_much():
    for day in DAYS:
        too_many = [
            f"{name}, {day}: recorded {number}, at most {most}"
            for name, number in recorded()[day].items()
            for usual in [MORE.get(name, MOST_OF_A_LIST if name in LISTS else MOST)]
            for most in [usual + MORE_ON[day].get(name, MORE_ON_ANY[day])]
            if number > most
        ]
        refuse("A public page asks few queries, whatever is on it:", too_many)


def test_every_page_is_recorded():
    """Quick: no page is opened for it."""
    missing = [
        f"{name}, {day}" for day in DAYS for name in RECORD_PAGES if name not in recorded()[day]
    ]
    refuse("`make query-counts` records the queries of these pages:", missing)


def test_no_step_of_the_staff_asks_too_much():
    counts = recorded()["staff"]

    assert counts.keys() == MOST_OF_STAFF.keys()
    assert {step: number for step, number in counts.items() if number > MOST_OF_STAFF[step]} == {}


@pytest.mark.timeout(900)
@pytest.mark.parametrize("number", [1, MANY])
def test_query_counts_of_the_staff(number, db, client):
    """A focal point records and submits an update of a country's initiative; another approves."""
    initiative, country = make.published_initiative(original_due="2027"), make.CountryFactory()
    initiative.countries.add(country)
    for n in range(number):
        make.published_update(initiative=initiative, sentence_en=f"{n}")
        make.DraftFactory(initiative=initiative, sentence_en=f"{n}")
        reviewer = person(Role.REVIEWER)
    author = person(Role.FOCAL_POINT)
    author.countries.add(country)
    typed = {
        "status": "delivered", "evidence": "documented", "changed_on": "2026-04",
        "sentence_en": "The bridge is there.", "quote": "The test bridge is open, they said.",
        "source": Source.objects.earliest("pk").pk, "then": "submit",
    }  # fmt: skip
    form = reverse("desk_update", args=[initiative.slug])

    def count(send):
        with CaptureQueriesContext(connection) as captured:
            assert send().status_code in (200, 302)
        return len(captured)

    client.force_login(author)
    client.get(form)  # what a process keeps in memory of the site is there from its first page on
    found = {
        "form of an update": count(lambda: client.get(form)),
        "draft and submission": count(lambda: client.post(form, typed)),
    }
    update = StatusUpdate.objects.submitted().get()
    read = {"version": version_of(update)}
    client.force_login(reviewer)
    found["approval"] = count(lambda: client.post(reverse("desk_approve", args=[update.pk]), read))

    found |= {step: found[step] - 1 for step in WAITS}
    wrong = differing("staff", found, record=number == 1)
    refuse(f"Queries with {number} rows of everything; {HINT}", wrong)
