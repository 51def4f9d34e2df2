"""A correction or a withdrawal is proposed by one person and published by another."""

from django.db import migrations, models
from django.db.models import Q

from ._operations import AddTrigger, DropTrigger, WidenConstraints, triggers_after

DEPENDENCIES = [("tracker", "0022_account_log")]
BEFORE = triggers_after(DEPENDENCIES)


def by_two(noun):
    """Yield what asks for a published revision, of which another person is the author."""
    proposed = "SELECT 1 FROM tracker_revision WHERE tracker_revision.update_id = NEW.update_id"
    author, other = "created_by_id = NEW.created_by_id", "published_by_id <> NEW.created_by_id"
    yield DropTrigger(BEFORE[f"{noun}_is_by_another"])
    yield AddTrigger(
        f"{noun}_is_by_two_persons",
        table=f"tracker_{noun}",
        before="INSERT",
        condition=f"NOT EXISTS ({proposed} AND field = '{noun}' AND {author} AND {other})",
        message=f"a {noun} is proposed by one person and published by another",
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
    ("correction", "Correction"),
    ("withdrawal", "Withdrawal"),
]
ON_QUOTES = (
    "new",
    "due",
    "announced_at",
    "events",
    "countries",
    "organizations",
    "working_groups",
    "citations",
    "period",
    "supersedes",
    "reached_on",
    "held_on",
    "place",
    "country",
    "proposed",
    "parent",
    "membership",
    "member_since",
    "member_until",
    "role",
    "organization",
)
"""What may be changed for a quote alone, without a reason."""
ENDS = ("correction", "withdrawal")


def checked(name, condition):
    return models.CheckConstraint(condition=condition, name=name)


class Migration(migrations.Migration):
    dependencies = DEPENDENCIES

    operations = [
        migrations.AlterField(
            model_name="revision",
            name="field",
            field=models.CharField(choices=FIELDS, max_length=20, verbose_name="field"),
        ),
        WidenConstraints(
            "revision",
            [
                checked("revision_field_is_known", Q(field__in=[name for name, _label in FIELDS])),
                checked(
                    "revision_has_a_reason",
                    ~Q(reason="")
                    | Q(erased_at__isnull=False)
                    | Q(field__in=ON_QUOTES, corrects=False)
                    | Q(field__in=ENDS),
                ),
                checked(
                    "revision_of_what_is_frozen_is_a_translation",
                    Q(update__isnull=False, field="sentence") & ~Q(language="")
                    | Q(update=None, field="quote") & ~Q(language="")
                    | Q(update=None, citation=None) & ~Q(field__in=["sentence", "quote"])
                    | Q(update=None, field="new")
                    | Q(update__isnull=False, field__in=ENDS, language=""),
                ),
            ],
        ),
        *by_two("correction"),
        *by_two("withdrawal"),
    ]
