"""The ledger says what each source is, and the database holds that it stays so."""

from importlib import import_module

from django.db import migrations, models

from ._operations import (
    AddColumnForGood,
    AddConstraintWhereItHolds,
    AddTrigger,
    DropTrigger,
    RemoveConstraintForGood,
)

TRIGGERS = import_module("tracker.migrations.0006_triggers_of_review").Migration.operations
LEDGER = [op for op in TRIGGERS if "tracker_ledgerentry" in op.table + op.condition]
"""SQLite makes the table anew, and checks whatever names it."""

KINDS = [
    ("source", "Source cited"),
    ("initiative", "Initiative published"),
    ("update", "Status update"),
    ("revision", "Revision"),
    ("correction", "Correction"),
    ("withdrawal", "Withdrawal"),
    ("countersignature", "Countersignature"),
    ("erasure", "Erasure"),
]
DESCRIBED = [
    "slug", "language", "published_on", "published_on_earliest", "published_on_latest",
    "archived_at", "recorded_at",
]  # fmt: skip
PARTICULARS = ["speaker_id", "is_context", "note", "note_en", "note_ru"]
IS_PUBLISHED = """
    EXISTS (
        SELECT 1 FROM tracker_reference
        JOIN tracker_statusupdate ON tracker_statusupdate.id = tracker_reference.update_id
        WHERE tracker_reference.citation_id = OLD.id
          AND tracker_statusupdate.published_at IS NOT NULL
    )
"""


def moved(columns):
    return " OR ".join(
        f"COALESCE(CAST(NEW.{column} AS TEXT), '') <> COALESCE(CAST(OLD.{column} AS TEXT), '')"
        for column in columns
    )


class Migration(migrations.Migration):
    dependencies = [("tracker", "0009_what_is_fast")]

    operations = [
        *map(DropTrigger, LEDGER),
        RemoveConstraintForGood(model_name="ledgerentry", name="ledger_kind_is_known"),
        migrations.AlterField(
            model_name="ledgerentry",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=20, verbose_name="kind"),
        ),
        AddConstraintWhereItHolds(
            model_name="ledgerentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", [kind for kind, _label in KINDS])),
                name="ledger_kind_is_known",
            ),
        ),
        *LEDGER,
        AddColumnForGood(
            model_name="source",
            name="recorded_at",
            field=models.DateTimeField(
                editable=False,
                help_text=(
                    "When the ledger said what it is: as the first published update cited it."
                ),
                null=True,
                verbose_name="recorded at",
            ),
        ),
        AddTrigger(
            "source_recorded_keeps_what_it_is",
            table="tracker_source",
            before="UPDATE",
            condition=f"OLD.recorded_at IS NOT NULL AND ({moved(DESCRIBED)})",
            message="a source in the ledger keeps its address and its days",
        ),
        AddTrigger(
            "citation_published_keeps_its_particulars",
            table="tracker_citation",
            before="UPDATE",
            condition=f"({moved(PARTICULARS)}) AND {IS_PUBLISHED}",
            message="a published quote keeps its speaker and its note",
        ),
    ]
