import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests import factories as make
from tests.views.conftest import told_at, version_on
from tests.views.steps import CHANGED
from tracker.actions.challenge import MOST_AN_HOUR, resolve
from tracker.models import Challenge, LedgerEntry
from tracker.models.version import version_of

TYPED = {
    "text": "Not open: I was <there>.", "link": "https://times.example/shut",
    "name": "A. Reader", "email": "reader@example.com",
}  # fmt: skip


@pytest.fixture
def form(initiative):
    return reverse("challenge", args=[initiative.slug])


def desk(challenge):
    return reverse("desk_challenge", args=[challenge.pk])


def answer(client, challenge, **data):
    """Send the form of an open challenge."""
    version = version_on(client.get(desk(challenge)))
    data = {"outcome": "accepted", "answer_en": "Thank you.", **data}
    return client.post(desk(challenge), {"version": version, **data})


def test_a_challenge_is_received_and_held_for_the_staff(initiative, form, reviewer, client):
    page = client.get(form)
    sent = client.post(form, TYPED, follow=True)

    assert 'href="' + initiative.get_absolute_url() in page.text
    assert sent.redirect_chain == [(reverse("challenge_received", args=[initiative.slug]), 302)]
    assert "It waits for a person of our staff." in sent.text
    challenge = Challenge.objects.open().get()
    client.force_login(reviewer)
    assert "Challenges to answer (1)" in client.get("/desk/").text
    shown = client.get(desk(challenge)).text
    for words in ("Not open: I was &lt;there&gt;.", *list(TYPED.values())[1:]):
        assert words in shown


def test_what_a_reader_writes_is_never_published(initiative, form, reviewer, client):
    head = LedgerEntry.objects.head()
    client.post(form, TYPED)
    held = client.get(initiative.get_absolute_url()).text
    challenge = Challenge.objects.get()
    client.force_login(reviewer)

    answer(client, challenge, outcome="declined", answer_en="It is <open>.")
    client.logout()
    answered = client.get(initiative.get_absolute_url()).text

    assert "What readers challenged" not in held
    assert "Declined: nothing to check" in answered
    assert "It is &lt;open&gt;." in answered
    pages = ("/en/", "/en/timeline/", "/en/corrections/", "/en/changes/", "/en/corrections.atom")
    for text in (held, answered, *(client.get(page).text for page in pages)):
        for words in ("Not open", "times.example", "A. Reader", "reader@example.com"):
            assert words not in text
    assert LedgerEntry.objects.head() == head


def test_the_answer_of_a_later_day_is_not_on_the_page_of_an_earlier_one(db, reviewer, client):
    with time_machine.travel("2026-06-01T12:00Z"):
        challenge = make.ChallengeFactory()
    client.force_login(reviewer)
    with time_machine.travel("2026-06-03T12:00Z"):
        client.force_login(reviewer)
        answer(client, challenge)
        url = challenge.initiative.get_absolute_url()
        then, now = client.get(f"{url}?as_of=2026-06-02").text, client.get(url).text

    assert "Thank you." not in then
    assert "received 1 June 2026, answered 3 June 2026" in now


def test_a_challenge_names_the_update_that_it_is_about(initiative, form, client):
    update = initiative.updates.get()

    page = client.get(f"{form}?update={update.pk}").text
    client.post(f"{form}?update={update.pk}", TYPED)

    assert "About this update:" in page
    assert update.sentence in page
    assert Challenge.objects.get().update == update


@pytest.mark.parametrize("number", ["draft", "foreign", "x", "-1", "9" * 30, "²", "%00"])
def test_no_other_update_can_be_named(initiative, form, client, number):
    draft = make.DraftFactory(initiative=initiative, sentence_en="Secret words.")
    foreign = make.published_update(sentence_en="Foreign words.")
    number = {"draft": draft.pk, "foreign": foreign.pk}.get(number, number)

    page = client.get(f"{form}?update={number}")

    assert page.status_code == 200
    assert "About this update:" not in page.text
    assert "words." not in page.text


@pytest.mark.parametrize(
    ("slip", "field", "message"),
    [
        ({"text": " "}, "text", "This field is required."),
        ({"text": "x" * 4001}, "text", "at most 4000 characters"),
        ({"link": "javascript:alert(1)"}, "link", "Enter a valid URL."),
        ({"email": "reader"}, "email", "Enter a valid email address."),
    ],
)
def test_a_slip_is_told_at_its_field_and_nothing_typed_is_lost(form, client, slip, field, message):
    response = client.post(form, {**TYPED, **slip})

    assert response.status_code == 422
    assert message in told_at(response, field)
    assert 'value="A. Reader"' in response.text
    assert not Challenge.objects.exists()


def test_a_program_that_fills_every_field_sends_nothing(form, client):
    response = client.post(form, {**TYPED, "website": "https://spam.example/"})

    assert response.status_code == 422
    assert "Nothing was sent yet" in response.text
    assert "spam.example" not in response.text
    assert not Challenge.objects.exists()


def test_after_a_few_within_the_hour_nothing_more_is_taken_and_nothing_typed_is_lost(form, client):
    with time_machine.travel("2026-06-01T12:00Z") as clock:
        for _ in range(MOST_AN_HOUR):
            assert client.post(form, TYPED).status_code == 302

        refused = client.post(form, TYPED)
        elsewhere = client.post(form, TYPED, REMOTE_ADDR="192.0.2.7")
        clock.shift(3601)
        later = client.post(form, TYPED)

    assert refused.status_code == 429
    assert "That is a lot at once." in refused.text
    assert "Not open: I was &lt;there&gt;.</textarea>" in refused.text
    assert elsewhere.status_code == later.status_code == 302


def test_behind_a_proxy_a_sender_is_who_the_proxy_says(form, client, settings):
    settings.BEHIND_PROXY = True

    def send(addresses):
        return client.post(form, TYPED, headers={"X-Forwarded-For": addresses}).status_code

    found = [send(f"10.0.0.{number}, 192.0.2.1") for number in range(MOST_AN_HOUR + 1)]

    assert found == [302] * MOST_AN_HOUR + [429]  # what the sender claims in front counts nothing
    assert send("192.0.2.2") == 302


def test_a_form_of_another_site_sends_nothing(form):
    response = Client(enforce_csrf_checks=True).post(form, TYPED)

    assert response.status_code == 403
    assert not Challenge.objects.exists()


def test_an_outcome_comes_with_an_answer(initiative, reviewer, browse):
    challenge = make.ChallengeFactory(initiative=initiative)
    client = browse(reviewer)

    silent = answer(client, challenge, outcome="", answer_en="")

    assert silent.status_code == 422
    assert "This field is required." in told_at(silent, "outcome")
    assert "in at least one language" in told_at(silent, "answer_en")
    assert Challenge.objects.open().exists()


def test_what_somebody_else_answered_meanwhile_is_shown_beside_what_was_typed(
    initiative, reviewer, editor, browse, client
):
    challenge = make.ChallengeFactory(initiative=initiative)
    version = version_on(browse(reviewer).get(desk(challenge)))
    answer(browse(editor), challenge, answer_en="Answered meanwhile.")
    data = {"version": version, "outcome": "declined", "answer_en": "Typed answer."}

    conflict = browse(reviewer).post(desk(challenge), data)
    again = client.post(desk(challenge), {**data, "version": version_on(conflict)})

    assert conflict.status_code == 409
    assert "<td>Answered meanwhile.</td><td>Typed answer.</td>" in conflict.text
    assert "Typed answer.</textarea>" in conflict.text
    assert again.status_code == 422
    assert "This is answered already." in again.text
    assert Challenge.objects.get().outcome == "accepted"
    assert "Answered meanwhile." in client.get(desk(challenge)).text


def test_what_moves_while_an_answer_is_sent_takes_nothing_of_what_was_typed(
    initiative, reviewer, browse, monkeypatch
):
    challenge = make.ChallengeFactory(initiative=initiative)

    def resolve_too_late(**details):
        Challenge.objects.update(text="Written meanwhile.")
        resolve(**details)

    monkeypatch.setattr("tracker.actions.challenge.resolve", resolve_too_late)
    conflict = answer(browse(reviewer), challenge, answer_en="Typed answer.")

    assert conflict.status_code == 409
    assert CHANGED in conflict.text
    assert "Typed answer.</textarea>" in conflict.text
    assert version_on(conflict) == version_of(Challenge.objects.get())
    assert Challenge.objects.open().exists()
