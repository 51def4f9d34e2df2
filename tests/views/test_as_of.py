"""Every public page of the record takes `?as_of=`, a day."""

import re

import pytest
import time_machine
from django.conf import settings
from django.urls import resolve, reverse

from tests import factories as make
from tests.actions import steps
from tests.addresses import ONCE, PUBLIC_NAMES, RECORD_PAGES, address
from tests.html import compact
from tracker.models import Reference
from tracker.models.record_fields import citations_text

IN_A_LANGUAGE = re.compile(f"^/({'|'.join(settings.LANGUAGE_NAMES)})/")
STOOD = "The record as it stood at the end of"


def noon(day):
    return time_machine.travel(f"2026-06-{day:02}T12:00Z")


@pytest.fixture
def record(request):
    """One row of each sort, public since the 2nd; it is the 9th."""
    with noon(2):
        found = request.getfixturevalue("rows")
    with noon(9):
        yield found


@pytest.fixture
def bridge(db, editor, reviewer):
    """Announced on the 2nd; on the 5th planned, reworded, and its deadline moved; on the 9th."""
    with noon(2):
        bridge = make.published_initiative(
            slug="bridge", title_en="Old bridge", original_due="2026-06-04"
        )
    with noon(5):
        make.published_update(
            initiative=bridge, status="planned", evidence="documented", changed_on="2026-06-05",
            sentence_en="It is planned now.",
        )  # fmt: skip
        bridge.refresh_from_db()
        steps.revised(bridge, by=editor, reviewer=reviewer, title_en="New bridge", due="2026-08")
    with noon(9):
        yield bridge


@pytest.fixture
def pages(record, client):
    """Return a reader of every page of the record: {name: response} of a day."""
    return lambda query: {name: client.get(address(name, record), query) for name in RECORD_PAGES}


def test_every_page_of_an_earlier_day_says_so(pages):
    for name, page in pages({"as_of": "2026-06-03"}).items():
        assert page.status_code == 200, name
        assert f"{STOOD} 3 June 2026." in page.text, name
        assert 'href="?">Back to today</a>' in page.text, name
    for name, page in pages({}).items():
        assert page.status_code == 200, name
        assert STOOD not in page.text, name


def test_the_links_of_an_earlier_day_stay_in_it(pages):
    for name, page in pages({"as_of": "2026-06-03"}).items():
        links = re.findall(r'href="(/[^"]+)"', page.text)
        kept = [link for link in links if "as_of=" in link]
        public = [link for link in links if _name(link) in RECORD_PAGES]

        assert len(public) > len(RECORD_PAGES) / 2, name
        assert [link for link in public if link.count("as_of=2026-06-03") != 1] == [], name
        assert {_name(link) for link in kept} <= {*PUBLIC_NAMES}, name


def test_what_is_kept_of_a_page_is_kept_for_each_day(pages):
    """Headers, footers and rows of a list are printed once, each with its links."""
    for query in ({}, {"as_of": "2026-06-03"}, {"as_of": "2026-06-04"}, {}):
        for name, page in pages(query).items():
            links = re.findall(r'href="(/en/[^"]+)"', page.text)
            days = {day for link in links for day in re.findall(r"as_of=([^&#]*)", link)}

            assert days == set(query.values()), name


def test_the_links_of_an_earlier_day_lead_to_pages_of_it(bridge, client):
    html = client.get(f"{bridge.get_absolute_url()}?as_of=2026-06-04").text

    for href in set(re.findall(r'href="(/[^"]+as_of=[^"]*)"', html)):
        assert client.get(href.replace("&amp;", "&")).status_code == 200


def _name(href):
    path = IN_A_LANGUAGE.sub("/en/", re.split("[?#]", href)[0])
    return resolve(path).url_name if path.startswith("/en/") else ""


def test_before_the_first_entry_every_page_says_that_nothing_was_published(pages, record):
    for name, page in pages({"as_of": "2026-06-01"}).items():
        assert page.status_code == 200, name
        assert "Nothing was published yet" in page.text, name
        assert "The record begins on 2 June 2026." in page.text, name
        for row in ("initiative", "event", "source"):
            assert str(record[row]) not in page.text, name


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("<b>", "This is not a day that we can read."),
        ("2026-06-31", "This is not a day that we can read."),
        ("2026-06", "This is not a day that we can read."),
        ("2026-06-10", "This day is still ahead"),
        ("9999-12-31", "This day is still ahead"),
    ],
)
def test_a_day_of_which_there_is_no_record_is_refused_with_why(pages, day, message):
    for name, page in pages({"as_of": day}).items():
        assert page.status_code == 400, name
        assert "<h1>There is no record of this day</h1>" in page.text, name
        assert message in page.text, name
        assert "<b>" not in page.text, name


@pytest.mark.parametrize("day", ["", "2026-06-09"])
def test_no_day_and_today_are_read(record, client, day):
    response = client.get("/en/", {"as_of": day})

    assert response.status_code == 200
    assert (STOOD in response.text) == bool(day)


def test_an_empty_record_is_honest_about_any_day(db, client):
    response = client.get("/en/?as_of=2020-01-01")

    assert response.status_code == 200
    assert "Nothing is published yet." in response.text


def test_the_page_of_an_initiative_is_of_that_day(bridge, client):
    url = bridge.get_absolute_url()
    then, now = (compact(client.get(url + day).text) for day in ("?as_of=2026-06-04", ""))

    assert "<h1>Old bridge</h1>" in then
    assert "<h1>New bridge</h1>" in now
    assert "<dt>Original deadline</dt><dd>4 June 2026</dd>" in then
    assert "<dt>Present deadline</dt><dd>August 2026</dd>" in now
    for words in (
        "New bridge", "It is planned now.", "chip status-planned", "evidence-documented",
        "August 2026", "Present deadline", "Original and current wording",
    ):  # fmt: skip
        assert words in now
        assert words not in then


def test_the_schedule_is_that_of_the_day(bridge, client):
    def schedule(day):
        text = compact(client.get(f"{bridge.get_absolute_url()}?as_of=2026-06-0{day}").text)
        return re.search(r"<dt>Schedule</dt><dd><span class=\"chip schedule-(\w+)", text)[1]

    make.published_initiative(title_en="Late bridge", original_due="2026-06-08")
    late = client.get("/en/initiatives/?schedule=overdue").text

    assert [schedule(4), schedule(5)] == ["due", "due"]
    assert "Late bridge" in late
    assert "New bridge" not in late


def test_no_page_of_an_earlier_day_knows_what_came_later(bridge, client):
    pages = {name: reverse(name) for name in ONCE} | {"initiative": bridge.get_absolute_url()}
    then, now = (
        {name: client.get(f"{path}{query}").text for name, path in pages.items()}
        for query in ("?as_of=2026-06-04", "")
    )

    then.pop("method")  # shows every chip, on any day

    for words in ("New bridge", "It is planned now.", "chip status-planned", "August 2026"):
        assert [name for name, text in then.items() if words in text] == []
    assert {"dashboard", "timeline", "roadmap", "initiatives", "corrections", "changes"} <= {
        name for name, text in now.items() if "New bridge" in text
    }


def test_what_was_not_public_yet_has_no_page(bridge, client):
    later = make.published_initiative()

    assert client.get(later.get_absolute_url()).status_code == 200
    assert client.get(f"{later.get_absolute_url()}?as_of=2026-06-08").status_code == 404


def test_the_filters_ask_of_that_day(bridge, client):
    def found(query):
        page = client.get(f"/en/initiatives/?{query}").context["page"]
        return [item.title_en for item in page]

    assert found("status=announced&as_of=2026-06-04") == ["Old bridge"]
    assert found("status=planned&as_of=2026-06-04") == []
    assert found("q=Old&as_of=2026-06-04") == ["Old bridge"]
    assert found("q=New&as_of=2026-06-04") == []
    assert found("status=planned") == ["New bridge"]


def test_the_form_of_the_day_keeps_the_filter(bridge, client):
    text = client.get("/en/initiatives/?status=announced&as_of=2026-06-04").text

    form = text[text.index('<form class="day"') :].partition("</form>")[0]
    assert '<input type="hidden" name="status" value="announced">' in form
    assert 'value="2026-06-04"' in form


def test_from_an_earlier_day_a_later_one_can_be_opened(bridge, client):
    assert 'max="2026-06-09"' in client.get("/en/?as_of=2026-06-04").text


def test_a_filter_of_an_earlier_day_stays_in_it(bridge, client):
    text = client.get("/en/initiatives/?as_of=2026-06-04").text

    form = text[text.index('<form class="filter"') :].partition("</form>")[0]
    assert '<input type="hidden" name="as_of" value="2026-06-04">' in form


def test_the_footer_names_the_newest_entry_of_that_day(bridge, client):
    text = client.get("/en/method/?as_of=2026-06-04").text

    assert "Ledger: entry 3 of 2 June 2026, 12:00:0" in text


def test_a_page_of_an_earlier_day_is_in_russian_too(bridge, client):
    text = client.get("/ru/initiatives/bridge/?as_of=2026-06-04").text

    assert "4 июня 2026" in text
    assert f'href="{reverse("initiatives").replace("/en/", "/ru/")}?as_of=2026-06-04"' in text


@pytest.fixture
def days(db):
    """Return a function that takes three steps on the 2nd, on the 5th and on the 9th."""

    def days(write, rename, read):
        with noon(2):
            written = write()
        with noon(5):
            before = read(written)
            rename(written)
        with noon(9):
            return before, read(written)

    return days


@pytest.mark.parametrize("name", ["initiatives", "country", "initiative"])
def test_a_plan_is_called_on_each_page_as_on_its_day(name, days, editor, reviewer, client):
    def write():
        plan, country = make.ActionPlanFactory(name_en="Old plan"), make.CountryFactory()
        bridge = make.InitiativeFactory(kind="action_plan_item", plan=plan)
        bridge.countries.add(country)
        make.published_update(initiative=bridge)
        return {"plan": plan, "country": country, "initiative": bridge}

    before, after = days(
        write,
        lambda rows: steps.revised(rows["plan"], by=editor, reviewer=reviewer, name_en="New plan"),
        lambda rows: client.get(f"{address(name, rows)}?as_of=2026-06-03").text,
    )

    for page in (before, after):
        assert "Old plan" in page
        assert "New plan" not in page


def test_what_a_revision_names_is_called_as_on_its_day(days, editor, reviewer, client):
    """The source of its quote, and the rows that it links; so is where a first deadline stands."""

    def write():
        quote = make.CitationFactory(source=make.SourceFactory(title="Old title"))
        bridge, theme = (
            make.InitiativeFactory(original_due="2026-05"), make.ThemeFactory(name_en="Old theme"),
        )  # fmt: skip
        Reference.objects.create(initiative=bridge, citation=quote)
        make.published_update(initiative=bridge, reference=quote)
        for changes in ({"due": "2026-08"}, {"themes": theme.slug}):
            bridge.refresh_from_db()
            steps.revised(bridge, by=editor, reviewer=reviewer, **changes)
        return bridge, quote.source, theme

    def rename(rows):
        _bridge, source, theme = rows
        source.refresh_from_db()
        steps.revised(source, by=editor, reviewer=reviewer, title="New title")
        steps.revised(theme, by=editor, reviewer=reviewer, name_en="New theme")

    before, after = days(
        write,
        rename,
        lambda rows: client.get(f"{rows[0].get_absolute_url()}?as_of=2026-06-03").text,
    )

    for name, most in (("title", 3), ("theme", 2)):
        assert before.count(f"Old {name}") == after.count(f"Old {name}") >= most
        assert f"New {name}" not in before + after


CITED = (
    make.ActionPlanFactory, make.OrganizationFactory, make.WorkingGroupFactory, make.EventFactory,
    make.CountryFactory, make.MilestoneFactory,
)  # fmt: skip


@pytest.mark.parametrize("factory", CITED)
def test_a_noun_rests_on_the_quotes_of_the_day(factory, days, editor, reviewer, client):
    def write():
        if factory is not make.MilestoneFactory:
            row = factory()
            return row, row
        step = make.MilestoneFactory(initiative=make.published_initiative())
        return step, step.initiative

    def add_a_quote(rows):
        new = make.CitationFactory(
            source=make.SourceFactory(text="They said new words there."), quote="new words there"
        )
        now = [reference.citation for reference in rows[0].references.all()]
        quotes = citations_text([*now, new])
        rows[0].refresh_from_db()
        steps.revised(rows[0], by=editor, reviewer=reviewer, citations=quotes, corrects=True)

    def read(rows):
        address = rows[1].get_absolute_url()
        return [client.get(address, query).text for query in ({}, {"as_of": "2026-06-03"})]

    (_today, before), (today, after) = days(write, add_a_quote, read)

    assert "new words there" in today
    assert "new words there" not in before + after
    assert before.count("<blockquote") == after.count("<blockquote")
