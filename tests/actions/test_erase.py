"""Lawful erasure: what was said is gone, and that it was there, and why it went, is not."""

from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from tests.actions.steps import (
    approved,
    correct,
    emergency,
    entry_of,
    erase_row,
    nothing_is_written,
    raw,
    revised,
    submission,
    withdraw,
)
from tests.factories import CitationFactory, CountryFactory, OrganizationFactory
from tracker.actions import review, submissions
from tracker.actions.erase import erase
from tracker.actions.rebuild import rebuild
from tracker.actions.verify import Verification
from tracker.models import (
    Citation,
    Correction,
    Countersignature,
    Erasure,
    Initiative,
    LedgerEntry,
    Revision,
    Snapshot,
    StatusUpdate,
    Withdrawal,
)
from tracker.models.data_version import data_version
from tracker.models.version import version_of
from tracker.rules import digest

SECRET = "Ms Test of Testville is ill."


@pytest.fixture
def withdrawn(initiative, author, reviewer, second_reviewer):
    """A withdrawn update that tells what it should not."""
    update = approved(by=author, reviewer=reviewer, initiative=initiative, sentence_en=SECRET)
    update.refresh_from_db()
    withdraw(update, by=second_reviewer)
    return update


def everything_kept():
    """Return all that the database holds of what is published, as one text."""
    models = (Correction, Initiative, LedgerEntry, Revision, Snapshot, StatusUpdate, Withdrawal)
    return str([list(raw(model).values()) for model in models]).lower()


def assert_whole():
    assert list(Verification().findings()) == []


def test_payload_salt_and_words_are_gone(withdrawn):
    assert SECRET.lower() in everything_kept()

    erase_row(withdrawn)

    assert SECRET.lower() not in everything_kept()
    entry = entry_of(withdrawn)
    assert (entry.payload, entry.salt) == (None, None)
    withdrawn.refresh_from_db()
    assert not withdrawn.sentence_en
    assert_whole()


def test_that_it_was_there_and_why_it_went_stays(withdrawn):
    before = entry_of(withdrawn)

    erase_row(withdrawn, reason="Test law, article 1")

    after, erasure = entry_of(withdrawn), Erasure.objects.get()
    kept = ("sequence", "recorded_at", "kind", "content_digest", "prev_digest", "digest")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    assert (erasure.entry, erasure.reason) == (after, "Test law, article 1")
    assert entry_of(erasure).payload == digest.canonical(
        {"erasure": erasure.pk, "entry": before.sequence, "reason": "Test law, article 1"}
    )
    verification = Verification()
    assert list(verification.findings()) == []
    assert verification.counts["erased"] == 1


def test_its_quotes_go_where_nothing_else_rests_on_them(withdrawn):
    citation = withdrawn.references.get().citation

    erase_row(withdrawn)

    assert not Citation.objects.filter(pk=citation.pk).exists()
    assert not withdrawn.references.exists()


@pytest.mark.parametrize("used", ["by another update", "as context"])
def test_its_quotes_stay_where_something_else_rests_on_them(
    initiative, author, reviewer, second_reviewer, used
):
    citation = CitationFactory(is_context=used == "as context")
    details = {"by": author, "reviewer": reviewer, "initiative": initiative, "reference": citation}
    update = approved(sentence_en=SECRET, **details)
    if used == "by another update":
        approved(**details)
    update.refresh_from_db()
    withdraw(update, by=second_reviewer)

    erase_row(update)

    assert Citation.objects.filter(pk=citation.pk).exists()
    assert_whole()


def test_an_update_that_was_returned_once_can_be_erased(
    initiative, author, reviewer, second_reviewer
):
    update = submission(by=author, initiative=initiative)
    update = review.return_to_author(
        row=update, by=reviewer, note=SECRET, version=version_of(update)
    )
    update = review.submit(row=update, by=author, version=version_of(update))
    update = submissions.approve(row=update, by=reviewer, version=version_of(update))
    withdraw(update, by=second_reviewer)

    erase_row(update)

    assert SECRET.lower() not in everything_kept()
    assert_whole()


def test_the_reason_of_an_emergency_goes_too(initiative, reviewer, second_reviewer):
    update = emergency(by=reviewer, initiative=initiative)
    update.refresh_from_db()
    review.countersign(row=update, by=second_reviewer, version=version_of(update))
    withdraw(update, by=second_reviewer)

    erase_row(update)

    assert "the dam breaks" not in everything_kept()
    assert_whole()


@pytest.mark.parametrize("end", [correct, withdraw])
def test_the_reason_of_an_ending_can_be_erased(initiative, author, reviewer, second_reviewer, end):
    update = approved(by=author, reviewer=reviewer, initiative=initiative)
    update.refresh_from_db()
    ending = end(update, by=second_reviewer, reason=SECRET)

    erase_row(ending)

    assert SECRET.lower() not in everything_kept()
    assert not StatusUpdate.objects.standing().filter(pk=update.pk).exists()
    assert_whole()


def test_the_texts_of_a_revision_are_gone_from_the_snapshots_too(initiative, editor, reviewer):
    revised(initiative, by=editor, reviewer=reviewer, title_en=SECRET)
    initiative.refresh_from_db()
    [last] = revised(initiative, by=editor, reviewer=reviewer, title_en="New title")
    first = Revision.objects.exclude(pk=last.pk).get()

    erase_row(first)
    erase_row(last)

    assert SECRET.lower() not in everything_kept()
    assert Initiative.objects.get().title_en == "New title"
    assert set(Revision.objects.values_list("erased_at", flat=True)) == set(
        Erasure.objects.values_list("published_at", flat=True)
    )
    assert_whole()


def test_the_first_wording_can_be_erased_once_it_is_another(initiative, editor, reviewer):
    first = LedgerEntry.objects.get(kind="initiative")
    old = initiative.title_en.lower()
    [revision] = revised(initiative, by=editor, reviewer=reviewer, title_en="New words")

    erase_row(revision)
    erase(sequence=first.sequence, reason="Test law")

    assert old not in everything_kept()
    assert_whole()


def test_a_deadline_stands_although_its_revision_is_erased(initiative, editor, reviewer):
    [revision] = revised(initiative, by=editor, reviewer=reviewer, due="2029")

    erase_row(revision)

    assert Initiative.objects.get().due == "2029"
    assert [snapshot.due for snapshot in Snapshot.objects.order_by("since")] == ["2027", "2029"]
    assert_whole()


def test_a_deadline_can_be_moved_again_after_an_erasure(initiative, editor, reviewer, author):
    [first] = revised(initiative, by=editor, reviewer=reviewer, due="2029")
    initiative.refresh_from_db()
    erase_row(first)

    revised(initiative, by=editor, reviewer=reviewer, due="2031")
    approved(by=author, reviewer=reviewer, initiative=initiative)

    held = [snapshot.due for snapshot in Snapshot.objects.order_by("since")]
    assert held == ["2027", "2029", "2031", "2031"]
    assert_whole()


def test_a_deadline_that_was_wrong_is_erased_and_corrected_again(initiative, editor, reviewer):
    """What was said first is gone with it: as far back as anybody knows, it is what came next."""
    [first] = revised(initiative, by=editor, reviewer=reviewer, corrects=True, due="2029")
    initiative.refresh_from_db()
    erase_row(first)

    revised(initiative, by=editor, reviewer=reviewer, corrects=True, due="2031")

    held = Snapshot.objects.order_by("since").values_list("original_due", "due")
    assert [*held] == [("2029", "2029"), ("2031", "2031")]
    rebuild(everything=True)
    assert [*Snapshot.objects.order_by("since").values_list("original_due", "due")] == [*held]
    assert_whole()


def test_the_revision_of_a_noun_can_be_erased(db, editor, reviewer):
    body = OrganizationFactory(name_en=SECRET)
    [revision] = revised(body, by=editor, reviewer=reviewer, name_en="Test body")
    version = data_version()

    erase_row(revision)

    assert SECRET.lower() not in everything_kept().replace(entry_of(body).payload.lower(), "")
    assert data_version() > version
    assert_whole()
    erase_row(body)
    assert SECRET.lower() not in everything_kept()
    assert_whole()
    body.refresh_from_db()
    assert body.name_en == "Test body"


def test_what_a_link_was_is_gone_with_its_revision_and_the_link_stays(initiative, editor, reviewer):
    country = CountryFactory(slug="xa")
    [revision] = revised(initiative, by=editor, reviewer=reviewer, countries="xa")

    erase_row(revision)

    assert list(initiative.countries.all()) == [country]
    assert_whole()
    revised(Initiative.objects.get(), by=editor, reviewer=reviewer, countries="")
    assert_whole()


def test_a_countersignature_has_no_text_but_its_entry_may_be_erased(
    initiative, reviewer, second_reviewer
):
    update = emergency(by=reviewer, initiative=initiative)
    update.refresh_from_db()
    review.countersign(row=update, by=second_reviewer, version=version_of(update))

    erase_row(Countersignature.objects.get())

    assert_whole()


def test_the_record_goes_on_after_an_erasure(withdrawn, author, reviewer):
    erase_row(withdrawn)

    approved(by=author, reviewer=reviewer, initiative=withdrawn.initiative, status="planned")

    assert Initiative.objects.get().status == "planned"
    assert_whole()


def refuse(sequence, message, reason="Test law"):
    with pytest.raises(ValidationError, match=message), nothing_is_written():
        erase(sequence=sequence, reason=reason)


def test_an_update_that_stands_is_withdrawn_first(initiative):
    refuse(entry_of(initiative.updates.get()).sequence, "Withdraw the update first")


def test_what_was_corrected_only_is_withdrawn_first(initiative, author, reviewer, second_reviewer):
    update = approved(by=author, reviewer=reviewer, initiative=initiative)
    update.refresh_from_db()
    correct(update, by=second_reviewer)

    refuse(entry_of(update).sequence, "Withdraw the update first")


def test_nothing_is_erased_twice(withdrawn):
    erase_row(withdrawn)

    refuse(entry_of(withdrawn).sequence, "erased already")


def test_an_erasure_is_not_erased(withdrawn):
    erase_row(withdrawn)

    refuse(entry_of(Erasure.objects.get()).sequence, "it stays")


def test_an_erasure_needs_a_reason(withdrawn):
    refuse(entry_of(withdrawn).sequence, "by which law", reason=" ")


def test_what_is_not_there_is_not_erased(db):
    refuse(999, "no such entry")


def test_a_payload_that_is_dropped_without_an_entry_is_a_finding(withdrawn):
    LedgerEntry.objects.filter(pk=entry_of(withdrawn).pk).update(payload=None, salt=None)

    sequence = entry_of(withdrawn).sequence
    assert f"Ledger entry {sequence} is empty, but no entry says so." in Verification().findings()


def test_the_command_erases_and_says_what_it_can_t(withdrawn):
    out = StringIO()
    sequence = entry_of(withdrawn).sequence

    call_command("erase", str(sequence), "--reason", "Test law", stdout=out)

    assert Erasure.objects.get().reason == "Test law"
    assert out.getvalue() == (
        f"Entry {sequence} is erased. The archived source still has its text.\n"
    )


def test_the_command_refuses_in_a_line(initiative):
    sequence = entry_of(initiative.updates.get()).sequence

    with pytest.raises(CommandError, match="Withdraw the update first"), nothing_is_written():
        call_command("erase", str(sequence), "--reason", "Test law")


def test_the_command_asks_for_a_reason(initiative):
    with pytest.raises(CommandError, match="--reason"):
        call_command("erase", "1")
