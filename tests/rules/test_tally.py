from tracker.rules.tally import Tally
from tracker.vocabulary import Kind, Status


def test_wishes_are_counted_beside_promises_and_never_with_them():
    tally = Tally(
        [
            (Kind.ASPIRATION, Status.ANNOUNCED, 17),
            (Kind.ANNOUNCED_COMMITMENT, Status.ANNOUNCED, 2),
            (Kind.ACTION_PLAN_ITEM, Status.PLANNED, 6),
            (None, None, 0),
        ]
    )

    assert tally.by_status == {Status.ANNOUNCED: 2, Status.PLANNED: 6}
    assert (tally.promises, tally.aspirations, tally.total) == (8, 17, 25)


def test_shares_are_of_the_promises_alone_and_rounded_one_by_one():
    tally = Tally(
        [
            (Kind.ASPIRATION, Status.ANNOUNCED, 17),
            (Kind.JOINT_INITIATIVE, Status.ANNOUNCED, 2),
            (Kind.ACTION_PLAN_ITEM, Status.PLANNED, 6),
            (Kind.JOINT_INITIATIVE, Status.IN_PROGRESS, 7),
        ]
    )

    assert tally.shares == {Status.ANNOUNCED: 13, Status.PLANNED: 40, Status.IN_PROGRESS: 47}
    assert Tally([]).shares == {}


def test_what_is_delivered_dropped_or_superseded_is_not_open():
    kind = Kind.JOINT_INITIATIVE

    tally = Tally((kind, status, 1) for status in Status)

    assert (tally.open, tally.promises) == (5, 8)
    assert Tally([(Kind.ASPIRATION, Status.ANNOUNCED, 2)]).open == 0
