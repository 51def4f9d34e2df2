from datetime import UTC, date, datetime

import pytest
import time_machine

from tests import factories as make
from tracker.models import Snapshot
from tracker.models.snapshot import prefetch_state_at


def noon(day):
    return datetime(2026, 6, day, 12, tzinfo=UTC)


@pytest.fixture
def initiative(db):
    """An initiative that was announced on the second and delivered on the fourth."""
    with time_machine.travel(noon(2), tick=False):
        initiative = make.published_initiative(
            slug="bridge", parent=make.published_initiative(), announced_at=make.EventFactory(),
            changed_on="2026-06-01",
        )  # fmt: skip
    with time_machine.travel(noon(4), tick=False):
        make.published_update(initiative=initiative, status="delivered", changed_on="2026-06-03")
    return initiative


@pytest.mark.parametrize(
    ("day", "statuses"),
    [(2, []), (3, ["announced"]), (4, ["announced"]), (5, ["delivered"]), (30, ["delivered"])],
)
def test_one_snapshot_holds_at_a_moment(initiative, day, statuses):
    found = Snapshot.objects.at(noon(day)).filter(initiative=initiative)

    assert [snapshot.status for snapshot in found] == statuses


def test_a_snapshot_answers_as_its_initiative_would(initiative):
    snapshot = Snapshot.objects.for_detail().get(initiative=initiative, until=None)

    for name in ("parent", "parent_id", "announced_at", "announced_at_id"):
        assert getattr(snapshot, name) == getattr(initiative, name)
    assert snapshot.key == initiative.key == initiative.pk
    assert snapshot.get_absolute_url() == initiative.get_absolute_url()
    assert str(snapshot).startswith("bridge, 2026-06-04 12:00")


def test_what_was_open_without_news_was_stale_on_its_day(initiative, settings):
    settings.STALE_AFTER_DAYS = 10
    announced, delivered = initiative.snapshots.order_by("since")

    assert not announced.is_stale(on=date(2026, 6, 11))
    assert announced.is_stale(on=date(2026, 6, 12))
    assert not delivered.is_stale(on=date(2027, 1, 1))


def test_how_an_initiative_stood_is_fetched_with_what_speaks_of_it(
    initiative, django_assert_num_queries
):
    updates = initiative.updates.select_related("initiative")

    with django_assert_num_queries(2):
        [first, second] = updates.prefetch_related(*prefetch_state_at("initiative", noon(3)))
        shown = [update.initiative.state_shown for update in (first, second)]

    assert [[row.status for row in rows] for rows in shown] == [["announced"]] * 2
    assert prefetch_state_at("initiative", None) == []
