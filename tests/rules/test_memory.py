from tracker.rules.memory import remembered


def test_only_the_latest_results_are_remembered():
    asked = []

    @remembered(most=2)
    def double(number):
        asked.append(number)
        return 2 * number

    assert [double(1), double(2), double(1), double(3), double(1), double(2)] == [2, 4, 2, 6, 2, 4]
    assert asked == [1, 2, 3, 2]
