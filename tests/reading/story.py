"""A story of some days of April: what tests of earlier days read."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import time_machine
from django.utils import timezone

from tests import factories as make
from tests.actions import steps
from tests.conftest import person
from tracker import models
from tracker.actions import submissions
from tracker.models.version import version_of
from tracker.vocabulary import Kind, Role

TODAY = date(2026, 5, 1)


def noon(day):
    return time_machine.travel(datetime.combine(day, datetime.min.time(), UTC), tick=False)


def april(day):
    return date(2026, 4, day)


def on_the_second(links):
    theme = make.ThemeFactory(slug="the-theme", name_en="The theme")
    country = make.CountryFactory(slug="the-country", name_en="The country")
    links.bridge = make.InitiativeFactory(
        slug="bridge", title_en="Old name", title_ru="Мост", original_due="2026-04-08",
        themes=[theme], countries=[country],
    )  # fmt: skip
    links.citation = make.CitationFactory(source=make.SourceFactory(slug="the-source"))
    make.published_update(
        initiative=links.bridge, reference=links.citation, changed_on="2026-04-01"
    )


def on_the_fourth(links):
    plan = make.ActionPlanFactory(slug="the-plan", name_en="The plan")
    themes = [models.Theme.objects.get()]
    links.road = make.InitiativeFactory(
        slug="road", title_en="Road", kind=Kind.ACTION_PLAN_ITEM, plan=plan, original_due="2027",
        themes=themes,
    )  # fmt: skip
    make.published_initiative(
        slug="wish", kind=Kind.ASPIRATION, changed_on="2026-03", themes=themes
    )
    make.DraftFactory(initiative=links.road, reference=links.citation)


def on_the_sixth(links):
    make.published_update(
        initiative=links.bridge, status="planned", evidence="documented", changed_on="2026-04-05",
        sentence_en="A shovel was bought.",
        reference=make.CitationFactory(source=make.SourceFactory(slug="another-source")),
    )  # fmt: skip
    make.published_update(
        initiative=links.bridge, status="delivered", changed_on="2026-04-05",
        country=models.Country.objects.get(), reference=links.citation,
    )  # fmt: skip


def propose(links, quotes=None, **changes):
    links.bridge.refresh_from_db()
    quotes = quotes or [links.citation]
    return steps.proposal(links.bridge, by=links.editor, quotes=quotes, **changes)


def revised(links, row, **changes):
    """Let what a noun says be changed on this day."""
    row = type(row).objects.get(pk=row.pk)
    details = {"by": links.editor, "reviewer": links.reviewer, "quotes": [links.citation]}
    return steps.revised(row, **details, **changes)


def approve(links):
    revision = models.Revision.objects.submitted().get()
    submissions.approve(row=revision, by=links.reviewer, version=version_of(revision))


def on_the_seventh(links):
    propose(links, title_en="New name")


def on_the_eighth(links):
    approve(links)


def on_the_ninth(links):
    propose(links, due="2026-04-20")


def on_the_tenth(links):
    approve(links)


def on_the_twelfth(links):
    links.wrong = make.published_update(
        initiative=links.bridge, status="delivered", changed_on="2026-04-11"
    )


def on_the_fourteenth(links):
    right = make.DraftFactory(
        initiative=links.bridge, status="in_progress", changed_on="2026-04-13",
        sentence_en="Work began.", reference=links.citation, created_by=make.UserFactory(),
        submitted_at=timezone.now(),
    )  # fmt: skip
    steps.correct(links.wrong, by=links.reviewer, replacement=right, reason="Not open.")
    right.refresh_from_db()
    links.right = right


def on_the_sixteenth(links):
    steps.withdraw(links.right, by=person(Role.REVIEWER), reason="It names a person.")


def on_the_eighteenth(links):
    make.published_update(initiative=links.road, status="planned", changed_on="2026-04-17")


def on_the_nineteenth(links):
    """Nouns that have said something, and that will say something else."""
    links.place, links.town = (
        make.PlaceFactory(slug=slug, name_en=slug.title()) for slug in ("oldtown", "newtown")
    )
    links.summit = make.EventFactory(
        slug="the-summit", name_en="The summit", held_on="2026-04-30", place=links.place
    )
    links.body = make.OrganizationFactory(slug="the-body", name_en="Old body")
    links.other = make.OrganizationFactory(slug="other-body", name_en="Other body")
    links.group = make.WorkingGroupFactory(slug="the-group", name_en="The group")
    links.speaker = make.SpeakerFactory(
        slug="the-speaker", name_en="Test Speaker", role_en="Minister", organization=links.body
    )
    links.road.refresh_from_db()
    links.step = make.MilestoneFactory(initiative=links.road, title_en="A step", due="2026-09")
    spoken = make.CitationFactory(
        source=make.SourceFactory(slug="spoken-source", published_on="2026-04-18"),
        speaker=links.speaker,
    )
    make.published_update(
        initiative=links.road, status="in_progress", changed_on="2026-04-18", reference=spoken
    )


def on_the_twentieth(links):
    revised(links, links.bridge, organizations="the-body", events="the-summit")
    revised(links, links.road, announced_at="the-summit", parent="bridge")


def on_the_twenty_first(links):
    revised(links, links.body, name_en="New body", aliases='[["Oldish",""]]', proposed="yes")


def on_the_twenty_second(links):
    revised(links, links.summit, held_on="2026-06-02", place="newtown", themes="the-theme")


def on_the_twenty_third(links):
    country = models.Country.objects.get()
    revised(links, country, membership="observer", member_since="2026", note_en="It changed.")
    revised(links, links.group, countries="the-country")


def on_the_twenty_fourth(links):
    revised(links, links.speaker, role_en="Adviser", organization="other-body")
    revised(links, links.speaker, role_ru="Советник", corrects=True)


def on_the_twenty_fifth(links):
    revised(links, links.bridge, countries="", organizations="other-body", themes="")
    revised(links, links.step, due="2026-10", reached_on="2026-04")


def on_the_twenty_sixth(links):
    revised(links, models.ActionPlan.objects.get(), name_en="New plan", period="2027/2028")
    revised(links, models.Theme.objects.get(), name_en="New theme")
    revised(links, links.citation.source, publisher="New Gazette", title="A title")


DAYS = {
    april(2): on_the_second,
    april(4): on_the_fourth,
    april(6): on_the_sixth,
    april(7): on_the_seventh,
    april(8): on_the_eighth,
    april(9): on_the_ninth,
    april(10): on_the_tenth,
    april(12): on_the_twelfth,
    april(14): on_the_fourteenth,
    april(16): on_the_sixteenth,
    april(18): on_the_eighteenth,
    april(19): on_the_nineteenth,
    april(20): on_the_twentieth,
    april(21): on_the_twenty_first,
    april(22): on_the_twenty_second,
    april(23): on_the_twenty_third,
    april(24): on_the_twenty_fourth,
    april(25): on_the_twenty_fifth,
    april(26): on_the_twenty_sixth,
}
"""What happens to initiatives, and from the nineteenth on to nouns and links."""


def live(*, each_day=lambda day: None):
    """Live through DAYS; `each_day` is called at the end of each."""
    links = SimpleNamespace(editor=person(Role.EDITOR), reviewer=person(Role.REVIEWER))
    for day, happens in DAYS.items():
        with noon(day):
            happens(links)
            each_day(day)
    return links
