import pytest
from django.utils import timezone, translation

from tests import factories as make
from tracker.vocabulary import Kind

LIST = "/en/initiatives/"


def test_htmx_gets_the_results_alone_and_caches_are_told(db, client):
    make.published_initiative(title_en="Test bridge")

    page = client.get(LIST)
    results = client.get(LIST, headers={"HX-Request": "true"})
    history = client.get(LIST, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})

    assert "<html" in page.text
    assert "<html" not in results.text
    assert "Test bridge" in results.text
    assert "<html" in history.text
    assert "HX-Request" in page["Vary"]
    assert "HX-Request" in results["Vary"]


def test_the_counts_beside_the_choices_follow_in_place(db, client):
    make.published_initiative()
    htmx = {"HX-Request": "true"}

    now = client.get(f"{LIST}?status=announced", headers=htmx).text
    earlier = client.get(f"{LIST}?as_of={timezone.localdate()}", headers=htmx).text

    assert '<span id="n-status-announced" hx-swap-oob="innerHTML">1</span>' in now
    assert '<span id="n-status-planned" hx-swap-oob="innerHTML">0</span>' in now
    assert "None" not in now
    assert 'id="n-' not in earlier
    assert "None" not in earlier


def test_what_is_chosen_can_be_left_out_one_by_one(db, client):
    theme = make.ThemeFactory(slug="test-theme", name_en="Test theme")
    make.published_initiative().themes.add(theme)

    query = "q=bridge&kind=aspiration&kind=joint_initiative&theme=test-theme"
    chosen = client.get(f"{LIST}?{query}&sort=title&page=1").context["filter"].chosen()

    assert [(choice.label, choice.without) for choice in chosen] == [
        (
            "“bridge”",
            "kind=aspiration&kind=joint_initiative&theme=test-theme&sort=title",
        ),
        ("Aspiration", "q=bridge&theme=test-theme&sort=title&kind=joint_initiative"),
        ("Joint initiative", "q=bridge&theme=test-theme&sort=title&kind=aspiration"),
        (
            "Test theme",
            "q=bridge&kind=aspiration&kind=joint_initiative&sort=title",
        ),
    ]


def test_an_empty_result_says_which_choice_to_leave_out(db, client):
    theme = make.ThemeFactory(slug="test-theme")
    make.published_initiative(title_en="Test bridge").themes.add(theme)

    page = client.get(f"{LIST}?q=bridge&theme=test-theme&status=dropped&kind=aspiration")
    near = client.get(f"{LIST}?q=bridge&theme=test-theme&status=dropped")

    assert page.context["filter"].ways_out() == []
    assert "Show all initiatives" in page.text
    assert near.context["filter"].ways_out() == [("Status", 1, "q=bridge&theme=test-theme")]
    assert "?q=bridge&amp;theme=test-theme" in near.text


@pytest.mark.parametrize("query", ["theme=nope", "kind=x", "q=%00", "sort=x"])
def test_a_filter_that_makes_no_sense_says_why(db, client, query):
    response = client.get(f"{LIST}?{query}")

    assert response.status_code == 400
    assert "This filter cannot be applied" in response.text


@pytest.mark.parametrize("page", ["0", "-1", "2", "x", "99999999999999999999", "%00"])
def test_a_page_that_is_not_there_is_a_404(db, client, page):
    make.published_initiative()

    assert client.get(f"{LIST}?page={page}").status_code == 404


def test_pages_keep_the_filter(db, client, settings):
    settings.PAGE_SIZE = 1
    for _ in range(2):
        make.published_initiative()

    response = client.get(f"{LIST}?status=announced&sort=title")

    assert "?status=announced&amp;sort=title&amp;page=2" in response.text


def test_the_page_of_an_initiative_shows_its_quote_in_its_own_language(db, client):
    source = make.SourceFactory(
        text="Мы построим пробный мост.", language="ru", publisher="Пробная газета"
    )
    citation = make.CitationFactory(source=source, quote="Мы построим пробный мост.")
    update = make.published_update(reference=citation)

    response = client.get(update.initiative.get_absolute_url())

    assert '<blockquote lang="ru"' in response.text
    assert "Мы построим пробный мост." in response.text
    assert "Пробная газета, 1 March 2026" in response.text
    assert source.url in response.text
    assert "The test minister announced it." in response.text


def test_the_timeline_shows_what_the_status_was_before(db, client):
    initiative = make.published_initiative()
    make.published_update(initiative=initiative, status="delivered", changed_on="2026-04")

    text = client.get(initiative.get_absolute_url()).text

    entry = text[text.index('<article class="entry"') :]
    assert entry.index("status-announced") < entry.index("→") < entry.index("status-delivered")


def test_a_text_in_another_language_says_which(db, client):
    initiative = make.published_initiative(title_en="Only in English", title_ru="")

    with translation.override("ru"):
        url = initiative.get_absolute_url()
    response = client.get(url)

    assert '<h1><span lang="en">Only in English</span></h1>' in response.text


def test_a_wish_is_not_shown_as_a_promise(db, client):
    wish = make.published_initiative(kind=Kind.ASPIRATION, original_due="2020")

    page = client.get(wish.get_absolute_url()).text
    dashboard = client.get("/en/").text

    assert "It is not a promise." in page
    assert "Original deadline" not in page
    assert "Overdue</span>" not in page
    assert "promises and projects, by status" not in dashboard
    assert "1 aspiration" in dashboard


def test_what_editors_type_is_escaped(db, client):
    make.published_initiative(title_en="<script>alert(1)</script>", slug="bad")

    for url in (LIST, "/en/initiatives/bad/", "/en/", "/en/timeline/"):
        assert "<script>alert" not in client.get(url).text


def test_countries_with_a_status_of_their_own_are_a_table(db, client):
    initiative = make.published_initiative()
    country = make.CountryFactory(name_en="Testland")
    make.published_update(initiative=initiative, country=country, status="planned")
    make.published_update(
        initiative=initiative, country=country, status="delivered", changed_on="2026-05"
    )

    text = client.get(initiative.get_absolute_url()).text

    table = text[text.index("By country") : text.index("</table>")]
    assert "Testland" in table
    assert "Delivered" in table
    assert "Planned" not in table


def test_progress_is_counted_in_milestones_that_a_citation_supports(db, client):
    initiative = make.published_initiative()
    make.MilestoneFactory(initiative=initiative, title_en="Reached step", reached_on="2026-04")
    make.MilestoneFactory(initiative=initiative, title_en="Open step", due="2027")
    uncited = make.MilestoneFactory(initiative=initiative, title_en="Uncited step")
    uncited.references.all().delete()

    text = client.get(initiative.get_absolute_url()).text

    assert "1 of 2 reached" in text
    assert "Uncited step" not in text


def test_a_draft_tells_nothing_about_its_source(db, client):
    source = make.SourceFactory(slug="the-source")
    published = make.published_initiative()
    make.published_update(reference=make.CitationFactory(source=source))
    make.DraftFactory(
        initiative=published,
        reference=make.CitationFactory(source=source, quote="The test bridge is open, they said."),
    )

    found = client.get(f"{LIST}?source=the-source").context["page"].object_list

    assert published not in found
    assert len(found) == 1
    assert "bridge" not in client.get(source.get_absolute_url()).text
