"""What nouns said on an earlier day: today's rows, with the revisions since then taken back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from copy import copy
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, F, Model, OrderBy, Q, QuerySet, Value, When
from django.utils.translation import get_language

from ..models.alias import Alias
from ..models.citation import Citation
from ..models.fields import EDTFField
from ..models.record_fields import YES, aliases_in, is_linked, linked_model
from ..models.revision import Revision, noun_models
from ..models.translated import FALLBACKS, in_each_language, is_translated
from ..rules import edtf
from ..vocabulary import RevisedField
from .version_cache import VersionCache

type Noun = tuple[str, int]
"""The name of a noun, as RECORD has it, and the key of a row."""

MODELS = noun_models()
NAMES = {model: name for name, model in MODELS.items()}


class Earlier:
    """What each noun said at a moment where a revision changed it since; nothing else.

    `texts` are {noun: {column: text}}, as `record_fields` writes them. A person is called by a
    quote as at the day of its source: `offices` are {speaker: [(day, column, text before)]}, the
    latest first, of what was revised, and not of what was corrected.
    """

    def __init__(self, until: datetime | None) -> None:
        self.texts: dict[Noun, dict[str, str]] = defaultdict(dict)
        self.offices: dict[int, list[tuple[datetime, str, str]]] = defaultdict(list)
        self._rows: dict[tuple[type[Model], str], Any] = {}
        public = Revision.objects.published().changes().filter(update=None, citation=None)
        later = Q(speaker__isnull=False) if until is None else Q(published_at__gte=until)
        rows = public.filter(later | Q(speaker__isnull=False)).order_by("-published_at", "-pk")
        for revision in rows:
            assert revision.published_at
            name, key = revision.target_name, revision.target_key
            if until is not None and revision.published_at >= until:
                self.texts[name, key][revision.column] = revision.old
            elif name == "speaker" and not revision.corrects:
                change = revision.published_at, revision.column, revision.old
                self.offices[key].append(change)

    def keys(self, model: type[Model], field: str) -> dict[int, str]:
        """Return {key: text at that time} of the rows in which a field was changed since."""
        return {
            key: said[field]
            for (name, key), said in self.texts.items()
            if name == NAMES[model] and field in said
        }

    def having(self, model: type[Model], field: str, row: Any) -> Q:
        """Return the condition that a field of a model held a row at that time."""
        changed = self.keys(model, field)
        then = [key for key, text in changed.items() if row.slug in text.split()]
        manager: Any = model._default_manager
        now = manager.filter(**{field: row.pk}).order_by().values("pk")  # no join, so no row twice
        return Q(pk__in=then) | Q(pk__in=now) & ~Q(pk__in=[*changed])

    def in_order[M: Model](self, rows: QuerySet[M]) -> QuerySet[M]:
        """Order rows by what the columns of their order said at that time."""
        model, is_moved = rows.model, False
        terms = []
        for one in rows.query.order_by or model._meta.ordering or ():
            term = _term(one, model)
            column: Any = term.expression
            if values := self._values(model, column.name):
                field: Any = model._meta.get_field(column.name)
                is_moved = True
                said = [
                    When(pk=key, then=Value(value, output_field=field))
                    for key, value in values.items()
                ]
                term = copy(term)
                term.set_source_expressions([Case(*said, default=column, output_field=field)])
            terms.append(term)
        return rows.order_by(*terms) if is_moved else rows

    def _values(self, model: type[Model], column: str) -> dict[int, Any]:
        """Return {key: value at that time} of a column, or of the last day of a date."""
        dated = column.removesuffix("_latest")
        if dated == column:
            return self.keys(model, column)
        return {
            key: edtf.days(text)[1] if text else None
            for key, text in self.keys(model, dated).items()
        }

    def take_back(self, rows: Iterable[Any]) -> None:
        """Let rows, and all that was fetched with them, say what they said at that time."""
        if not self.texts and not self.offices:
            return
        seen: set[int] = set()
        waiting = [*rows]
        while waiting:
            row = waiting.pop()
            if id(row) in seen:
                continue
            seen.add(id(row))
            self._take_back(row)
            if isinstance(row, Citation) and (speaker := self._called_as_then(row)):
                seen.add(id(speaker))  # of the day of the source, and not of the record
                waiting += _fetched_with(speaker)
            waiting += _fetched_with(row)

    def _take_back(self, row: Any) -> None:
        name = NAMES.get(type(row))
        if name and (texts := self.texts.get((name, row.pk))):
            for column, text in texts.items():
                self._say(row, column, text)

    def _say(self, row: Any, column: str, text: str) -> None:
        model = type(row)
        if column == RevisedField.ALIASES:
            cache = row.__dict__.setdefault("_prefetched_objects_cache", {})
            aliases = [Alias(name=one, language=code) for one, code in aliases_in(text)]
            cache["aliases"] = _kept(row.aliases, aliases)
        elif column == RevisedField.CITATIONS:
            return  # a reference has its own time
        elif is_linked(model, column):
            self._link(row, column, text)
        elif isinstance(model._meta.get_field(column), EDTFField):
            setattr(row, column, text)
            days = edtf.days(text) if text else (None, None)
            setattr(row, f"{column}_earliest", days[0])
            setattr(row, f"{column}_latest", days[1])
        else:
            is_boolean = isinstance(model._meta.get_field(column), BooleanField)
            setattr(row, column, text == YES if is_boolean else text)

    def _link(self, row: Any, column: str, text: str) -> None:
        related = linked_model(type(row), column)
        assert related
        rows = [found for slug in text.split() if (found := self.row(related, slug))]
        if type(row)._meta.get_field(column).many_to_many:
            cache = row.__dict__.setdefault("_prefetched_objects_cache", {})
            cache[column] = _kept(getattr(row, column), rows)
        else:
            setattr(row, column, rows[0] if rows else None)

    def row(self, model: type[Model], slug: str) -> Any:
        """Return a row that was linked then, None if it is gone: a query for each, once."""
        key = model, slug
        if key not in self._rows:
            manager: Any = model._default_manager
            self._rows[key] = manager.filter(slug=slug).first()
        return _copied(self._rows[key])

    def _called_as_then(self, citation: Any) -> Any:
        """Call the speaker of a quote as at the day of its source: None if that is as ever."""
        fetched = citation._state.fields_cache
        speaker, source = fetched.get("speaker"), fetched.get("source")
        if not speaker or not source or speaker.pk not in self.offices:
            return None
        day, then = source.published_on_latest, _copied(speaker)
        self._take_back(then)
        for moment, column, text in self.offices[speaker.pk]:
            if moment.date() > day:
                self._say(then, column, text)
        fetched["speaker"] = then
        return then


def _term(term: Any, model: type[Model]) -> OrderBy:
    """Return a term of an order as an expression of one column."""
    if isinstance(term, OrderBy):
        return term
    name = term.removeprefix("-")
    if is_translated(model, name):
        name = in_each_language(name)[get_language() or FALLBACKS[0]]
    return OrderBy(F(name), descending=term.startswith("-"))


def _copied(row: Any) -> Any:
    """Return a copy of a row, None of None, that may say something else."""
    another = copy(row)
    if "_prefetched_objects_cache" in getattr(row, "__dict__", ()):
        another._prefetched_objects_cache = {**row._prefetched_objects_cache}
    return another


def _fetched_with(row: Any) -> Iterator[Any]:
    """Yield the instances that hang on one: what was joined, and what was prefetched."""
    yield from (one for one in row._state.fields_cache.values() if one is not None)
    for name, value in row.__dict__.items():
        if name == "_prefetched_objects_cache":
            for several in value.values():
                yield from several
        elif isinstance(value, list):
            yield from (one for one in value if isinstance(one, Model))


def _kept(manager: Any, rows: list[Any]) -> Any:
    """Return a queryset that has rows already, as a prefetch leaves one behind."""
    kept = manager.get_queryset()._chain()
    kept._result_cache, kept._prefetch_done = rows, True
    return kept


_earlier: VersionCache[datetime | None, Earlier] = VersionCache(most=8)


def earlier(version: int, until: datetime | None) -> Earlier:
    """Return what was said before a moment, None for now: one query a data version."""
    return _earlier.get(version, until, lambda: Earlier(until))


def former_names(until: datetime | None) -> list[tuple[Noun, str, str]]:
    """Return (noun, text, language) of the names that were revised, also by a moment: one query."""
    revisions = Revision.objects.published(until=until).changes().exclude(old="")
    named = [RevisedField.NAME, RevisedField.ABBREVIATION]
    found = revisions.filter(field__in=named, corrects=False, erased_at=None).order_by("pk")
    return [
        ((revision.target_name, revision.target_key), revision.old, revision.language)
        for revision in found
    ]
