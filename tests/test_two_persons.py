"""Whatever anybody does, by any way in: nothing public moves unless two people moved it.

A step takes a sixth of a second of processor, most of it to read public pages anew, so the suite
runs FEW examples x steps, always the same: a minute. `make proof` names more, drawn anew each time.
"""

import os
import sys
from contextlib import ExitStack
from datetime import timedelta
from difflib import unified_diff
from itertools import islice

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests import factories as make
from tests.actions.forgery import another_value, change, lift_the_triggers, undone
from tests.actions.steps import raw
from tests.addresses import FILES, ONCE
from tests.conftest import person
from tests.typed import (
    DATE_FIELDS,
    QUOTES,
    as_it_stands,
    date,
    entered,
    filled,
    form_of,
    one_of,
    rarely,
    typed,
    words,
)
from tracker.actions.erase import erase
from tracker.actions.rebuild import rebuild, reindex
from tracker.actions.verify import Verification
from tracker.models import (
    Attribution,
    Challenge,
    Citation,
    Country,
    Initiative,
    LedgerEntry,
    Revision,
    Source,
    StatusUpdate,
    Submission,
    TranslationReview,
    Withdrawal,
)
from tracker.models.data_version import data_version
from tracker.models.record_fields import is_linked
from tracker.models.revision import noun_models, revised_columns
from tracker.models.translated import in_each_language, language_in
from tracker.models.translation_review import translated_fields
from tracker.models.version import version_of
from tracker.reading.version_cache import forget_all
from tracker.vocabulary import Evidence, Kind, LedgerKind, Outcome, Role, Status

FEW = "10x30"
EXAMPLES, STEPS = map(int, os.environ.get("PROOF", FEW).split("x"))
BEGINS = "2026-06-01T08:00Z"
READ_ON = "2026-06-20T12:00Z"
"""When earlier days are read: their pages offer all days until today."""
MOST_DAYS = 4
WATCHED = 2
"""How many public pages are read before and after each step."""

ONE_PERSON = {
    "a word of a public challenge": (
        lambda: [*Challenge.objects.order_by("pk").values_list("resolved_at", "answer_en")],
        "An answer is no claim of the record: it says what came of a reader's objection.",
    ),
    "which translation is reviewed": (
        lambda: [*TranslationReview.objects.order_by("pk").values_list("pk", "text")],
        "That a person compared a text says nothing new: the text was public already.",
    ),
    "the code by which the map finds a state": (
        lambda: [*Country.objects.order_by("pk").values_list("iso_code", flat=True)],
        "It is presentation: no page prints it.",
    ),
}
"""{what one person alone may move in public: (how it stands, why)}."""
SEEN_EARLIER = {
    "which translation is reviewed": "The note that nobody reviewed a text is of today.",
    "the code by which the map finds a state": "Maps of all days are drawn with today's outlines.",
    "erasures": "What the law takes away is gone from every day, and an entry says so.",
    "withdrawals": "What was taken back is repeated nowhere; its place says why on each day.",
}
"""{what changes the pages of earlier days, too: why}."""
WITHOUT_A_SECOND = {
    LedgerKind.COUNTERSIGNATURE: "It is itself what the second person says of an emergency.",
}
"""{the kind of an entry that the same account wrote and approved: why}."""
WITHOUT_A_PERSON = {
    LedgerKind.ERASURE: "By law or order, from the command line of the server.",
}
"""{the kind of an entry that names no account: why}. A rebuild names none of any kind, either."""

WAYS = [
    *("change_a_row",) * 6, *("enter_a_row", "record_an_update", "revise") * 2, "delete_a_row",
    "go_on_with_an_update", "go_on_with_a_revision", "approve_a_whole_submission", "retract",
    "act_on_a_list", "translate", "challenge", "review_a_translation", "look", "erase_an_entry",
    "work_on_the_server", "midnight",
]  # fmt: skip
"""The ways in, as often as each is drawn."""
DESK_STEPS = ("submit", "approve", "approve", "return", "emergency", "countersign", "discard")
ANSWERS = {200, 302, 400, 403, 404, 405, 409, 422, 429}


class TwoPersons(RuleBasedStateMachine):
    """Everybody with every role, at a record of a row of each noun."""

    def __init__(self, world):
        super().__init__()
        self.people, self.clients = world.people, world.clients
        self.kept, self.days, self.pages = {**world.kept}, [*world.days], world.pages
        self.step = self.number = 0
        self.around = ExitStack()
        self.around.enter_context(undone())
        forget_all()
        self.clock = self.around.enter_context(time_machine.travel(BEGINS, tick=False))
        self.begin_step(anew=True)

    def teardown(self):
        try:
            if sys.exc_info()[0] is None:
                self.the_end()
        finally:
            self.around.close()
            forget_all()

    @rule(data=st.data())
    def somebody_does_something(self, data):
        """One rule for all ways: of several, Hypothesis leaves some out of an example."""
        ways = ["review"] * 25 if waiting() else ["change_a_row"] * 8
        getattr(self, data.draw(st.sampled_from(ways + WAYS)))(data)

    # What people do. Whatever is refused is refused; only a failure is a failure.

    def send(self, who, address, **sent):
        """Post as somebody; an exception in the view is one here."""
        response = self.clients[who].post(address, sent)
        assert response.status_code in ANSWERS, (address, response.status_code)
        return response

    def look_at(self, *rows):
        """Read the pages of some rows before the step that follows, too."""
        for row in rows:
            while row and not is_on_a_page(row):
                row = next(filter(None, (getattr(row, name, None) for name in BELONGS)), None)
            if row:
                address = row.get_absolute_url()
                self.watched.setdefault(address, self.read(address))

    def enter_a_row(self, data):
        """Make a new row in the admin."""
        self.number += 1
        name = data.draw(st.sampled_from([*entered()]))
        form, prefixes = form_of(entered()[name], self.people["root"], None)
        sent = filled(form, self.number, data) | no_rows(*prefixes)
        if name == "statusupdate":
            sent |= a_reference(data)
        self.send(self.somebody(data, "editor"), f"/admin/tracker/{name}/add/", **sent)

    def change_a_row(self, data):
        """Save a row in the admin with a few fields changed: a draft, or what is public."""
        name, row = self.row(data)
        if not row:
            return
        self.look_at(row)
        form, sent = as_it_stands(entered()[name], self.people["root"], row)
        beside = {"reason", "quotes", "corrects", "hand_in"} & {*form.fields}
        columns = [field for field in form.fields if field not in ("version", *beside)]
        plain = [name for name in columns if language_in(name) in ("", "en")]
        some = [data.draw(st.sampled_from(names)) for names in (plain, columns) if names]
        for field in [*some, *sorted(beside)]:
            sent[field] = typed(field, form.fields[field], data)
        if "reason" in form.fields and not rarely(data):
            sent["reason"] = "Because."
        if rarely(data):
            sent["version"] = "0" * 16
        self.send(self.somebody(data, "editor"), f"/admin/tracker/{name}/{row.pk}/change/", **sent)

    def delete_a_row(self, data):
        name, row = self.row(data)
        if row:
            self.look_at(row)
            version = "0" * 16 if rarely(data) else version_of(row)
            address = f"/admin/tracker/{name}/{row.pk}/delete/?version={version}"
            self.send(self.somebody(data, "editor"), address, post="yes")

    def act_on_a_list(self, data):
        """Submit, approve or delete what is marked in a list of the admin."""
        name = data.draw(st.sampled_from(["statusupdate", "statusupdate", *entered()]))
        rows = [*entered()[name].model._default_manager.order_by("pk")]
        some = data.draw(st.lists(st.sampled_from(rows), max_size=3, unique=True)) if rows else []
        self.look_at(*some)
        actions = ["submit_drafts", "approve_submissions", "delete_selected"]
        self.send(
            self.somebody(data, "editor", "reviewer", "both"), f"/admin/tracker/{name}/",
            action=data.draw(st.sampled_from(actions)), _selected_action=[row.pk for row in some],
            post="yes", **{f"version-{row.pk}": version_of(row) for row in some},
        )  # fmt: skip

    def record_an_update(self, data):
        """By the form of the desk: of an initiative, or one's own draft once more."""
        drafts = StatusUpdate.objects.filter(published_at=None).order_by("pk")
        update = one_of(data, drafts) if data.draw(st.booleans()) else None
        initiative = one_of(data, Initiative.objects.order_by("pk"))
        who = self.somebody(data, "focal point", "reviewer", "editor")
        if update:
            address, version = reverse("desk_edit", args=[update.pk]), version_of(update)
            who = self.author_of(update) or who
        else:
            address, version = reverse("desk_update", args=[initiative.slug]), ""
        self.look_at(update or initiative)
        self.send(
            who, address, version=version, status=data.draw(st.sampled_from(Status.values)),
            evidence=data.draw(st.sampled_from(Evidence.values)), changed_on=date(data),
            country=one_of(data, ["", "", *map(str, Country.objects.values_list("pk", flat=True))]),
            sentence_en=words(data), sentence_ru=words(data), **quoted(data),
            then=data.draw(st.sampled_from(["submit", "submit", ""])),
        )  # fmt: skip

    def go_on_with_an_update(self, data):
        update = one_of(data, StatusUpdate.objects.order_by("pk"))
        verb = data.draw(st.sampled_from(DESK_STEPS))
        if update:
            self.look_at(update)
            mine = verb in ("submit", "discard", "emergency")
            self.act("updates", update, verb, data, self.author_of(update) if mine else None)

    def review(self, data):
        """Approve what waits, or return it, or try to."""
        row = one_of(data, waiting())
        self.look_at(row)
        verb = data.draw(st.sampled_from([*["approve"] * 6, "return"]))
        self.act("updates" if isinstance(row, StatusUpdate) else "revisions", row, verb, data)

    def approve_a_whole_submission(self, data):
        row = one_of(data, waiting())
        found = row and row.submission_id and Submission.objects.get(pk=row.submission_id)
        if found:
            rows = [*found.statusupdates.all(), *found.revisions.all()]
            self.look_at(*rows)
            read = {f"version-{one._meta.model_name}-{one.pk}": version_of(one) for one in rows}
            self.send(
                self.somebody(data, "reviewer", "second reviewer", "both"),
                reverse("desk_together", args=[found.pk]), version="0" * 16, **read,
            )  # fmt: skip

    def go_on_with_a_revision(self, data):
        revision = one_of(data, Revision.objects.order_by("pk"))
        if revision:
            verb = data.draw(st.sampled_from(["submit", "approve", "return", "discard"]))
            mine = verb in ("submit", "discard")
            self.act("revisions", revision, verb, data, self.author_of(revision) if mine else None)

    def act(self, noun, row, verb, data, author=None):
        who = self.somebody(data, "reviewer", "second reviewer", "both")
        self.send(
            who if rarely(data) else author or who, f"/desk/{noun}/{row.pk}/{verb}/",
            version="0" * 16 if rarely(data) else version_of(row),
            note=words(data), reason=words(data),
        )  # fmt: skip

    def retract(self, data):
        """Correct or withdraw an update."""
        update = one_of(data, StatusUpdate.objects.published().order_by("pk"))
        verb = data.draw(st.sampled_from(["correct", "withdraw"]))
        if update:
            self.look_at(update)
            others = StatusUpdate.objects.filter(initiative=update.initiative).order_by("pk")
            self.send(
                self.somebody(data, "editor", "reviewer", "both"),
                reverse(f"desk_{verb}", args=[update.pk]), version=version_of(update),
                reason_en=words(data),
                replacement=one_of(data, ["", "", *(one.pk for one in others)]),
            )  # fmt: skip

    def revise(self, data):
        """Propose another wording or date at the desk, as moved or as wrong from the beginning."""
        noun = data.draw(st.sampled_from(["initiatives", "initiatives", "plans", "sources"]))
        model = {"initiatives": "initiative", "plans": "plan", "sources": "source"}[noun]
        row = one_of(data, noun_models()[model]._default_manager.order_by("pk"))
        changes = {
            "initiatives": {"title_en": words, "due": date, "summary_ru": words},
            "plans": {"name_en": words, "period": date},
            "sources": {"title": words, "publisher": words},
        }[noun]
        self.propose(data, row, f"/desk/{noun}/{row.slug}/revise/", changes)

    def translate(self, data):
        of_quote = data.draw(st.booleans())
        model = Citation if of_quote else StatusUpdate
        row = one_of(data, model.objects.order_by("pk"))
        if row:
            noun, column = ("citations", "quote_kk") if of_quote else ("updates", "sentence_kk")
            self.propose(data, row, f"/desk/{noun}/{row.pk}/translate/", {column: words})

    def propose(self, data, row, address, changes):
        self.look_at(row)
        some = data.draw(st.lists(st.sampled_from([*changes]), min_size=1, max_size=2))
        stands = {name: getattr(row, name, "") or "" for name in revised(row)}
        self.send(
            self.somebody(data, "editor", "both"), address, version=version_of(row),
            **stands | {name: changes[name](data) for name in some}, reason=words(data),
            quotes=data.draw(st.sampled_from(["", *QUOTES])), corrects=one_of(data, ["", "yes"]),
        )  # fmt: skip

    def challenge(self, data):
        """Send what a reader objects to, or the answer to it."""
        found = one_of(data, Challenge.objects.order_by("pk"))
        if found and data.draw(st.booleans()):
            self.look_at(found)
            self.send(
                self.somebody(data, "reviewer", "editor"),
                reverse("desk_challenge", args=[found.pk]), version=version_of(found),
                outcome=data.draw(st.sampled_from(Outcome.values)), answer_en=words(data),
            )  # fmt: skip
        else:
            initiative = one_of(data, Initiative.objects.order_by("pk"))
            self.look_at(initiative)
            address = reverse("challenge", args=[initiative.slug])
            self.send("anonymous", address, text=words(data), link="", name="", email="")

    def review_a_translation(self, data):
        texts = [
            (row, field)
            for model, fields in translated_fields().items()
            for field in fields
            for row in model._default_manager.filter(**{f"{field}_ru__gt": ""}).order_by("pk")
        ]
        row, field = one_of(data, texts)
        self.look_at(row)
        text = words(data) if rarely(data) else getattr(row, f"{field}_ru")
        self.send(
            self.somebody(data, "editor", "reviewer"), "/desk/translations/?language=ru",
            noun=row._meta.model_name, field=field, key=row.pk, text=text,
        )  # fmt: skip

    def look(self, data):
        """Open a page for the staff: it changes nothing."""
        name, row = self.row(data)
        update = one_of(data, StatusUpdate.objects.order_by("pk"))
        revision = one_of(data, Revision.objects.order_by("pk"))
        addresses = [
            "/desk/", "/desk/translations/", f"/admin/tracker/{name}/",
            f"/admin/tracker/{name}/add/", row and f"/admin/tracker/{name}/{row.pk}/change/",
            update and f"/desk/updates/{update.pk}/",
            revision and f"/desk/revisions/{revision.pk}/",
            update and update.submission_id and f"/desk/submissions/{update.submission_id}/",
            update and f"/desk/initiatives/{update.initiative.slug}/",
        ]  # fmt: skip
        address = one_of(data, filter(None, addresses))
        response = self.clients[self.somebody(data, "editor", "reviewer")].get(address)
        assert response.status_code in ANSWERS, address

    def erase_an_entry(self, data):
        if not data.draw(st.integers(0, 3)) and (
            entry := one_of(data, LedgerEntry.objects.order_by("sequence"))
        ):
            try:
                erase(sequence=entry.sequence, reason="Test law")
            except ValidationError:
                return

    def work_on_the_server(self, data):
        self.is_command = True
        reindex() if data.draw(st.booleans()) else rebuild(everything=data.draw(st.booleans()))

    def midnight(self, data):
        """Let the day end, and keep what the public may read of it from now on."""
        if len(self.days) == MOST_DAYS:
            return
        day = timezone.localdate()
        self.clock.shift(timedelta(days=1))
        self.days.append(day)
        self.pages = public_pages()
        forget_all()
        self.kept |= {(day, page): self.read(page, day) for page in of_a_day(self.pages)}
        self.begin_step(anew=True)

    # What always holds.

    @invariant()
    def nothing_public_moves_unless_two_persons_moved_it(self):
        alone, head = self.moved_alone(), head_of()
        if head != self.head:
            assert self.version != data_version(), "What is kept of the record was not let go."
            self.check_what_is_kept()
        forget_all()
        if head == self.head and (not alone or self.version == data_version()):
            for address, before in self.watched.items():
                check_same(before, self.read(address), f"{address}, without an entry")
        for entry in LedgerEntry.objects.filter(sequence__gt=self.head).order_by("sequence"):
            self.check_people(entry)
        self.keep_again_if_it_may_change({*alone} | self.retracted())
        self.begin_step(anew=head != self.head or bool(alone))
        self.check_day(self.days[self.step % len(self.days)], self.page(self.step))

    def check_what_is_kept(self):
        """What the process keeps of the record, brought up to date, says what is read anew."""
        followed = {address: self.read(address) for address in self.watched}
        forget_all()
        for address, said in followed.items():
            check_same(self.read(address), said, f"{address}, by what was kept")

    def begin_step(self, *, anew):
        """Note how the record stands; read a few pages, others than before if it moved."""
        self.step += 1
        self.head, self.version, self.is_command = head_of(), data_version(), False
        self.alone = {name: stands() for name, (stands, _why) in ONE_PERSON.items()}
        self.ended = ended()
        self.clock.shift(timedelta(minutes=1))
        self.watched = {} if anew else dict(islice(self.watched.items(), WATCHED))
        if anew:
            for number in range(WATCHED):
                address = self.page(self.step * WATCHED + number)
                self.watched[address] = self.read(address)

    def page(self, number):
        return self.pages[number * 17 % len(self.pages)]

    def moved_alone(self):
        return [name for name, (stands, _why) in ONE_PERSON.items() if stands() != self.alone[name]]

    def retracted(self):
        return {name for name, count in ended().items() if count != self.ended[name]}

    def check_people(self, entry):
        """An entry has two persons, or there is a reason why not."""
        people = Attribution.objects.filter(entry=entry).first()
        wrote, approved = (people.wrote_id, people.approved_id) if people else (None, None)
        if wrote and approved and wrote != approved:
            return
        if not people:
            assert self.is_command or entry.kind in WITHOUT_A_PERSON, (entry.kind, entry.payload)
            return
        emergency = StatusUpdate.objects.filter(
            published_at__gte=LedgerEntry.objects.get(sequence=self.head).recorded_at,
            published_by=approved, created_by=approved,
        ).exclude(emergency_reason="").exists()  # fmt: skip
        assert emergency or entry.kind in WITHOUT_A_SECOND, (entry.kind, wrote, approved)

    def keep_again_if_it_may_change(self, moved):
        if moved & {*SEEN_EARLIER}:
            for day, page in self.kept:
                self.kept[day, page] = self.read(page, day)

    def check_day(self, day, page):
        if (day, page) in self.kept:
            check_same(self.kept[day, page], self.read(page, day), f"{page} of {day}")

    def the_end(self):
        """Read all again: each page of each earlier day, and the record itself."""
        forget_all()
        for day, page in self.kept:
            self.check_day(day, page)
        assert list(Verification().findings()) == []
        if not self.ended["erasures"]:  # of what was erased nobody knows what it said
            self.forge(head_of() + self.step)

    def forge(self, number):
        """Change a field of the record past every action: to verify it finds that."""
        texts = [
            (row, column)
            for model in noun_models().values()
            for row in model._default_manager.published().order_by("pk")
            for column in revised_columns(model)
            if not is_linked(model, column) and column not in DATE_FIELDS
        ]
        row, column = texts[number * 71 % len(texts)]
        [stored] = raw(type(row)).filter(pk=row.pk).values()
        with undone():
            lift_the_triggers()
            change(type(row), row.pk, another_value(row._meta.get_field(column), stored))
            assert list(Verification().findings()), f"Nobody found {column} of {row} forged."

    def read(self, address, day=None):
        return read(self.clients["anonymous"], address, day)

    # Who and what.

    def somebody(self, data, *roles):
        """Return the name of somebody: mostly of one of these roles."""
        return data.draw(st.sampled_from([*self.people] if rarely(data) else [*roles]))

    def author_of(self, row):
        return next((name for name, user in self.people.items() if user == row.created_by), None)

    def row(self, data):
        name = data.draw(st.sampled_from([*entered()]))
        return name, one_of(data, entered()[name].model._default_manager.order_by("pk"))


BELONGS = ("initiative", "update", "source", "action_plan", "citation", "country")
"""Where what has no page is shown."""


def is_on_a_page(row):
    return hasattr(row, "slug") and hasattr(row, "get_absolute_url")


def read(client, address, day=None):
    """Return a public page; what the process keeps of the record is forgotten before, by steps."""
    if day is None:
        response = client.get(address)
    else:
        with time_machine.travel(READ_ON, tick=False):
            response = client.get(address, {"as_of": day.isoformat()})
    return response.status_code, b"".join(response)


def check_same(before, after, page):
    if before != after:
        lines = [text.decode().split("\n") for _status, text in (before, after)]
        differ = unified_diff(*lines, lineterm="", n=2)
        raise AssertionError("\n".join([f"What changed is {page}:", *islice(differ, 30)]))


def head_of():
    return LedgerEntry.objects.order_by("-sequence").values_list("sequence", flat=True)[0]


def ended():
    return {
        "erasures": LedgerEntry.objects.filter(payload=None).count(),
        "withdrawals": Withdrawal.objects.count(),
    }


def waiting():
    return [*StatusUpdate.objects.submitted(), *Revision.objects.submitted()]


def revised(row):
    names = {"title", "publisher", "url"} if isinstance(row, Source) else {"due", "period"}
    translated = [*in_each_language("title").values(), *in_each_language("summary").values()]
    translated += [*in_each_language("name").values()]
    return {name for name in (*names, *translated) if hasattr(row, name)}


def no_rows(*prefixes):
    return {f"{prefix}-{name}_FORMS": "0" for prefix in prefixes for name in ("TOTAL", "INITIAL")}


def a_reference(data):
    quote = one_of(data, Citation.objects.order_by("pk"))
    return {"references-TOTAL_FORMS": "1", "references-0-citation": quote.pk}


def quoted(data):
    """Return what is typed of a quote: in a source that is chosen, new, or found by it."""
    how = data.draw(st.sampled_from(["chosen", "chosen", "chosen", "new", "found"]))
    quote = data.draw(st.sampled_from(["Nobody said this."] if rarely(data) else QUOTES))
    if how == "chosen":
        return {"quote": quote, "source": one_of(data, Source.objects.order_by("pk")).pk}
    if how == "found":
        return {"quote": quote}
    return {
        "source-publisher": words(data), "source-title": words(data), "source-language": "en",
        "source-url": "https://gazette.example/9", "source-published_on": date(data),
        "source-text": f"{words(data)} {QUOTES[0]}", "quote": QUOTES[0],
    }  # fmt: skip


def public_pages():
    """Return the addresses of all that the public reads of the record."""
    rows = [
        row
        for model in noun_models().values()
        if hasattr(model, "get_absolute_url")
        for row in model._default_manager.published().order_by("pk")
    ]
    pages = [reverse(name) for name in (*ONCE, *FILES)]
    return [*pages, *dict.fromkeys(row.get_absolute_url().partition("#")[0] for row in rows)]


def of_a_day(pages):
    """Leave out the feed: it tells what is new, and shows no earlier day."""
    return [page for page in pages if page != reverse("corrections_feed")]


def people():
    """Return {name: account}, None of the anonymous."""
    both = person(Role.EDITOR)
    both.groups.add(*person(Role.REVIEWER).groups.all())
    return {
        "anonymous": None, "focal point": person(Role.FOCAL_POINT),
        "reviewer": person(Role.REVIEWER), "second reviewer": person(Role.REVIEWER),
        "editor": person(Role.EDITOR), "both": both,
        "administrator": person(Role.ADMINISTRATOR), "auditor": person(Role.AUDITOR),
        "root": make.UserFactory(is_staff=True, is_superuser=True),
    }  # fmt: skip


def record(people):
    """Publish a row of each noun, and leave a draft of some."""
    quote = make.CitationFactory()
    country = make.CountryFactory(name_ru="Пробная страна", iso_code="KZ")
    people["focal point"].countries.add(country)
    theme, place = make.ThemeFactory(), make.PlaceFactory(country=country)
    body = make.OrganizationFactory(country=country, reference=quote)
    plan = make.ActionPlanFactory(reference=quote)
    speaker = make.SpeakerFactory(organization=body, role_en="minister", reference=quote)
    event = make.EventFactory(place=place, country=country, reference=quote)
    group = make.WorkingGroupFactory(reference=quote)
    make.CitationFactory(source=quote.source, quote=QUOTES[1], speaker=speaker)
    bridge = make.InitiativeFactory(
        kind=Kind.ACTION_PLAN_ITEM, plan=plan, original_due="2026-05", announced_at=event
    )
    for links, row in (
        ("themes", theme), ("countries", country), ("organizations", body),
        ("events", event), ("working_groups", group),
    ):  # fmt: skip
        getattr(bridge, links).add(row)
    make.published_update(initiative=bridge, reference=quote, sentence_ru="Сказано.")
    bridge.refresh_from_db()
    make.MilestoneFactory(initiative=bridge, due="2026-12", reference=quote)
    wish = make.InitiativeFactory(kind=Kind.ASPIRATION)
    make.published_update(initiative=wish, reference=quote)
    for author, of, day in (("focal point", bridge, "2026-05"), ("editor", None, "2026-05-20")):
        make.DraftFactory(
            created_by=people[author], initiative=of or make.InitiativeFactory(), changed_on=day,
            reference=make.CitationFactory(),
        )  # fmt: skip
    make.EventFactory(stays_draft=True)
    make.ChallengeFactory(initiative=bridge)


class World:
    """The record as each example finds it, of the day before, and everybody with a browser."""

    def __init__(self):
        with time_machine.travel(BEGINS, tick=False) as clock:
            clock.shift(timedelta(days=-1))
            self.people = people()
            self.clients = {name: Client() for name in self.people}
            for name, user in self.people.items():
                if user:
                    self.clients[name].force_login(user)
            record(self.people)
            self.days, self.pages = [timezone.localdate()], public_pages()
        self.kept = {
            (day, page): read(self.clients["anonymous"], page, day)
            for day in self.days
            for page in of_a_day(self.pages)
        }


@pytest.mark.timeout(0)
def test_nothing_public_moves_unless_two_persons_moved_it(db):
    world = World()
    bounded = settings(
        max_examples=EXAMPLES, stateful_step_count=STEPS, derandomize="PROOF" not in os.environ,
        database=None, deadline=None, suppress_health_check=[*HealthCheck], print_blob=True,
        phases=[Phase.generate],  # to shrink a failure takes minutes
    )  # fmt: skip

    run_state_machine_as_test(lambda: TwoPersons(world), settings=bounded)
