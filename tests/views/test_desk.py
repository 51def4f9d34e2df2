import pytest
import time_machine
from django.urls import reverse

from tests import factories as make
from tracker.models import Initiative, LedgerEntry, Source, StatusUpdate

QUOTE = "The test bridge is open, they said."


@pytest.fixture
def initiative(db):
    return make.published_initiative(title_en="Test bridge")


@pytest.fixture
def staff(focal_point, client):
    client.force_login(focal_point)
    return client


@pytest.fixture
def answer(initiative, staff):
    """Post the form with some fields changed."""
    fields = {
        "status": "delivered", "evidence": "documented", "changed_on": "2026-05",
        "sentence_en": "The test bridge opened.", "quote": QUOTE,
        "source": Source.objects.get().pk,
    }  # fmt: skip

    def post(**changes):
        url = reverse("desk_update", args=[initiative.slug])
        return staff.post(url, {**fields, **changes})

    return post


def test_an_update_is_public_at_once(answer, initiative, staff, focal_point):
    response = answer()

    assert response.status_code == 302
    assert Initiative.objects.get().status == "delivered"
    assert StatusUpdate.objects.first().created_by == focal_point
    page = staff.get(initiative.get_absolute_url()).text
    assert "The test bridge opened." in page
    assert QUOTE in page
    assert "The update is published." in staff.get(response["Location"]).text


def test_an_update_with_a_new_source(answer):
    response = answer(
        source="",
        **{
            "source-publisher": "New Test Times", "source-language": "en",
            "source-url": "https://times.example/", "source-published_on": "2026-05-02",
            "source-text": f"Headline.\r\n{QUOTE}\r\nMore.",
        },
    )  # fmt: skip

    assert response.status_code == 302
    source = Source.objects.get(publisher="New Test Times")
    assert source.text == f"Headline.\n{QUOTE}\nMore."
    assert StatusUpdate.objects.first().references.get().citation.source == source


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"quote": "The test bridge is closed."}, "It agrees up to “The test bridge is ”"),
        ({"quote": ""}, "This field is required."),
        ({"changed_on": "last May"}, "for example 2026, 2026-05 or 2026-05-15"),
        ({"changed_on": "2999"}, "This date is in the future"),
        ({"status": "done"}, "Select a valid choice"),
        ({"sentence_en": ""}, "Write the sentence in at least one language."),
        ({"source": ""}, "Choose the source of the quote"),
        ({"source": "9999"}, "Select a valid choice"),
        ({"source-publisher": "Both"}, "not both"),
        ({"source": "", "source-publisher": "Half"}, "The new source is not complete."),
        ({"country": "9999"}, "Select a valid choice"),
        ({"sentence_en": "x" * 501}, "at most 500 characters"),
        ({"quote": "nul \x00 nul"}, "Null characters are not allowed."),
    ],
)
def test_a_slip_is_told_at_its_field_and_nothing_is_written(answer, changes, message):
    response = answer(**changes)

    assert response.status_code == 422
    assert message in response.text
    assert StatusUpdate.objects.count() == 1
    assert Source.objects.count() == 1
    assert LedgerEntry.objects.count() == 1


def test_what_was_typed_is_kept(answer):
    response = answer(changed_on="soon", sentence_en="Typed at length.")

    assert "Typed at length." in response.text
    assert 'value="soon"' in response.text


def test_a_text_that_is_archived_already_is_refused(answer):
    known = Source.objects.get()

    response = answer(
        source="",
        **{
            "source-publisher": "Copy", "source-language": "en", "source-url": "https://x.example/",
            "source-published_on": "2026", "source-text": known.text,
        },
    )  # fmt: skip

    assert response.status_code == 422
    assert "This text is archived already" in response.text


def test_the_first_update_publishes_an_initiative(administrator, client):
    initiative = make.InitiativeFactory()
    source = make.SourceFactory()
    client.force_login(administrator)
    url = reverse("desk_update", args=[initiative.slug])
    assert 'name="country"' not in client.get(url).text

    client.post(url, {
        "status": "announced", "evidence": "stated", "changed_on": "2026-03-01",
        "sentence_ru": "Объявлено.", "quote": QUOTE, "source": source.pk,
    })  # fmt: skip

    assert client.get(initiative.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_account_without_a_role_records_nothing(initiative, client, method):
    client.force_login(make.UserFactory())

    response = getattr(client, method)(reverse("desk_update", args=[initiative.slug]))

    assert response.status_code == 403
    assert "without the right" in response.text


@time_machine.travel("2026-06-15T12:00Z")
def test_the_worklist_says_what_needs_an_update(reviewer, client):
    make.published_initiative(
        title_en="Late bridge", original_due="2026-05", changed_on="2026-05-01"
    )
    make.published_initiative(
        title_en="Near bridge", original_due="2026-06", changed_on="2026-05-01"
    )
    make.published_initiative(title_en="Silent bridge", changed_on="2020")
    make.InitiativeFactory(title_en="Draft bridge")
    client.force_login(reviewer)

    text = client.get("/desk/").text

    sections = text.split("<section")[1:]
    found = {
        words: next(section for section in sections if words in section)
        for words in ("Late bridge", "Near bridge", "Silent bridge", "Draft bridge")
    }
    assert "Overdue (1)" in found["Late bridge"]
    assert "Due within 30 days (1)" in found["Near bridge"]
    assert "No news for 180 days (1)" in found["Silent bridge"]
    assert "Not published yet: the first update is missing (1)" in found["Draft bridge"]


def test_logging_in_leads_to_the_worklist(db, client):
    user = make.UserFactory()
    user.set_password("a test password")
    user.save()

    wrong = client.post("/desk/login/", {"username": user.username, "password": "no"})
    right = client.post("/desk/login/", {"username": user.username, "password": "a test password"})

    assert "Please enter a correct username and password" in wrong.text
    assert right["Location"] == "/desk/"


def test_the_desk_speaks_the_language_that_was_chosen(staff):
    response = staff.post("/desk/language/", {"language": "ru", "next": "/desk/"})

    assert response["Location"] == "/desk/"
    assert '<html lang="ru">' in staff.get("/desk/").text


def test_the_form_speaks_the_language_of_its_page(initiative, staff):
    url = reverse("desk_update", args=[initiative.slug])

    text = staff.get(url, headers={"Accept-Language": "ru"}).text

    assert text.count("Выберите…") == 3
    assert "Select an option" not in text
