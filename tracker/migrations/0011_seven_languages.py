"""Turkish, Azerbaijani, Kazakh, Kyrgyz and Uzbek: a column a language, as safe as the others."""

from importlib import import_module

from django.db import migrations, models

from ._operations import AddTextsForGood, AddTrigger, DropTrigger

LANGUAGES = ["tr", "az", "kk", "ky", "uz"]
REVIEW = import_module("tracker.migrations.0006_triggers_of_review")
SOURCES = import_module("tracker.migrations.0010_sources_in_the_ledger")
BEFORE = {
    operation.name: operation
    for module in (REVIEW, SOURCES)
    for operation in module.Migration.operations
    if isinstance(operation, AddTrigger)
}


def in_each_language(field):
    return [f"{field}_{language}" for language in LANGUAGES]


def keeps_its_words():
    """As before, and the words of the new languages count."""
    table, written = "tracker_statusupdate", REVIEW.KEEPS_ITS_WORDS.rstrip().removesuffix(")")
    words = [f"COALESCE({table}.{column}, '') <> ''" for column in in_each_language("sentence")]
    return f"{written.rstrip().removesuffix(')')} OR {' OR '.join(words)}))"


def again(name, condition):
    """Hold the same with another condition."""
    trigger = BEFORE[name]
    _class, _name, options = trigger.deconstruct()
    return [DropTrigger(trigger), AddTrigger(name, **options | {"condition": condition})]


def frozen_again(name, kept, texts):
    moved = REVIEW.is_no_erasure(kept, texts)
    return again(name, f"OLD.published_at IS NOT NULL AND ({moved})")


def name():
    return models.CharField(max_length=300, null=True, verbose_name="name")


def title():
    return models.CharField(max_length=300, null=True, verbose_name="title")


def reason():
    return models.TextField(max_length=500, null=True, verbose_name="reason")


FIELDS = {
    "actionplan": {"name": name},
    "challenge": {
        "answer": lambda: models.TextField(
            blank=True, help_text="Public: what came of it.", max_length=1000, null=True,
            verbose_name="answer",
        ),
    },
    "citation": {
        "note": lambda: models.TextField(
            blank=True, help_text="The editor's doubt about it; shown to the public.", null=True,
            verbose_name="note",
        ),
    },
    "correction": {"reason": reason},
    "country": {
        "name": name,
        "note": lambda: models.TextField(blank=True, null=True, verbose_name="note"),
    },
    "event": {"name": name},
    "initiative": {
        "title": title,
        "summary": lambda: models.TextField(
            blank=True, help_text="What the source says, in a sentence or two.", null=True,
            verbose_name="summary",
        ),
    },
    "milestone": {"title": title},
    "organization": {
        "name": name,
        "abbreviation": lambda: models.CharField(
            blank=True, max_length=20, null=True, verbose_name="abbreviation"
        ),
    },
    "place": {"name": name},
    "snapshot": {
        "title": lambda: models.CharField(max_length=300, null=True),
        "summary": lambda: models.TextField(blank=True, null=True),
    },
    "speaker": {
        "name": name,
        "role": lambda: models.CharField(
            blank=True, max_length=200, null=True, verbose_name="role"
        ),
    },
    "statusupdate": {
        "sentence": lambda: models.TextField(
            help_text="One sentence: what changed, as the public will read it.", max_length=500,
            null=True, verbose_name="sentence",
        ),
    },
    "theme": {"name": name},
    "withdrawal": {"reason": reason},
    "workinggroup": {"name": name},
}  # fmt: skip


def say_that_snapshots_lack_them(apps, schema_editor):
    """A snapshot has an empty text where its initiative had none."""
    columns = [column for field in FIELDS["snapshot"] for column in in_each_language(field)]
    snapshots = apps.get_model("tracker", "Snapshot")._base_manager
    snapshots.filter(**{columns[0]: None}).update(**dict.fromkeys(columns, ""))


class Migration(migrations.Migration):
    dependencies = [("tracker", "0010_sources_in_the_ledger")]

    operations = [
        *(
            AddTextsForGood(
                model,
                {
                    column: make()
                    for field, make in fields.items()
                    for column in in_each_language(field)
                },
            )
            for model, fields in FIELDS.items()
        ),
        migrations.RunPython(say_that_snapshots_lack_them, migrations.RunPython.noop),
        *frozen_again(
            "published_update_is_not_changed",
            REVIEW.UPDATE,
            [*REVIEW.UPDATE_TEXTS, *in_each_language("sentence")],
        ),
        *again("published_update_keeps_its_references_on_delete", keeps_its_words()),
        *frozen_again(
            "correction_is_not_changed",
            [*REVIEW.ENDING, "replacement_id"],
            [*REVIEW.REASONS, *in_each_language("reason")],
        ),
        *frozen_again(
            "withdrawal_is_not_changed",
            REVIEW.ENDING,
            [*REVIEW.REASONS, *in_each_language("reason")],
        ),
        *again(
            "citation_published_keeps_its_particulars",
            f"({SOURCES.moved([*SOURCES.PARTICULARS, *in_each_language('note')])})"
            f" AND {SOURCES.IS_PUBLISHED}",
        ),
        migrations.AlterField(
            model_name="user",
            name="language",
            field=models.CharField(
                choices=[
                    ("en", "English"),
                    ("ru", "Russian"),
                    ("tr", "Turkish"),
                    ("az", "Azerbaijani"),
                    ("kk", "Kazakh"),
                    ("ky", "Kyrgyz"),
                    ("uz", "Uzbek"),
                ],
                default="en",
                help_text="The language of the notes that are sent by e-mail.",
                max_length=10,
                verbose_name="language",
            ),
        ),
    ]
