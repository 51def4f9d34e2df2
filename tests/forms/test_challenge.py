import pytest
from django.utils import translation

from tests import factories as make
from tracker.forms.challenge import AnswerForm, ChallengeForm
from tracker.models.version import version_of

TYPED = {"text": "The test bridge is not open.", "link": "", "name": "", "email": "", "website": ""}


@pytest.fixture
def challenge(db):
    challenge = make.ChallengeFactory()
    challenge.refresh_from_db()
    return challenge


def answer_form(challenge, **typed):
    data = {"outcome": "answered", "answer_en": "It is.", "version": version_of(challenge)}
    return AnswerForm(data | typed, instance=challenge)


@pytest.mark.django_db
def test_the_words_alone_will_do():
    assert ChallengeForm(TYPED).is_valid()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("slip", "message"),
    [
        ({"text": ""}, "This field is required."),
        ({"text": "x" * 4001}, "at most 4000 characters"),
        ({"link": "gazette"}, "Enter a valid URL."),
        ({"email": "nobody"}, "Enter a valid email address."),
    ],
)
def test_a_slip_is_told_at_its_field_and_kept(slip, message):
    [(field, value)] = slip.items()

    form = ChallengeForm(TYPED | slip)

    assert set(form.errors) == {field}
    assert message in form.errors[field][0]
    assert form[field].value() == value


@pytest.mark.django_db
def test_whoever_fills_what_people_do_not_see_is_asked_to_send_it_again():
    form = ChallengeForm(TYPED | {"website": "https://spam.example/"})

    assert "a field that people don't see" in form.non_field_errors()[0]
    assert form["text"].value() == TYPED["text"]


def test_an_answer_has_an_outcome_and_words(challenge):
    assert answer_form(challenge).is_valid()
    assert set(answer_form(challenge, outcome="").errors) == {"outcome"}
    assert set(answer_form(challenge, outcome="perhaps").errors) == {"outcome"}
    assert set(answer_form(challenge, answer_en=" ").errors) == {"answer_en"}


def test_an_answer_in_any_language_will_do_and_the_readers_own_is_asked_for(challenge):
    assert answer_form(challenge, answer_en="", answer_tr="Sınama.").is_valid()
    with translation.override("kk"):
        assert set(answer_form(challenge, answer_en="").errors) == {"answer_kk"}


def test_the_choices_and_languages_are_named(challenge):
    form = AnswerForm(instance=challenge)

    assert str(form.fields["outcome"].choices[0][1]) == "Choose…"
    assert form["answer_ru"].label == "Answer, public (Russian)"


def test_an_answer_to_what_was_answered_meanwhile_is_a_conflict(challenge):
    form = answer_form(challenge, version="0123456789abcdef")

    assert not form.is_valid()
    assert form.is_conflict
    assert form["answer_en"].value() == "It is."
