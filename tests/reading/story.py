"""A story of some days of April: what tests of earlier days read."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import time_machine
from django.utils import timezone

from tests import factories as make
from tests.conftest import person
from tracker import models
from tracker.actions import correct, revise
from tracker.models.version import version_of
from tracker.vocabulary import Kind, Role

TODAY = date(2026, 5, 1)


def noon(day):
    return time_machine.travel(datetime.combine(day, datetime.min.time(), UTC), tick=False)


def april(day):
    return date(2026, 4, day)


def on_the_second(links):
    models.Theme.objects.create(slug="the-theme", name_en="The theme")
    make.CountryFactory(slug="the-country", name_en="The country")
    links.bridge = make.InitiativeFactory(
        slug="bridge", title_en="Old name", title_ru="Мост", original_due="2026-04-08"
    )
    links.bridge.themes.add(models.Theme.objects.get())
    links.bridge.countries.add(models.Country.objects.get())
    links.citation = make.CitationFactory(source=make.SourceFactory(slug="the-source"))
    make.published_update(
        initiative=links.bridge, reference=links.citation, changed_on="2026-04-01"
    )


def on_the_fourth(links):
    plan = make.ActionPlanFactory(slug="the-plan")
    links.road = make.InitiativeFactory(
        slug="road", title_en="Road", kind=Kind.ACTION_PLAN_ITEM, plan=plan, original_due="2027"
    )
    links.road.themes.add(models.Theme.objects.get())
    wish = make.published_initiative(slug="wish", kind=Kind.ASPIRATION, changed_on="2026-03")
    make.DraftFactory(initiative=links.road, reference=links.citation)
    wish.themes.add(models.Theme.objects.get())


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


def propose(links, **changes):
    links.bridge.refresh_from_db()
    return revise.propose(
        row=links.bridge, changes=changes, reason="Test", by=links.editor,
        version=version_of(links.bridge),
    )  # fmt: skip


def approve(links):
    revision = models.Revision.objects.submitted().get()
    revise.approve_revision(revision=revision, by=links.reviewer, version=version_of(revision))


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
    correction = models.Correction(update=links.wrong, replacement=right, reason_en="Not open.")
    correct.correct(correction=correction, by=links.reviewer, version=version_of(links.wrong))
    right.refresh_from_db()
    links.right = right


def on_the_sixteenth(links):
    withdrawal = models.Withdrawal(update=links.right, reason_en="It names a person.")
    another = person(Role.REVIEWER)
    correct.withdraw(withdrawal=withdrawal, by=another, version=version_of(links.right))


def on_the_eighteenth(links):
    make.published_update(initiative=links.road, status="planned", changed_on="2026-04-17")


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
}


def live(*, each_day=lambda day: None):
    """Live through DAYS; `each_day` is called at the end of each."""
    links = SimpleNamespace(editor=person(Role.EDITOR), reviewer=person(Role.REVIEWER))
    for day, happens in DAYS.items():
        with noon(day):
            happens(links)
            each_day(day)
    return links
