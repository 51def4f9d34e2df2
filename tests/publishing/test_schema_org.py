"""What the site tells machines of itself: things of schema.org, with no date that is none."""

import json
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from tests import factories as make
from tracker.models import Reference
from tracker.publishing import schema_org

SITE = "https://tracker.example"


def absolute(path):
    return SITE + path


def told_of(initiative):
    references = Reference.objects.filter(update__initiative=initiative).for_quotes()
    return schema_org.initiative(absolute, initiative, references)


def told_of_quote(**source):
    citation = make.CitationFactory(source=make.SourceFactory(**source))
    initiative = make.InitiativeFactory(title_en="Test bridge")
    make.published_update(initiative=initiative, reference=citation)
    initiative.refresh_from_db()
    [quotation] = told_of(initiative)["citation"]
    return quotation


@pytest.mark.parametrize("text", ["2026", "2026-05", "2026-12", "2026-05-15"])
def test_a_year_a_month_and_a_day_are_dates_to_machines(db, text):
    assert told_of_quote(published_on=text)["isPartOf"]["datePublished"] == text


@pytest.mark.parametrize(
    "text",
    ["2026-33", "2026-21", "2026-41", "2026~", "2026-05?", "2025/2026", "2026-05-15/2026-05-17"],
)
def test_what_is_less_exact_is_no_date_to_machines(db, text):
    assert "datePublished" not in told_of_quote(published_on=text)["isPartOf"]


def test_a_quote_is_told_with_its_article_in_the_language_of_the_source(db):
    quotation = told_of_quote(title="The test bridge", language="ru")

    assert quotation == {
        "@type": "Quotation",
        "text": make.QUOTE,
        "inLanguage": "ru",
        "isPartOf": {
            "@type": "Article",
            "headline": "The test bridge",
            "url": "https://gazette.example/1",
            "inLanguage": "ru",
            "datePublished": "2026-03-01",
            "publisher": {"@type": "Organization", "name": "Test Gazette"},
        },
    }


def test_an_article_without_a_title_has_none(db):
    assert "headline" not in told_of_quote(title="")["isPartOf"]


@pytest.mark.parametrize(("is_named", "creator"), [(True, "Test Minister"), (False, None)])
def test_only_a_speaker_who_is_named_is_a_person(db, is_named, creator):
    speaker = make.SpeakerFactory(name_en="Test Minister", is_named=is_named)
    initiative = make.InitiativeFactory()
    make.published_update(initiative=initiative, reference=make.CitationFactory(speaker=speaker))
    initiative.refresh_from_db()

    [quotation] = told_of(initiative)["citation"]

    assert quotation.get("creator", {}).get("name") == creator


def test_an_initiative_is_told_in_the_language_of_its_title(db):
    initiative = make.published_initiative(
        slug="bridge", title_en="Test bridge", title_ru="Мост", summary_en="Summed.",
        changed_on="2026-03-01",
    )  # fmt: skip

    with translation.override("ru"):
        in_russian = told_of(initiative)
    with translation.override("kk"):
        in_kazakh = told_of(initiative)

    assert (in_russian["headline"], in_russian["inLanguage"]) == ("Мост", "ru")
    assert in_russian["url"] == f"{SITE}/ru/initiatives/bridge/"
    assert (in_kazakh["headline"], in_kazakh["inLanguage"]) == ("Test bridge", "en")
    assert in_kazakh["dateModified"] == "2026-03-01"
    assert date.fromisoformat(in_kazakh["datePublished"][:10])


def test_an_initiative_without_a_summary_has_no_description(db):
    about = told_of(make.published_initiative(title_en="Test bridge", summary_en=""))["about"]

    assert about == {"@type": "Project", "name": "Test bridge"}


def test_the_way_to_a_page_begins_at_the_dashboard():
    told = schema_org.breadcrumbs(absolute, ("Plans", "/en/plans/"), ("Test", "/en/plans/t/"))

    assert [(step["position"], step["name"], step["item"]) for step in told["itemListElement"]] == [
        (1, "OTS Tracker", f"{SITE}/en/"),
        (2, "Plans", f"{SITE}/en/plans/"),
        (3, "Test", f"{SITE}/en/plans/t/"),
    ]


def test_the_data_set_has_a_version_once_something_is_published():
    head = {"sequence": 7, "recorded_at": datetime(2026, 6, 15, 12, tzinfo=UTC), "digest": "d"}

    empty = schema_org.dataset(absolute, None, "Test")
    told = schema_org.dataset(absolute, head, "Test")

    assert {"version", "dateModified"} & empty.keys() == set()
    assert (told["version"], told["dateModified"]) == (7, "2026-06-15T12:00:00+00:00")
    assert [file["contentUrl"] for file in told["distribution"]] == [
        f"{SITE}/en/initiatives.csv", f"{SITE}/en/data/ledger.jsonl",
    ]  # fmt: skip


def test_the_site_names_its_search():
    with translation.override("uz"):
        told = schema_org.site(absolute)

    assert (told["url"], told["inLanguage"]) == (f"{SITE}/uz/", "uz")
    assert told["potentialAction"]["target"] == f"{SITE}/uz/initiatives/?q={{words}}"


def test_no_text_ends_the_element_in_which_it_stands():
    text = '</script>&<!--"\\ \u2028Ққ'

    written = schema_org.as_json([text])

    assert not {*"<>&"} & {*written}
    assert json.loads(written)["@graph"] == [text]
