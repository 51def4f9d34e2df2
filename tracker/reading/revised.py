"""Revisions as pages show them: of links the rows, and not their slugs."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import get_language

from ..models.record_fields import linked_model
from ..models.revision import Revision
from ..models.translated import LocalizedText, unrewritten
from .earlier import MODELS
from .record_at import RecordAt


def with_rows(revisions: Iterable[Revision], *, at: RecordAt | None = None) -> list[Revision]:
    """Return revisions, each of a link with `rows_before` and `rows_after`: a query for each noun.

    They are None of any other field. All of them, and what was fetched with the revisions, say what
    they said in the record `at` a moment.
    """
    found = list(revisions)
    wanted: dict[type[Model], set[str]] = defaultdict(set)
    for revision in found:
        if model := _linked(revision):
            wanted[model] |= {*revision.old.split(), *revision.new.split()}
    rows: dict[type[Model], dict[str, Any]] = {}
    for model, slugs in wanted.items():
        manager: Any = model._default_manager
        rows[model] = {row.slug: row for row in unrewritten(manager.filter(slug__in=slugs))}
    for revision in found:
        model = _linked(revision)
        for name, text in (("rows_before", revision.old), ("rows_after", revision.new)):
            several = model and [rows[model][slug] for slug in text.split() if slug in rows[model]]
            setattr(revision, name, several)
    if at:
        at.as_they_were(found)
    return found


def former_names(revisions: Iterable[Revision]) -> list[tuple[datetime, LocalizedText]]:
    """Return (until when, name) of what was renamed, in the language of the page, the latest first.

    A name that was wrong from the beginning was none.
    """
    return [
        (revision.published_at, LocalizedText(revision.old, revision.language))
        for revision in revisions
        if revision.field == "name" and revision.old and revision.published_at
        and revision.language == get_language() and not revision.corrects
    ]  # fmt: skip


def _linked(revision: Revision) -> type[Model] | None:
    model = MODELS.get(revision.target_name)
    if model is None or revision.field == "new" or revision.language:
        return None
    return linked_model(model, revision.column)
