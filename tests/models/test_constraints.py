"""Every constraint of the database refuses what it is for; one without a case here fails."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import CheckConstraint, F, UniqueConstraint
from django.utils import timezone

from tests import factories as make
from tracker import models
from tracker.rules import digest


def set_columns(instance, **columns):
    """Write columns past every Python check, as a slip in an SQL shell would."""
    type(instance).objects.filter(pk=instance.pk).update(**columns)


def changed(factory, **columns):
    return lambda: set_columns(factory(), **columns)


def pointing_to_itself(factory, field):
    return lambda: set_columns(factory(), **{field: F("pk")})


def source_with(**columns):
    fields = {
        "slug": "x", "publisher": "Test", "language": "en", "url": "https://x.example/",
        "published_on": "2026", "text": "x", "sha256": "0" * 64,
    }  # fmt: skip
    return lambda: models.Source.objects.create(**{**fields, **columns})


def revision_approved_by_its_author():
    revision = make.RevisionFactory()
    set_columns(revision, published_at=timezone.now(), published_by=revision.created_by)


def correction_by_itself():
    update = make.published_update()
    make.CorrectionFactory(update=update, replacement=update)


def withdrawal_by_itself():
    update = make.published_update()
    make.WithdrawalFactory(update=update, replacement=update)


def translation_twice():
    for _time in range(2):
        make.TranslationReviewFactory(key=1)


def snapshot():
    return make.published_initiative(original_due="2026").snapshots.get()


def snapshot_again(**columns):
    def write():
        again = snapshot()
        again.pk = None
        for column, value in columns.items():
            setattr(again, column, value)
        again.save(force_insert=True)

    return write


def ledger_with(**columns):
    fields = {
        "sequence": 1, "recorded_at": "2026-01-01T00:00Z", "kind": "update", "payload": "{}",
        "salt": "s", "content_digest": "c", "prev_digest": digest.START, "digest": "d",
    }  # fmt: skip
    return lambda: models.LedgerEntry.objects.create(**{**fields, **columns})


def citation_twice():
    citation = make.CitationFactory()
    citation.pk = None
    citation.save(force_insert=True)


def referring_twice(target):
    factory = {
        "update": make.DraftFactory,
        "milestone": make.MilestoneFactory,
        "action_plan": make.ActionPlanFactory,
        "event": make.EventFactory,
        "organization": make.OrganizationFactory,
        "working_group": make.WorkingGroupFactory,
        "speaker": make.SpeakerFactory,
        "revision": make.RevisionFactory,
        "correction": make.CorrectionFactory,
        "country": make.CountryFactory,
        "initiative": make.InitiativeFactory,
    }[target]

    def write():
        row, citation = factory(), make.CitationFactory()
        for _ in range(2):
            models.Reference.objects.create(citation=citation, **{target: row})

    return write


def named_twice(target):
    factory = {
        "country": make.CountryFactory,
        "organization": make.OrganizationFactory,
        "working_group": make.WorkingGroupFactory,
        "theme": make.ThemeFactory,
        "place": make.PlaceFactory,
        "speaker": make.SpeakerFactory,
    }[target]

    def write():
        row = factory()
        for _ in range(2):
            models.Alias.objects.create(name="Test", **{target: row})

    return write


def without_its_days(factory, field):
    return changed(factory, **{field: "2026", f"{field}_earliest": None, f"{field}_latest": None})


VIOLATIONS = {
    "action_plan_has_a_period": changed(
        make.ActionPlanFactory, period="", period_earliest=None, period_latest=None
    ),
    "action_plan_period_has_its_days": without_its_days(make.ActionPlanFactory, "period"),
    "action_plan_supersedes_is_another": pointing_to_itself(make.ActionPlanFactory, "supersedes"),
    "alias_has_one_target": lambda: models.Alias.objects.create(name="Test"),
    **{
        f"alias_of_{target}_is_unique": named_twice(target)
        for target in ("country", "organization", "working_group", "theme", "place", "speaker")
    },
    "accountlog_what_is_known": lambda: make.AccountLogFactory(what="nonsense"),
    "challenge_is_answered_by_somebody": changed(make.ChallengeFactory, outcome="accepted"),
    "challenge_outcome_is_known": lambda: make.ChallengeFactory(
        outcome="nonsense", resolved_by=make.UserFactory(), resolved_at=timezone.now()
    ),
    "challenge_says_something": changed(make.ChallengeFactory, text=""),
    "citation_span_fits_its_quote": lambda: models.Citation.objects.create(
        source=make.SourceFactory(text="Test"), quote="Test", start=0, end=9
    ),
    "citation_span_is_unique": citation_twice,
    "correction_replacement_is_another": correction_by_itself,
    "country_iso_code_is_two_capitals": changed(make.CountryFactory, iso_code="x1"),
    "country_member_since_has_its_days": without_its_days(make.CountryFactory, "member_since"),
    "country_member_until_has_its_days": without_its_days(make.CountryFactory, "member_until"),
    "country_membership_is_known": changed(make.CountryFactory, membership="nonsense"),
    "erasure_has_a_reason": lambda: make.ErasureFactory(reason=""),
    "event_classification_is_known": changed(make.EventFactory, classification="nonsense"),
    "event_held_on_has_its_days": without_its_days(make.EventFactory, "held_on"),
    "initiative_action_plan_item_has_its_plan": changed(
        make.InitiativeFactory, kind="action_plan_item"
    ),
    "initiative_changed_on_has_its_days": without_its_days(make.published_initiative, "changed_on"),
    "initiative_due_has_its_days": without_its_days(make.published_initiative, "due"),
    "initiative_evidence_is_known": changed(make.published_initiative, evidence="nonsense"),
    "initiative_is_published_with_its_status": changed(make.InitiativeFactory, status="planned"),
    "initiative_kind_is_known": changed(make.InitiativeFactory, kind="nonsense"),
    "initiative_original_due_has_its_days": without_its_days(
        make.InitiativeFactory, "original_due"
    ),
    "initiative_parent_is_another": pointing_to_itself(make.InitiativeFactory, "parent"),
    "initiative_status_is_known": changed(make.published_initiative, status="nonsense"),
    "ledger_kind_is_known": ledger_with(kind="nonsense"),
    "ledger_payload_has_its_salt": ledger_with(salt=None),
    "milestone_due_has_its_days": without_its_days(make.MilestoneFactory, "due"),
    "milestone_reached_on_has_its_days": without_its_days(make.MilestoneFactory, "reached_on"),
    "organization_classification_is_known": changed(
        make.OrganizationFactory, classification="nonsense"
    ),
    "reference_has_one_target": lambda: models.Reference.objects.create(
        citation=make.CitationFactory()
    ),
    **{
        f"reference_to_{target}_is_unique": referring_twice(target)
        for target in (
            "update", "revision", "correction", "milestone", "action_plan", "event",
            "organization", "working_group", "speaker", "country", "initiative",
        )
    },
    "revision_changes_something": lambda: make.RevisionFactory(old="2027"),
    "revision_field_is_known": lambda: make.RevisionFactory(field="nonsense"),
    "revision_has_a_reason": lambda: make.RevisionFactory(field="summary", reason=""),
    "revision_has_one_target": lambda: make.RevisionFactory(plan=make.ActionPlanFactory()),
    "revision_is_not_approved_by_its_author": revision_approved_by_its_author,
    "revision_is_recorded_before_it_is_published": changed(
        make.RevisionFactory, published_at="2000-01-01T00:00Z"
    ),
    "revision_is_returned_with_a_note": changed(make.RevisionFactory, returned_at=timezone.now()),
    "revision_of_a_date_has_no_language": lambda: make.RevisionFactory(language="en"),
    "revision_of_a_publisher_is_published": lambda: set_columns(
        make.RevisionFactory(), published_by=make.UserFactory()
    ),
    "revision_of_what_is_frozen_is_a_translation": lambda: make.RevisionFactory(
        initiative=None, update=make.published_update(), field="sentence"
    ),
    "revision_waits_or_is_returned": changed(
        make.RevisionFactory, submitted_at=timezone.now(), returned_at=timezone.now(),
        review_note="Test",
    ),
    "snapshot_begins_once": snapshot_again(until=timezone.now() + timedelta(days=1)),
    "snapshot_changed_on_has_its_days": without_its_days(snapshot, "changed_on"),
    "snapshot_due_has_its_days": without_its_days(snapshot, "due"),
    "snapshot_ends_after_it_begins": changed(snapshot, until=F("since")),
    "snapshot_evidence_is_known": changed(snapshot, evidence="nonsense"),
    "snapshot_is_open_once": snapshot_again(since=timezone.now() + timedelta(days=1)),
    "snapshot_kind_is_known": changed(snapshot, kind="nonsense"),
    "snapshot_original_due_has_its_days": without_its_days(snapshot, "original_due"),
    "snapshot_status_is_known": changed(snapshot, status="nonsense"),
    "source_is_dated": source_with(published_on=""),
    "source_language_is_known": source_with(language="Russian"),
    "source_published_on_has_its_days": without_its_days(make.SourceFactory, "published_on"),
    "source_sha256_is_a_digest": source_with(sha256="nonsense"),
    "source_text_is_there": source_with(text=""),
    "update_changed_on_has_its_days": without_its_days(make.DraftFactory, "changed_on"),
    "update_evidence_is_known": changed(make.DraftFactory, evidence="nonsense"),
    "update_is_dated": changed(
        make.DraftFactory, changed_on="", changed_on_earliest=None, changed_on_latest=None
    ),
    "update_is_recorded_before_it_is_published": changed(
        make.DraftFactory, published_at="2000-01-01T00:00Z", effective_on="2000-01-01"
    ),
    "update_is_returned_with_a_note": changed(make.DraftFactory, returned_at=timezone.now()),
    "update_of_a_publisher_is_published": lambda: set_columns(
        make.DraftFactory(), published_by=make.UserFactory()
    ),
    "update_of_an_emergency_is_published": changed(make.DraftFactory, emergency_reason="Test"),
    "update_status_is_known": changed(make.DraftFactory, status="nonsense"),
    "update_takes_effect_as_it_is_published": changed(
        make.DraftFactory, effective_on="2026-01-01"
    ),
    "withdrawal_replacement_is_another": withdrawal_by_itself,
    "update_waits_or_is_returned": changed(
        make.DraftFactory, submitted_at=timezone.now(), returned_at=timezone.now(),
        review_note="Test",
    ),
    "translation_is_reviewed_once": translation_twice,
    "working_group_parent_is_another": pointing_to_itself(make.WorkingGroupFactory, "parent"),
}  # fmt: skip

CONSTRAINTS = {
    constraint.name: constraint
    for model in apps.get_app_config("tracker").get_models()
    for constraint in model._meta.constraints
}


def test_every_constraint_has_a_case():
    assert set(VIOLATIONS) == set(CONSTRAINTS)


@pytest.mark.parametrize("name", sorted(CONSTRAINTS))
def test_the_database_refuses(db, name):
    constraint = CONSTRAINTS[name]
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        VIOLATIONS[name]()

    if isinstance(constraint, CheckConstraint):
        assert name in str(caught.value)
    else:
        assert isinstance(constraint, UniqueConstraint)
        assert "unique" in str(caught.value).lower()


@pytest.mark.parametrize(
    ("columns", "is_refused"),
    [
        ({"field": "due", "reason": ""}, False),  # a quote says enough
        ({"field": "due", "reason": "", "corrects": True}, True),
        ({"field": "new", "old": "", "reason": ""}, False),
        ({"field": "title", "language": "en", "reason": ""}, True),
    ],
)
def test_a_change_says_why_unless_it_rests_on_a_quote(db, columns, is_refused):
    refused = pytest.raises(IntegrityError, match="revision_has_a_reason")

    with refused if is_refused else nullcontext(), transaction.atomic():
        make.RevisionFactory(**columns)


def test_a_translation_of_what_is_frozen_is_of_that_row_and_in_a_language(db):
    sentence = {"initiative": None, "field": "sentence", "language": "kk", "old": ""}
    update = make.published_update()
    make.RevisionFactory(**sentence, update=update)

    for columns in (
        {**sentence, "theme": make.ThemeFactory()},
        {**sentence, "update": update, "language": ""},
        {**sentence, "update": update, "field": "new"},
    ):
        with pytest.raises(IntegrityError, match="is_a_translation"), transaction.atomic():
            make.RevisionFactory(**columns)
