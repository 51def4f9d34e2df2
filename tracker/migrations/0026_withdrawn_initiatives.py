"""A withdrawal may name what stands in its place; with the last update goes the initiative."""

from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.deletion import PROTECT

from ._operations import AddColumnForGood, AddConstraintWhereItHolds


class Migration(migrations.Migration):
    dependencies = [("tracker", "0025_blocks_of_challenges")]

    operations = [
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
    ]
