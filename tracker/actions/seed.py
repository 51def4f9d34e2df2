"""Loading the data files of `seeds/`: what they hold and the record does not is added.

A row that the record knows by its slug is checked and left as it is, because whatever is published
changes only in public. A key is the name of a model's field.
"""

from collections import Counter
from pathlib import Path
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import BooleanField, Model

from ..models import (
    ActionPlan,
    Alias,
    Citation,
    Country,
    Event,
    Initiative,
    Organization,
    Place,
    Reference,
    Revision,
    Source,
    Speaker,
    StatusUpdate,
    Theme,
    WorkingGroup,
)
from ..models.alias import TARGETS as NAMED
from ..models.needed import is_out, needed
from ..models.record_fields import aliases_text, text_of
from ..models.revision import target_name
from ..models.translated import in_each_language
from ..rules.digest import source_digest
from ..vocabulary import RevisedField
from . import ledger
from .drafts import cite, find_quote
from .ledger import Publication
from .nouns import publish_noun
from .publish import publish_locked
from .rights import lock
from .seed_rows import Row, SeedError, read_rows

FILES: dict[str, tuple[str, type[Model]]] = {
    "sources": ("source", Source),
    "countries": ("country", Country),
    "themes": ("theme", Theme),
    "places": ("place", Place),
    "organizations": ("organization", Organization),
    "speakers": ("speaker", Speaker),
    "working_groups": ("working_group", WorkingGroup),
    "action_plans": ("action_plan", ActionPlan),
    "events": ("event", Event),
    "aliases": ("alias", Alias),
    "initiatives": ("initiative", Initiative),
    "citations": ("citation", Citation),
}
"""In the order in which they are read: a row may name the slugs of the files above it."""

FACT_KEYS = {"fact"}
CITATION_KEYS = {"source", "speaker", "quote", *in_each_language("note").values()}
UPDATE_KEYS = {"status", "evidence", "changed_on", *in_each_language("sentence").values()}
CITED = (Organization, Speaker, WorkingGroup, ActionPlan, Event, Initiative, Citation)

__all__ = ["SeedError", "seed"]


def seed(folder: str | Path) -> Counter[str]:
    """Load the data files of a folder and return how many rows of each file were added.

    Raises SeedError for the first row that is wrong; nothing is written then.
    """
    folder = Path(folder)
    unknown = {path.stem for path in folder.glob("*.toml")} - FILES.keys()
    if unknown or not (folder / "sources.toml").exists():
        expected = ", ".join(f"{name}.toml" for name in FILES)
        raise SeedError(f"{folder}: a folder of seeds holds sources.toml, and of these: {expected}")
    with ledger.publication() as publication:
        quotes = Citation.objects.count()
        added = _Loader(folder, publication).load()
        if any(added.values()) or Citation.objects.count() > quotes:
            publication.show()
    return added


class _Loader:
    def __init__(self, folder: Path, publication: Publication) -> None:
        self.folder, self.publication = folder, publication
        self.known: dict[type[Model], dict[str, Any]] = {
            model: {getattr(row, "slug", str(row)): row for row in model._default_manager.all()}
            for _noun, model in FILES.values()
            if model is not Citation
        }
        self.details: dict[tuple[int, str], dict[str, Any]] = {}
        self.new: list[Model] = []
        self.updates: list[tuple[Row, StatusUpdate]] = []
        self.aliases: list[Alias] = []
        self.renamed: list[Any] = []

    def load(self) -> Counter[str]:
        added: Counter[str] = Counter()
        waiting: list[tuple[Row, Model | None, bool]] = []
        for name, (noun, model) in FILES.items():
            for row in read_rows(self.folder, name, noun):
                with row.named_in_errors():
                    instance, is_new = self._load_row(row, model)
                    if model is Organization:
                        waiting.append((row, instance, is_new))
                    elif model in CITED:
                        self._support(row, instance, is_new)
                added[name] += is_new
            if model is Speaker:  # whom the quotes about organizations may name
                for row, instance, is_new in waiting:
                    with row.named_in_errors():
                        self._support(row, instance, is_new)
        self._publish()
        return added

    def _publish(self) -> None:
        """Publish what was added: nouns, the quotes that are kept as context, and the updates."""
        for owner in self.renamed:
            self._publish_names(owner)
        for noun in (*self.new, *Citation.objects.filter(is_context=True, published_at=None)):
            noun.refresh_from_db()  # it may be public by now, with what names it
            for one in needed(noun):
                if not isinstance(one, Initiative) and not is_out(one):
                    publish_noun(self.publication, one)
        for row, update in self.updates:
            with row.named_in_errors():
                publish_locked(self.publication, lock(update))

    def _publish_names(self, owner: Any) -> None:
        """Let the ledger say which other names a public row got: those in the files."""
        new, field = text_of(owner, RevisedField.ALIASES), RevisedField.ALIASES
        before = [
            (one.name, one.language) for one in owner.aliases.all() if one not in self.aliases
        ]
        revision = Revision.objects.create(
            field=field, old=aliases_text(before), new=new, reason="Data files",
            **{target_name(type(owner)): owner},
        )  # fmt: skip
        revision.published_at = self.publication.at
        revision.save(update_fields=["published_at"])
        self.publication.record(revision)

    def _load_row(self, row: Row, model: type[Model]) -> tuple[Model | None, bool]:
        """Return the row's instance, and whether it is new: saved just now."""
        if model is Citation:
            for key in row.leave(CITATION_KEYS | FACT_KEYS):
                raise row.error(key, "there is no such field")
            return None, False
        fields, links = self._resolve(row, model)
        if model is Source:
            self._recognize(row, fields["text"])
        if row.identity in self.known[model]:
            return self.known[model][row.identity], False
        instance = model(**fields)
        instance.full_clean()
        instance.save()
        for field, targets in links.items():
            getattr(instance, field).set(targets)
        self._note(instance)
        self.known[model][row.identity] = instance
        return instance, True

    def _note(self, instance: Any) -> None:
        """Remember what is to be published."""
        if isinstance(instance, Alias):
            owner = next(one for name in NAMED if (one := getattr(instance, name)))
            self.aliases.append(instance)
            if owner.published_at and owner not in self.renamed:
                self.renamed.append(owner)
        elif not isinstance(instance, Source | Initiative):
            self.new.append(instance)

    def _resolve(
        self, row: Row, model: type[Model]
    ) -> tuple[dict[str, Any], dict[str, list[Model]]]:
        """Return the row's own columns and its many-to-many links, slugs turned into rows."""
        fields: dict[str, Any] = {}
        links: dict[str, list[Model]] = {}
        left = FACT_KEYS | (CITATION_KEYS if model in CITED else set())
        if model is Initiative:
            left |= UPDATE_KEYS
        values = row.leave(left)
        if model is Source:
            values["text"] = self._archived_text(row, values)
        for key, value in values.items():
            try:
                field = model._meta.get_field(key)
            except FieldDoesNotExist:
                raise row.error(key, "there is no such field") from None
            related: Any = field.related_model  # None if the field is no relation
            if field.many_to_many:
                links[key] = [self._find(row, key, slug, related) for slug in value]
            elif field.is_relation:
                fields[key] = self._find(row, key, value, related)
            elif isinstance(value, bool) == isinstance(field, BooleanField):
                fields[key] = value
            else:
                raise row.error(key, f"{value} is not what this field holds")
        return fields, links

    def _recognize(self, row: Row, text: str) -> None:
        """Know a source by its text if somebody archived it under another slug."""
        known = Source.objects.filter(sha256=source_digest(text)).first()
        if known:
            self.known[Source][row.identity] = known

    def _archived_text(self, row: Row, values: dict[str, Any]) -> str:
        path: Path = self.folder / values.pop("file", "")
        try:
            text = path.read_bytes().decode()
        except (OSError, UnicodeDecodeError):
            raise row.error("file", "there is no such text file") from None
        if "\0" in text:
            raise row.error("file", "there is a NUL in it")
        if values.pop("sha256", "") != source_digest(text):
            raise row.error("sha256", f"the digest of the file is {source_digest(text)}")
        return text

    def _find[M: Model](self, row: Row, key: str, slug: Any, model: type[M]) -> M:
        try:
            found: M = self.known[model][slug]
        except (KeyError, TypeError):
            raise row.error(key, f"no {model._meta.verbose_name} has the slug {slug}") from None
        return found

    def _support(self, row: Row, instance: Model | None, is_new: bool) -> None:
        """Check the row's quote; let a new row rest on it, publish a new initiative by it."""
        source = self._find(row, "source", row.values.get("source"), Source)
        quote = row.values.get("quote", "")
        find_quote(source, quote)
        details = self._agreed_details(row, source, quote)
        if instance is None:
            cite(source=source, quote=quote, is_context=True, **details)
        elif isinstance(instance, Initiative) and is_new:
            update = StatusUpdate(initiative=instance, **row.pick(UPDATE_KEYS))
            update.full_clean()
            update.save()
            citation = cite(source=source, quote=quote, **details)
            Reference.objects.create(citation=citation, update=update)
            if instance.original_due:
                Reference.objects.create(citation=citation, initiative=instance)
            self.updates.append((row, update))
        elif is_new:
            citation = cite(source=source, quote=quote, **details)
            target = Reference.target_of(type(instance))
            Reference.objects.create(citation=citation, **{target: instance})

    def _agreed_details(self, row: Row, source: Source, quote: str) -> dict[str, Any]:
        """Return what the rows say of a quote; those that share one must say the same."""
        details = row.pick(CITATION_KEYS - {"source", "quote"})
        agreed = self.details.setdefault((source.pk, quote), details)
        for key in agreed.keys() | details.keys():
            if details.get(key) != agreed.get(key):
                raise row.error(key, "another row has the same quote with a different value")
        if "speaker" in details:
            speaker = self._find(row, "speaker", details["speaker"], Speaker)
            return {**details, "speaker": speaker}
        return details
