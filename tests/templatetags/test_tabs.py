from django.conf import settings
from django.utils import translation

from tests import factories as make
from tracker.forms.review import CorrectionForm, WithdrawalForm
from tracker.models import Correction, StatusUpdate, Withdrawal
from tracker.templatetags.tabs import tabs, without_language


def form(**data):
    instance = Withdrawal(update=make.published_update())
    return WithdrawalForm(data or None, instance=instance, visible=StatusUpdate.objects.all())


def test_the_reader_begins_in_their_own_language(db):
    with translation.override("ky"):
        found = tabs(form())

    others = [code for code, _name in settings.LANGUAGES if code != "ky"]
    assert [tab.language for tab in found] == ["ky", *others]
    assert [tab.language for tab in found if tab.is_open] == ["ky"]
    assert all(tab.is_empty for tab in found)
    assert [field.name for field in found[0].fields] == ["reason_ky"]


def test_what_was_typed_and_what_is_wrong_can_be_seen(db):
    found = tabs(form(reason_uz="Sinov uchun.", reason_tr="x" * 501))

    assert {tab.language for tab in found if tab.is_open} == {"en", "uz", "tr"}
    assert {tab.language for tab in found if not tab.is_empty} == {"uz", "tr"}


def test_a_missing_text_is_asked_for_in_the_language_of_the_reader(db):
    with translation.override("kk"):
        errors = form(version="").errors

    assert "reason_kk" in errors
    assert "reason_en" not in errors


def test_the_other_fields_stand_outside(db):
    instance = Correction(update=make.published_update())
    correction = CorrectionForm(instance=instance, visible=StatusUpdate.objects.all())

    assert [field.name for field in without_language(correction)] == ["replacement"]
