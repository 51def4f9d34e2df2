"""No public page reads a large table from end to end: how the database says it would answer."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.addresses import OF_A_ROW, ONCE
from tracker.views.sitemaps import SITEMAPS

LARGE = {
    "tracker_initiative", "tracker_statusupdate", "tracker_ledgerentry", "tracker_snapshot",
    "tracker_reference", "tracker_citation", "tracker_revision",
    *(f"tracker_initiative_{links}" for links in ("themes", "countries", "organizations")),
}  # fmt: skip
MORE = [
    "/en/initiatives/?page=2", "/en/initiatives/?sort=due",
    "/en/initiatives/?theme=world-theme-1&status=planned", "/en/initiatives/world-initiative-110/",
    "/en/timeline/?page=3", "/en/timeline/?theme=world-theme-1&status=planned",
    "/en/timeline/roadmap/?status=planned&group=working_group",
    "/en/search/?q=world",
]  # fmt: skip
"""What else is asked of some, besides each page as it is."""
IN_VAIN = ("tracker_initiative", "(published_at IS NOT NULL)")
"""A condition of an index that most rows fulfil."""


@pytest.fixture
def world(db, settings):
    settings.PAGE_SIZE = 10  # of a list this short, more than a page is most of it
    if connection.vendor == "postgresql":
        forget_the_earlier_tests()
    call_command("make_sample_data", initiatives=120, updates=300, verbosity=0)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # so the planner does not guess how many are public
            cursor.execute("ANALYZE tracker_initiative")


def forget_the_earlier_tests():
    """Begin with new files for all tables: the planner counts the pages of rows taken back."""
    tables = ", ".join(sorted(LARGE))
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables} CASCADE")


def test_no_page_reads_a_large_table_whole(world, client):
    rows = [reverse(name, args=[SITEMAPS[name]().items()[0][0]]) for name in OF_A_ROW]
    read_whole = {"sqlite": _by_sqlite, "postgresql": _by_postgresql}[connection.vendor]

    wrong = []
    for page in (*map(reverse, ONCE), *rows, *MORE):
        assert client.get(page).status_code == 200, page  # makes what the process keeps in memory
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        for query in queries.captured_queries:
            with connection.cursor() as cursor:
                if tables := LARGE.intersection(read_whole(cursor, query["sql"])):
                    wrong.append(f"{page} reads the whole {', '.join(tables)}: {query['sql']}")

    assert "\n\n".join(wrong) == ""


def _by_sqlite(cursor, sql):
    """Yield the tables that a query goes through without an index."""
    cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
    for *_numbers, step in cursor.fetchall():
        if found := re.fullmatch(r"SCAN (\w+)( USING COVERING INDEX \w+)?", step):
            yield found[1]


def _by_postgresql(cursor, sql):
    """Yield the same, told to prefer what only large tables deserve: these are small."""
    for way in ("seqscan", "hashjoin", "mergejoin"):
        cursor.execute(f"SET LOCAL enable_{way} = off")
    cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
    [[[plan]]] = cursor.fetchall()
    yield from _without_condition(plan["Plan"])


def _without_condition(node, *, is_limited=False):
    is_limited |= node["Node Type"] == "Limit"  # reads in the order of an index what it needs
    condition = node.get("Index Cond") or node.get("Recheck Cond")
    table = node.get("Relation Name")
    if not is_limited and (condition is None or (table, condition) == IN_VAIN):
        yield table
    for child in node.get("Plans", ()):
        yield from _without_condition(child, is_limited=is_limited)
