import re

import pytest
from django.urls import reverse
from django.utils.html import escape

from tests import factories as make
from tests.actions import steps
from tests.views.conftest import entry_on, told_at, version_on
from tests.views.steps import CHANGED, page, step
from tracker.models import Correction, LedgerEntry, Source, StatusUpdate
from tracker.models.version import version_of

QUOTE = "The test bridge is open, they said."


@pytest.fixture
def typed(initiative):
    """What somebody types into the form; the source is the one of the initiative."""
    return {
        "status": "delivered", "evidence": "documented", "changed_on": "2026-04",
        "sentence_en": "The bridge is there.", "sentence_ru": "", "quote": QUOTE,
        "source": Source.objects.get().pk,
    }  # fmt: skip


def form_of(initiative):
    return reverse("desk_update", args=[initiative.slug])


def test_a_change_goes_from_its_author_through_a_second_person_to_the_public(
    author, initiative, reviewer, browse, typed, client
):
    entries = LedgerEntry.objects.exclude(kind="source").count()
    saved = browse(author).post(form_of(initiative), {**typed, "then": "preview"})
    update = StatusUpdate.objects.get(created_by=author)
    preview = client.get(saved["Location"])
    before = client.get(initiative.get_absolute_url()).text

    assert saved["Location"] == page("submission", update)
    assert "As the public will see it" in preview.text
    assert "The bridge is there." not in before

    step(client, "submit", update)
    assert "Waiting for review" in client.get(page("submission", update)).text
    assert "The bridge is there." not in client.get(initiative.get_absolute_url()).text

    approved = step(browse(reviewer), "approve", update)
    assert approved["Location"] == page("submission", update)
    after = client.get(initiative.get_absolute_url()).text
    assert "The bridge is there." in after
    assert 'class="chip status-delivered"' in after
    assert LedgerEntry.objects.exclude(kind="source").count() == entries + 1


def test_the_preview_is_what_the_public_will_see(author, initiative, reviewer, browse, client):
    update = steps.submission(
        by=author, initiative=initiative, status="planned", sentence_en="It is planned."
    )

    preview = entry_on(browse(author).get(page("submission", update)), update)
    step(browse(reviewer), "approve", update)
    client.logout()

    public = re.sub(
        "</?details.*?>|<summary>.*?</summary>", "", entry_on(client.get("/en/"), update)
    )
    assert "/desk/sources/" in preview, "whoever reviews reads the whole text"
    assert preview.replace("/desk/sources/", "/en/sources/").split() == public.split()
    assert preview.index("status-announced") < preview.index("→") < preview.index("status-planned")
    assert make.QUOTE in preview


def test_an_update_is_submitted_as_it_is_saved(author, initiative, browse, typed):
    response = browse(author).post(form_of(initiative), {**typed, "then": "submit"})

    assert response.status_code == 302
    assert StatusUpdate.objects.submitted().get().created_by == author


@pytest.mark.parametrize(
    ("written", "kept", "shown"),
    [
        ({"changed_on": "03.04.2026"}, "2026-04-03", "3 April 2026"),
        ({"changed_on": "I квартал 2026"}, "2026-33", "First quarter of 2026"),
        (
            {"changed_on": "3/4/2026", "changed_on-meant": "2026-03-04"},
            "2026-03-04",
            "4 March 2026",
        ),
        ({"changed_on": "1850", "changed_on-sure": "1850"}, "1850", "1850"),
    ],
)
def test_a_date_is_read_as_people_write_it_and_previewed_in_words(
    author, initiative, browse, typed, written, kept, shown
):
    client = browse(author)

    saved = client.post(form_of(initiative), {**typed, **written})

    assert StatusUpdate.objects.get(created_by=author).changed_on == kept
    assert f'<span class="date">{shown}</span>' in client.get(saved["Location"]).text


@pytest.mark.parametrize(
    ("slip", "field", "message"),
    [
        ({"quote": "The test bridge is shut, they said."}, "quote", "It agrees up to"),
        ({"quote": "short"}, "quote", "at least"),
        ({"changed_on": "2199"}, "changed_on", "This date is in the future"),
        ({"changed_on": "in spring"}, "changed_on", "for example 2026, May 2026 or 15.05.2026"),
        ({"changed_on": "03/04/2026"}, "changed_on", "3 April 2026; 4 March 2026"),
        ({"changed_on": "0001"}, "changed_on", "Before 1900 or after 2200: "),
        ({"sentence_en": ""}, "sentence_en", "in at least one language"),
        ({"status": ""}, "status", "This field is required."),
        ({"evidence": "proven"}, "evidence", "Select a valid choice"),
        ({"source": "", "quote": "Nobody ever said this."}, "source", "No archived source has"),
        ({"source-publisher": "Test Times"}, "source", "not both"),
        ({"source": "", "source-publisher": "Test Times"}, "source-text", "is required"),
        ({"country": "0"}, "country", "Select a valid choice"),
    ],
)
def test_a_slip_is_told_at_its_field_and_nothing_typed_is_lost(
    author, initiative, browse, typed, slip, field, message
):
    client = browse(author)

    with steps.nothing_is_written():
        response = client.post(form_of(initiative), {**typed, **slip})

    assert response.status_code == 422
    assert message in told_at(response, field)
    for name in typed.keys() - slip.keys() - {"source", "source-publisher"}:
        assert escape(typed[name]) in response.text


def test_a_quote_in_several_sources_asks_for_the_right_one(author, initiative, browse, typed):
    make.SourceFactory()

    response = browse(author).post(form_of(initiative), {**typed, "source": ""})

    assert "Several archived sources have this quote" in told_at(response, "source")


def test_a_new_source_is_archived_with_the_quote(author, initiative, browse, typed):
    new = {
        "source": "", "source-publisher": "Test Times", "source-language": "en",
        "source-published_on": "2026-05", "source-url": "https://times.example/",
        "source-text": "One.\r\nA bridge like no other.", "quote": "A bridge like no other.",
    }  # fmt: skip

    response = browse(author).post(form_of(initiative), {**typed, **new})

    assert response.status_code == 302
    reference = StatusUpdate.objects.get(created_by=author).references.get()
    assert reference.citation.source.text == "One.\nA bridge like no other."
    assert reference.citation.quote == "A bridge like no other."


def test_a_focal_point_of_a_country_speaks_of_that_country_alone(author, initiative, browse, typed):
    other = make.CountryFactory(name_en="Elsewhere")
    client = browse(author)

    form = client.get(form_of(initiative)).text
    refused = client.post(form_of(initiative), {**typed, "country": other.pk})
    told = client.post(form_of(initiative), {**typed, "country": author.countries.get().pk})

    assert "Testland</option>" in form
    assert "Elsewhere</option>" not in form
    assert "Select a valid choice" in told_at(refused, "country")
    assert told.status_code == 302


@pytest.mark.parametrize("method", ["get", "post"])
def test_outside_their_scope_a_focal_point_finds_nothing(author, browse, method):
    foreign = make.published_initiative()
    update = steps.submission(by=make.UserFactory(is_superuser=True), initiative=foreign)
    client = browse(author)

    addresses = [form_of(foreign), reverse("desk_initiative", args=[foreign.slug])]
    addresses += [page(name, update) for name in ("submission", "edit", "approve", "withdraw")]
    found = {address: getattr(client, method)(address).status_code for address in addresses}

    assert set(found.values()) <= {404, 405}
    assert found[form_of(foreign)] == found[page("edit", update)] == 404


def test_a_focal_point_who_lost_the_scope_loses_their_drafts(author, initiative, browse):
    update = steps.draft(by=author, initiative=initiative)
    initiative.countries.clear()

    assert browse(author).get(page("submission", update)).status_code == 404


def test_a_returned_update_carries_the_note_and_is_sent_again(author, initiative, reviewer, browse):
    update = steps.submission(by=author, initiative=initiative, sentence_en="As sent.")

    silent = step(browse(reviewer), "return", update, note="")
    returned = step(browse(reviewer), "return", update, note="Say <where>.")
    client = browse(author)
    told = client.get(page("submission", update)).text
    form = client.get(page("edit", update))

    assert silent.status_code == 422
    assert "This field is required." in told_at(silent, "note")
    assert returned.status_code == 302
    assert "Say &lt;where&gt;." in told
    assert "As sent." in form.text
    assert make.QUOTE in form.text

    again = client.post(
        page("edit", update),
        {
            "version": version_on(form), "status": "announced", "evidence": "stated",
            "changed_on": "2026-04", "sentence_en": "As sent again.", "quote": make.QUOTE,
            "source": update.references.get().citation.source_id, "then": "submit",
        },
    )  # fmt: skip

    assert again.status_code == 302
    waits = StatusUpdate.objects.submitted().get()
    assert (waits.pk, waits.sentence_en, waits.returned_at) == (update.pk, "As sent again.", None)


def test_a_correction_that_came_back_is_found_again_and_approved_by_another(
    author, initiative, reviewer, browse
):
    wrong = make.published_update(
        initiative=initiative, created_by=author, sentence_en="A test hotel."
    )
    typed = {"version": version_of(wrong), "reason_en": "No hotel.", "replacement": ""}

    sent = browse(author).post(page("correct", wrong), typed)
    waiting = wrong.translations.get()
    address = waiting.get_absolute_url()
    read = browse(reviewer).get(address).text
    returned = browse(reviewer).post(
        f"{address}return/", {"version": version_of(waiting), "note": "Which <one>?"}
    )
    client = browse(author)
    mine, form = client.get(address).text, client.get(page("correct", wrong)).text
    again = client.post(page("correct", wrong), typed | {"reason_en": "There is none."})
    waiting.refresh_from_db()
    done = browse(reviewer).post(f"{address}approve/", {"version": version_of(waiting)})

    assert {one.status_code for one in (sent, returned, again, done)} == {302}
    assert "A test hotel." in read
    assert "No hotel." in read
    assert "the update before it stands again" in read
    assert "Which &lt;one&gt;?" in mine
    assert page("correct", wrong) in mine
    assert "No hotel." in form
    assert Correction.objects.get().reason_en == "There is none."
    assert browse(reviewer).get(address).status_code == 200


def test_a_draft_of_data_entry_that_has_no_quote_yet_can_be_edited(author, initiative, browse):
    draft = make.DraftFactory(initiative=initiative, created_by=author)
    draft.references.all().delete()

    response = browse(author).get(page("edit", draft))

    assert response.status_code == 200
    assert response.context["form"]["quote"].value() is None


def test_what_waits_is_not_edited(author, initiative, browse):
    update = steps.submission(by=author, initiative=initiative)
    client = browse(author)

    assert client.get(page("edit", update)).status_code == 403
    text = client.get(page("submission", update)).text
    assert page("edit", update) not in text
    assert page("submit", update) not in text


def test_a_draft_is_discarded(author, initiative, browse):
    update = steps.draft(by=author, initiative=initiative)

    response = step(browse(author), "discard", update)

    assert response["Location"] == "/desk/"
    assert not StatusUpdate.objects.filter(pk=update.pk).exists()


def test_nobody_is_offered_a_step_they_may_not_take(author, initiative, reviewer, browse):
    own = steps.submission(by=reviewer, initiative=initiative)
    text = browse(reviewer).get(page("submission", own)).text
    refused = browse(reviewer).post(page("approve", own), {"version": "0" * 16})

    assert page("approve", own) not in text
    assert page("return", own) not in text
    assert page("discard", own) in text
    assert refused.status_code in (403, 409)
    assert not StatusUpdate.objects.published().filter(pk=own.pk).exists()


def test_a_draft_changed_meanwhile_is_shown_beside_what_was_typed(
    author, initiative, browse, typed
):
    update = steps.draft(by=author, initiative=initiative, sentence_en="As opened.")
    client = browse(author)
    data = {**typed, "version": version_on(client.get(page("edit", update)))}
    StatusUpdate.objects.filter(pk=update.pk).update(sentence_en="Written meanwhile.")

    with steps.nothing_is_written():
        conflict = client.post(page("edit", update), data)

    assert conflict.status_code == 409
    assert "<td>Written meanwhile.</td><td>The bridge is there.</td>" in conflict.text
    assert "<td>Announced</td><td>Delivered</td>" in conflict.text
    assert re.search(r"<textarea[^>]*>\s*The bridge is there.</textarea>", conflict.text)

    again = client.post(page("edit", update), {**data, "version": version_on(conflict)})
    assert again.status_code == 302
    assert StatusUpdate.objects.get(pk=update.pk).sentence_en == "The bridge is there."


def moment_of(verb, *, own, other, initiative):
    """Return (who, an update at the moment at which they may take the step, what they type)."""
    match verb:
        case "submit" | "discard":
            return own, steps.draft(by=own, initiative=initiative), {}
        case "approve":
            return own, steps.submission(by=other, initiative=initiative), {}
        case "return":
            return own, steps.submission(by=other, initiative=initiative), {"note": "Typed."}
        case "emergency":
            return own, steps.draft(by=own, initiative=initiative), {"reason": "Typed."}


@pytest.mark.parametrize("verb", ["submit", "discard", "approve", "return", "emergency"])
def test_a_step_with_what_changed_meanwhile_is_not_taken(
    verb, initiative, reviewer, administrator, browse
):
    who, update, data = moment_of(verb, own=reviewer, other=administrator, initiative=initiative)
    client = browse(who)
    data["version"] = version_on(client.get(page("submission", update)))
    StatusUpdate.objects.filter(pk=update.pk).update(sentence_en="Written meanwhile.")

    with steps.nothing_is_written():
        conflict = client.post(page(verb, update), data)

    assert conflict.status_code == 409
    assert CHANGED in conflict.text
    assert "Written meanwhile." in entry_on(conflict, update)
    assert ("Typed.</textarea>" in conflict.text) == (verb in ("return", "emergency"))

    again = client.post(page(verb, update), {**data, "version": version_on(conflict)})
    assert again.status_code == 302


@pytest.mark.parametrize("verb", ["submit", "approve", "return", "emergency", "discard"])
def test_a_step_without_a_version_is_not_taken(verb, initiative, reviewer, administrator, browse):
    who, update, data = moment_of(verb, own=reviewer, other=administrator, initiative=initiative)

    with steps.nothing_is_written():
        response = browse(who).post(page(verb, update), data)

    assert response.status_code == 422
