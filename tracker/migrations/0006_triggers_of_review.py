"""What the record promises of everything published, held by the database itself."""

from importlib import import_module

from django.db import migrations

from ._operations import AddTrigger

BEFORE = {
    op.name: op for op in import_module("tracker.migrations.0002_triggers").Migration.operations
}
KEPT = [
    "citation_quote_stands_in_source_on_insert",
    "citation_quote_stands_in_source_on_update",
    "citation_in_use_is_not_moved",
    "source_cited_is_not_rewritten",
    "published_update_is_not_deleted",
    "published_update_keeps_its_references_on_insert",
    "published_update_keeps_its_references_on_update",
    "correction_is_not_deleted",
    "ledger_entry_is_not_changed",
    "ledger_entry_is_not_deleted",
]

REVIEWED = [
    "created_by_id", "created_at", "submitted_at", "returned_at", "published_by_id", "published_at",
]  # fmt: skip
UPDATE = [
    *REVIEWED, "initiative_id", "country_id", "status", "evidence", "changed_on",
    "changed_on_earliest", "changed_on_latest", "effective_on",
]  # fmt: skip
UPDATE_TEXTS = ["sentence", "sentence_en", "sentence_ru", "emergency_reason", "review_note"]
REVISION = [*REVIEWED, "initiative_id", "plan_id", "source_id", "field", "language"]
REVISION_TEXTS = ["old", "new", "reason", "review_note"]
ENDING = ["update_id", "created_by_id", "published_at"]
REASONS = ["reason", "reason_en", "reason_ru"]
IS_AUTHOR = """
    EXISTS (
        SELECT 1 FROM tracker_statusupdate
        WHERE tracker_statusupdate.id = NEW.update_id
          AND tracker_statusupdate.created_by_id = NEW.created_by_id
    )
"""
IS_NOT_PUBLISHED = """
    NOT EXISTS (
        SELECT 1 FROM tracker_statusupdate
        WHERE tracker_statusupdate.id = NEW.update_id
          AND tracker_statusupdate.published_at IS NOT NULL
    )
"""
APPROVES_OWN = """
    NEW.published_at IS NOT NULL AND NEW.published_by_id = NEW.created_by_id
    AND NEW.emergency_reason = ''
"""
KEEPS_ITS_WORDS = """
    EXISTS (
        SELECT 1 FROM tracker_statusupdate
        WHERE tracker_statusupdate.id = OLD.update_id
          AND tracker_statusupdate.published_at IS NOT NULL
          AND (COALESCE(tracker_statusupdate.sentence, '') <> ''
               OR COALESCE(tracker_statusupdate.sentence_en, '') <> ''
               OR COALESCE(tracker_statusupdate.sentence_ru, '') <> '')
    )
"""


def is_no_erasure(kept, texts):
    """A column kept is moved, a text is not blanked, or the ledger entry has its payload still."""
    moved = [
        f"COALESCE(CAST(NEW.{column} AS TEXT), '') <> COALESCE(CAST(OLD.{column} AS TEXT), '')"
        for column in kept
    ]
    written = [f"COALESCE(NEW.{column}, '') <> ''" for column in texts]
    entry = (
        "NOT EXISTS (SELECT 1 FROM tracker_ledgerentry"
        " WHERE recorded_at = OLD.published_at AND payload IS NULL)"
    )
    return " OR ".join([*moved, *written, entry])


def frozen(noun, table, message, kept, texts):
    return AddTrigger(
        f"{noun}_is_not_changed",
        table=table,
        before="UPDATE",
        condition=f"OLD.published_at IS NOT NULL AND ({is_no_erasure(kept, texts)})",
        message=message,
    )


def kept_for_ever(noun, table, message, verbs=("UPDATE", "DELETE"), condition="1 = 1"):
    past = {"UPDATE": "changed", "DELETE": "deleted"}
    return [
        AddTrigger(
            f"{noun}_is_not_{past[verb]}",
            table=table,
            before=verb,
            condition=condition,
            message=message,
        )
        for verb in verbs
    ]


def by_another(noun, message):
    return [
        AddTrigger(
            f"{noun}_is_by_another",
            table=f"tracker_{noun}",
            before="INSERT",
            condition=IS_AUTHOR,
            message=message,
        ),
        AddTrigger(
            f"{noun}_is_of_what_is_published",
            table=f"tracker_{noun}",
            before="INSERT",
            condition=IS_NOT_PUBLISHED,
            message=f"a {noun} is of a published update",
        ),
    ]


class Migration(migrations.Migration):
    dependencies = [("tracker", "0005_time_of_references")]

    operations = [
        *(BEFORE[name] for name in KEPT),
        frozen(
            "published_update",
            "tracker_statusupdate",
            "a published update is never changed or deleted",
            UPDATE,
            UPDATE_TEXTS,
        ),
        AddTrigger(
            "published_update_keeps_its_references_on_delete",
            table="tracker_reference",
            before="DELETE",
            condition=KEEPS_ITS_WORDS,
            lock="1 FROM tracker_statusupdate WHERE id = OLD.update_id FOR SHARE",
            message="a published update keeps its citations",
        ),
        *(
            AddTrigger(
                f"nobody_publishes_their_own_update_on_{verb.lower()}",
                table="tracker_statusupdate",
                before=verb,
                condition=condition,
                message="nobody approves their own submission",
            )
            for verb, condition in (
                ("INSERT", APPROVES_OWN),
                ("UPDATE", f"OLD.published_at IS NULL AND {APPROVES_OWN}"),
            )
        ),
        frozen(
            "revision",
            "tracker_revision",
            "a revision is never changed or deleted",
            REVISION,
            REVISION_TEXTS,
        ),
        *kept_for_ever(
            "revision",
            "tracker_revision",
            "a revision is never changed or deleted",
            ["DELETE"],
            "OLD.published_at IS NOT NULL",
        ),
        frozen(
            "correction",
            "tracker_correction",
            "a correction is never changed or deleted",
            [*ENDING, "replacement_id"],
            REASONS,
        ),
        frozen(
            "withdrawal",
            "tracker_withdrawal",
            "a withdrawal is never changed or deleted",
            ENDING,
            REASONS,
        ),
        *kept_for_ever(
            "withdrawal",
            "tracker_withdrawal",
            "a withdrawal is never changed or deleted",
            ["DELETE"],
        ),
        *kept_for_ever(
            "countersignature",
            "tracker_countersignature",
            "a countersignature is never changed or deleted",
        ),
        *kept_for_ever("erasure", "tracker_erasure", "an erasure is never changed or deleted"),
        *by_another("correction", "nobody corrects their own update"),
        *by_another("withdrawal", "nobody withdraws their own update"),
        *by_another("countersignature", "nobody countersigns their own update"),
    ]
