import pytest
from django.utils import translation

from tests import factories as make
from tracker.models import AccountLog


def test_a_change_is_one_line_in_the_language_of_the_reader(db):
    entry = AccountLog(what="roles", old="editor", new="editor, reviewer")

    with translation.override("ru"):
        russian = entry.in_words()

    assert entry.in_words() == "roles: Editor → Editor, Reviewer"
    assert russian == "роли: Редактор → Редактор, Проверяющий"


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"what": "active", "old": "yes", "new": "no"}, "may log in: yes → no"),
        ({"what": "email", "old": "", "new": "yes"}, "e-mail address: yes"),
        ({"what": "scope", "old": "Testland", "new": ""}, "scope: Testland → none"),
        ({"what": "password_set"}, "password set"),
    ],
)
def test_what_is_empty_or_is_no_word_of_ours_stays_as_it_is(columns, words):
    assert AccountLog(**columns).in_words() == words


def test_the_latest_comes_first_with_its_people(db, django_assert_num_queries):
    first, second = make.AccountLogFactory(), make.AccountLogFactory(by=None)

    with django_assert_num_queries(1):
        found = [(str(row), row.by and row.by.username) for row in AccountLog.objects.for_list()]

    assert found == [
        (f"{second.account}: roles", None), (f"{first.account}: roles", first.by.username),
    ]  # fmt: skip
