"""What a reviewer reads is what a click publishes, in every noun and for every way in."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories as make
from tests.actions.steps import proposal, retraction_proposed, submission
from tests.conftest import person
from tests.html import compact
from tests.views.conftest import version_on
from tracker.actions import submissions
from tracker.actions.nouns import draft
from tracker.actions.refusals import NotAllowed
from tracker.actions.review import hand_in
from tracker.models import (
    Country,
    Event,
    Initiative,
    Organization,
    Reference,
    Revision,
    StatusUpdate,
    Withdrawal,
)
from tracker.models.version import version_of
from tracker.vocabulary import Kind, Role


@pytest.fixture
def reviewer_client(client, reviewer):
    client.force_login(reviewer)
    return client


@pytest.fixture
def waiting(editor):
    """A first update that waits, of an initiative that names drafts of other nouns."""
    event = make.EventFactory(stays_draft=True, name_en="Test meeting", held_on="2026-05")
    initiative = make.InitiativeFactory(
        title_en="Innocent aspiration",
        summary_en="A hope.",
        kind=Kind.ASPIRATION,
        original_due="2030",
        announced_at=event,
    )
    initiative.countries.add(make.CountryFactory(name_en="Test state"))
    initiative.themes.add(make.ThemeFactory(stays_draft=True, name_en="Test theme"))
    Reference.objects.create(citation=make.CitationFactory(), initiative=initiative)
    return submission(by=editor, initiative=initiative)


def page(row):
    name = "desk_submission" if isinstance(row, StatusUpdate) else "desk_revision"
    return reverse(name, args=[row.pk])


def approve(client, row, version):
    name = "desk_approve" if isinstance(row, StatusUpdate) else "desk_revision_approve"
    return client.post(reverse(name, args=[row.pk]), {"version": version})


def test_the_page_shows_everything_that_the_click_publishes(reviewer_client, waiting):
    shown = reviewer_client.get(page(waiting)).text

    for words in (
        "Innocent aspiration", "A hope.", "Aspiration", "2030", "Test meeting", "Test state",
        "Test theme", "May 2026",
    ):  # fmt: skip
        assert words in shown, words


def test_the_whole_source_stands_beside_it_with_the_quote_marked(reviewer_client, waiting):
    shown = compact(reviewer_client.get(page(waiting)).text)

    assert f"<mark>{make.QUOTE}</mark>" in shown
    assert "The test bridge is open, they said." in shown


@pytest.mark.parametrize(
    "write",
    [
        lambda initiative: Initiative.objects.filter(pk=initiative.pk).update(title_en="Forged"),
        lambda initiative: Initiative.objects.filter(pk=initiative.pk).update(
            kind=Kind.JOINT_INITIATIVE
        ),
        lambda initiative: Event.objects.update(held_on="2024", held_on_earliest="2024-01-01"),
        lambda initiative: initiative.countries.add(make.CountryFactory()),
        lambda initiative: initiative.themes.clear(),
    ],
    ids=["title", "kind", "event", "country", "theme"],
)
def test_what_moved_after_it_was_read_is_not_published(reviewer_client, waiting, write):
    version = version_on(reviewer_client.get(page(waiting)))
    write(waiting.initiative)

    answer = approve(reviewer_client, waiting, version)

    assert answer.status_code == 409
    assert not StatusUpdate.objects.published().exists()


def test_a_conflict_shows_what_was_read_beside_what_stands(reviewer_client, waiting):
    shown = reviewer_client.get(page(waiting))
    Initiative.objects.filter(pk=waiting.initiative.pk).update(title_en="Another <title>")
    Event.objects.update(held_on="2024-05", held_on_earliest="2024-05-01")
    title, russian = waiting.initiative.title_en, waiting.initiative.title_ru

    answer = reviewer_client.post(
        f"{page(waiting)}approve/", {"version": version_on(shown), "read": shown.context["read"]}
    )

    table = answer.text.partition('<div class="conflict"')[2].partition("</table>")[0]
    assert "As you read it" in table
    read = f"<td>{title}; {russian}</td>"
    assert f"<td>Another &lt;title&gt;; {russian}</td>{read}" in table
    assert "<td>May 2024</td>" in table
    assert table.count("<tr>") == 3
    assert "Sending it again writes over" not in answer.text


@pytest.mark.parametrize(
    "read",
    [
        "",
        "[]",
        "{",
        '{"a": 1}',
        '{"a": [1]}',
        "null",
        '{"a": ["", "b"]}',
        "[" * 100_000,
        '{"x": ["a", "\\ud800"]}',
        '{"\\ud800": ["a", "b"]}',
    ],
    ids=range(10),
)
def test_whatever_is_said_to_have_been_read_does_no_harm(reviewer_client, waiting, read):
    answer = reviewer_client.post(
        f"{page(waiting)}approve/", {"version": "0123456789abcdef", "read": read}
    )

    assert answer.status_code == 409


def test_approval_publishes_all_of_it_and_leads_to_the_next(reviewer_client, editor, waiting):
    later = submission(by=editor, initiative=make.published_initiative())

    answer = approve(reviewer_client, waiting, version_on(reviewer_client.get(page(waiting))))

    assert answer.url == page(later)
    assert Event.objects.get().published_at
    assert not Initiative.objects.unpublished().exists()


def test_a_deadline_without_its_quote_is_not_published(reviewer_client, waiting):
    Reference.objects.filter(initiative=waiting.initiative).delete()

    answer = approve(reviewer_client, waiting, version_on(reviewer_client.get(page(waiting))))

    assert answer.status_code == 422
    assert "Its deadline rests on no quote" in answer.text


def test_the_author_of_a_draft_does_not_approve_what_publishes_it(client, waiting):
    author = person(Role.REVIEWER)
    draft(row=Event.objects.get(), by=author)
    client.force_login(author)
    shown = client.get(page(waiting))
    assert page_of_step("approve") not in shown.text

    with pytest.raises(NotAllowed):
        submissions.approve(row=waiting, by=author, version=version_of(waiting))

    assert not Event.objects.get().published_at


def page_of_step(verb):
    return f"/{verb}/"


def test_a_noun_is_published_alone(reviewer_client, editor):
    body = make.OrganizationFactory(stays_draft=True, name_en="Test body")
    new = hand_in(draft(row=body, by=editor), editor)
    assert Client().get(body.get_absolute_url()).status_code == 404

    answer = approve(reviewer_client, new, version_on(reviewer_client.get(page(new))))

    assert answer.status_code == 302
    assert Client().get(body.get_absolute_url()).status_code == 200
    assert Organization.objects.get().published_at == Revision.objects.get().published_at


def test_a_claim_without_a_quote_is_not_published(reviewer_client, editor):
    country = make.CountryFactory(stays_draft=True)
    new = hand_in(draft(row=country, by=editor), editor)

    answer = approve(reviewer_client, new, version_on(reviewer_client.get(page(new))))

    assert answer.status_code == 422
    assert not Country.objects.get().published_at


def test_all_of_a_submission_is_approved_at_once(reviewer_client, editor):
    initiative = make.published_initiative()
    first, second = proposal(initiative, by=editor, title_en="New", summary_en="New too")
    address = reverse("desk_together", args=[first.submission_id])
    shown = reviewer_client.get(address)
    assert second.submission_id == first.submission_id

    fields = shown.context["parts"]
    versions = {f"version-{part.key}": part.version for part in fields}
    answer = reviewer_client.post(address, {"version": "all", **versions})

    assert answer.status_code == 302
    initiative.refresh_from_db()
    assert (initiative.title_en, initiative.summary_en) == ("New", "New too")


def test_none_of_a_submission_is_published_if_one_row_was_changed(reviewer_client, editor):
    initiative = make.published_initiative()
    first, _second = proposal(initiative, by=editor, title_en="New", summary_en="New too")
    address = reverse("desk_together", args=[first.submission_id])
    fields = reviewer_client.get(address).context["parts"]
    versions = {f"version-{part.key}": part.version for part in fields}
    read = {f"read-{part.key}": part.read for part in fields}
    Revision.objects.filter(field="summary").update(new="Forged")

    answer = reviewer_client.post(address, {"version": "all", **versions, **read})

    assert answer.status_code == 409
    assert "<td>Forged</td><td>New too</td>" in answer.text
    assert not Revision.objects.published().exists()


def test_what_somebody_else_approved_meanwhile_is_a_conflict_without_differences(
    reviewer_client, editor
):
    update = make.published_update(initiative=make.published_initiative(), changed_on="2026-04")
    waiting = retraction_proposed(Withdrawal(update=update, reason_en="Test"), by=editor)
    address = waiting.get_absolute_url()
    shown = reviewer_client.get(address)
    sent = {"version": version_on(shown), "read": shown.context["read"], "note": "Why?"}
    submissions.approve(row=waiting, by=person(Role.REVIEWER), version=version_of(waiting))

    for verb in ("approve", "return"):
        answer = reviewer_client.post(f"{address}{verb}/", sent)
        assert answer.status_code == 409
        assert "As you read it" not in answer.text
