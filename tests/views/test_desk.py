import re

import pytest
import time_machine
from django.urls import reverse

from tests import factories as make
from tests.actions import steps
from tracker.models import LedgerEntry, StatusUpdate
from tracker.views.desk import MOST_ROWS


def sections(text):
    """Return {title: HTML} of the sections that a worklist shows, and their counts."""
    found = {}
    for part in text.split("<section")[1:]:
        title, count = re.search(r"<h2>(.+) \((\d+)\)</h2>", part).groups()
        found[title] = int(count), part
    return found


def propose(row, **details):
    row.refresh_from_db()
    steps.proposal(row, **details)


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_account_without_a_role_records_nothing(initiative, browse, method):
    client = browse(make.UserFactory())

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

    found = sections(client.get("/desk/").text)

    assert {title: count for title, (count, _html) in found.items()} == {
        "Overdue": 1,
        "Due within 30 days": 1,
        "No news for 180 days": 1,
        "Not published yet: the first update is missing": 1,
    }
    assert "Late bridge" in found["Overdue"][1]
    assert "Near bridge" in found["Due within 30 days"][1]
    assert "Silent bridge" in found["No news for 180 days"][1]
    assert "Draft bridge" in found["Not published yet: the first update is missing"][1]


def test_the_worklist_of_a_focal_point_is_their_scope(author, initiative, browse):
    make.published_initiative(title_en="Foreign bridge", changed_on="2020")
    make.InitiativeFactory(title_en="Hidden bridge").countries.set(initiative.countries.all())
    make.published_update(initiative=initiative, evidence="none_found", changed_on="2026-04")

    text = browse(author).get("/desk/").text

    assert "Test bridge" in sections(text)["No evidence found"][1]
    assert "Foreign bridge" not in text
    assert "Hidden bridge" not in text


def test_a_submission_waits_for_others_and_not_for_its_author(author, initiative, reviewer, browse):
    steps.submission(by=author, initiative=initiative, sentence_en="Submitted words.")
    own_scope = steps.submission(by=make.UserFactory(is_superuser=True))
    own_scope.initiative.countries.add(country := make.CountryFactory())
    reviewer.countries.add(country)

    of_author = sections(browse(author).get("/desk/").text)
    of_reviewer = sections(browse(reviewer).get("/desk/").text)

    assert "Submitted words." in of_author["My submissions that wait"][1]
    assert "Waiting for my review" not in of_author
    assert of_reviewer["Waiting for my review"][0] == 1
    assert "Submitted words." in of_reviewer["Waiting for my review"][1]


def test_a_long_section_says_how_many_there_are(reviewer, browse):
    for _ in range(MOST_ROWS + 1):
        make.InitiativeFactory()

    text = browse(reviewer).get("/desk/").text

    title = "Not published yet: the first update is missing"
    assert sections(text)[title][0] == MOST_ROWS + 1
    assert sections(text)[title][1].count('<li class="row">') == MOST_ROWS
    assert "the others follow" in text


@pytest.mark.parametrize("number", [1, 7])
def test_the_worklist_asks_as_many_queries_for_few_as_for_many(
    db, browse, number, django_assert_num_queries
):
    other, me = make.UserFactory(is_superuser=True), make.UserFactory(is_superuser=True)
    for _ in range(number):
        country = make.CountryFactory()
        steps.submission(by=other, country=country)
        steps.submission(by=me)
        steps.emergency(by=other)
        steps.draft(by=me, country=country)
        for author in (other, me):
            late = make.published_initiative(original_due="2020", changed_on="2019")
            propose(late, by=author, title_en="Other")
            propose(make.ActionPlanFactory(), by=author, name_en="Other")
            source = late.updates.get().references.get().citation.source
            propose(source, by=author, publisher="Other")
        make.ChallengeFactory()
        make.InitiativeFactory()
    client = browse(me)

    with django_assert_num_queries(17):
        text = client.get("/desk/").text

    assert len(sections(text)) == 10


def test_whoever_may_read_the_record_sees_the_desk_page_of_an_unpublished_initiative(
    reviewer, author, browse
):
    initiative = make.InitiativeFactory(title_en="Hidden bridge")
    initiative.countries.set(author.countries.all())
    url = reverse("desk_initiative", args=[initiative.slug])

    assert browse(author).get(url).status_code == 404
    assert "Not published: the first update is missing." in browse(reviewer).get(url).text


def test_a_focal_point_sees_no_draft_of_others(author, initiative, reviewer, browse):
    steps.draft(by=reviewer, initiative=initiative, sentence_en="Secret words.")
    url = reverse("desk_initiative", args=[initiative.slug])

    assert "Secret words." not in browse(author).get(url).text
    assert "Secret words." in browse(reviewer).get(url).text


def test_the_auditor_verifies_and_changes_nothing(auditor, initiative, browse):
    client, entries = browse(auditor), LedgerEntry.objects.count()

    before = client.get("/desk/verify/").text
    whole = client.post("/desk/verify/").text

    assert "The record is whole" not in before
    assert "The record is whole" in whole
    assert f"{entries} ledger entries" in whole
    assert LedgerEntry.objects.count() == entries


def test_the_bar_offers_a_worklist_to_those_who_have_one(auditor, reviewer, browse):
    pages = [browse(user).get("/desk/account/").text for user in (auditor, reviewer)]

    assert ['<a href="/desk/">Worklist</a>' in page for page in pages] == [False, True]


def test_the_verification_says_what_is_wrong(auditor, initiative, browse):
    type(initiative).objects.update(status="delivered")

    text = browse(auditor).post("/desk/verify/").text

    assert "Something is wrong" in text
    assert f"The status of {initiative.slug} does not follow from its updates." in text


def test_the_page_of_the_desk_offers_an_auditor_nothing_to_write(auditor, initiative, browse):
    text = browse(auditor).get(reverse("desk_initiative", args=[initiative.slug])).text

    assert "Record an update" not in text
    assert "Propose another wording" not in text
    assert StatusUpdate.objects.count() == 1


def test_logging_in_leads_to_the_worklist(db, client):
    user = make.UserFactory()
    user.set_password("a test password")
    user.save()

    wrong = client.post("/desk/login/", {"username": user.username, "password": "no"})
    right = client.post("/desk/login/", {"username": user.username, "password": "a test password"})

    assert "Please enter a correct username and password" in wrong.text
    assert right["Location"] == "/desk/"


def test_the_desk_speaks_the_language_that_was_chosen(author, browse):
    staff = browse(author)
    response = staff.post("/desk/language/", {"language": "ru", "next": "/desk/"})

    assert response["Location"] == "/desk/"
    assert '<html lang="ru">' in staff.get("/desk/").text


def test_the_form_speaks_the_language_of_its_page(author, initiative, browse):
    url = reverse("desk_update", args=[initiative.slug])

    text = browse(author).get(url, headers={"Accept-Language": "ru"}).text

    assert text.count("Выберите…") == 2
    assert "Select an option" not in text


def test_a_focal_point_finds_no_source_that_is_not_theirs(author, initiative, browse):
    hidden = make.SourceFactory(title="Hidden article")
    client = browse(author)

    page = client.get(reverse("desk_source", args=[hidden.slug]))
    form = client.get(reverse("desk_update", args=[initiative.slug]))

    assert page.status_code == 404
    assert "Hidden article" not in form.text
    assert initiative.updates.get().references.get().citation.source.publisher in form.text
