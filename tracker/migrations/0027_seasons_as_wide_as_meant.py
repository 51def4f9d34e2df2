"""A season has the days that anybody may mean by it; what is frozen keeps those of its time."""

from datetime import MAXYEAR, MINYEAR, date

from django.db import migrations, models
from django.db.models import F

DATED = {
    "ActionPlan": ["period"],
    "Country": ["member_since", "member_until"],
    "Event": ["held_on"],
    "Initiative": ["original_due", "due", "changed_on"],
    "Milestone": ["due", "reached_on"],
    "Snapshot": ["original_due", "due", "changed_on"],
    "Source": ["published_on"],
    "StatusUpdate": ["changed_on"],
}
FROZEN = {"Source": "recorded_at", "StatusUpdate": "published_at"}
"""{model: the moment from which a trigger refuses another date}."""
NARROW = {
    "21": ((3, 1), (5, 31)), "22": ((6, 1), (8, 31)), "23": ((9, 1), (11, 30)),
    "24": ((12, 1), (12, 31)),
}  # fmt: skip
WIDE = {"21": ((3, 1), (6, 21)), "22": ((6, 1), (9, 23)), "23": ((9, 1), (12, 21))}


def narrow_days(year, season):
    first, last = NARROW[season]
    return date(year, *first), date(year, *last)


def wide_days(year, season):
    if season in WIDE:
        first, last = WIDE[season]
        return date(year, *first), date(year, *last)
    begins = date(year - 1, 12, 1) if year > MINYEAR else date.min
    return begins, date(year + 1, 3, 20) if year < MAXYEAR else date.max


def write(days_of):
    """Return a step that writes the days beside each season of a row that may be written."""

    def step(apps, schema_editor):
        alias = schema_editor.connection.alias
        is_changed = False
        for name, fields in DATED.items():
            rows = apps.get_model("tracker", name)._base_manager.using(alias)
            rows = rows.filter(**{FROZEN[name]: None}) if name in FROZEN else rows
            for field in fields:
                seasons = rows.filter(**{f"{field}__regex": r"^\d{4}-2[1-4]$"})
                for text in [*seasons.order_by().values_list(field, flat=True).distinct()]:
                    days = days_of(int(text[:4]), text[5:])
                    bounds = dict(zip((f"{field}_earliest", f"{field}_latest"), days, strict=True))
                    rows.filter(**{field: text}).update(**bounds)
                    is_changed = True
        if is_changed:
            version = apps.get_model("tracker", "DataVersion")
            version._base_manager.using(alias).update(number=F("number") + 1)

    return step


class Migration(migrations.Migration):
    dependencies = [("tracker", "0026_withdrawn_initiatives")]

    operations = [
        migrations.AlterField(
            model_name="initiative",
            name="original_due",
            field=models.CharField(
                blank=True,
                help_text=(
                    "As first announced; as exact as the source, for example 2026, May 2026 or"
                    " 15.05.2026."
                ),
                max_length=32,
                verbose_name="deadline",
            ),
        ),
        migrations.RunPython(write(wide_days), write(narrow_days), elidable=False),
    ]
