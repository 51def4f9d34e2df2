import re

import pytest
import time_machine
from django.utils import timezone, translation

from tests import factories as make
from tests.html import compact
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
    assert '<span id="n-status-planned" hx-swap-oob="innerHTML">0</span>' in earlier
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

    response = client.get(f"{LIST}?page={page}&kind=aspiration")

    assert response.status_code == 404
    assert "There is no such page of this list." in response.text
    assert 'href="?kind=aspiration"' in response.text


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


def test_progress_is_counted_in_milestones_that_are_public(db, client):
    initiative = make.published_initiative()
    make.MilestoneFactory(initiative=initiative, title_en="Reached step", reached_on="2026-04")
    make.MilestoneFactory(initiative=initiative, title_en="Open step", due="2027")
    make.MilestoneFactory(initiative=initiative, title_en="Drafted step", stays_draft=True)

    text = client.get(initiative.get_absolute_url()).text

    assert "1 of 2 reached" in text
    assert "Drafted step" not in text


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


def part(page, heading):
    """Return the section of a page under a heading."""
    start = page.text.index(f'<h2 id="{heading}">')
    return page.text[start : page.text.index("</section>", start)]


def test_the_story_is_told_in_its_order(db, client):
    plan, event = make.ActionPlanFactory(), make.EventFactory()
    initiative = make.published_initiative(plan=plan, announced_at=event, original_due="2027")
    make.published_initiative(plan=plan)
    make.published_initiative(parent=initiative)
    make.published_update(initiative=initiative, country=make.CountryFactory())
    make.MilestoneFactory(initiative=initiative)

    page = client.get(initiative.get_absolute_url())

    assert re.findall(r'<h2 id="([a-z-]+)"', page.text) == [
        "why", "said", "about", "became", "deadline", "milestones", "by-country", "parts",
        "related", "timeline", "revisions", "cite",
    ]  # fmt: skip


def test_each_axis_says_what_its_value_means(db, client):
    initiative = make.published_initiative(original_due="2020")
    dateless = make.published_initiative()

    axes = compact(client.get(initiative.get_absolute_url()).text)
    axes = axes[axes.index('<dl class="axes">') : axes.index("</dl>")]

    for meaning in (
        "Said in public; no plan or start has been shown.",
        "Those who take part, or speak for them, say so; nothing else shows it.",
        "The last possible day of the deadline has passed. Late is not failed.",
    ):
        assert f'<p class="meaning">{meaning}</p>' in axes
    assert "The sources name no deadline." in client.get(dateless.get_absolute_url()).text


def test_the_update_that_decided_the_status_is_named_with_its_source(db, client):
    update = make.published_update(sentence_en="It began.")
    make.published_update(
        initiative=update.initiative, country=make.CountryFactory(), sentence_en="Elsewhere.",
        changed_on="2026-05",
    )  # fmt: skip

    why = part(client.get(update.initiative.get_absolute_url()), "why")

    assert "It began." in why
    assert f'href="#update-{update.pk}"' in why
    assert update.references.get().citation.source.get_absolute_url() in why
    assert "Elsewhere." not in why


def test_what_it_became_names_each_move_of_its_status_once(db, client):
    initiative = make.published_initiative()
    for status, changed_on in (
        ("announced", "2026-04"), ("planned", "2026-05"), ("in_progress", "2026-06"),
    ):  # fmt: skip
        make.published_update(initiative=initiative, status=status, changed_on=changed_on)

    became = part(client.get(initiative.get_absolute_url()), "became")

    assert re.findall(r"chip status-(\w+)", became) == ["announced", "planned", "in_progress"]
    assert "1 March 2026" in became
    assert "April 2026" not in became


def test_a_withdrawn_update_is_not_what_was_said(db, client):
    first = make.published_update()
    other = make.CitationFactory(quote="The test bridge is open, they said.")
    make.published_update(initiative=first.initiative, reference=other, changed_on="2026-04")
    make.WithdrawalFactory(update=first)

    page = client.get(first.initiative.get_absolute_url())

    assert "The test bridge is open" in part(page, "said")
    assert make.QUOTE not in page.text


def test_related_initiatives_say_what_they_share(db, client):
    plan = make.ActionPlanFactory(name_en="Test plan")
    initiative = make.published_initiative(plan=plan)
    make.published_initiative(plan=plan, title_en="Beside it")
    make.published_initiative(plan=plan, title_en="A hope", kind=Kind.ASPIRATION)

    related = part(client.get(initiative.get_absolute_url()), "related")

    assert "Test plan" in related
    assert related.index("Beside it") < related.index("status-announced")
    assert related.index("A hope") < related.index("kind-aspiration")
    assert related.count("status-announced") == 1


def test_a_citation_names_the_day_and_is_offered_as_bibtex(db, client):
    with time_machine.travel("2026-06-02T12:00Z"):
        initiative = make.published_initiative(title_en="R&D {bridge}", slug="bridge")
    with time_machine.travel("2026-06-05T12:00Z"):
        now = client.get(initiative.get_absolute_url()).text
        then = client.get(initiative.get_absolute_url(), {"as_of": "2026-06-03"}).text

    address = "http://testserver/en/initiatives/bridge/"
    assert "as of 5 June 2026" in now
    assert f'<span class="permalink" id="permalink">{address}</span>' in now
    assert "@misc{ots-tracker:bridge:2026-06-05," in now
    assert r"title = {{R\&amp;D {\textbraceleft}bridge{\textbraceright}}}," in now
    assert "as of 3 June 2026" in then
    assert f'id="permalink">{address}?as_of=2026-06-03</span>' in then
    assert "urldate = {2026-06-05}," in then


def test_without_a_script_nothing_is_offered_that_would_not_work(db, client):
    initiative = make.published_initiative(title_en="R&D bridge?")

    cite = part(client.get(initiative.get_absolute_url()), "cite")

    buttons = re.findall(r"<button[^>]*>", cite)
    assert len(buttons) == 5
    assert all(button.endswith(" hidden>") for button in buttons)
    assert 'href="mailto:?subject=R%26D%20bridge%3F&amp;body=http%3A%2F%2Ftestserver%2Fen' in cite
