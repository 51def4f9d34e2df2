"""No public page reads a large table from end to end: how SQLite says that it would answer."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

LARGE = {
    "tracker_initiative", "tracker_statusupdate", "tracker_ledgerentry", "tracker_snapshot",
    "tracker_reference", "tracker_citation", "tracker_revision",
    *(f"tracker_initiative_{links}" for links in ("themes", "countries", "organizations")),
}  # fmt: skip
PAGES = [
    "/en/", "/en/initiatives/", "/en/initiatives/?page=2", "/en/initiatives/?sort=due",
    "/en/initiatives/?theme=world-theme-1&status=planned", "/en/initiatives/world-initiative-7/",
    "/en/themes/", "/en/themes/world-theme-1/", "/en/plans/", "/en/plans/world-plan-1/",
    "/en/countries/", "/en/countries/world-country-1/", "/en/working-groups/",
    "/en/working-groups/world-working-group-1/", "/en/organizations/",
    "/en/organizations/world-organization-1/", "/en/events/", "/en/events/world-summit-1/",
    "/en/sources/world-source-3/", "/en/timeline/", "/en/timeline/?page=3",
    "/en/timeline/?theme=world-theme-1&status=planned", "/en/timeline/roadmap/",
    "/en/timeline/roadmap/?status=planned&group=working_group",
    "/en/corrections/", "/en/data/", "/en/method/",
]  # fmt: skip

pytestmark = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL reads small tables whole, whatever is there"
)


@pytest.fixture
def world(db):
    call_command("make_world", initiatives=120, updates=300, verbosity=0)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_reads_a_large_table_whole(world, client, page):
    assert client.get(page).status_code == 200  # makes what the process keeps in memory

    with CaptureQueriesContext(connection) as queries:
        client.get(page)

    for query in queries.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            steps = [row[-1] for row in cursor.fetchall()]
        scanned = {step for step in steps if _table_read_whole(step) in LARGE}
        assert not scanned, query["sql"]


def _table_read_whole(step):
    """Return the table that a step of a plan goes through without an index, or None."""
    found = re.fullmatch(r"SCAN (\w+)( USING COVERING INDEX \w+)?", step)
    return found and found[1]
