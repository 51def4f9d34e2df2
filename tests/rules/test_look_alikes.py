import pytest

from tracker.rules.look_alikes import skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("aigul", "Aigul"), ("aigul", "аіgul"), ("aigul", "aiguI"), ("timur", "ti\u200bmur"),
        ("timur", "ｔｉｍｕｒ"), ("timur", "tirnur"), ("root", "r00t"), ("press", "рrеѕѕ"),
        ("a@ots.example", "а@оts.ехample"), ("ilya", "İlya"), ("ilya", "ılya"), ("x_y", "x-y"),
        ("élan", "e\u0301lan"), ("ﬁsh", "fish"), ("straße", "strasse"),
    ],
)  # fmt: skip
def test_what_looks_alike_is_the_same(one, other):
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("aigul", "aigun"), ("person-1", "person-2"), ("timur", "temur"), ("a@x.kz", "a@x.kg")],
)
def test_what_differs_stays_different(one, other):
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize("text", ["aigul", "рrеѕѕ", "İlya", "tirnur", "x_y"])
def test_a_skeleton_is_its_own(text):
    assert skeleton(skeleton(text)) == skeleton(text)
