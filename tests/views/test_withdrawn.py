"""An initiative of which nothing stands any more: where it was, and where it must not be."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from tests import factories as make
from tests.actions.steps import approved, withdraw
from tests.html import compact

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.fixture
def withdrawn(initiative, reviewer):
    """The initiative, whose reason is in Russian, too."""
    make.MilestoneFactory(initiative=initiative, title_en="Test step")
    with_reason = withdraw(initiative.updates.get(), by=reviewer, reason="It was a duplicate.")
    with_reason.refresh_from_db()
    initiative.refresh_from_db()
    return initiative


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_address_says_when_and_why(withdrawn, client, language):
    page = client.get(f"/{language}/initiatives/{withdrawn.slug}/")

    assert page.status_code == 410
    assert "It was a duplicate." in page.text
    assert f"{timezone.localdate():%Y}" in compact(page.text)
    assert "Test bridge" not in page.text


def test_what_never_was_is_404(withdrawn, client):
    assert client.get("/en/initiatives/never/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "", "initiatives/", "initiatives/?q=bridge", "initiatives.csv", "timeline/",
        "timeline/roadmap/", "search/?q=bridge", "countries/",
    ],
)  # fmt: skip
def test_it_is_in_no_list(withdrawn, client, path):
    page = client.get(f"/en/{path}")

    assert page.status_code == 200
    body = b"".join(page.streaming_content) if page.streaming else page.content
    assert b"Test bridge" not in body
    assert b"Test step" not in body


def test_it_is_not_on_the_page_of_what_it_named(withdrawn, client):
    page = client.get(withdrawn.countries.get().get_absolute_url())

    assert page.status_code == 200
    assert "Test bridge" not in page.text


def test_it_is_in_no_sitemap(withdrawn, client):
    assert withdrawn.slug not in client.get("/sitemap-initiatives.xml").text


def test_the_log_says_that_it_was_withdrawn(withdrawn, client):
    assert "It was a duplicate." in client.get("/en/corrections/").text


def test_an_index_in_memory_forgets_it(initiative, reviewer, client):
    before = client.get("/en/initiatives/")
    withdraw(initiative.updates.get(), by=reviewer)
    after = client.get("/en/initiatives/")

    assert (before.context["page"].paginator.count, after.context["page"].paginator.count) == (1, 0)


def test_on_an_earlier_day_it_is_there_without_its_text(initiative, reviewer, client, time_machine):
    yesterday = timezone.localdate()
    time_machine.move_to(timezone.now() + timedelta(days=1))
    sentence = initiative.updates.get().sentence_en
    withdraw(initiative.updates.get(), by=reviewer)

    page = client.get(f"{initiative.get_absolute_url()}?as_of={yesterday}")

    assert page.status_code == 200
    assert sentence not in page.text


def test_it_is_there_again_once_another_update_is_published(withdrawn, editor, reviewer, client):
    approved(by=editor, reviewer=reviewer, initiative=withdrawn, status="planned")

    assert client.get(withdrawn.get_absolute_url()).status_code == 200
    assert "Test bridge" in client.get("/en/initiatives/").text
