"""The record that the golden pages show: the seeds, and test data of what the seeds lack."""

import time_machine
from django.conf import settings
from django.contrib.auth.models import Group

from tests import factories as make
from tests.actions import steps
from tracker.actions import challenge, drafts, review
from tracker.actions.seed import seed
from tracker.models import Correction, StatusUpdate
from tracker.models.version import version_of
from tracker.vocabulary import Kind, Role

READ_AT = "2026-12-15T12:00Z"
QUOTES = {
    "bridge": "The test bridge will open in May 2027, they said.",
    "tunnel": "The test tunnel will follow.",
    "Testland": "Testland began to build.",
    "Otherland": "Otherland waits for money.",
    "ferry": "The test ferry sails by the end of 2026.",
}


def build():
    """Load it on days of its own; return {name: row} of what an address has a number of."""
    with time_machine.travel("2026-11-30T12:00Z", tick=False):
        seed(settings.SEEDS_DIR)
    with time_machine.travel("2026-12-01T12:00Z", tick=False):
        nouns = _nouns()
        people = _people(nouns)
        rows = _bridge(nouns, people)
    with time_machine.travel("2026-12-10T12:00Z", tick=False):
        rows |= _said_of_the_bridge(rows | nouns, people)
        rows |= _work(nouns, people)
    return rows | nouns | people


def _person(name, role, **scope):
    user = make.UserFactory(username=name, is_staff=role != Role.FOCAL_POINT, email="")
    user.groups.add(Group.objects.get(name=role))
    for links, row in scope.items():
        getattr(user, links).add(row)
    return user


def _people(nouns):
    return {
        "focal point": _person("focal-point", Role.FOCAL_POINT, countries=nouns["testland"]),
        "colleague": _person("colleague", Role.FOCAL_POINT, countries=nouns["testland"]),
        "reviewer": _person("reviewer", Role.REVIEWER),
        "second reviewer": _person("second-reviewer", Role.REVIEWER),
        "editor": _person("editor", Role.EDITOR),
    }


def _nouns():
    testland = make.CountryFactory(
        slug="testland", name_en="Testland", name_ru="Тестландия", name_kk="Сынақ елі"
    )
    otherland = make.CountryFactory(slug="otherland", name_en="Otherland", name_ru="Инландия")
    source = make.SourceFactory(
        slug="test-gazette-2026", title="The test bridge", published_on="2026-33",
        text=" ".join(QUOTES.values()),
    )  # fmt: skip
    said = {
        name: make.CitationFactory(source=source, quote=quote) for name, quote in QUOTES.items()
    }
    body = make.OrganizationFactory(
        slug="test-fund", name_en="Test fund", name_ru="Пробный фонд", country=testland,
        proposed=True, reference=said["bridge"],
    )  # fmt: skip
    speaker = make.SpeakerFactory(
        slug="test-minister", name_en="Test Minister", role_en="test minister", organization=body,
        reference=said["bridge"],
    )  # fmt: skip
    group = make.WorkingGroupFactory(
        slug="test-group", name_en="Test working group", name_ru="Пробная группа",
        reference=said["Testland"],
    )  # fmt: skip
    make.WorkingGroupFactory(
        slug="test-subgroup", name_en="Test subgroup", parent=group, reference=said["Otherland"]
    )
    group.countries.set([testland, otherland])
    said["bridge"].speaker = speaker
    said["bridge"].note_en = "They gave no day of the month."
    said["bridge"].save()
    return {
        "testland": testland, "otherland": otherland, "source": source, "body": body,
        "group": group, **{f"quote of the {name}": citation for name, citation in said.items()},
    }  # fmt: skip


def _bridge(nouns, people):
    bridge = make.InitiativeFactory(
        slug="test-bridge", kind=Kind.JOINT_INITIATIVE, title_en="Open the test bridge",
        title_ru="Открыть пробный мост", summary_en="A bridge between two test countries.",
        summary_ru="Мост между двумя пробными странами.", original_due="2027-05",
    )  # fmt: skip
    for links, row in (
        ("countries", "testland"), ("countries", "otherland"), ("organizations", "body"),
        ("working_groups", "group"),
    ):  # fmt: skip
        getattr(bridge, links).add(nouns[row])
    said = nouns["quote of the bridge"]
    announced = make.published_update(
        initiative=bridge, reference=said, changed_on="2026-33", status="announced",
        sentence_en="Its opening was announced.", sentence_ru="Об открытии объявлено.",
    )  # fmt: skip
    bridge.refresh_from_db()
    for title, due, reached in (
        ("Choose the place", "2026-10", "2026-10-05"), ("Build it", "2027-04", ""),
    ):  # fmt: skip
        make.MilestoneFactory(
            initiative=bridge, title_en=title, due=due, reached_on=reached, reference=said
        )
    by, reviewer = people["editor"], people["reviewer"]
    wrong, right, gone = (
        steps.approved(
            by=by, reviewer=reviewer, initiative=bridge, changed_on=day, status=status,
            evidence="documented", sentence_en=sentence, country=nouns.get(country),
            reference=nouns[f"quote of the {quote}"],
        )
        for day, status, sentence, country, quote in (
            ("2026-10", "delivered", "It is open.", None, "bridge"),
            ("2026-10-20", "in_progress", "The digging began.", "testland", "Testland"),
            ("2026-11", "suspended", "The work stopped.", "otherland", "Otherland"),
        )
    )  # fmt: skip
    planned = steps.approved(
        by=by, reviewer=reviewer, initiative=bridge, changed_on="2026-11-05", status="planned",
        evidence="documented", sentence_en="A plan of its building was shown.", reference=said,
    )  # fmt: skip
    return {
        "bridge": bridge, "announced": announced, "wrong": wrong, "right": right, "gone": gone,
        "planned": planned,
    }  # fmt: skip


def _said_of_the_bridge(rows, people):
    bridge, reviewer = rows["bridge"], people["reviewer"]
    bridge.refresh_from_db()
    steps.revised(
        bridge, by=people["editor"], reviewer=reviewer, due="2027-33", reason="The plan says so."
    )
    steps.correct(rows["wrong"], by=reviewer, replacement=rows["planned"], reason="Misread.")
    steps.withdraw(rows["gone"], by=reviewer, reason="The test gazette took it back.")
    urgent = steps.emergency(
        by=people["second reviewer"], initiative=bridge, changed_on="2026-12-09",
        status="in_progress", evidence="confirmed", sentence_en="The first pillar stands.",
        reference=rows["quote of the bridge"],
    )  # fmt: skip
    answered = make.ChallengeFactory(initiative=bridge, update=urgent, text="There are two.")
    answered.refresh_from_db()
    version = version_of(answered)
    answered.outcome, answered.answer_en = "answered", "The gazette names one."
    challenge.resolve(challenge=answered, by=reviewer, version=version)
    waits = make.ChallengeFactory(
        initiative=bridge, link="https://gazette.example/2", name="A test reader", text="Not built."
    )
    wrong = Correction(
        update=rows["announced"], replacement=rows["right"], reason_en="The day was another.",
        reason_ru="День был другим.",
    )  # fmt: skip
    proposed = steps.retraction_proposed(wrong, by=people["editor"])
    return {"urgent": urgent, "answered": answered, "challenge": waits, "correction": proposed}


def _work(nouns, people):
    """What lies at the desk."""
    focal, editor, reviewer = people["focal point"], people["editor"], people["reviewer"]
    tunnel, ferry = (
        make.published_update(
            initiative=make.InitiativeFactory(
                slug=f"test-{name}", title_en=f"Open the test {name}", title_ru=title,
                original_due=due,
            ),
            changed_on="2026-11-20", reference=nouns[f"quote of the {name}"],
        ).initiative
        for name, title, due in (
            ("tunnel", "Открыть пробный туннель", "2026-34"), ("ferry", "", "2026-12"),
        )
    )  # fmt: skip
    for initiative in (tunnel, ferry):
        initiative.refresh_from_db()
        initiative.countries.add(nouns["testland"])
    sails = nouns["quote of the ferry"]
    typed = {
        "initiative": tunnel, "status": "in_progress", "evidence": "documented",
        "changed_on": "2026-12", "sentence_en": "Its first <metre> is dug.",
    }  # fmt: skip
    draft = StatusUpdate(**typed)
    drafts.save_draft(update=draft, quote=QUOTES["tunnel"], source=nouns["source"], by=focal)
    returned = steps.submission(
        by=focal, initiative=ferry, sentence_en="It sails.", reference=sails
    )
    review.return_to_author(
        row=returned, by=reviewer, note="Since which day?", version=version_of(returned)
    )
    waiting = steps.submission(
        by=people["colleague"], initiative=ferry, status="delivered", country=nouns["testland"],
        sentence_en="The ferry sails each day.", evidence="stated", reference=sails,
    )  # fmt: skip
    ferry.refresh_from_db()
    (revision,) = steps.proposal(
        ferry, by=editor, title_ru="Пустить пробный паром", reason="It had no Russian title."
    )
    return {
        "tunnel": tunnel, "ferry": ferry, "draft": draft, "returned": returned,
        "waiting": waiting, "revision": revision,
    }  # fmt: skip
