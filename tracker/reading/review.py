"""What a reviewer reads before a click: everything that it publishes, and the texts it rests on."""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Model
from django.utils.text import capfirst

from ..models.attribution import Attribution
from ..models.citation import Citation, Reference
from ..models.initiative import Initiative
from ..models.ledger import LedgerEntry
from ..models.milestone import Milestone
from ..models.needed import needed
from ..models.record_fields import linked_model, text_of
from ..models.revision import Revision, noun_models, revised_columns
from ..models.source import Source
from ..models.status_update import StatusUpdate
from ..models.translated import LocalizedText, text_and_language
from ..rules.quotes import Piece, marked
from ..vocabulary import LedgerKind, RevisedField


class Fact(NamedTuple):
    """A field of what becomes public: its label, its `field` and its texts, linked rows by name."""

    label: str
    field: str
    texts: list[str]


class Along(NamedTuple):
    """A noun that becomes public with a row, under its `noun` in words."""

    noun: str
    row: Any
    facts: list[Fact]


class Text(NamedTuple):
    """A source with its whole text in pieces; those that are quoted are marked."""

    source: Source
    pieces: list[Piece]


class Proposal(NamedTuple):
    """What becomes public along with a row: nouns, and quotes, and the sources of all quotes."""

    along: list[Along]
    quotes: list[Citation]
    texts: list[Text]


def proposal(row: StatusUpdate | Revision) -> Proposal:
    """Return what becomes public along with a row, and the sources of all its quotes."""
    return _with(row, needed(row))


def _with(row: Model, nouns: list[Model]) -> Proposal:
    along = [
        Along(capfirst(str(noun._meta.verbose_name)), noun, facts_of(noun))
        for noun in nouns
        if not isinstance(noun, Citation)
    ]
    quotes = [noun for noun in nouns if isinstance(noun, Citation)]
    return Proposal(along, quotes, [*_texts([row, *nouns])])


def published_with(update: StatusUpdate) -> Proposal:
    """Return what became public along with an update, in the same publication.

    Their entries stand right before its own, and name the same account as the one who approved.
    """
    kinds = {str(kind) for kind in (*noun_models(), LedgerKind.CITATION)}
    assert update.published_at
    its = LedgerEntry.objects.select_related("attribution").get(recorded_at=update.published_at)
    rows: list[Model] = []
    before = LedgerEntry.objects.filter(sequence__lt=its.sequence).order_by("-sequence")
    for entry in before.select_related("attribution").iterator(chunk_size=100):
        is_of_a_submission = '"submission":' in (entry.payload or "")  # an emergency is of none
        if entry.kind not in kinds or is_of_a_submission or _approved(entry) != _approved(its):
            break
        if row := _row_of(entry):
            rows.insert(0, row)
    return _with(update, rows)


def _approved(entry: LedgerEntry) -> int | None:
    people: Attribution | None = getattr(entry, "attribution", None)
    return people.approved_id if people else None


def _row_of(entry: LedgerEntry) -> Any:
    """Return the noun of which an entry is, None where it was erased; a quote is in the update."""
    if not entry.payload or entry.kind == LedgerKind.CITATION:
        return None
    model = noun_models()[entry.kind]
    field = {Milestone: "pk", Source: "sha256"}.get(model, "slug")
    return model._default_manager.filter(**{field: json.loads(entry.payload)[entry.kind]}).first()


def facts_of(row: Model) -> list[Fact]:
    """Return what a noun says, without what is empty."""
    found: dict[str, list[str]] = defaultdict(list)
    if isinstance(row, Initiative):
        found["kind"] = [row.get_kind_display()]
        if row.plan:
            found["plan"] = [_name(row.plan)]
        if row.original_due:
            found["original_due"] = [row.original_due]
    for column, (field, language) in revised_columns(type(row)).items():
        if field != RevisedField.CITATIONS and (text := text_of(row, column)):
            if linked_model(type(row), column):
                found[field] += _linked(row, column)
            elif field != RevisedField.DUE or not isinstance(row, Initiative):
                found[field].append(LocalizedText(text, language))
    return [Fact(_label(row, field), field, texts) for field, texts in found.items()]


def _label(row: Model, field: str) -> str:
    if field == RevisedField.ALIASES:
        return str(RevisedField.ALIASES.label)
    model_field: Any = row._meta.get_field(field)
    return capfirst(str(model_field.verbose_name))


def _linked(row: Any, column: str) -> list[str]:
    value = getattr(row, column)
    return [_name(one) for one in (value.all() if hasattr(value, "all") else [value])]


def _name(row: Any) -> str:
    field = "title" if isinstance(row, Initiative) else "name"
    return LocalizedText(*text_and_language(row, field))


def _texts(rows: list[Model]) -> Iterator[Text]:
    """Yield the sources of the quotes of some rows, each once: three queries."""
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in rows:
        for citation in _quotes_of(row):
            spans[citation.source_id].append((citation.start, citation.end))
    for source in Source.objects.filter(pk__in=[*spans]).order_by("published_on_latest", "pk"):
        yield Text(source, marked(source.text, spans[source.pk]))


def _quotes_of(row: Any) -> Iterator[Citation]:
    if isinstance(row, Citation):
        yield row
    elif isinstance(row, Revision) and row.citation_id:
        yield row.citation
    elif isinstance(row, Revision) and row.is_retraction:
        yield from _quotes_of(row.update)
    elif not isinstance(row, Source) and _rests_on_quotes(row):
        references = Reference.objects.filter(**{Reference.target_of(type(row)): row})
        for reference in references.select_related("citation"):
            yield reference.citation


def _rests_on_quotes(row: Model) -> bool:
    if isinstance(row, StatusUpdate | Revision):
        return True
    return RevisedField.CITATIONS in {field for field, _code in revised_columns(type(row)).values()}
