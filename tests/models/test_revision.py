import pytest
from django.utils import timezone, translation

from tests import factories as make
from tracker.actions.nouns import draft
from tracker.models import Revision, StatusUpdate
from tracker.models.revision import (
    originals,
    revisable_columns,
    target_name,
    texts_now,
    translation_of,
)
from tracker.vocabulary import RECORD

LANGUAGES = ("en", "ru", "tr", "az", "kk", "ky", "uz")


@pytest.fixture
def update(db):
    return make.published_update(sentence_en="One.", sentence_ru="Один.")


def translate(update, text, *, language="kk"):
    revision = make.RevisionFactory(
        initiative=None, update=update, field="sentence", language=language, old="", new=text
    )
    Revision.objects.filter(pk=revision.pk).update(published_at=timezone.now())
    return revision


def shown(update, language="kk", **until):
    with translation.override(language):
        texts = StatusUpdate.objects.annotate(added=translation_of("update", **until))
        return texts.get(pk=update.pk).added


@pytest.mark.parametrize("name", RECORD)
def test_every_field_of_the_record_is_revised_a_text_in_each_language(name):
    model = Revision._meta.get_field(name).related_model
    columns = revisable_columns(model())

    assert {*dict.fromkeys(field for field, _language in columns.values())} == {*RECORD[name]}
    for field in RECORD[name]:
        codes = [language for of, language in columns.values() if of == field]
        assert codes in ([""], [*LANGUAGES]), field


def test_a_title_has_a_column_in_each_language_and_a_deadline_and_links_have_one(db):
    columns = revisable_columns(make.published_initiative())

    assert next(iter(columns.items())) == ("title_en", ("title", "en"))
    assert columns["due"] == ("due", "")
    assert columns["countries"] == ("countries", "")
    assert len(columns) == 2 * len(LANGUAGES) + len(RECORD["initiative"]) - 2
    assert [*revisable_columns(make.SourceFactory())] == ["title", "publisher", "url"]


def test_what_is_frozen_is_only_translated_into_what_it_lacks(update):
    quote = make.CitationFactory(source=make.SourceFactory(language="kk"))

    assert [*revisable_columns(update)] == [f"sentence_{code}" for code in LANGUAGES[2:]]
    assert "quote_kk" not in revisable_columns(quote)
    assert len(revisable_columns(quote)) == len(LANGUAGES) - 1


def test_the_originals_of_what_is_frozen_are_what_it_was_published_with(update):
    quote = make.CitationFactory()

    assert originals(update) == {"en": "One.", "ru": "Один."}
    assert originals(quote) == {"en": make.QUOTE}
    assert originals(make.ActionPlanFactory()) == originals(None) == {}


def test_texts_stand_as_the_public_reads_them(update):
    translate(update, "Ескі.")
    translate(update, "Жаңа.")
    theme = make.ThemeFactory(slug="the-theme")
    plan = make.ActionPlanFactory(name_en="Test", period="2026", stays_draft=True)
    plan.themes.add(theme)
    quote = plan.references.get().citation

    assert texts_now(update)["sentence_kk"] == "Жаңа."
    assert texts_now(update)["sentence_uz"] == ""
    assert texts_now(plan) == {
        **{f"name_{code}": "" for code in LANGUAGES}, "name_en": "Test", "period": "2026",
        "supersedes": "", "themes": "the-theme",
        "citations": f"{quote.source.sha256}:{quote.start}-{quote.end}",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("factory", "name"),
    [
        (make.published_initiative, "initiative"),
        (make.ActionPlanFactory, "plan"),
        (make.SourceFactory, "source"),
        (make.MilestoneFactory, "milestone"),
        (make.EventFactory, "event"),
        (make.PlaceFactory, "place"),
        (make.OrganizationFactory, "organization"),
        (make.WorkingGroupFactory, "working_group"),
        (make.CountryFactory, "country"),
        (make.ThemeFactory, "theme"),
        (make.SpeakerFactory, "speaker"),
        (make.published_update, "update"),
        (make.CitationFactory, "citation"),
    ],
)
def test_a_revision_points_to_its_target_by_a_column_of_its_sort(db, factory, name):
    row = factory()

    revision = Revision(**{name: row})
    assert target_name(type(row)) == name
    assert (revision.target, revision.target_key) == (row, row.pk)


def test_a_revision_is_read_on_the_page_of_its_subject(update):
    citation, plan = make.CitationFactory(), make.ActionPlanFactory()
    step = make.MilestoneFactory()

    assert Revision(update=update).subject == update.initiative
    assert Revision(citation=citation).subject == citation.source
    assert Revision(plan=plan).subject == plan
    assert Revision(milestone=step).subject == step.initiative
    assert Revision(field="quote").target is None


def test_a_revision_names_its_column():
    assert Revision(field="title", language="kk").column == "title_kk"
    assert Revision(field="due").column == "due"


def test_a_translation_is_no_rewording(update):
    translate(update, "Бір.")
    moved = make.RevisionFactory(initiative=update.initiative)

    assert list(Revision.objects.rewordings()) == [moved]


def test_that_a_noun_becomes_public_is_no_change(editor):
    new = draft(row=make.ThemeFactory(stays_draft=True), by=editor)
    moved = make.RevisionFactory()

    assert set(Revision.objects.all()) == {new, moved}
    assert list(Revision.objects.changes()) == list(Revision.objects.rewordings()) == [moved]


def test_the_newest_translation_in_the_readers_language_is_shown(update):
    first = translate(update, "Ескі.")
    before = timezone.now()
    translate(update, "Жаңа.")

    assert shown(update) == "Жаңа."
    assert shown(update, "uz") == ""
    assert shown(update, until=before) == "Ескі."
    assert shown(update, until=first.created_at) == ""


def test_a_translation_that_waits_is_not_shown(update):
    make.RevisionFactory(
        initiative=None, update=update, field="sentence", language="kk", old="", new="Бір."
    )

    assert shown(update) == ""
    assert texts_now(update)["sentence_kk"] == ""
