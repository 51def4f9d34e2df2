"""Whether what is called nearly like something public is another, in data entry and at the desk."""

import re

import pytest
from django.urls import reverse

from tests import factories as make
from tests.admin.steps import inlines, save, told, url
from tests.views.conftest import told_at
from tracker.forms.alike import ALIKE
from tracker.models import Initiative, Revision, Source, Theme


@pytest.fixture
def editing(editor, client):
    client.force_login(editor)
    return client


def box(page):
    """Return {name: value} of the box that a page offers, as a browser sends it if it is ticked."""
    found = re.search(
        r'<input type="checkbox" name="([\w-]*is_another)" value="([\d ]+)"', page.text
    )
    return {found[1]: found[2]}


def test_a_name_that_is_there_is_named_linked_and_gone_on_with_by_a_tick(editing):
    known = make.ThemeFactory(name_en="Trade", slug="trade")
    typed = {"name_en": "TRADE", "name_ru": "Торговля"}

    asked = editing.post(url("theme", "add"), typed)
    page = asked.text

    assert told(asked) == {"__all__": [str(ALIKE)]}
    assert f'<a href="{known.get_absolute_url()}" target="_blank">Trade</a>' in page
    assert 'value="Торговля"' in page
    assert Theme.objects.count() == 1

    assert editing.post(url("theme", "add"), typed | box(asked)).status_code == 302
    assert Theme.objects.latest("pk").slug == "trade-2"


def test_a_tick_is_for_what_was_shown_alone(editing):
    make.ThemeFactory(name_en="Trade")
    make.ThemeFactory(name_en="Money")
    ticked = box(editing.post(url("theme", "add"), {"name_en": "Trade"}))

    another = editing.post(url("theme", "add"), {"name_en": "Money"} | ticked)

    assert told(another) == {"__all__": [str(ALIKE)]}
    assert " checked" not in re.search(r"<input[^>]*is_another[^>]*>", another.text)[0]


def test_a_tick_stays_while_something_else_is_wrong(editing):
    make.published_initiative(title_en="Test bridge")
    typed = {"title_en": "Test bridge", **inlines("milestones", "updates")}
    ticked = box(editing.post(url("initiative", "add"), typed))

    page = editing.post(url("initiative", "add"), typed | ticked)

    assert told(page).keys() == {"kind"}
    assert " checked" in re.search(r"<input[^>]*is_another[^>]*>", page.text)[0]
    kind = {"kind": "aspiration"}
    assert editing.post(url("initiative", "add"), typed | ticked | kind).status_code == 302
    assert Initiative.objects.count() == 2


@pytest.mark.parametrize("is_draft", [True, False])
def test_another_name_for_what_is_there_is_asked_of_too_and_any_other_change_not(editing, is_draft):
    make.PlaceFactory(name_en="Baku")
    make.PlaceFactory(name_en="Ganja")
    place = make.PlaceFactory(name_en="Baku", stays_draft=is_draft)
    page = url("place", "change", place.pk)

    assert save(editing, page, aliases="Bakı", reason="Test").status_code == 302
    asked = save(editing, page, name_en="Gence", name_az="Ganja", aliases="Bakı", reason="Test")

    assert told(asked) == {"__all__": [str(ALIKE)]}
    assert "/admin/tracker/place/" in asked.text.partition('class="alike"')[2][:300]


@pytest.mark.parametrize("noun", ["initiatives", "plans", "sources"])
def test_a_proposal_at_the_desk_is_asked_too(editing, noun):
    make.published_initiative(title_en="Test bridge")
    make.ActionPlanFactory(name_en="Test bridge")
    make.public_source(title="Test bridge")
    row, column = {
        "initiatives": lambda: (make.published_initiative(title_en="Test road"), "title_en"),
        "plans": lambda: (make.ActionPlanFactory(name_en="Test road"), "name_en"),
        "sources": lambda: (make.public_source(title="Test road", published_on="2025"), "title"),
    }[noun]()  # fmt: skip
    address = reverse(f"desk_revise_{noun}", args=[row.slug])
    form = editing.get(address).context["form"]
    typed = {bound.name: bound.value() or "" for bound in form}
    typed |= {column: "Test brigde", "reason": "Test", "corrects": ""}

    asked = editing.post(address, typed)

    assert asked.status_code == 422
    assert str(ALIKE) in asked.text
    assert editing.post(address, typed | box(asked)).status_code == 302
    assert Revision.objects.submitted().changes().get().new == "Test brigde"


def test_a_new_source_at_the_desk_is_asked_too(editing, db):
    known = make.SourceFactory(title="Report")
    initiative = make.InitiativeFactory()
    typed = {
        "status": "announced", "evidence": "stated", "changed_on": "2026-03", "sentence_en": "One.",
        "quote": "A bridge like no other.", "source": "", "source-title": "Report",
        "source-publisher": known.publisher, "source-language": "en", "source-url": known.url,
        "source-published_on": "2026-03-01", "source-text": "A bridge like no other. Test.",
    }  # fmt: skip
    address = reverse("desk_update", args=[initiative.slug])

    asked = editing.post(address, typed)

    assert asked.status_code == 422
    assert f'<a href="/desk/sources/{known.slug}/"' in asked.text
    assert not told_at(asked, "source-title")
    assert box(asked) == {"source-is_another": str(known.pk)}
    assert editing.post(address, typed | box(asked)).status_code == 302
    assert Source.objects.count() == 2
