"""Whatever people do, in whatever order: the record verifies, and a rebuild comes out the same."""

from contextlib import ExitStack

import pytest
from django.core.exceptions import ValidationError
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.actions.cases import fresh
from tests.actions.forgery import undone
from tests.actions.steps import kept_rows, proposal, raw, retraction_proposed
from tests.conftest import person
from tests.factories import (
    CountryFactory,
    InitiativeFactory,
    OrganizationFactory,
    SourceFactory,
    ThemeFactory,
    published_initiative,
)
from tracker.actions import review, submissions
from tracker.actions.drafts import save_draft
from tracker.actions.erase import erase
from tracker.actions.nouns import draft
from tracker.actions.rebuild import rebuild
from tracker.actions.refusals import NotAllowed
from tracker.actions.verify import Verification
from tracker.models import (
    Correction,
    Initiative,
    LedgerEntry,
    Revision,
    Snapshot,
    StatusUpdate,
    Withdrawal,
)
from tracker.models.version import version_of
from tracker.vocabulary import RETRACTIONS, Evidence, Role, Status

QUOTES = ("The test fund will open in spring.", "The test bridge is open")
WORDS = st.sampled_from(["One.", "Two.", "Ещё три."])
ANY = st.integers(0, 20)
"""Which of some rows, or of some people."""

SAID = {
    "status": st.sampled_from(Status.values),
    "evidence": st.sampled_from(Evidence.values),
    "changed_on": st.sampled_from(["2024", "2025-02", "2025-02-10", "2025-34", "2025-12~"]),
    "sentence_en": WORDS,
}
CHANGES = st.one_of(
    st.fixed_dictionaries({"title_en": WORDS}),
    st.fixed_dictionaries({"summary_ru": st.sampled_from(["", "Один.", "Два."])}),
    st.fixed_dictionaries({"due": st.sampled_from(["", "2027", "2028-05"])}),
    st.fixed_dictionaries({"countries": st.sampled_from(["", "the-country"])}),
    st.fixed_dictionaries({"organizations": st.sampled_from(["", "the-body"])}),
)
CHANGES_OF_A_BODY = st.one_of(
    st.fixed_dictionaries({"name_en": WORDS}),
    st.fixed_dictionaries({"name_kk": st.sampled_from(["", "Сынақ"])}),
    st.fixed_dictionaries({"proposed": st.sampled_from(["", "yes"])}),
    st.fixed_dictionaries({"country": st.sampled_from(["", "the-country"])}),
    st.fixed_dictionaries({"aliases": st.sampled_from(["", '[["Another",""]]'])}),
)


def drafts():
    return StatusUpdate.objects.filter(published_at=None, submitted_at=None).order_by("pk")


def standing():
    return StatusUpdate.objects.standing().exclude(created_by=None).order_by("pk")


def withdrawable():
    """Return what stands or was corrected, but the updates of the first day."""
    updates = StatusUpdate.objects.published().filter(withdrawal=None)
    return updates.exclude(created_by=None).order_by("pk")


def erasable():
    """Return the entries but those that are erased, say so, or are of an update that is shown."""
    shown = StatusUpdate.objects.published().filter(withdrawal=None).values("published_at")
    entries = LedgerEntry.objects.exclude(payload=None).exclude(kind="erasure")
    return entries.exclude(recorded_at__in=shown).order_by("-sequence")


def where_there_are(rows):
    return precondition(lambda machine: rows().exists())


def one_of(rows, which):
    found = list(rows)
    return found[which % len(found)] if found else None


def what_follows():
    """Return the rows that a rebuild makes, without the numbers that it gives them."""
    rows = [*raw(Snapshot).order_by("initiative", "since").values()]
    rows += raw(Initiative).order_by("pk").values()
    return [{key: row[key] for key in row.keys() - {"id", "changed_in_version"}} for row in rows]


class RecordAt(RuleBasedStateMachine):
    """Two people who write and review, and an editor, at two initiatives.

    What an action refuses leaves everything as it was.
    """

    def __init__(self):
        super().__init__()
        self.written = ExitStack()
        self.written.enter_context(undone())

    def teardown(self):
        self.written.close()

    @initialize()
    def begin(self):
        self.people = [person(Role.REVIEWER), person(Role.REVIEWER)]
        self.editor = person(Role.EDITOR)
        self.source, self.country = SourceFactory(), CountryFactory(slug="the-country")
        self.body = OrganizationFactory(slug="the-body")
        published_initiative(original_due="2026", changed_on="2023", summary_ru="Один.")
        InitiativeFactory(original_due="2027")

    def attempt(self, action, **details):
        """Return whether the action was not refused."""
        before = kept_rows()
        try:
            action(**details)
        except (ValidationError, NotAllowed):
            assert kept_rows() == before
            return False
        return True

    def second_person(self, row):
        return next(person for person in self.people if person != row.created_by)

    @rule(
        which=ANY, writer=ANY, of_country=st.booleans(), said=st.fixed_dictionaries(SAID),
        steps=st.sampled_from([(), ("submit",), ("submit", "approve"), ("publish_in_emergency",)]),
    )  # fmt: skip
    def write(self, which, writer, of_country, said, steps):
        update = StatusUpdate(
            initiative=one_of(Initiative.objects.order_by("pk"), which),
            country=self.country if of_country else None,
            **said,
        )
        if self.save(update, by=one_of(self.people, writer), quote=QUOTES[which % 2]):
            for step in steps:
                getattr(self, step)(StatusUpdate.objects.get(pk=update.pk))

    @where_there_are(drafts)
    @rule(
        which=ANY,
        step=st.sampled_from(["write_again", "submit", "publish_in_emergency", "discard"]),
    )
    def go_on_with_a_draft(self, which, step):
        getattr(self, step)(one_of(drafts(), which))

    @where_there_are(StatusUpdate.objects.submitted)
    @rule(which=ANY, step=st.sampled_from(["approve", "approve_ones_own", "return_to_author"]))
    def answer_a_submission(self, which, step):
        getattr(self, step)(one_of(StatusUpdate.objects.submitted(), which))

    def save(self, update, *, by, quote, **version):
        return self.attempt(
            save_draft, update=update, quote=quote, source=self.source, by=by, **version
        )

    def write_again(self, update):
        version, update.sentence_en = version_of(update), "Again."
        self.save(update, by=update.created_by, quote=QUOTES[0], version=version)

    def submit(self, update):
        self.attempt(review.submit, row=update, by=update.created_by, version=version_of(update))

    def publish_in_emergency(self, update):
        self.attempt(
            review.publish_in_emergency, row=update, by=update.created_by,
            reason="The dam breaks.", version=version_of(update),
        )  # fmt: skip

    def discard(self, update):
        self.attempt(review.discard, row=update, by=update.created_by, version=version_of(update))

    def approve(self, update):
        self.attempt(
            submissions.approve, row=update, by=self.second_person(update),
            version=version_of(update),
        )  # fmt: skip

    def approve_ones_own(self, update):
        assert not self.attempt(
            submissions.approve, row=update, by=update.created_by, version=version_of(update)
        )

    def return_to_author(self, update):
        self.attempt(
            review.return_to_author, row=update, by=self.second_person(update), note="Which test?",
            version=version_of(update),
        )  # fmt: skip

    @where_there_are(StatusUpdate.objects.to_countersign)
    @rule(which=ANY)
    def countersign(self, which):
        update = one_of(StatusUpdate.objects.to_countersign(), which)
        self.attempt(
            review.countersign,
            row=update,
            by=self.second_person(update),
            version=version_of(update),
        )

    @where_there_are(standing)
    @rule(which=ANY, other=ANY, reason=WORDS)
    def correct(self, which, other, reason):
        update = one_of(standing(), which)
        others = StatusUpdate.objects.filter(initiative=update.initiative).exclude(pk=update.pk)
        replacement = one_of([None, *others.order_by("pk")], other)
        correction = Correction(update=update, replacement=replacement, reason_en=reason)
        self.end(correction)

    @where_there_are(withdrawable)
    @rule(which=ANY, reason=WORDS)
    def withdraw(self, which, reason):
        update = one_of(withdrawable(), which)
        self.end(Withdrawal(update=update, reason_en=reason))

    def end(self, retraction):
        """Propose that an update ends; approve that, or what waits since an earlier time."""
        self.attempt(retraction_proposed, retraction=retraction, by=self.editor)
        if waiting := Revision.objects.submitted().filter(field__in=RETRACTIONS).first():
            self.approve_revision(waiting)

    @rule(changes=CHANGES, corrects=st.booleans(), at_once=st.booleans())
    def revise(self, changes, corrects, at_once):
        """Propose a revision unless one waits; approve it, or the one that waits."""
        self.propose(self.first(), changes, corrects, at_once)

    @rule(changes=CHANGES_OF_A_BODY, corrects=st.booleans(), at_once=st.booleans())
    def revise_a_body(self, changes, corrects, at_once):
        self.propose(fresh(self.body), changes, corrects, at_once)

    def propose(self, row, changes, corrects, at_once):
        waiting = Revision.objects.submitted().changes().first()
        if waiting:
            self.approve_revision(waiting)
        elif (
            self.attempt(proposal, row=row, by=self.editor, corrects=corrects, **changes)
            and at_once
        ):
            self.approve_revision(Revision.objects.latest("pk"))

    @rule(step=st.sampled_from(["draft", "hand_in", "approve", "discard"]))
    def go_on_with_a_noun(self, step):
        """Draft a theme that the second initiative names, or let the draft take a step."""
        new = Revision.objects.filter(field="new", published_at=None).first()
        if step == "draft" and not new:
            theme = ThemeFactory(stays_draft=True)
            draft(row=theme, by=self.editor)
            if theme.pk % 2:
                self.link_unless_public(theme)
        elif step == "hand_in" and new:
            self.attempt(review.submit, row=new, by=self.editor, version=version_of(new))
        elif step == "approve" and new:
            self.approve_revision(new)
        elif step == "discard" and new:
            self.attempt(review.discard, row=new, by=self.editor, version=version_of(new))

    def link_unless_public(self, theme):
        second = Initiative.objects.latest("pk")
        if not second.published_at:
            second.themes.add(theme)

    @where_there_are(standing)
    @rule(which=ANY, words=WORDS, of_quote=st.booleans())
    def translate(self, which, words, of_quote):
        """Add a translation of a sentence or its quote, or one in the place of another."""
        row, changes = one_of(standing(), which), {"sentence_kk": words}
        if of_quote:
            row, changes = row.references.first().citation, {"quote_kk": f"Сынақ сөзі: {words}"}
        if self.attempt(proposal, row=row, by=self.editor, **changes):
            self.approve_revision(Revision.objects.latest("pk"))

    def first(self):
        return Initiative.objects.earliest("pk")

    def approve_revision(self, revision):
        self.attempt(
            submissions.approve, row=revision, by=self.people[0],
            version=version_of(revision),
        )  # fmt: skip

    @where_there_are(erasable)
    @rule(which=ANY)
    def erase(self, which):
        entry = one_of(erasable(), which)
        self.attempt(erase, sequence=entry.sequence, reason="Test law")

    @invariant()
    def the_record_verifies(self):
        assert list(Verification().findings()) == []

    @invariant()
    def a_rebuild_comes_out_the_same(self):
        before, entries = what_follows(), LedgerEntry.objects.count()
        with undone():
            rebuild(everything=True)

            assert what_follows() == before
            assert LedgerEntry.objects.count() == entries


@pytest.mark.timeout(900)
def test_the_record_verifies_whatever_people_do(db):
    bounded = settings(
        max_examples=20, stateful_step_count=12, derandomize=True, database=None, deadline=None,
        phases=[Phase.generate],  # to shrink a failure takes minutes
    )  # fmt: skip

    run_state_machine_as_test(RecordAt, settings=bounded)
