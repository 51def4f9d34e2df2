"""What is done with a published update at the desk: sign it, correct it, withdraw it."""

import re

import pytest
from django.urls import reverse

from tests import factories as make
from tests.actions import steps
from tests.conftest import person
from tests.views.conftest import told_at, version_on
from tests.views.steps import CHANGED, page, step
from tracker.actions import nouns, review, submissions
from tracker.models import Correction, StatusUpdate
from tracker.vocabulary import Role


def approve_all(client, submission):
    """Approve what somebody proposed at once, as the page of it offers."""
    address = reverse("desk_together", args=[submission.pk])
    hidden = re.findall(r'name="(version[^"]*)" value="([^"]*)"', client.get(address).text)
    assert client.post(address, dict(hidden)).status_code == 302


def test_an_emergency_is_labelled_until_a_second_person_countersigns(
    initiative, reviewer, administrator, browse, client
):
    update = steps.draft(by=reviewer, initiative=initiative, sentence_en="The dam breaks.")
    browse(reviewer)

    silent = step(client, "emergency", update, reason="")
    at_once = step(client, "emergency", update, reason="People live <below>.")
    labelled = client.get(initiative.get_absolute_url()).text
    offered = client.get(page("submission", update)).text

    assert "This field is required." in told_at(silent, "reason")
    assert at_once.status_code == 302
    assert "People live &lt;below&gt;." in labelled
    assert "Not countersigned yet." in labelled
    assert page("countersign", update) not in offered

    version = version_on(browse(administrator).get(page("submission", update)))
    answers = [client.post(page("countersign", update), {"version": version}) for _ in range(2)]
    signed = client.get(initiative.get_absolute_url()).text
    assert [answer.status_code for answer in answers] == [302, 422]
    assert "Countersigned by a second person on" in signed
    assert "Not countersigned yet." not in signed


def test_a_correction_strikes_the_update_through_once_what_stands_in_its_place_is_public(
    author, initiative, reviewer, browse, client
):
    wrong = steps.approved(
        by=author, reviewer=reviewer, initiative=initiative, status="delivered",
        sentence_en="It is open.",
    )  # fmt: skip
    right = steps.submission(
        by=author, initiative=initiative, status="in_progress", sentence_en="It is being built."
    )
    browse(author)

    silent = client.post(
        page("correct", wrong), {"version": version_on(client.get(page("correct", wrong)))}
    )
    form = client.get(page("correct", wrong))
    done = client.post(
        page("correct", wrong),
        {"version": version_on(form), "reason_en": "Misread.", "replacement": right.pk},
    )
    before = client.get(initiative.get_absolute_url()).text
    browse(reviewer)
    assert page("submission", right) in client.get(wrong.translations.get().get_absolute_url()).text
    approve_all(client, right.submission)
    text = client.get(initiative.get_absolute_url()).text

    assert "in at least one language" in told_at(silent, "reason_en")
    assert "It is being built." in form.text
    assert done.status_code == 302
    assert "<s>" not in before
    assert "<s>It is open.</s>" in text
    assert "Misread." in text
    assert '<p class="why">It is being built.</p>' in text
    assert 'class="chip status-in_progress"' in text
    assert StatusUpdate.objects.get(pk=right.pk).published_by == reviewer


def test_who_countersigns_sees_all_that_one_person_published(reviewer, browse):
    before = make.OrganizationFactory(name_en="Public before")
    body = make.OrganizationFactory(stays_draft=True, name_en="The test fund of one")
    initiative = make.InitiativeFactory(
        organizations=[before, body], summary_en="What one person wrote."
    )
    nouns.draft(row=body, by=reviewer)
    editor, earlier = person(Role.EDITOR), make.ThemeFactory(stays_draft=True, name_en="Of two")
    new = review.hand_in(nouns.draft(row=earlier, by=editor), editor)
    submissions.approve(row=new, by=reviewer, version=None)
    update = steps.emergency(by=reviewer, initiative=initiative)

    text = browse(person(Role.REVIEWER)).get(page("submission", update)).text

    along = text.partition('id="along"')[2].partition("</section>")[0]
    for words in ("The test fund of one", "What one person wrote.", "Test Gazette"):
        assert words in along
    assert "<dd>Public before</dd>" not in along.partition("The test fund of one")[0]
    assert "<mark>" in text
    assert "Of two" not in along
    assert page("countersign", update) in text


def test_what_is_with_its_author_again_is_read_by_nobody_else(
    author, initiative, editor, reviewer, browse
):
    wrong = steps.approved(by=author, reviewer=reviewer, initiative=initiative)
    right = steps.submission(by=editor, initiative=initiative, sentence_en="Half a thought.")
    correction = Correction(update=wrong, replacement=right, reason_en="Misread.")
    waiting = steps.retraction_proposed(correction, by=editor)
    address = waiting.get_absolute_url()

    offered = browse(author).get(page("correct", wrong)).text
    shown = browse(reviewer).get(address).text
    step(browse(reviewer), "return", right, note="Which?")
    hidden = browse(reviewer).get(address).text
    mine = browse(editor).get(address).text

    assert "Half a thought." not in offered
    assert "Half a thought." in shown
    assert "Half a thought." not in hidden
    assert "What was to stand in its place is gone." in hidden
    assert "Half a thought." in mine


def test_what_was_proposed_together_is_shown_whole(author, initiative, reviewer, browse):
    wrong = steps.approved(by=author, reviewer=reviewer, initiative=initiative)
    right = steps.submission(by=author, initiative=initiative, sentence_ru="Сказано.")
    correction = Correction(update=wrong, replacement=right, reason_en="Misread <it>.")
    steps.retraction_proposed(correction, by=author)

    text = browse(reviewer).get(reverse("desk_together", args=[right.submission.pk])).text

    for words in ("Misread &lt;it&gt;.", "Сказано.", make.QUOTE, "April 2026", "Announced"):
        assert words in text
    assert "<dt>Right update</dt>" in text


def test_a_withdrawal_takes_the_text_away_and_leaves_the_reason(
    author, initiative, reviewer, browse, client
):
    update = steps.approved(
        by=author, reviewer=reviewer, initiative=initiative, sentence_en="Secret words."
    )
    browse(author)

    form = client.get(page("withdraw", update))
    done = client.post(
        page("withdraw", update), {"version": version_on(form), "reason_en": "It was a hoax."}
    )

    browse(reviewer)
    approve_all(client, update.translations.get().submission)
    assert done.status_code == 302
    for address in (initiative.get_absolute_url(), "/en/", "/en/timeline/", "/en/corrections/"):
        text = client.get(address).text
        assert "Secret words." not in text
        assert "It was a hoax." in text
    assert "Secret words." not in client.get(page("submission", update)).text


def test_the_only_update_that_stands_is_not_corrected_without_another(initiative, reviewer, browse):
    update = initiative.updates.get()
    client = browse(reviewer)
    version = version_on(client.get(page("correct", update)))

    with steps.nothing_is_written():
        response = client.post(
            page("correct", update), {"version": version, "reason_en": "Typed reason."}
        )

    assert response.status_code == 422
    assert "It is the only update of this initiative that stands" in response.text
    assert "Typed reason.</textarea>" in response.text


@pytest.mark.parametrize("ending", ["correct", "withdraw"])
def test_an_ending_typed_before_somebody_else_changed_the_update_is_kept(
    ending, author, initiative, reviewer, browse
):
    update = steps.approved(by=author, reviewer=reviewer, initiative=initiative)
    stale = "0123456789abcdef"

    with steps.nothing_is_written():
        conflict = browse(reviewer).post(
            page(ending, update), {"version": stale, "reason_en": "Typed reason."}
        )

    assert conflict.status_code == 409
    assert CHANGED in conflict.text
    assert "Typed reason.</textarea>" in conflict.text
    assert stale not in conflict.text
