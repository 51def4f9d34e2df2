"""What was public gets the moment from which it was; what goes back is kept aside meanwhile."""

from datetime import UTC, datetime

from django.db import migrations
from django.db.models import Exists, F, Min, OuterRef, Subquery

START_OF_TIME = datetime(1, 1, 2, tzinfo=UTC)
"""Since when what needs no quote has been public: its pages of all earlier days stay."""
CITED = {
    "Milestone": "milestone",
    "Event": "event",
    "Organization": "organization",
    "WorkingGroup": "working_group",
    "ActionPlan": "action_plan",
}
"""{model: column of a reference}: they were public once a quote supported them."""
UNCITED = ("Country", "Theme", "Place", "Speaker")


def say_since_when(apps, schema_editor):
    """Give what is public the moment from which it was."""
    alias = schema_editor.connection.alias
    Reference = apps.get_model("tracker", "Reference")
    references = Reference.objects.using(alias)
    for name, column in CITED.items():
        model = apps.get_model("tracker", name)
        first = references.filter(**{column: OuterRef("pk")}).order_by("created_at")
        rows = model._base_manager.using(alias).filter(Exists(first), published_at=None)
        if name == "Milestone":  # a step shows with its initiative alone
            rows = rows.filter(initiative__published_at__isnull=False)
        rows.update(published_at=Subquery(first.values("created_at")[:1]))
    for name in UNCITED:
        model = apps.get_model("tracker", name)
        model._base_manager.using(alias).filter(published_at=None).update(
            published_at=START_OF_TIME
        )
    _say_of_quotes(apps, alias, references)
    _say_first_deadlines(apps, alias)
    version = apps.get_model("tracker", "DataVersion")
    version._base_manager.using(alias).update(number=F("number") + 1)


OF_LATER = "initiative_id IS NOT NULL OR country_id IS NOT NULL"
KEPT = "id, citation_id, created_at, initiative_id, country_id"
THERE = """citation_id IN (SELECT id FROM tracker_citation)
    AND (initiative_id IN (SELECT id FROM tracker_initiative)
        OR country_id IN (SELECT id FROM tracker_country))"""


def put_aside(apps, schema_editor):
    """Going back, keep elsewhere what an older version would take for references to nothing."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE reference_aside AS SELECT {KEPT} FROM tracker_reference WHERE {OF_LATER}"  # noqa: S608
        )
        cursor.execute(f"DELETE FROM tracker_reference WHERE {OF_LATER}")  # noqa: S608


def take_in(apps, schema_editor):
    """Going forward again, bring back what still belongs to something."""
    connection = schema_editor.connection
    if "reference_aside" not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO tracker_reference ({KEPT})"  # noqa: S608
            f" SELECT {KEPT} FROM reference_aside WHERE {THERE}"
        )
        cursor.execute("DROP TABLE reference_aside")


def _say_of_quotes(apps, alias, references):
    citations = apps.get_model("tracker", "Citation")._base_manager.using(alias)
    sources = apps.get_model("tracker", "Source")._base_manager.using(alias)
    archived = sources.filter(pk=OuterRef("source")).values("archived_at")
    context = citations.filter(is_context=True, published_at=None)
    context.update(published_at=Subquery(archived))
    of_nouns = references.filter(update=None).exclude(
        revision__isnull=False, revision__published_at=None
    )
    of_nouns = of_nouns.exclude(milestone__isnull=False, milestone__published_at=None)
    moments = of_nouns.values("citation").annotate(first=Min("created_at"))
    for row in moments.order_by():
        citations.filter(pk=row["citation"], published_at=None).update(published_at=row["first"])


def _say_first_deadlines(apps, alias):
    """The first deadline that was published is the original one, also where it came later."""
    Revision = apps.get_model("tracker", "Revision")
    late = Revision._base_manager.using(alias).filter(
        initiative__original_due="", field="due", published_at__isnull=False, erased_at=None
    )
    said = {}
    for revision in late.exclude(new="").order_by("published_at"):
        said.setdefault(revision.initiative_id, revision)
    Initiative, Snapshot = (apps.get_model("tracker", name) for name in ("Initiative", "Snapshot"))
    columns = [f"original_due{end}" for end in ("", "_earliest", "_latest")]
    for key, revision in said.items():
        snapshots = Snapshot._base_manager.using(alias).filter(initiative=key)
        since = snapshots.filter(since__gte=revision.published_at).order_by("since")
        first = since.first()
        if first is None:
            continue
        days = [first.due, first.due_earliest, first.due_latest]
        values = dict(zip(columns, days, strict=True))
        since.update(**values)
        Initiative._base_manager.using(alias).filter(pk=key).update(**values)


class Migration(migrations.Migration):
    dependencies = [("tracker", "0019_every_fact_by_publication")]

    operations = [
        migrations.RunPython(take_in, put_aside, elidable=False),
        migrations.RunPython(say_since_when, migrations.RunPython.noop, elidable=False),
    ]
