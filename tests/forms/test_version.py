import pytest
from django.http import QueryDict

from tests import factories as make
from tracker.actions.refusals import Conflict
from tracker.forms.version import VersionedModelForm, VersionForm, with_version
from tracker.models import StatusUpdate
from tracker.models.version import version_of


class DraftForm(VersionedModelForm):
    class Meta:
        model = StatusUpdate
        fields = ["status", "country", "sentence_en"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].empty_label = "The whole initiative"


@pytest.fixture
def draft(db):
    draft = make.DraftFactory(country=make.CountryFactory(name_en="Testland"))
    draft.refresh_from_db()
    return draft


def typed(draft, **changes):
    """Return what somebody sends who read the draft as it stands now."""
    data = QueryDict(mutable=True)
    data.update(
        {
            "status": draft.status, "country": draft.country_id or "",
            "sentence_en": draft.sentence_en, "version": version_of(draft), **changes,
        }
    )  # fmt: skip
    return data


def test_a_form_carries_the_version_that_is_read(draft):
    form = DraftForm(instance=draft)

    assert form["version"].value() == version_of(draft)
    assert form["version"].is_hidden


def test_a_new_row_needs_no_version(draft):
    new = StatusUpdate(initiative=draft.initiative, evidence="stated", changed_on="2026")

    form = DraftForm(typed(draft, version=""), instance=new)

    assert form["version"].value() == ""
    assert form.is_valid()


def test_what_was_read_as_it_stands_is_valid(draft):
    form = DraftForm(typed(draft, sentence_en="Typed."), instance=draft)

    assert form.is_valid()
    assert (form.conflict, form.is_conflict) == ([], False)


@pytest.mark.parametrize("version", ["0123456789abcdef", "", None])
def test_another_version_is_a_conflict(draft, version):
    data = typed(draft, sentence_en="Typed.")
    if version is None:
        del data["version"]
    else:
        data["version"] = version

    form = DraftForm(data, instance=draft)

    assert not form.is_valid()
    assert form.is_conflict
    assert form.non_field_errors() == [str(Conflict())]


def test_a_conflict_shows_what_differs_in_words_and_keeps_what_was_typed(draft):
    other, current = make.CountryFactory(name_en="Otherland"), version_of(draft)
    stale = typed(draft, status="delivered", country=other.pk, version="0123456789abcdef")

    form = DraftForm(stale, instance=draft)

    assert not form.is_valid()
    assert form.conflict == [
        ("Status", "Announced", "Delivered"), ("Country", "Testland", "Otherland"),
    ]  # fmt: skip
    assert form["status"].value() == "delivered"
    assert form["version"].value() == current


def test_what_was_emptied_is_shown_as_the_choice_that_it_is(draft):
    form = DraftForm(typed(draft, country="", version="0123456789abcdef"), instance=draft)

    form.is_valid()

    assert form.conflict == [("Country", "Testland", "The whole initiative")]


def test_what_is_no_choice_is_shown_as_it_was_typed(draft):
    form = DraftForm(typed(draft, status="promised", version="0123456789abcdef"), instance=draft)

    form.is_valid()

    assert ("Status", "Announced", "promised") in form.conflict


def test_sending_a_conflict_again_is_a_decision(draft):
    form = DraftForm(typed(draft, sentence_en="Mine.", version="0123456789abcdef"), instance=draft)
    form.is_valid()

    again = DraftForm(form.data, instance=StatusUpdate.objects.get(pk=draft.pk))

    assert again.is_valid()
    assert again.cleaned_data["sentence_en"] == "Mine."


def test_a_form_that_was_not_sent_is_no_conflict(draft):
    assert not DraftForm(instance=draft).is_conflict


def test_another_error_of_the_whole_form_is_no_conflict(draft):
    form = DraftForm(typed(draft), instance=draft)
    form.add_error(None, "Something else.")

    assert not form.is_conflict


def test_a_button_carries_a_version():
    assert VersionForm({"version": "0123456789abcdef"}).is_valid()
    assert "version" in VersionForm({}).errors
    assert "version" in VersionForm({"version": "0" * 17}).errors


def test_a_form_gets_another_version_and_leaves_what_was_sent_alone():
    sent = QueryDict("version=0000&note=Typed")

    form = with_version(VersionForm(sent), "1111")

    assert (form.data["version"], form.data["note"]) == ("1111", "Typed")
    assert sent["version"] == "0000"
