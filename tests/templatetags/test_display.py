from tracker.rules.tally import Tally
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
