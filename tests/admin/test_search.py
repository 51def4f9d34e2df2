"""The search of the admin, and its choosers, find words as the public search does."""

import pytest
from django.urls import reverse

from tests import factories as make
from tracker.models import Alias, Place, Speaker, Theme
from tracker.models.alias import TARGETS

FOUND = {
    "country": {
        "TÜRKİYE": "tr", "turkiye": "tr", "Turkey": "tr", "Киргизия": "kg", "Ozbekiston": "uz",
    },
    "place": {"Qabala": "gabala", "ГАБАЛА": "gabala", "gebele": "gabala"},
    "event": {"Qabala": "twelfth-summit-gabala", "Түркістан": "informal-summit-turkestan-2026"},
    "theme": {"зелёных": "green", "ЗЕЛЁНЫЕ": "green"},
    "organization": {"ctpo": "common-turkic-patent-organization", "отг": "ots"},
    "speaker": {"Omuraliyev": "kubanychbek-omuraliev", "омуралиев": "kubanychbek-omuraliev"},
    "source": {"TREND": "trend-2025-10-24"},
    "initiative": {
        "зелёных": "cooperation-green-technologies", "Turkistan": "turkestan-summit-showcase",
        "TÜRKİYE": "turkiye-space-training-programmes",
        "Киргизия": "kyrgyzstan-opportunities-in-the-ots",
        "cubesat-project": "cubesat-project",
    },
}  # fmt: skip
CHOOSERS = {
    "initiative": ("milestone", "initiative"), "country": ("place", "country"),
    "event": ("initiative", "announced_at"), "place": ("event", "place"),
    "organization": ("speaker", "organization"), "speaker": ("citation", "speaker"),
    "source": ("citation", "source"), "theme": ("initiative", "themes"),
}  # fmt: skip


@pytest.fixture
def editing(editor, client):
    client.force_login(editor)
    return client


def listed(client, model, question):
    """Return the slugs that the list of a model finds."""
    page = client.get(reverse(f"admin:tracker_{model}_changelist"), {"q": question})
    return {getattr(row, "slug", str(row)) for row in page.context["cl"].result_list}


def chosen_from(client, model, question):
    """Return the keys that the chooser of a model offers."""
    source, field = CHOOSERS[model]
    names = {"app_label": "tracker", "model_name": source, "field_name": field}
    answer = client.get(reverse("admin:autocomplete"), {"term": question, **names}).json()
    return {int(choice["id"]) for choice in answer["results"]}


@pytest.mark.parametrize("model", FOUND)
def test_the_seeds_are_found_in_the_lists_and_the_choosers(model, seeds, editing):
    for question, slug in FOUND[model].items():
        assert slug in listed(editing, model, question), question
        assert len(chosen_from(editing, model, question)) >= 1, question


def test_a_list_finds_no_more_than_what_has_every_word(seeds, editing):
    assert listed(editing, "country", "Türkiye Киргизия") == set()
    assert listed(editing, "country", "%") == set()
    assert listed(editing, "initiative", "%") == set()


def test_without_a_question_everything_is_there(seeds, editing):
    assert len(listed(editing, "country", " ")) > 5
    assert len(chosen_from(editing, "initiative", "")) == 20


def test_drafts_are_found_by_their_titles_slugs_and_links(db, editing):
    draft = make.InitiativeFactory(title_en="A bridge", title_ru="ЗЕЛЁНЫЙ мост", slug="draft")
    draft.countries.add(make.CountryFactory(name_en="Testland"))
    make.InitiativeFactory(title_en="Something else", slug="other")
    make.published_initiative(title_en="Something public")

    for question in ("bridges", "зеленого моста", "draft", "testland"):
        assert listed(editing, "initiative", question) == {"draft"}, question
        assert chosen_from(editing, "initiative", question) == {draft.pk}, question


def test_nouns_that_are_not_public_are_found(db, editing):
    Speaker.objects.create(slug="speaker", name_ru="Семёнов")
    place = Place.objects.create(slug="place", name_kk="Түркістан")
    Alias.objects.create(place=place, name="Яссы", language="ru")
    Theme.objects.create(slug="theme", name_tr="İğdır")

    assert listed(editing, "speaker", "семенов") == {"speaker"}
    assert listed(editing, "place", "turkistan") == listed(editing, "place", "ЯССЫ") == {"place"}
    assert listed(editing, "theme", "IGDIR") == {"theme"}


@pytest.mark.parametrize("target", TARGETS)
def test_each_noun_is_found_by_its_other_names(target, rows, editing):
    model = Alias._meta.get_field(target).related_model._meta.model_name
    Alias.objects.create(name="Яссы", **{target: rows[model]})

    assert listed(editing, model, "ЯССЫ") == {rows[model].slug}


def test_a_list_is_searched_by_as_many_queries_for_few_as_for_many(
    db, editing, django_assert_max_num_queries
):
    counts = []
    for number in (1, 10):
        for _row in range(number):
            make.published_initiative(title_en="A bridge")
            make.InitiativeFactory(title_en="A bridge")
        with django_assert_max_num_queries(30) as captured:
            listed(editing, "initiative", "bridge")
        counts.append(len(captured))

    assert counts[0] == counts[1]
