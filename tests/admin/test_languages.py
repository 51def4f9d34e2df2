"""Texts in several languages in the data entry: one is enough, and a slug makes itself of any."""

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from tests import factories as make
from tests.admin.steps import inlines, save, told, url
from tracker.models import Initiative, Milestone, Revision, Source, StatusUpdate, Theme
from tracker.reading.earlier import MODELS

IN_KYRGYZ = {"accept-language": "ky"}
NAMED = {
    "theme": {}, "place": {}, "speaker": {}, "workinggroup": {},
    "actionplan": {"period": "2026"}, "organization": {"classification": "fund"},
    "country": {"membership": "member"}, "event": {"classification": "summit"},
}  # fmt: skip
MODEL = {model._meta.model_name: model for model in MODELS.values()}


def test_each_language_has_a_fold_and_the_readers_own_is_first_and_open(editing):
    page = editing.get(url("theme", "add"), headers={"accept-language": "kk"})

    *folds, plain, review = page.context["adminform"]
    assert (plain.name, plain.fields) == (None, ["slug", "aliases"])
    with translation.override("kk"):
        assert (review.name, review.fields) == (gettext("Review"), ["hand_in"])
    found = {
        fold.name: (fold.is_collapsible, fold.fields, bool(fold.description)) for fold in folds
    }
    assert found == {
        f'<span lang="{code}">{name}</span>': (code != "kk", [f"name_{code}"], code == "kk")
        for code, name in settings.LANGUAGE_NAMES.items()
    }
    assert folds[0].fields == ["name_kk"]


def test_a_fold_says_whether_something_is_written_in_it(editing):
    theme = make.ThemeFactory(name_en="", name_ky="Соода")

    page = editing.get(url("theme", "change", theme.pk))

    marked = [fold.fields for fold in page.context["adminform"] if "✓" in str(fold.name)]
    assert marked == [["name_ky"]]


def test_a_fold_with_a_mistake_is_open(editing):
    response = editing.post(url("theme", "add"), {"name_en": "Trade", "name_ky": "С" * 301})

    open_folds = [fold.fields for fold in response.context["adminform"] if not fold.is_collapsible]
    assert ["name_ky"] in open_folds
    assert ["name_ru"] not in open_folds


@pytest.mark.parametrize("model", NAMED)
def test_a_noun_named_in_kyrgyz_alone_is_saved_and_gets_its_address(editing, model):
    typed = {"name_ky": "Соода үйү", **NAMED[model]}

    response = editing.post(url(model, "add"), typed, headers=IN_KYRGYZ)

    assert response.status_code == 302, told(response)
    row = MODEL[model].objects.get(slug="sooda-uyu")
    assert (row.name_en or "", row.name_ky, str(row)) == ("", "Соода үйү", "Соода үйү")


def test_an_initiative_in_kyrgyz_alone_is_entered_with_its_step_and_update(editing):
    kind = {"kind": "announced_commitment", **inlines("milestones", "updates")}
    editing.post(url("initiative", "add"), {"title_ky": "Жаңы көпүрө", **kind}, headers=IN_KYRGYZ)
    initiative = Initiative.objects.get(slug="zhangy-kopuro")

    step = {"initiative": initiative.pk, "title_uz": "Birinchi qadam"}
    assert editing.post(url("milestone", "add"), step).status_code == 302
    update = {
        "initiative": initiative.pk, "status": "planned", "evidence": "stated",
        "changed_on": "2026-03", "sentence_ky": "Курулат.", **inlines("references"),
    }  # fmt: skip
    assert editing.post(url("statusupdate", "add"), update).status_code == 302

    assert Milestone.objects.get().title_uz == "Birinchi qadam"
    assert StatusUpdate.objects.get().sentence_ky == "Курулат."


@pytest.mark.parametrize("model", ["theme", "initiative", "milestone", "statusupdate"])
def test_a_text_that_is_in_no_language_is_asked_for_in_the_readers_own(editing, model):
    field = {"theme": "name", "statusupdate": "sentence"}.get(model, "title")
    empty = inlines("references", "milestones", "updates")

    response = editing.post(url(model, "add"), empty, headers=IN_KYRGYZ)

    with translation.override("ky"):
        message = gettext("It must be there in one language at least.")
    errors = told(response)
    assert errors[f"{field}_ky"] == [message]
    assert not any(f"{field}_{code}" in errors for code in ("en", "ru", "tr"))
    assert "__all__" not in errors


def test_what_is_public_may_lose_its_english_but_not_its_last_language(editing):
    theme = make.ThemeFactory(name_en="Trade", name_ky="Соода")
    page = url("theme", "change", theme.pk)

    assert told(save(editing, page, name_en="", name_ky="", reason="Test")).keys() == {"name_en"}
    save(editing, page, name_en="", reason="Test")

    assert [one.column for one in Revision.objects.submitted().changes()] == ["name_en"]


def test_an_address_that_is_taken_gets_a_number_and_one_that_is_typed_stays(editing):
    for slug in ("", "", "trade-1"):
        editing.post(url("theme", "add"), {"name_tr": "Ticaret Işığı", "slug": slug})

    slugs = [*Theme.objects.order_by("pk").values_list("slug", flat=True)]
    assert slugs == ["ticaret-isigi", "ticaret-isigi-2", "trade-1"]


def test_what_has_only_signs_gets_the_address_of_its_noun(editing):
    editing.post(url("theme", "add"), {"name_en": "—"})

    assert Theme.objects.get().slug == "theme"


def test_a_source_of_a_cyrillic_publisher_gets_the_address_of_its_name(editing):
    source = {
        "publisher": "Кабар агенттиги", "language": "ky", "url": "https://kabar.example/1",
        "published_on": "2026-11-20", "text": "Сыноо тексти.",
    }  # fmt: skip

    assert editing.post(url("source", "add"), source).status_code == 302

    assert Source.objects.get().slug == "kabar-agenttigi-2026-11-20"


def test_an_address_that_is_saved_stays(editing):
    theme = make.ThemeFactory(slug="trade", name_en="Trade", stays_draft=True)

    save(editing, url("theme", "change", theme.pk), name_en="Commerce")

    theme.refresh_from_db()
    assert (theme.slug, theme.name_en) == ("trade", "Commerce")


@pytest.fixture
def names(db):
    """Themes of which not all are named in the language of the reader."""
    for name in ({"name_en": "Zinc"}, {"name_en": "", "name_ky": "Byte"}, {"name_en": "Air"}):
        make.ThemeFactory(**name)
    return ["Air", "Byte", "Zinc"]


@pytest.mark.parametrize(("asked", "back"), [("", 1), ("?o=0", 1), ("?o=-0", -1)])
def test_a_list_is_in_the_order_of_what_is_shown(editing, names, asked, back):
    page = editing.get(url("theme", "changelist") + asked)

    assert [str(row) for row in page.context["cl"].result_list] == names[::back]


def test_what_is_found_by_typing_is_in_that_order_too(editing, names):
    field = "app_label=tracker&model_name=event&field_name=themes"

    found = editing.get(f"{reverse('admin:autocomplete')}?{field}").json()

    assert [row["text"] for row in found["results"]] == names
