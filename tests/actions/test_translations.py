"""A sentence or a quote that is public gets a translation: the original stays as it was."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from tests.actions.steps import (
    approved,
    correct,
    entry_of,
    erase_row,
    nothing_is_written,
    proposal,
    raw,
    revised,
    withdraw,
)
from tests.factories import CitationFactory, make_public
from tracker.actions import review, revise, submissions
from tracker.actions.refusals import Conflict, NotAllowed, OwnScope
from tracker.actions.verify import Verification
from tracker.models import Citation, Initiative, Reference, Revision, Snapshot, StatusUpdate
from tracker.models.translated import in_each_language, text_and_language
from tracker.models.version import version_of

KAZAKH = "Сынақ министрі көпір туралы айтты."


@pytest.fixture
def update(initiative, author, reviewer):
    update = approved(by=author, reviewer=reviewer, initiative=initiative, sentence_en="Told.")
    return StatusUpdate.objects.get(pk=update.pk)


@pytest.fixture
def quote(update):
    return Citation.objects.get(references__update=update)


def shown(update, language, *, until=None):
    with translation.override(language):
        return text_and_language(
            StatusUpdate.objects.for_timeline(until=until).get(pk=update.pk), "sentence"
        )


def translation_of_quote(quote, language):
    with translation.override(language):
        return Reference.objects.for_quotes().filter(citation=quote)[0].translation


def test_what_may_be_added_is_each_language_that_is_not_there(update, quote):
    sentences, quotes = in_each_language("sentence"), in_each_language("quote")
    del sentences["en"], quotes[quote.source.language]

    assert list(revise.revisable_columns(update)) == [*sentences.values()]
    assert list(revise.revisable_columns(quote)) == [*quotes.values()]


def test_a_sentence_is_read_in_another_language_and_its_row_stays(
    update, initiative, editor, reviewer
):
    before = raw(StatusUpdate).values().get(pk=update.pk)
    assert shown(update, "kk") == ("Told.", "en")

    [revision] = revised(update, by=editor, reviewer=reviewer, sentence_kk=KAZAKH)

    assert raw(StatusUpdate).values().get(pk=update.pk) == before
    assert shown(update, "kk") == (KAZAKH, "kk")
    assert shown(update, "uz") == ("Told.", "en")
    assert shown(update, "kk", until=revision.published_at) == ("Told.", "en")
    payload = json.loads(entry_of(revision).payload)
    assert (payload["update"], payload["field"], payload["new"]) == (update.pk, "sentence", KAZAKH)
    assert list(Verification().findings()) == []


def test_its_words_are_found_from_then_on(update, initiative, editor, reviewer):
    revised(update, by=editor, reviewer=reviewer, sentence_kk=KAZAKH)

    before, after = Snapshot.objects.order_by("-since")[:2][::-1]
    assert " kopir " in Initiative.objects.get().search_text
    assert " kopir " in after.search_text
    assert " kopir " not in before.search_text


def test_a_better_translation_takes_the_place_of_the_first(update, editor, reviewer):
    revised(update, by=editor, reviewer=reviewer, sentence_kk="Қате аударма.")
    [better] = revised(update, by=editor, reviewer=reviewer, sentence_kk=KAZAKH)

    assert better.old == "Қате аударма."
    assert shown(update, "kk") == (KAZAKH, "kk")
    assert " qate " not in Snapshot.objects.get(until=None).search_text
    assert list(Verification().findings()) == []


def test_a_quote_gets_a_translation_beside_it(quote, editor, reviewer):
    [revision] = revised(quote, by=editor, reviewer=reviewer, quote_kk=KAZAKH)

    assert translation_of_quote(quote, "kk") == KAZAKH
    assert translation_of_quote(quote, "uz") == ""
    payload = json.loads(entry_of(revision).payload)
    assert payload["citation"] == {"source": quote.source.sha256, "start": quote.start}
    assert list(Verification().findings()) == []


def test_what_was_published_is_not_replaced(update, quote, editor):
    for row, column in ((update, "sentence_en"), (quote, f"quote_{quote.source.language}")):
        with pytest.raises(KeyError), nothing_is_written():
            proposal(row, by=editor, **{column: "Other words, long enough."})


def test_a_second_person_from_elsewhere_approves(update, initiative, author, editor, reviewer):
    [revision] = proposal(update, by=editor, sentence_kk=KAZAKH)
    reviewer.countries.set(initiative.countries.all())

    for person, refusal in ((author, NotAllowed), (reviewer, OwnScope)):
        with pytest.raises(refusal), nothing_is_written():
            submissions.approve(row=revision, by=person, version=version_of(revision))


def test_what_was_withdrawn_meanwhile_is_not_translated(update, editor, reviewer, second_reviewer):
    [waiting] = proposal(update, by=editor, sentence_kk="Ашылды.")
    withdraw(update, by=second_reviewer)

    with pytest.raises(ValidationError, match="does not stand"), nothing_is_written():
        submissions.approve(row=waiting, by=reviewer, version=version_of(waiting))


def test_two_translations_do_not_pass_each_other_by(update, editor, reviewer, second_reviewer):
    [first] = proposal(update, by=editor, sentence_kk="Қате аударма.")
    review.return_to_author(row=first, by=reviewer, note="Why?", version=version_of(first))
    revised(update, by=editor, reviewer=reviewer, sentence_kk=KAZAKH)
    Revision.objects.filter(pk=first.pk).update(
        returned_at=None, review_note="", submitted_at=first.created_at
    )
    first.refresh_from_db()

    with pytest.raises(Conflict), nothing_is_written():
        submissions.approve(row=first, by=second_reviewer, version=version_of(first))


def test_an_erased_translation_is_gone_and_no_older_one_comes_back(update, quote, editor, reviewer):
    revised(update, by=editor, reviewer=reviewer, sentence_kk="Қате аударма.")
    [sentence] = revised(update, by=editor, reviewer=reviewer, sentence_kk=KAZAKH)
    [words] = revised(quote, by=editor, reviewer=reviewer, quote_kk=KAZAKH)

    erase_row(sentence)
    erase_row(words)

    assert shown(update, "kk") == ("Told.", "en")
    assert translation_of_quote(quote, "kk") == ""
    assert " kopir " not in Snapshot.objects.get(until=None).search_text
    assert list(Verification().findings()) == []


def test_an_update_is_erased_after_its_translations(
    update, quote, editor, reviewer, second_reviewer
):
    [sentence] = revised(update, by=editor, reviewer=reviewer, sentence_kk=KAZAKH)
    [words] = revised(quote, by=editor, reviewer=reviewer, quote_kk=KAZAKH)
    proposal(quote, by=editor, quote_uz="Sinov vaziri aytdi.")
    withdraw(update, by=second_reviewer)
    numbers = f"{entry_of(sentence).sequence}, {entry_of(words).sequence}"

    with pytest.raises(ValidationError, match=f"translations first: entries {numbers}"):
        erase_row(update)
    erase_row(sentence)
    erase_row(words)
    erase_row(update)

    assert not Citation.objects.filter(pk=quote.pk).exists()
    assert list(Verification().findings()) == []


def test_the_translation_of_a_quote_that_others_need_stays(
    update, quote, initiative, author, editor, reviewer, second_reviewer
):
    approved(by=author, reviewer=reviewer, initiative=initiative, reference=quote)
    revised(quote, by=editor, reviewer=reviewer, quote_kk=KAZAKH)
    withdraw(update, by=second_reviewer)

    erase_row(update)

    assert translation_of_quote(quote, "kk") == KAZAKH


def test_a_correction_leaves_the_translation_with_what_it_corrects(
    update, editor, reviewer, second_reviewer
):
    revised(update, by=editor, reviewer=reviewer, sentence_kk=KAZAKH)
    update.refresh_from_db()

    correct(update, by=second_reviewer)

    assert shown(update, "kk") == (KAZAKH, "kk")
    assert list(Verification().findings()) == []


def test_translations_are_no_corrections(update, quote, editor, reviewer):
    revised(update, by=editor, reviewer=reviewer, sentence_kk=KAZAKH)
    context = CitationFactory(is_context=True)
    make_public(context)
    revised(context, by=editor, reviewer=reviewer, quote_kk=KAZAKH)

    assert Revision.objects.published().count() == 2
    assert not Revision.objects.rewordings().exists()
