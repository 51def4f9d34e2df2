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
            ("kind", "a", False), ("text", "A text that is long enough to be seen.", True),
            ("link", "1", False), ("link", "2", False),
        ],
        "typed_for": "/desk/?q=1", "typed_with": "token", "may_be_sent_again": True,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["password", "new_password1", "code", "credential"])
def test_what_is_secret_is_left_out_and_typed_anew(rf, name):
    found = typed(rf.post("/desk/login/", {"username": "a", name: "secret"}))

    assert found["typed"] == [("username", "a", False)]
    assert not found["may_be_sent_again"]


def test_who_sent_nothing_typed_nothing(rf):
    assert typed(None) == typed(rf.get("/en/?q=x")) == {}
