"""A sentence or a quote, which never changes, may get a translation after it is public."""

from importlib import import_module

from django.db import migrations, models
from django.db.models import Q

from ._operations import (
    AddColumnForGood,
    AddConstraintWhereItHolds,
    AddTrigger,
    DropTrigger,
    WidenConstraints,
)

REVIEW = import_module("tracker.migrations.0006_triggers_of_review")
NOT_CHANGED, NOT_DELETED = (
    next(op for op in REVIEW.Migration.operations if op.name == name)
    for name in ("revision_is_not_changed", "revision_is_not_deleted")
)
KEPT = REVIEW.is_no_erasure([*REVIEW.REVISION, "update_id"], REVIEW.REVISION_TEXTS)
KEPT_QUOTE = "NEW.citation_id IS NOT NULL AND NEW.citation_id <> COALESCE(OLD.citation_id, -1)"
"""An erased translation lets its quote go."""

FIELDS = [
    ("title", "Title"),
    ("summary", "Summary"),
    ("due", "Deadline"),
    ("name", "Name"),
    ("period", "Period"),
    ("publisher", "Publisher"),
    ("url", "Address"),
    ("sentence", "Sentence"),
    ("quote", "Quote"),
]
TARGETS = ("initiative", "plan", "source", "update", "citation")
ONE_TARGET = Q(
    *(Q(**{f"{other}__isnull": other != target for other in TARGETS}) for target in TARGETS),
    _connector=Q.OR,
)
WIDER = [
    models.CheckConstraint(
        condition=ONE_TARGET | Q(field="quote", citation=None, erased_at__isnull=False),
        name="revision_has_one_target",
        violation_error_message="Choose exactly one thing that this belongs to.",
    ),
    models.CheckConstraint(
        condition=Q(field__in=[field for field, _label in FIELDS]), name="revision_field_is_known"
    ),
]
IS_A_TRANSLATION = models.CheckConstraint(
    condition=Q(update__isnull=False, field="sentence") & ~Q(language="")
    | Q(update=None, field="quote") & ~Q(language="")
    | Q(update=None, citation=None) & ~Q(field__in=["sentence", "quote"]),
    name="revision_of_what_is_frozen_is_a_translation",
)


def frozen(model, verbose_name):
    return models.ForeignKey(
        model,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=verbose_name,
    )


class Migration(migrations.Migration):
    dependencies = [("tracker", "0013_search")]

    operations = [
        DropTrigger(NOT_CHANGED),
        DropTrigger(NOT_DELETED),
        AddColumnForGood(
            model_name="revision",
            name="update",
            field=frozen("tracker.statusupdate", "status update"),
        ),
        AddColumnForGood(
            model_name="revision", name="citation", field=frozen("tracker.citation", "citation")
        ),
        migrations.AlterField(
            model_name="revision",
            name="field",
            field=models.CharField(choices=FIELDS, max_length=20, verbose_name="field"),
        ),
        WidenConstraints("revision", WIDER),
        AddConstraintWhereItHolds(model_name="revision", constraint=IS_A_TRANSLATION),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(fields=["published_at", "field"], name="revision_by_time"),
        ),
        AddTrigger(
            NOT_CHANGED.name,
            table=NOT_CHANGED.table,
            before="UPDATE",
            condition=f"OLD.published_at IS NOT NULL AND ({KEPT} OR {KEPT_QUOTE})",
            message=NOT_CHANGED.message,
        ),
        NOT_DELETED,
    ]
