import pytest
from django.core.exceptions import ValidationError

from tests import factories as make
from tracker.forms.noun import AliasesField, NounForm, aliases_lines, fields_beside
from tracker.models import Country, Event, Organization, Theme
from tracker.models.record_fields import text_of
from tracker.models.version import version_of
from tracker.vocabulary import RECORD


class OrganizationForm(NounForm):
    class Meta:
        model = Organization
        fields = ["name_en", "classification", "proposed", "country", "themes"]


class CountryForm(NounForm):
    class Meta:
        model = Country
        fields = ["name_en", "iso_code", "membership", "note_en"]


class EventForm(NounForm):
    class Meta:
        model = Event
        fields = ["name_en", "slug", "classification", "held_on"]


class ThemeForm(NounForm):
    class Meta:
        model = Theme
        fields = ["name_en", "slug"]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("", ""),
        (" \n\n", ""),
        ("Kasse", '[["Kasse",""]]'),
        ("ru: ОТГ", '[["ОТГ","ru"]]'),
        (" RU :ОТГ ", '[["ОТГ","ru"]]'),
        ("ru:", ""),
        ("Fund: the first", '[["Fund: the first",""]]'),
        ("B\r\nen: A", '[["A","en"],["B",""]]'),
        ("uz-cyrl: Фонд", '[["Фонд","uz-cyrl"]]'),
    ],
)
def test_other_names_are_lines_with_a_language_or_none(typed, text):
    assert AliasesField().clean(typed) == text


@pytest.mark.parametrize("typed", ["A\nA", "A\nru: A", "x" * 301, "A\x00B"])
def test_other_names_that_no_column_holds_are_refused(typed):
    with pytest.raises(ValidationError):
        AliasesField().clean(typed)


@pytest.mark.parametrize(
    ("typed", "has_changed"),
    [("en: A\r\nB", False), ("B\nen: A\n", False), ("B", True), ("A\nB", True), ("B\nB", True)],
)
def test_other_names_change_by_what_they_say(typed, has_changed):
    assert AliasesField().has_changed("en: A\nB", typed) is has_changed


def test_other_names_stand_in_the_form_as_they_are_typed(db):
    organization = make.OrganizationFactory()
    for name, language in (("ОТГ", "ru"), ("OTS", ""), ("CTPO", "en")):
        organization.aliases.create(name=name, language=language)

    lines = aliases_lines(organization)

    assert lines == "en: CTPO\nOTS\nru: ОТГ"
    assert AliasesField().clean(lines) == text_of(organization, "aliases")
    assert OrganizationForm(instance=organization)["aliases"].value() == lines


def test_a_noun_has_beside_it_what_the_record_says():
    assert fields_beside("theme") == ["aliases"]
    assert fields_beside("event") == ["citations"]
    assert fields_beside("country") == ["aliases", "citations"]
    assert fields_beside("source") == []
    assert {noun for noun in RECORD if "citations" in fields_beside(noun)} == {
        "initiative", "plan", "milestone", "event", "organization", "working_group", "country",
        "speaker",
    }  # fmt: skip


def test_the_changes_are_written_as_the_record_writes_them(db):
    organization = make.OrganizationFactory(name_en="Fund", classification="fund")
    country, quote = make.CountryFactory(), make.CitationFactory()
    themes = [make.ThemeFactory(slug="b"), make.ThemeFactory(slug="a")]

    form = OrganizationForm(
        {
            "name_en": "Fund", "classification": "academy", "proposed": "on",
            "country": country.pk, "themes": [theme.pk for theme in themes], "aliases": "Kasse",
            "citations": [quote.pk], "version": version_of(organization),
        },
        instance=organization,
    )  # fmt: skip

    assert form.is_valid(), form.errors
    source = quote.source
    assert form.changes() == {
        "name_en": "Fund", "classification": "academy", "proposed": "yes",
        "country": country.slug, "themes": "a b", "aliases": '[["Kasse",""]]',
        "citations": f"{source.sha256}:{quote.start}-{quote.end}",
    }  # fmt: skip


def test_what_is_emptied_is_an_empty_text(db):
    organization = make.OrganizationFactory(
        proposed=True, classification="fund", country=make.CountryFactory()
    )
    organization.aliases.create(name="Kasse")

    form = OrganizationForm(
        {"name_en": "Fund", "classification": "fund", "version": version_of(organization)},
        instance=organization,
    )

    assert form.is_valid(), form.errors
    changes = form.changes()
    assert {changes[name] for name in ("proposed", "country", "themes", "aliases")} == {""}


def test_presentation_is_among_no_changes(db):
    country = make.CountryFactory()

    form = CountryForm(
        {
            "name_en": "Testland", "membership": "member", "iso_code": "TL",
            "note_en": "One.\r\nTwo.", "version": version_of(country),
        },
        instance=country,
    )  # fmt: skip

    assert form.is_valid(), form.errors
    assert form.changes() == {
        "name_en": "Testland", "membership": "member", "note_en": "One.\nTwo.", "aliases": "",
        "citations": "",
    }  # fmt: skip


def test_a_claim_is_handed_in_with_a_quote(db):
    typed = {
        "name_en": "Meeting", "slug": "meeting", "classification": "summit", "held_on": "2026",
        "hand_in": "on",
    }  # fmt: skip

    without = EventForm(typed)
    rests = EventForm({**typed, "citations": [make.CitationFactory().pk]})
    kept = EventForm({**typed, "hand_in": ""})
    theme = ThemeForm({"name_en": "Water", "slug": "water", "hand_in": "on"})

    assert set(without.errors) == {"citations"}
    for form in (rests, kept, theme):
        assert form.is_valid(), form.errors


@pytest.mark.parametrize(
    ("refusal", "errors"),
    [
        (ValidationError("No."), {"__all__": ["No."]}),
        (ValidationError({"name_en": "No."}), {"name_en": ["No."]}),
        (
            ValidationError({"quotes": "No.", "unseen": "Nor."}),
            {"quotes": ["No."], "__all__": ["Nor."]},
        ),
    ],
)  # fmt: skip
def test_what_the_record_refused_is_told_at_its_field(refusal, errors, db):
    theme = make.ThemeFactory()
    typed = {"name_en": "Typed", "slug": theme.slug, "version": version_of(theme)}
    refused = type("Refused", (ThemeForm,), {"refusal": refusal})

    form = refused(typed, instance=theme)

    assert form.errors == errors
    assert form["name_en"].value() == "Typed"
