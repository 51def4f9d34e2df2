"""What the record promises of quotes and published updates, held by the database itself."""

from django.db import migrations

from ._operations import AddTrigger

QUOTE_IS_NOT_IN_SOURCE = """
    NOT EXISTS (
        SELECT 1 FROM tracker_source
        WHERE tracker_source.id = NEW.source_id
          AND substr(tracker_source.text, NEW.start + 1, NEW."end" - NEW.start) = NEW.quote
    )
"""
CITATION_IS_USED_AND_MOVED = """
    (NEW.source_id <> OLD.source_id OR NEW.quote <> OLD.quote OR NEW.start <> OLD.start)
    AND EXISTS (SELECT 1 FROM tracker_reference WHERE tracker_reference.citation_id = OLD.id)
"""
SOURCE_IS_CITED_AND_REWRITTEN = """
    (NEW.text <> OLD.text OR NEW.sha256 <> OLD.sha256)
    AND EXISTS (SELECT 1 FROM tracker_citation WHERE tracker_citation.source_id = OLD.id)
"""
UPDATE_IS_PUBLISHED = """
    EXISTS (
        SELECT 1 FROM tracker_statusupdate
        WHERE tracker_statusupdate.id = {row}.update_id
          AND tracker_statusupdate.published_at IS NOT NULL
    )
"""
IS_NO_ERASURE = """
    NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL
    OR NEW.sequence <> OLD.sequence OR NEW.recorded_at <> OLD.recorded_at
    OR NEW.kind <> OLD.kind OR NEW.content_digest <> OLD.content_digest
    OR NEW.prev_digest <> OLD.prev_digest OR NEW.digest <> OLD.digest
"""


def frozen(noun, table, message, *, condition="1 = 1", update_condition=None):
    return [
        AddTrigger(
            f"{noun}_is_not_{past}",
            table=table,
            before=verb,
            condition=update_condition if verb == "UPDATE" and update_condition else condition,
            message=message,
        )
        for verb, past in (("UPDATE", "changed"), ("DELETE", "deleted"))
    ]


class Migration(migrations.Migration):
    dependencies = [("tracker", "0001_record")]

    operations = [
        *(
            AddTrigger(
                f"citation_quote_stands_in_source_on_{verb.lower()}",
                table="tracker_citation",
                before=verb,
                condition=QUOTE_IS_NOT_IN_SOURCE,
                message="a quote must stand in the text of its source",
            )
            for verb in ("INSERT", "UPDATE")
        ),
        AddTrigger(
            "citation_in_use_is_not_moved",
            table="tracker_citation",
            before="UPDATE",
            condition=CITATION_IS_USED_AND_MOVED,
            message="a citation in use keeps its quote",
        ),
        AddTrigger(
            "source_cited_is_not_rewritten",
            table="tracker_source",
            before="UPDATE",
            condition=SOURCE_IS_CITED_AND_REWRITTEN,
            message="a cited source keeps its text",
        ),
        *frozen(
            "published_update",
            "tracker_statusupdate",
            "a published update is never changed or deleted",
            condition="OLD.published_at IS NOT NULL",
        ),
        *(
            AddTrigger(
                f"published_update_keeps_its_references_on_{verb.lower()}",
                table="tracker_reference",
                before=verb,
                condition=UPDATE_IS_PUBLISHED.format(row=row),
                lock=f"1 FROM tracker_statusupdate WHERE id = {row}.update_id FOR SHARE",
                message="a published update keeps its citations",
            )
            for verb, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
        ),
        *frozen("revision", "tracker_revision", "a revision is never changed or deleted"),
        *frozen("correction", "tracker_correction", "a correction is never changed or deleted"),
        *frozen(
            "ledger_entry",
            "tracker_ledgerentry",
            "the ledger only grows",
            update_condition=IS_NO_ERASURE,
        ),
    ]
