import pytest

from tests import factories as make
from tracker import models
from tracker.models import Theme, TranslationReview
from tracker.models.translation_review import (
    has_unreviewed,
    is_missing,
    is_unreviewed,
    translated_fields,
)


@pytest.fixture
def theme(db):
    return make.ThemeFactory(name_en="Test", name_ru="Проба")


def reviewed(theme, text, *, language="ru", key=None):
    return make.TranslationReviewFactory(
        noun="theme", key=key or theme.pk, field="name", language=language, text=text
    )


def unreviewed(language):
    return Theme.objects.rewrite(False).filter(is_unreviewed(Theme, "name", language)).exists()


def test_a_translation_is_not_reviewed_and_its_original_needs_no_review(theme):
    assert (unreviewed("ru"), unreviewed("en"), unreviewed("kk")) == (True, False, False)


def test_the_original_is_the_first_text_that_is_there(db):
    make.ThemeFactory(name_en="", name_ru="Проба", name_kk="Сынақ")

    assert (unreviewed("ru"), unreviewed("kk")) == (False, True)


def test_a_review_is_of_exactly_that_text(theme):
    reviewed(theme, "Проба")
    before = unreviewed("ru")
    Theme.objects.filter(pk=theme.pk).update(name_ru="Другая проба")

    assert (before, unreviewed("ru")) == (False, True)


def test_the_review_of_another_row_or_language_is_none_of_this(theme):
    reviewed(theme, "Проба", key=theme.pk + 1)
    reviewed(theme, "Проба", language="kk")

    assert unreviewed("ru")


def test_a_page_says_that_it_is_not_reviewed_for_the_texts_that_it_shows(
    theme, django_assert_num_queries
):
    assert has_unreviewed(theme, ["name"], "ru")
    assert not has_unreviewed(theme, [], "ru")
    with django_assert_num_queries(0):
        assert not has_unreviewed(theme, ["name"], "en")
    reviewed(theme, "Проба")
    assert not has_unreviewed(theme, ["name"], "ru")


def test_an_earlier_day_has_the_reviews_of_its_initiative(db):
    initiative = make.published_initiative(title_en="Test", title_ru="Проба")
    snapshot = initiative.snapshots.get()
    before = has_unreviewed(snapshot, ["title"], "ru")

    make.TranslationReviewFactory(
        noun="initiative", key=initiative.pk, field="title", language="ru", text="Проба"
    )

    assert (before, has_unreviewed(snapshot, ["title"], "ru")) == (True, False)


def test_a_text_is_missing_where_it_stands_in_another_language_alone(theme):
    def missing(language):
        return Theme.objects.rewrite(False).filter(is_missing(Theme, "name", language)).exists()

    assert (missing("en"), missing("ru"), missing("kk")) == (False, False, True)
    Theme.objects.rewrite(False).update(name_en="", name_ru="")
    assert not missing("kk")


def test_a_sentence_that_was_translated_later_is_not_missing(db):
    update = make.published_update(sentence_en="One.", sentence_ru="Один.")

    def missing():
        condition = is_missing(models.StatusUpdate, "sentence", "kk")
        return models.StatusUpdate.objects.rewrite(False).filter(condition).exists()

    before = missing()
    revision = make.RevisionFactory(
        initiative=None, update=update, field="sentence", language="kk", old="", new="Бір."
    )
    waiting = missing()
    models.Revision.objects.filter(pk=revision.pk).update(published_at=revision.created_at)

    assert (before, waiting, missing()) == (True, True, False)


def test_what_staff_write_in_every_language_is_listed_and_what_follows_from_it_is_not():
    found = translated_fields()

    assert found[models.Initiative] == ["summary", "title"]
    assert {models.Snapshot, models.Challenge} & found.keys() == set()


def test_a_review_says_of_what_it_is(theme):
    assert str(TranslationReview(noun="theme", key=7, field="name", language="kk")) == (
        "theme 7, name (kk)"
    )
