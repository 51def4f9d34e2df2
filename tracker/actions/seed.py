"""Loading the data files of `seeds/`: what they hold and the record does not is added.

A row that the record knows by its slug is checked and left as it is, because whatever is published
changes only in public. A key is the name of a model's field.
"""

from collections import Counter
from pathlib import Path

from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction

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
    Source,
    Speaker,
    StatusUpdate,
    Theme,
    WorkingGroup,
)
from ..rules.digest import source_digest
from .publish import publish
from .record import cite
from .seed_rows import SeedError, read_rows

FILES: dict[str, type[models.Model]] = {
    "sources": Source,
    "countries": Country,
    "themes": Theme,
    "places": Place,
    "organizations": Organization,
    "speakers": Speaker,
    "working_groups": WorkingGroup,
    "action_plans": ActionPlan,
    "events": Event,
    "initiatives": Initiative,
    "aliases": Alias,
    "citations": Citation,
}
"""In the order in which they are read: a row may name the slugs of the files above it."""

FACT_KEYS = {"fact"}
CITATION_KEYS = {"source", "speaker", "quote", "note_en", "note_ru"}
UPDATE_KEYS = {"status", "evidence", "changed_on", "sentence_en", "sentence_ru"}
CITED = (Organization, Speaker, WorkingGroup, ActionPlan, Event, Initiative, Citation)

__all__ = ["SeedError", "seed"]


@transaction.atomic
def seed(folder):
    """Load the data files of a folder and return how many rows of each file were added.

    Raises SeedError for the first row that is wrong; nothing is written then.
    """
    return _Loader(Path(folder)).load()


class _Loader:
    def __init__(self, folder):
        self.folder = folder
        self.known = {
            model: {getattr(row, "slug", str(row)): row for row in model._default_manager.all()}
            for model in FILES.values()
            if model is not Citation
        }

    def load(self):
        added: Counter[str] = Counter()
        cited = []
        for name, model in FILES.items():
            for row in read_rows(self.folder, name):
                with row.named_in_errors():
                    instance, is_new = self._load_row(row, model)
                added[name] += is_new
                if model in CITED:
                    cited.append((row, instance, is_new))
        for row, instance, is_new in cited:
            with row.named_in_errors():
                self._support(row, instance, is_new)
        return added

    def _load_row(self, row, model):
        """Return the row's instance, and whether it is new: saved just now."""
        if model is Citation:
            for key in row.leave(CITATION_KEYS | FACT_KEYS):
                raise row.error(key, "there is no such field")
            return None, False
        fields, links = self._resolve(row, model)
        instance = model(**fields)
        instance.clean_fields()
        if row.identity in self.known[model]:
            return self.known[model][row.identity], False
        instance.full_clean()
        instance.save()
        for field, targets in links.items():
            getattr(instance, field).set(targets)
        self.known[model][row.identity] = instance
        return instance, True

    def _resolve(self, row, model):
        """Return the row's own columns and its many-to-many links, slugs turned into rows."""
        fields, links = {}, {}
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
            if field.many_to_many:
                links[key] = [self._find(row, key, slug, field.related_model) for slug in value]
            elif field.is_relation:
                fields[key] = self._find(row, key, value, field.related_model)
            elif isinstance(field, models.BooleanField) or isinstance(value, str):
                fields[key] = value
            else:
                raise row.error(key, f"write it as text, in quotes, not as {value}")
        return fields, links

    def _archived_text(self, row, values):
        path = self.folder / values.pop("file", "")
        try:
            text = path.read_bytes().decode()
        except (OSError, UnicodeDecodeError):
            raise row.error("file", "there is no such text file") from None
        if values.pop("sha256", "") != source_digest(text):
            raise row.error("sha256", f"the digest of the file is {source_digest(text)}")
        return text

    def _find(self, row, key, slug, model):
        try:
            return self.known[model][slug]
        except (KeyError, TypeError):
            raise row.error(key, f"no {model._meta.verbose_name} has the slug {slug}") from None

    def _support(self, row, instance, is_new):
        """Check the row's quote; a new row is made to rest on it, a new initiative published."""
        citation = self._citation(row)
        if not is_new:
            return
        if isinstance(instance, Initiative):
            update = StatusUpdate(initiative=instance, **row.pick(UPDATE_KEYS))
            update.full_clean()
            update.save()
            Reference.objects.create(citation=citation, update=update)
            publish(update=update, by=None)
        else:
            Reference.objects.create(
                citation=citation, **{Reference.target_of(type(instance)): instance}
            )

    def _citation(self, row):
        details = row.pick(CITATION_KEYS)
        source = self._find(row, "source", details.pop("source", None), Source)
        quote = details.pop("quote", "")
        if "speaker" in details:
            details["speaker"] = self._find(row, "speaker", details["speaker"], Speaker)
        citation = cite(source=source, quote=quote, **details)
        for key, value in details.items():
            if getattr(citation, key) != value:
                raise row.error(key, "another row has the same quote with a different value")
        return citation
