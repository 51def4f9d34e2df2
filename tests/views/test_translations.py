"""What is not translated, or not reviewed: told to the staff, and to readers where they read it."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from tests import factories as make
from tests.html import compact
from tracker.models import Theme, TranslationReview

LIST = reverse("desk_translations")
NOT_REVIEWED = "No person has reviewed this translation yet."
OTHERS = [code for code in settings.LANGUAGE_NAMES if code != "en"]


@pytest.fixture
def theme(db):
    return make.ThemeFactory(
        slug="bridges", name_en="Test bridges", name_ru="Пробные мосты", name_kk="Сынақ көпірлері"
    )


def found(client, language):
    context = client.get(LIST, {"language": language}).context
    lists = {
        name: [text.translation or text.original for text in context[name]]
        for name in ("unreviewed", "missing")
    }
    assert {name: len(texts) for name, texts in lists.items()} == context["counts"]
    return lists


def review(client, theme, language="kk", **changes):
    data = {"noun": "theme", "key": theme.pk, "field": "name", "text": theme.name_kk, **changes}
    return client.post(f"{LIST}?language={language}", data)


def test_the_list_tells_what_is_missing_and_what_waits(theme, editor, browse):
    client = browse(editor)

    assert found(client, "kk") == {"unreviewed": ["Сынақ көпірлері"], "missing": []}
    assert found(client, "uz") == {"unreviewed": [], "missing": ["Test bridges"]}
    assert found(client, "en") == {"unreviewed": [], "missing": []}


def test_a_text_in_one_language_alone_is_the_original_and_missing_in_english(db, editor, browse):
    make.ThemeFactory(name_en="", name_kk="Сынақ көпірлері")

    assert found(browse(editor), "en") == {"unreviewed": [], "missing": ["Сынақ көпірлері"]}
    assert found(browse(editor), "kk") == {"unreviewed": [], "missing": []}


def test_a_review_is_of_exactly_this_text(theme, editor, browse):
    client = browse(editor)

    assert review(client, theme).status_code == 302
    assert found(client, "kk")["unreviewed"] == []
    assert TranslationReview.objects.get().reviewed_by == editor

    Theme.objects.update(name_kk="Басқа атау")
    assert found(client, "kk")["unreviewed"] == ["Басқа атау"]


def test_the_button_sends_the_text_that_was_read(theme, editor, browse):
    client = browse(editor)
    page = client.get(LIST, {"language": "kk"}).text
    sent = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))

    assert client.post(f"{LIST}?language=kk", sent).status_code == 302
    assert TranslationReview.objects.get().text == theme.name_kk


def test_a_text_that_changed_meanwhile_is_not_reviewed(theme, editor, browse):
    response = review(browse(editor), theme, text="As it was read before")

    assert response.status_code == 409
    assert not TranslationReview.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [{"noun": "user"}, {"field": "slug"}, {"key": "x"}, {"key": "0"}, {"language": "xx"}],
)
def test_what_is_no_text_of_the_record_is_not_there(theme, editor, browse, changes):
    assert review(browse(editor), theme, **changes).status_code == 404


@pytest.mark.parametrize("language", OTHERS)
def test_readers_are_told_until_somebody_has_reviewed_it(db, editor, client, language):
    texts = {f"name_{language}": "Test"}
    theme = make.ThemeFactory(slug="space", name_en="Space", **texts)
    address = f"/{language}/themes/space/"
    assert 'class="translated"' in client.get(address).text

    TranslationReview.objects.create(
        noun="theme", key=theme.pk, field="name", language=language, text="Test",
        reviewed_by=editor,
    )  # fmt: skip

    assert 'class="translated"' not in client.get(address).text
    assert 'class="translated"' not in client.get("/en/themes/space/").text


def test_a_page_says_where_it_falls_back_and_in_which_language_that_is(theme, client):
    html = client.get("/uz/themes/bridges/").text

    assert '<h1><span lang="en">Test bridges</span></h1>' in html
    assert "Hali tarjima qilinmagan; koʻrsatilgan til: Inglizcha." in html


def test_the_name_of_a_choice_has_its_language_too(theme, client):
    initiative = make.published_initiative(slug="bridge")
    initiative.themes.add(theme)

    listed = client.get("/uz/initiatives/").text
    shown = client.get("/uz/initiatives/bridge/").text

    assert '<span lang="en">Test bridges</span>' in listed
    assert f'{theme.slug}/"><span lang="en">Test bridges</span></a>' in shown
    assert '<span lang="en">Test bridges</span>' not in client.get("/en/initiatives/").text


def test_an_earlier_day_knows_the_reviews_of_today(db, editor, client):
    initiative = make.published_initiative(slug="bridge", title_kk="Сынақ көпірі")
    address = f"/kk/initiatives/bridge/?as_of={initiative.published_at:%Y-%m-%d}"
    assert 'class="translated"' in client.get(address).text

    TranslationReview.objects.create(
        noun="initiative", key=initiative.pk, field="title", language="kk",
        text="Сынақ көпірі", reviewed_by=editor,
    )  # fmt: skip

    assert NOT_REVIEWED not in client.get(address).text


def test_the_form_opens_the_language_that_the_list_is_of(editor, browse):
    update = make.published_update()
    client = browse(editor)
    [address] = {
        text.edit
        for text in client.get(LIST, {"language": "kk"}).context["missing"]
        if text.row == update
    }

    form = compact(client.get(address).text)

    assert '<details class="tab" open><summary><span lang="kk">' in form
    assert '<details class="tab" open><summary><span lang="ru">' not in form


def edits(client, language="ru"):
    """Return {original: where it is changed} of what is missing."""
    return {
        text.original: text.edit
        for text in client.get(LIST, {"language": language}).context["missing"]
    }


def test_each_text_leads_to_where_it_is_changed(editor, reviewer, browse):
    initiative = make.published_initiative(title_en="Bridge", title_ru="")
    plan, draft = make.ActionPlanFactory(name_en="Plan"), make.ThemeFactory(stays_draft=True)
    theme = make.ThemeFactory(name_en="Trade")
    note = make.CitationFactory(note_en="A doubt.", is_context=True)
    doubt = make.CitationFactory(note_en="Another doubt.")
    make.make_public(note)

    found = edits(browse(editor))

    assert found["Bridge"] == f"/desk/initiatives/{initiative.slug}/revise/?language=ru"
    assert found["Plan"] == f"/desk/plans/{plan.slug}/revise/?language=ru"
    assert found["Trade"] == f"/admin/tracker/theme/{theme.pk}/change/"
    assert found[draft.name_en] == f"/admin/tracker/theme/{draft.pk}/change/"
    assert found["Another doubt."] == f"/admin/tracker/citation/{doubt.pk}/change/"
    assert found["A doubt."] == "", "it is published as it is"
    assert {*edits(browse(reviewer)).values()} == {""}
