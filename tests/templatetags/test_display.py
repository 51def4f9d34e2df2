from datetime import date

from django.core.paginator import Paginator
from django.utils import translation

from tests import factories as make
from tracker.reading.record_at import RecordAt
from tracker.reading.results import Selection
from tracker.rules.tally import Tally
from tracker.templatetags import display as tags
from tracker.templatetags.display import parts, percent
from tracker.vocabulary import Kind, Status

TALLY = Tally(
    [
        (Kind.JOINT_INITIATIVE, Status.ANNOUNCED, 1),
        (Kind.JOINT_INITIATIVE, Status.DELIVERED, 2),
        (Kind.ASPIRATION, Status.ANNOUNCED, 5),
    ]
)


def test_the_parts_of_a_bar_stand_side_by_side():
    assert parts(TALLY) == [
        (Status.ANNOUNCED, 1, 33, "0.00%", "33.33%"),
        (Status.DELIVERED, 2, 67, "33.33%", "66.67%"),
    ]


def test_the_bars_of_a_table_have_one_scale():
    assert [part.width for part in parts(TALLY, most=6)] == ["16.67%", "33.33%"]


def test_nothing_has_no_parts():
    assert parts(Tally([])) == []


def test_a_share_of_something_is_never_nought():
    assert (percent(40), percent(0)) == ("40%", "under 1%")


def printed(*, size=50):
    """Print the first page of a list by the index, as a page would on the first of June."""
    record = RecordAt(today=date(2026, 6, 1))
    rows = record.initiatives().with_schedule(on=record.today).for_list()
    found = Selection(record.index, record.index.everything, sort="updated", rows=rows)
    return tags.rows({"record": record}, Paginator(found, size).page(1))


def test_a_row_is_fetched_once_for_a_state_of_the_record(db, django_assert_num_queries):
    for number in range(3):
        make.published_initiative(title_en=f"Test title {number}")
    first = printed(size=2)

    with django_assert_num_queries(1):  # for the row that was not printed yet
        whole = printed()

    assert whole.startswith(first)
    assert [f"Test title {number}" in whole for number in range(3)] == [True] * 3
    with django_assert_num_queries(0):
        assert printed() == whole


def test_a_change_is_on_the_very_next_row(db):
    plan = make.ActionPlanFactory(name_en="Test plan")
    make.published_initiative(plan=plan)
    printed()

    plan.name_en = "Test plan with another name"
    plan.save()

    assert "Test plan with another name" in printed()


def test_each_language_has_its_rows(db):
    make.published_initiative(title_en="Test title", title_ru="Тестовый заголовок")
    printed()

    with translation.override("ru"):
        assert "Тестовый заголовок" in printed()


def test_only_so_many_rows_are_kept(db, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(tags, "MOST_ROWS", 1)
    for _row in range(2):
        make.published_initiative()

    first = printed()

    with django_assert_num_queries(1):
        assert printed() == first
