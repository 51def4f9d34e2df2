import pytest

from tracker.views.typed import typed

FORM = {
    "csrfmiddlewaretoken": "token", "kind": "a", "text": "A text that is long enough to be seen.",
    "link": ["1", "2"],
}  # fmt: skip


def test_all_that_was_typed_is_there_but_the_token(rf):
    found = typed(rf.post("/desk/?q=1", FORM))

    assert found == {
        "typed": [
            ("kind", "a"), ("text", "A text that is long enough to be seen."), ("link", "1"),
            ("link", "2"),
        ],
        "shown": ["A text that is long enough to be seen."],
        "typed_for": "/desk/?q=1", "typed_with": "token", "may_be_sent_again": True,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["password", "new_password1", "code", "credential"])
def test_what_is_secret_is_left_out_and_typed_anew(rf, name):
    found = typed(rf.post("/desk/login/", {"username": "a", name: "secret"}))

    assert found["typed"] == [("username", "a")]
    assert not found["may_be_sent_again"]


def test_who_sent_nothing_typed_nothing(rf):
    assert typed(None) == typed(rf.get("/en/?q=x")) == {}


@pytest.mark.parametrize(
    ("text", "is_seen"),
    [
        ("planned", False), ("12", False), ("2026-05", False), ("", False), ("two words", True),
        ("a@b.example", True), ("https://x.example/", True), ("Тест", False), ("x" * 41, True),
    ],
)  # fmt: skip
def test_what_was_typed_is_seen_and_what_was_chosen_goes_along(rf, text, is_seen):
    assert typed(rf.post("/", {"field": text}))["shown"] == [text] * is_seen
