import pytest
from django.utils import translation

from tests import factories as make
from tests.actions import steps
from tracker.forms.review import CorrectionForm, EmergencyForm, NoteForm, WithdrawalForm
from tracker.models import Correction, StatusUpdate, Withdrawal

VERSION = {"version": "0123456789abcdef"}


@pytest.fixture
def update(db):
    return make.published_update()


def correction_form(update, **typed):
    data = VERSION | typed if typed else None
    return CorrectionForm(
        data, instance=Correction(update=update), visible=StatusUpdate.objects.all()
    )


def offered(form):
    return set(form.fields["replacement"].queryset)


@pytest.mark.parametrize(
    ("form", "field", "most"), [(NoteForm, "note", 2000), (EmergencyForm, "reason", 500)]
)
def test_a_step_with_words_needs_them(form, field, most):
    assert set(form(VERSION).errors) == {field}
    assert set(form(VERSION | {field: "  "}).errors) == {field}
    assert set(form(VERSION | {field: "x" * (most + 1)}).errors) == {field}
    assert form(VERSION | {field: "x" * most}).is_valid()


@pytest.mark.parametrize("form", [NoteForm, EmergencyForm])
def test_a_step_with_words_needs_a_version(form):
    assert "version" in form({"note": "Test", "reason": "Test"}).errors


def test_a_withdrawal_gives_its_reason_in_a_language(update):
    def withdrawal_form(**typed):
        visible = StatusUpdate.objects.all()
        withdrawal = Withdrawal(update=update)
        return WithdrawalForm(VERSION | typed, instance=withdrawal, visible=visible)

    assert withdrawal_form(reason_uz="Sinov.").is_valid()
    assert set(withdrawal_form(reason_en=" ").errors) == {"reason_en"}
    with translation.override("ru"):
        assert set(withdrawal_form().errors) == {"reason_ru"}


def test_the_fields_of_a_reason_name_their_language(update):
    form = correction_form(update)

    assert form["reason_az"].label == "Reason (Azerbaijani)"


def test_a_correction_gives_its_reason_in_a_language(update):
    wrong = correction_form(update, reason_en="")
    right = correction_form(update, reason_kk="Сынақ.")

    assert "in at least one language" in wrong.errors["reason_en"][0]
    assert right.is_valid(), right.errors


def test_what_may_stand_in_the_place_of_an_update(update):
    initiative, author = update.initiative, make.UserFactory(is_superuser=True)
    standing = make.published_update(initiative=initiative, changed_on="2026-04")
    waiting = steps.submission(by=author, initiative=initiative)
    steps.draft(by=author, initiative=initiative)
    steps.submission(by=author)  # of another initiative
    make.published_update()
    corrected = make.published_update(initiative=initiative, changed_on="2026-05")
    make.CorrectionFactory(update=corrected)
    taken = make.published_update(initiative=initiative, changed_on="2026-06")
    make.CorrectionFactory(replacement=taken)

    form = correction_form(update)

    assert offered(form) == {standing, waiting}


def test_a_correction_may_put_nothing_in_its_place_and_says_what_that_means(update):
    form = correction_form(update, reason_en="Test.", replacement="")

    assert form.is_valid()
    assert form.fields["replacement"].empty_label == "None: the update before it stands again"
    assert "is approved before this" in form.fields["replacement"].help_text


def test_an_update_does_not_replace_itself(update):
    form = correction_form(update, reason_en="Test.", replacement=update.pk)

    assert set(form.errors) == {"replacement"}
    assert form["reason_en"].value() == "Test."
