import xml.etree.ElementTree as ET

import pytest
import time_machine
from django.utils import timezone

from tests import factories as make
from tests.actions import steps
from tests.html import compact
from tracker.actions.erase import erase
from tracker.models import LedgerEntry, Revision
from tracker.models.revision import noun_models
from tracker.vocabulary import RECORD

SITE = "http://testserver"
PAGE, FEED = "/en/corrections/", "/en/corrections.atom"
ATOM = "{http://www.w3.org/2005/Atom}"


def noon(day):
    return time_machine.travel(f"2026-06-{day:02}T12:00Z")


@pytest.fixture
def said(initiative, reviewer, editor):
    """A correction, a withdrawal and a revision, a day each, of updates of one initiative."""
    with noon(1):
        wrong, hoax = (
            steps.approved(
                by=editor, reviewer=reviewer, initiative=initiative, sentence_en=words,
                changed_on="2026-05",
            )
            for words in ("Wrong words.", "Secret words.")
        )  # fmt: skip
    with noon(2):
        steps.correct(wrong, by=reviewer, reason="Misread.")
    with noon(3):
        steps.withdraw(hoax, by=reviewer, reason="It was a hoax.")
    with noon(4):
        initiative.refresh_from_db()
        steps.revised(initiative, by=editor, reviewer=reviewer, title_en="Reworded bridge")
    with noon(9):
        yield wrong, hoax


@pytest.fixture
def initiative(db):
    with time_machine.travel("2026-05-31T12:00Z"):
        return make.published_initiative(title_en="Test bridge")


def feed_of(client, address=FEED):
    return ET.fromstring(client.get(address).content)  # noqa: S314 our own


def entries(client):
    return feed_of(client).findall(f"{ATOM}entry")


def texts(entry):
    """Return {name: text} of an entry; of its link the address."""
    return {
        name: (part.text if name != "link" else part.get("href"))
        for name in ("id", "title", "summary", "link", "updated")
        if (part := entry.find(ATOM + name)) is not None
    }


def test_the_log_says_what_was_wrong_and_why_the_newest_first(said, client):
    text = client.get(PAGE).text

    words = ["4 June 2026", "Reworded bridge</ins>", "3 June 2026", "It was a hoax.", "2 June 2026"]
    words += ["<s>Wrong words.</s>", "Misread."]
    assert sorted(words, key=text.index) == words
    assert "Secret words." not in text


def test_a_corrected_text_that_was_withdrawn_too_is_not_repeated(said, reviewer, client):
    wrong, _hoax = said
    steps.withdraw(wrong, by=reviewer)

    assert "Wrong words." not in client.get(PAGE).text
    assert "Wrong words." not in client.get(FEED).text


def test_each_line_leads_to_what_it_speaks_of(said, client):
    wrong, hoax = said
    text, page = client.get(PAGE).text, client.get(wrong.initiative.get_absolute_url()).text

    for update in (wrong, hoax):
        assert f'href="{update.initiative.get_absolute_url()}#update-{update.pk}"' in text
        assert f'id="update-{update.pk}"' in page


def test_an_empty_log_says_so(initiative, client):
    assert "Nothing has been corrected, withdrawn or reworded so far." in client.get(PAGE).text
    assert entries(client) == []


def test_the_feed_names_the_head_of_the_ledger(said, client):
    response = client.get(FEED)

    head = LedgerEntry.objects.head()
    subtitle = feed_of(client).findtext(f"{ATOM}subtitle")
    assert response["Content-Type"].startswith("application/atom+xml")
    assert f"ledger_head: {head['sequence']} {head['digest']} 2026-06-04T12:00:" in subtitle
    link = f'type="application/atom+xml" title="Corrections" href="{FEED}"'
    assert link in compact(client.get(PAGE).text)


def test_the_feed_says_the_same_as_the_log(said, client):
    wrong, _hoax = said

    found = [texts(entry) for entry in entries(client)]

    assert [entry["title"] for entry in found] == [
        "Revision: Reworded bridge", "Withdrawal: Reworded bridge", "Correction: Reworded bridge",
    ]  # fmt: skip
    assert [entry["summary"] for entry in found] == [
        "Title: Test bridge → Reworded bridge · Test", "It was a hoax.", "Misread.",
    ]  # fmt: skip
    assert len({entry["id"] for entry in found}) == 3
    assert [entry["updated"][:10] for entry in found] == ["2026-06-04", "2026-06-03", "2026-06-02"]
    address = f"{wrong.initiative.get_absolute_url()}#update-{wrong.pk}"
    assert found[2]["link"] == f"http://testserver{address}"


def test_every_change_is_told_in_words_and_leads_to_its_page(db, client, editor, reviewer):
    initiative = make.published_initiative(title_en="Test bridge")
    milestone = make.MilestoneFactory(initiative=initiative, title_en="First pier", due="2026")
    group = make.WorkingGroupFactory(name_en="Bridges")
    land = make.CountryFactory(name_en="Testland")
    place = make.PlaceFactory(name_en="Gabala")
    steps.revised(place, by=editor, reviewer=reviewer, country=land.slug)
    place.refresh_from_db()
    steps.revised(place, by=editor, reviewer=reviewer, aliases='[["Qəbələ","az"]]')
    steps.revised(milestone, by=editor, reviewer=reviewer, corrects=True, due="2026-05")
    steps.revised(group, by=editor, reviewer=reviewer, corrects=True, countries=land.slug)
    first = Revision.objects.order_by("pk").first().pk

    log, feed = compact(client.get(PAGE).text), [texts(entry) for entry in entries(client)]

    page, ours = group.get_absolute_url(), initiative.get_absolute_url()
    in_log = f"{SITE}{PAGE}#revision-"
    assert [(entry["title"], entry["summary"], entry["link"]) for entry in feed] == [
        (
            "Revision: Bridges", "Countries: — → Testland · Test",
            f"{SITE}{page}#revision-{first + 3}",
        ),
        (
            "Revision: Test bridge", "First pier · Deadline: 2026 → May 2026 · Test",
            f"{SITE}{ours}#revision-{first + 2}",
        ),
        ("Revision: Gabala", "Other names: — → Qəbələ · Test", f"{in_log}{first + 1}"),
        ("Revision: Gabala", "Country: — → Testland · Test", f"{in_log}{first}"),
    ]  # fmt: skip
    assert len({entry["id"] for entry in feed}) == 4
    assert f'<a href="{page}#revision-{first + 3}">Bridges</a>' in log
    assert f'<a href="{ours}#revision-{first + 2}">Test bridge</a>' in log
    assert '<h2 class="h3">Gabala' in log
    assert f'id="revision-{first}"' in log
    for address, key in ((page, first + 3), (ours, first + 2)):
        assert f'id="revision-{key}"' in client.get(address).text


def test_what_was_erased_is_told_without_its_words(said, client):
    entry = LedgerEntry.objects.get(kind="revision")
    erase(sequence=entry.sequence, reason="Test law")

    page, feed = client.get(PAGE).text, texts(entries(client)[0])

    assert "both wordings were erased by law." in page
    assert "both wordings were erased by law." in feed["summary"]
    assert "None" not in feed["summary"]


def test_a_feed_of_an_empty_record_is_a_feed(db, client):
    assert feed_of(client).findtext(f"{ATOM}subtitle") == "Nothing is published yet."


def test_the_feed_speaks_russian(said, client):
    feed = feed_of(client, "/ru/corrections.atom")

    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "ru"
    assert feed.find(f"{ATOM}entry/{ATOM}link").get("href").startswith("http://testserver/ru/")


def test_a_feed_is_only_read(db, client):
    assert client.post(FEED).status_code == 405


@pytest.mark.parametrize("number", [1, 7])
def test_the_feed_asks_as_many_queries_for_few_as_for_many(
    db, client, number, django_assert_num_queries
):
    for _ in range(number):
        make.CorrectionFactory()
        make.WithdrawalFactory()
        for target in ({}, {"initiative": None, "plan": make.ActionPlanFactory(), "field": "name"}):
            make.RevisionFactory(**target)
    Revision.objects.filter(published_at=None).update(published_at=timezone.now())

    with django_assert_num_queries(7):
        found = entries(client)

    assert len(found) == 4 * number


@pytest.mark.parametrize("noun", RECORD)
def test_a_revision_of_each_noun_is_in_the_log_and_in_the_feed(noun, rows, client):
    """A place or a person has no page, a milestone that of its initiative."""
    row = rows[noun_models()[noun]._meta.model_name]
    field = "title" if "title" in RECORD[noun] else "name"
    code = "" if noun == "source" else "en"
    target = {"initiative": None, noun: row}
    revision = make.RevisionFactory(**target, field=field, language=code)
    Revision.objects.filter(pk=revision.pk).update(published_at=timezone.now())
    home = row.initiative.get_absolute_url() if noun == "milestone" else PAGE
    page = dict.fromkeys(("speaker", "place", "milestone"), home)

    assert str(row) in client.get(PAGE).text
    [entry] = [one for one in entries(client) if one.findtext(f"{ATOM}title").startswith("Rev")]
    shown = page[noun] if noun in page else row.get_absolute_url()
    assert texts(entry)["link"] == f"http://testserver{shown}#revision-{revision.pk}"


def test_an_empty_feed_is_as_old_as_the_record_whenever_it_is_read(initiative, client):
    with noon(2):
        before = client.get(FEED).content
    with noon(3):
        assert client.get(FEED).content == before
