"""What the ledger records of each published row: only what can't change once it is public."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Model, QuerySet

from ..models import (
    Citation,
    Correction,
    Countersignature,
    Erasure,
    Initiative,
    Milestone,
    Reference,
    Revision,
    Source,
    StatusUpdate,
    Withdrawal,
)
from ..models.record_fields import citation_text, text_of
from ..models.revision import RevisionQuerySet, revised_columns, target_name
from ..models.status_update import StatusUpdateQuerySet
from ..models.translated import in_each_language, unrewritten
from ..rules import digest
from ..vocabulary import RECORD, LedgerKind, RevisedField
from .projection import LINKED, WORDING

type Payload = dict[str, Any]
"""What JSON can hold."""
type Recorded = tuple[int, datetime, Payload]
"""The key of a row, when it was published, and its payload."""
type Published = StatusUpdate | Revision | Correction | Withdrawal | Countersignature | Erasure
"""The rows that are published once, each with an entry of its own."""

SENTENCES = in_each_language("sentence")
REASONS = in_each_language("reason")
NOTES = in_each_language("citation__note")
CITED = {
    "quote": "citation__quote",
    "start": "citation__start",
    "source": "citation__source__sha256",
    "speaker": "citation__speaker__slug",
    "context": "citation__is_context",
}
DESCRIBED = ("slug", "language", "published_on", *RECORD["source"])
"""What the ledger says of a source, besides its digest and when it was archived."""
FIRST = ("slug", "language", "published_on", "title", "publisher", "url")
"""What it says even if it is empty. A field that came later changes no entry that lacks it."""


def payload_of(row: Published) -> tuple[LedgerKind, Payload]:
    """Return the kind and the payload of one published row; of a locked update without a query."""
    if isinstance(row, StatusUpdate):
        return LedgerKind.UPDATE, _payload_of_update(row)
    kind, read = next(
        (kind, read) for kind, (model, read) in KINDS.items() if model is type(row)
    )  # fmt: skip
    [(_pk, _at, payload)] = read(type(row).objects.filter(pk=row.pk))
    return kind, payload


def update_payloads(updates: StatusUpdateQuerySet) -> Iterator[Recorded]:
    """Yield what is recorded of updates, by pk: two queries, streamed."""
    rows = (
        updates.order_by("pk")
        .rewrite(False)
        .values(
            "pk", "initiative__slug", "country__slug", "status", "evidence", "changed_on",
            "effective_on", "emergency_reason", "published_at", "submission_id",
            *SENTENCES.values(),
        )
    )  # fmt: skip
    citations = groupby(
        Reference.objects.filter(update__in=updates.order_by().values("pk"))
        .order_by("update", "citation__source__sha256", "citation__start", "pk")
        .values_list("update", *CITED.values(), *NOTES.values())
        .iterator(),
        key=itemgetter(0),
    )
    cited_pk, cited = next(citations, (None, ()))
    for row in rows.iterator():
        found = []
        if cited_pk == row["pk"]:
            found = [_citation_payload(*values) for _pk, *values in cited]
            cited_pk, cited = next(citations, (None, ()))
        yield row["pk"], row["published_at"], _update_payload(row, found)


def _payload_of_update(update: StatusUpdate) -> Payload:
    columns = (
        "pk", "status", "evidence", "changed_on", "effective_on", "emergency_reason",
        "submission_id",
    )  # fmt: skip
    row = {name: getattr(update, name) for name in (*columns, *SENTENCES.values())}
    row["initiative__slug"] = update.initiative.slug
    row["country__slug"] = update.country.slug if update.country else None
    references = sorted(
        update.references.all(),
        key=lambda row: (row.citation.source.sha256, row.citation.start, row.pk),
    )
    paths = (*CITED.values(), *NOTES.values())
    return _update_payload(row, [_citation_payload(*_values(one, *paths)) for one in references])


def _values(row: Model, *paths: str) -> Iterator[Any]:
    """Yield what the paths of a query lead to from a row whose relations are loaded; else None."""
    for path in paths:
        value: Any = row
        for name in path.split("__"):
            value = getattr(value, name, None)
        yield value


def _citation_payload(*values: Any) -> Payload:
    payload: Payload = dict(zip(CITED, values, strict=False))
    notes = zip(NOTES, values[len(CITED) :], strict=True)
    return payload | {"note": {code: text for code, text in notes if text}}


def _update_payload(row: Mapping[str, Any], citations: list[Payload]) -> Payload:
    payload = {
        "update": row["pk"],
        "initiative": row["initiative__slug"],
        "country": row["country__slug"],
        "status": row["status"],
        "evidence": row["evidence"],
        "changed_on": row["changed_on"],
        "effective_on": row["effective_on"].isoformat(),
        "sentence": _texts(row, SENTENCES),
        "citations": citations,
    }
    if row["emergency_reason"]:
        payload["emergency"] = row["emergency_reason"]
    if row["submission_id"]:
        payload["submission"] = row["submission_id"]
    return payload


def initiative_payload(
    initiative: Initiative,
    wording: Mapping[str, str],
    due: str,
    links: Mapping[str, str] | None,
) -> Payload:
    """Return the payload of an initiative as it was published.

    `wording` is {column: text}, `due` its first deadline, `links` {column: slugs}, None in the
    first ledgers. Title and summary are always there; of the other fields, what is empty is left
    out.
    """
    said = {} if links is None else {"links": said_in(LINKED, links)}
    return {
        "initiative": initiative.slug,
        "kind": initiative.kind,
        "plan": initiative.plan.slug if initiative.plan else None,
        "due": due,
        "title": {},
        "summary": {},
        **said_in(WORDING, wording),
        **said,
    }


def links_payload(initiative: Initiative, links: Mapping[str, str]) -> Payload:
    """Return the payload of the links with which an older ledger goes on."""
    return {"links": initiative.slug, **said_in(LINKED, links)}


def said_in(
    columns: Mapping[str, tuple[str, str]], texts: Mapping[str, str | None]
) -> dict[str, Any]:
    """Return {field: text, or {language: text}, or list} of {column: text}, without the empty."""
    said: dict[str, Any] = {}
    for column, (field, language) in columns.items():
        text = texts[column]
        if text and language:
            said.setdefault(field, {})[language] = text
        elif text:
            said[field] = json.loads(text) if field == RevisedField.ALIASES else text
    return said


def texts_of(row: Model) -> dict[str, str]:
    """Return {column: text} of all record fields of a noun, as it stands."""
    return {column: text_of(row, column) for column in revised_columns(type(row))}


def noun_payload(
    row: Any, texts: Mapping[str, str], *, public_since: datetime | None = None
) -> Payload:
    """Return the payload of a noun with the {column: text} with which it was published.

    `public_since` is given where the entry came later.
    """
    name = target_name(type(row))
    payload: Payload = {name: row.pk if isinstance(row, Milestone) else row.slug}
    if isinstance(row, Milestone):
        payload["initiative"] = row.initiative.slug
    payload |= said_in(revised_columns(type(row)), texts)
    if public_since:
        payload["public_since"] = digest.time_text(public_since)
    return payload


def quote_payload(citation: Citation, *, public_since: datetime | None = None) -> Payload:
    """Return the payload of a quote that is published by itself, or with a noun."""
    paths = [path.removeprefix("citation__") for path in (*CITED.values(), *NOTES.values())]
    payload = {"citation": citation_text(citation), **_citation_payload(*_values(citation, *paths))}
    if public_since:
        payload["public_since"] = digest.time_text(public_since)
    return payload


def source_payload(source: Source, described: Mapping[str, str]) -> Payload:
    """Return the payload of a source with the {column: text} with which it was first cited."""
    return {
        "source": source.sha256,
        "archived_at": digest.time_text(source.archived_at),
        **{name: described[name] for name in DESCRIBED if described[name] or name in FIRST},
    }


def without_particulars(payload: Payload) -> Payload:
    """Return the payload of an update as the first ledgers had it: quotes by their place alone."""
    citations = [
        {key: citation[key] for key in ("quote", "start", "source")}
        for citation in payload["citations"]
    ]
    return payload | {"citations": citations}


def _revision_payloads(revisions: RevisionQuerySet) -> Iterator[Recorded]:
    targets = {name: f"{name}__slug" for name in RECORD if name != "milestone"}
    targets |= {"milestone": "milestone_id", "update": "update_id"}
    quote = {"source": "citation__source__sha256", "start": "citation__start"}
    values = ("field", "language", "old", "new", "reason")
    columns = (
        "pk",
        "published_at",
        "corrects",
        "submission_id",
        *values,
        *targets.values(),
        *quote.values(),
    )
    revisions = revisions.changes()
    quotes: dict[int, list[str]] = defaultdict(list)
    cited = Reference.objects.filter(revision__in=revisions.order_by().values("pk"))
    for reference in cited.select_related("citation__source").defer("citation__source__text"):
        assert reference.revision_id
        quotes[reference.revision_id].append(citation_text(reference.citation))
    for row in revisions.values(*columns).iterator():
        target = {name: row[path] for name, path in targets.items() if row[path]}
        if row[quote["source"]]:
            target["citation"] = {name: row[path] for name, path in quote.items()}
        payload = {"revision": row["pk"], **target, **{name: row[name] for name in values}}
        if row["corrects"]:
            payload["corrects"] = True
        if row["submission_id"]:
            payload["submission"] = row["submission_id"]
        if row["pk"] in quotes:
            payload["quotes"] = sorted(quotes[row["pk"]])
        yield row["pk"], row["published_at"], payload


def _afterword_payloads(noun: LedgerKind) -> Callable[[QuerySet], Iterator[Recorded]]:
    """Return what yields the entries of a noun; those of a correction always tell its replacement.

    The others tell it if there is one, as theirs came later.
    """

    def payloads(rows: QuerySet) -> Iterator[Recorded]:
        extra = () if noun == LedgerKind.COUNTERSIGNATURE else ("replacement_id",)
        values = ("update_id", *extra)
        texts = () if noun == LedgerKind.COUNTERSIGNATURE else REASONS.values()
        for row in unrewritten(rows).values("pk", "published_at", *values, *texts).iterator():
            payload: Payload = {str(noun): row["pk"], "update": row["update_id"]}
            payload |= {
                name.removesuffix("_id"): row[name]
                for name in extra
                if row[name] or noun == LedgerKind.CORRECTION
            }
            if texts:
                payload["reason"] = _texts(row, REASONS)
            yield row["pk"], row["published_at"], payload

    return payloads


def _erasure_payloads(erasures: QuerySet[Erasure]) -> Iterator[Recorded]:
    for row in erasures.values("pk", "published_at", "entry", "reason").iterator():
        payload = {"erasure": row["pk"], "entry": row["entry"], "reason": row["reason"]}
        yield row["pk"], row["published_at"], payload


def _texts(row: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, str]:
    return {code: row[column] for code, column in columns.items() if row[column]}


KINDS: dict[LedgerKind, tuple[type[Published], Callable[..., Iterator[Recorded]]]] = {
    LedgerKind.UPDATE: (StatusUpdate, update_payloads),
    LedgerKind.REVISION: (Revision, _revision_payloads),
    LedgerKind.CORRECTION: (Correction, _afterword_payloads(LedgerKind.CORRECTION)),
    LedgerKind.WITHDRAWAL: (Withdrawal, _afterword_payloads(LedgerKind.WITHDRAWAL)),
    LedgerKind.COUNTERSIGNATURE: (
        Countersignature, _afterword_payloads(LedgerKind.COUNTERSIGNATURE),
    ),
    LedgerKind.ERASURE: (Erasure, _erasure_payloads),
}  # fmt: skip
"""{kind: (model, function that yields what is recorded of a queryset)}.

Sources and initiatives stand apart: their rows change with each revision.
"""
