"""A correction or a withdrawal is proposed by one person and published by another."""

from django.db import migrations, models

from ._operations import AddTrigger, DropTrigger, triggers_after

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


class Migration(migrations.Migration):
    dependencies = DEPENDENCIES

    operations = [
        migrations.RemoveConstraint(
            model_name="revision",
            name="revision_field_is_known",
        ),
        migrations.RemoveConstraint(
            model_name="revision",
            name="revision_has_a_reason",
        ),
        migrations.RemoveConstraint(
            model_name="revision",
            name="revision_of_what_is_frozen_is_a_translation",
        ),
        migrations.AlterField(
            model_name="revision",
            name="field",
            field=models.CharField(
                choices=[
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
                ],
                max_length=20,
                verbose_name="field",
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "field__in",
                        [
                            "new",
                            "title",
                            "summary",
                            "name",
                            "abbreviation",
                            "aliases",
                            "note",
                            "classification",
                            "due",
                            "reached_on",
                            "period",
                            "held_on",
                            "membership",
                            "member_since",
                            "member_until",
                            "proposed",
                            "role",
                            "is_named",
                            "publisher",
                            "url",
                            "parent",
                            "supersedes",
                            "announced_at",
                            "place",
                            "country",
                            "organization",
                            "events",
                            "themes",
                            "countries",
                            "organizations",
                            "working_groups",
                            "citations",
                            "sentence",
                            "quote",
                            "correction",
                            "withdrawal",
                        ],
                    )
                ),
                name="revision_field_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), _negated=True),
                    ("erased_at__isnull", False),
                    models.Q(
                        ("corrects", False),
                        (
                            "field__in",
                            (
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
                            ),
                        ),
                    ),
                    ("field__in", ("correction", "withdrawal")),
                    _connector="OR",
                ),
                name="revision_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="revision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("field", "sentence"),
                        ("update__isnull", False),
                        models.Q(("language", ""), _negated=True),
                    ),
                    models.Q(
                        ("field", "quote"),
                        ("update", None),
                        models.Q(("language", ""), _negated=True),
                    ),
                    models.Q(
                        ("citation", None),
                        ("update", None),
                        models.Q(("field__in", ["sentence", "quote"]), _negated=True),
                    ),
                    models.Q(("field", "new"), ("update", None)),
                    models.Q(
                        ("field__in", ("correction", "withdrawal")),
                        ("language", ""),
                        ("update__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="revision_of_what_is_frozen_is_a_translation",
            ),
        ),
        *by_two("correction"),
        *by_two("withdrawal"),
    ]
