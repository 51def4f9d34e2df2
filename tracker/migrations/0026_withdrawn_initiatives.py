"""A withdrawal may name what stands in its place; with the last update goes the initiative."""

from importlib import import_module

from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.deletion import PROTECT

from ._operations import (
    AddColumnForGood,
    AddConstraintWhereItHolds,
    AddTrigger,
    DropTrigger,
    triggers_after,
)

DEPENDENCIES = [("tracker", "0025_blocks_of_challenges")]
REVIEW = import_module("tracker.migrations.0006_triggers_of_review")
LANGUAGES = import_module("tracker.migrations.0011_seven_languages")
NOT_CHANGED = triggers_after(DEPENDENCIES)["withdrawal_is_not_changed"]
MOVED = REVIEW.is_no_erasure(
    [*REVIEW.ENDING, "replacement_id"], [*REVIEW.REASONS, *LANGUAGES.in_each_language("reason")]
)


class Migration(migrations.Migration):
    dependencies = DEPENDENCIES

    operations = [
        DropTrigger(NOT_CHANGED),
        AddColumnForGood(
            model_name="initiative",
            name="withdrawn_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="withdrawn at"),
        ),
        AddColumnForGood(
            model_name="withdrawal",
            name="replacement",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=PROTECT,
                related_name="stands_in_for",
                to="tracker.statusupdate",
                verbose_name="right update",
            ),
        ),
        AddConstraintWhereItHolds(
            model_name="withdrawal",
            constraint=models.CheckConstraint(
                condition=Q(replacement__isnull=True) | ~Q(replacement=F("update")),
                name="withdrawal_replacement_is_another",
            ),
        ),
        AddTrigger(
            NOT_CHANGED.name,
            table=NOT_CHANGED.table,
            before="UPDATE",
            condition=f"OLD.published_at IS NOT NULL AND ({MOVED})",
            message=NOT_CHANGED.message,
        ),
    ]
