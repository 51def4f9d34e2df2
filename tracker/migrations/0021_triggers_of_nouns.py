"""What is public stays public, at its address; and what is frozen keeps its new columns, too."""

from django.db import migrations

from ._operations import AddTrigger, DropTrigger, triggers_after

DEPENDENCIES = [("tracker", "0020_since_when_nouns_are_public")]
NOUNS = {
    "milestone": "Milestone",
    "event": "Event",
    "place": "Place",
    "organization": "Organization",
    "working_group": "WorkingGroup",
    "country": "Country",
    "theme": "Theme",
    "speaker": "Speaker",
}
"""{column of a revision: model}."""
BEFORE = triggers_after(DEPENDENCIES)


def moved(*columns):
    return " OR ".join(
        f"COALESCE(CAST(NEW.{column} AS TEXT), '') <> COALESCE(CAST(OLD.{column} AS TEXT), '')"
        for column in columns
    )


def also_keeps(name, *columns):
    """Yield the operations by which a trigger of a frozen table keeps more columns."""
    trigger = BEFORE[name]
    yield DropTrigger(trigger)
    yield AddTrigger(
        name,
        table=trigger.table,
        before=trigger.before,
        condition=(
            f"({trigger.condition}) OR (OLD.published_at IS NOT NULL AND ({moved(*columns)}))"
        ),
        message=trigger.message,
        lock=trigger.lock,
    )


def stays_public(model):
    """Yield the triggers that keep a published noun, and its address."""
    noun, table = model.lower(), f"tracker_{model.lower()}"
    fixed = "initiative_id" if model == "Milestone" else "slug"
    yield AddTrigger(
        f"published_{noun}_is_not_deleted",
        table=table,
        before="DELETE",
        condition="OLD.published_at IS NOT NULL",
        message="what is public is not deleted",
    )
    yield AddTrigger(
        f"published_{noun}_stays_public",
        table=table,
        before="UPDATE",
        condition=f"OLD.published_at IS NOT NULL AND ({moved('published_at', fixed)})",
        message="what is public stays public, at its address",
    )


class Migration(migrations.Migration):
    dependencies = DEPENDENCIES

    operations = [
        *also_keeps("published_update_is_not_changed", "submission_id"),
        *also_keeps(
            "revision_is_not_changed",
            "submission_id",
            "corrects",
            *(f"{name}_id" for name in NOUNS),
        ),
        *(trigger for model in (*NOUNS.values(), "ActionPlan") for trigger in stays_public(model)),
    ]
