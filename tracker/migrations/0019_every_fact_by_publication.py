"""Every public fact comes by a publication: the tables. Data and triggers follow."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q

from ._operations import (
    AddColumnForGood,
    AddTrigger,
    CreateModelForGood,
    WidenConstraints,
)

FIELDS = [
    ("new", "New"),
    ("title", "Title"),
    ("summary", "Summary"),
    ("name", "Name"),
    ("abbreviation", "Abbreviation"),
    ("aliases", "Other names"),
    ("note", "Note"),
    ("classification", "Classification"),
    ("due", "Deadline"),
    ("reached_on", "Reached on"),
    ("period", "Period"),
    ("held_on", "Held on"),
    ("membership", "Membership"),
    ("member_since", "In this membership since"),
    ("member_until", "In this membership until"),
    ("proposed", "Proposed"),
    ("role", "Role"),
    ("is_named", "Named in the source"),
    ("publisher", "Publisher"),
    ("url", "Address"),
    ("parent", "Part of"),
    ("supersedes", "Supersedes"),
    ("announced_at", "Announced at"),
    ("place", "Place"),
    ("country", "Country"),
    ("organization", "Organization"),
    ("events", "Events"),
    ("themes", "Themes"),
    ("countries", "Countries"),
    ("organizations", "Organizations"),
    ("working_groups", "Working groups"),
    ("citations", "Quotes that it rests on"),
    ("sentence", "Sentence"),
    ("quote", "Quote"),
]
DATES = ("due", "period", "reached_on", "held_on", "member_since", "member_until")
ON_QUOTES = (
    "new", "due", "announced_at", "events", "countries", "organizations", "working_groups",
    "citations", "period", "supersedes", "reached_on", "held_on", "place", "country", "proposed",
    "parent", "membership", "member_since", "member_until", "role", "organization",
)  # fmt: skip
KINDS = [
    ("source", "Source cited"),
    ("initiative", "Initiative published"),
    ("links", "Links of an initiative"),
    ("milestone", "Milestone published"),
    ("plan", "Action plan published"),
    ("working_group", "Working group published"),
    ("organization", "Organization published"),
    ("country", "Country published"),
    ("theme", "Theme published"),
    ("event", "Event published"),
    ("place", "Place published"),
    ("speaker", "Speaker published"),
    ("citation", "Quote published"),
    ("update", "Status update"),
    ("revision", "Revision"),
    ("correction", "Correction"),
    ("withdrawal", "Withdrawal"),
    ("countersignature", "Countersignature"),
    ("erasure", "Erasure"),
]
NOUNS = {
    "milestone": ("Milestone", "milestone"),
    "event": ("Event", "event"),
    "place": ("Place", "place"),
    "organization": ("Organization", "organization"),
    "working_group": ("WorkingGroup", "working group"),
    "country": ("Country", "country"),
    "theme": ("Theme", "theme"),
    "speaker": ("Speaker", "speaker"),
}
"""{new column of a revision: (model, label)}."""
PUBLISHED = [*(model for model, _label in NOUNS.values()), "ActionPlan", "Citation"]
TARGETS_OF_REVISIONS = (
    "initiative", "plan", "source", "milestone", "event", "place", "organization", "working_group",
    "country", "theme", "speaker", "update", "citation",
)  # fmt: skip
TARGETS_OF_REFERENCES = (
    "update", "revision", "correction", "milestone", "action_plan", "event", "organization",
    "working_group", "speaker", "country", "initiative",
)  # fmt: skip


def one_of(targets):
    return Q(
        *(Q(**{f"{other}__isnull": other != target for other in targets}) for target in targets),
        _connector=Q.OR,
    )


def one_target(model, condition):
    return models.CheckConstraint(
        condition=condition,
        name=f"{model}_has_one_target",
        violation_error_message="Choose exactly one thing that this belongs to.",
    )


OF_REVISIONS = [
    one_target(
        "revision",
        one_of(TARGETS_OF_REVISIONS) | Q(field="quote", citation=None, erased_at__isnull=False),
    ),
    models.CheckConstraint(
        condition=Q(field__in=[field for field, _label in FIELDS]), name="revision_field_is_known"
    ),
    models.CheckConstraint(
        condition=~Q(reason="")
        | Q(erased_at__isnull=False)
        | Q(field__in=ON_QUOTES, corrects=False),
        name="revision_has_a_reason",
    ),
    models.CheckConstraint(
        condition=~Q(field__in=DATES) | Q(language=""), name="revision_of_a_date_has_no_language"
    ),
    models.CheckConstraint(
        condition=Q(update__isnull=False, field="sentence") & ~Q(language="")
        | Q(update=None, field="quote") & ~Q(language="")
        | Q(update=None, citation=None) & ~Q(field__in=["sentence", "quote"])
        | Q(update=None, field="new"),
        name="revision_of_what_is_frozen_is_a_translation",
    ),
]


def dated(field):
    earliest, latest = f"{field}_earliest", f"{field}_latest"
    return models.CheckConstraint(
        condition=Q(**{field: "", f"{earliest}__isnull": True, f"{latest}__isnull": True})
        | ~Q(**{field: ""})
        & Q(**{f"{earliest}__isnull": False, f"{latest}__isnull": False,
               f"{earliest}__lte": F(latest)}),
        name=f"country_{field}_has_its_days",
    )  # fmt: skip


def account(label):
    return models.ForeignKey(
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
        verbose_name=label,
    )


def moment(model):
    help_text = "When it was published by itself or with a noun, and not with an update."
    return AddColumnForGood(
        model_name=model.lower(),
        name="published_at",
        field=models.DateTimeField(
            editable=False,
            null=True,
            verbose_name="published at",
            **({"help_text": help_text} if model == "Citation" else {}),
        ),
    )


def membership_dates():
    for field, label in (
        ("member_since", "in this membership since"),
        ("member_until", "in this membership until"),
    ):
        text = models.CharField(
            blank=True, db_default="", default="", max_length=32, verbose_name=label
        )
        yield AddColumnForGood(model_name="country", name=field, field=text)
        for end in ("earliest", "latest"):
            day = models.DateField(db_index=True, editable=False, null=True, verbose_name=label)
            yield AddColumnForGood(model_name="country", name=f"{field}_{end}", field=day)
        yield migrations.AddConstraint(model_name="country", constraint=dated(field))


def reference_to(name):
    yield AddColumnForGood(
        model_name="reference",
        name=name,
        field=models.ForeignKey(
            blank=True,
            null=True,
            on_delete=django.db.models.deletion.CASCADE,
            related_name="references",
            to=f"tracker.{name}",
        ),
    )


def key_of_revision(name, model, label):
    return AddColumnForGood(
        model_name="revision",
        name=name,
        field=models.ForeignKey(
            blank=True,
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="revisions",
            to=f"tracker.{model.lower()}",
            verbose_name=label,
        ),
    )


def submission_of(model):
    return AddColumnForGood(
        model_name=model,
        name="submission",
        field=models.ForeignKey(
            editable=False,
            null=True,
            on_delete=django.db.models.deletion.PROTECT,
            related_name="%(class)ss",
            to="tracker.submission",
            verbose_name="submission",
        ),
    )


class Migration(migrations.Migration):
    dependencies = [("tracker", "0018_languages_of_people")]

    operations = [
        CreateModelForGood(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="recorded at"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="recorded by",
                    ),
                ),
            ],
            options={
                "verbose_name": "submission",
                "verbose_name_plural": "submissions",
                "ordering": ["-pk"],
                "default_permissions": (),
            },
        ),
        CreateModelForGood(
            name="Attribution",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="attribution",
                        serialize=False,
                        to="tracker.ledgerentry",
                        verbose_name="ledger entry",
                    ),
                ),
                ("salt", models.CharField(max_length=64, verbose_name="salt")),
                ("wrote", account("recorded by")),
                ("approved", account("published by")),
            ],
            options={
                "verbose_name": "attribution",
                "verbose_name_plural": "attributions",
                "ordering": ["-entry"],
                "default_permissions": ["view"],
            },
        ),
        *(
            AddTrigger(
                f"attribution_is_not_{past}",
                table="tracker_attribution",
                before=verb,
                condition="1 = 1",
                message="who wrote an entry is never changed or deleted",
            )
            for verb, past in (("UPDATE", "changed"), ("DELETE", "deleted"))
        ),
        *map(moment, PUBLISHED),
        *membership_dates(),
        *(operation for name in ("country", "initiative") for operation in reference_to(name)),
        WidenConstraints(  # first: going back, SQLite makes the table anew with it
            "reference", [one_target("reference", one_of(TARGETS_OF_REFERENCES))]
        ),
        *(
            migrations.AddConstraint(
                model_name="reference",
                constraint=models.UniqueConstraint(
                    fields=("citation", name), name=f"reference_to_{name}_is_unique"
                ),
            )
            for name in ("country", "initiative")
        ),
        *(key_of_revision(name, *of) for name, of in NOUNS.items()),
        AddColumnForGood(
            model_name="revision",
            name="corrects",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="It was wrong from the beginning; otherwise it was true, and changed.",
                verbose_name="corrects a mistake",
            ),
        ),
        submission_of("revision"),
        submission_of("statusupdate"),
        migrations.AlterField(
            model_name="revision",
            name="field",
            field=models.CharField(choices=FIELDS, max_length=20, verbose_name="field"),
        ),
        migrations.AlterField(
            model_name="revision",
            name="reason",
            field=models.TextField(blank=True, max_length=500, verbose_name="reason"),
        ),
        WidenConstraints("revision", OF_REVISIONS),
        migrations.AlterField(
            model_name="ledgerentry",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=20, verbose_name="kind"),
        ),
        WidenConstraints(
            "ledgerentry",
            [
                models.CheckConstraint(
                    condition=Q(kind__in=[kind for kind, _label in KINDS]),
                    name="ledger_kind_is_known",
                )
            ],
        ),
    ]
