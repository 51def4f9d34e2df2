"""What a reviewer had read, beside how it stands now: where an approval came too late."""

import json
from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import get_language_info

from ..actions.steps import OPEN
from ..models import Reference, StatusUpdate
from ..models.correction import retraction_of
from ..models.translated import in_every_language, text_and_language
from ..reading.review import proposal
from ..reading.revised import with_rows
from ..templatetags.display import field_words, new_words, old_words, record_words

DATES = ("changed_on", "original_due")
"""The dates that no revision changes."""


def as_text(row, proposed):
    """Return what a click on a row would publish, for a hidden field: JSON of `said`."""
    texts = {key: [label, text] for key, label, text in said(row, proposed)}
    return json.dumps(texts, ensure_ascii=False)


def differences(row, read):
    """Return [(label, text now, text read)] of what is not any more as somebody had read it.

    `read` is what `as_text` gave them, and whatever else a browser may send: then nothing differs.
    """
    try:
        found = json.loads(read).items()
        before = {_safe(key): (_safe(label), _safe(text)) for key, (label, text) in found}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return []
    now = {key: (label, text) for key, label, text in said(row, proposal(row))}
    nothing = "", ""
    pairs = ((now.get(key, nothing), before.get(key, nothing)) for key in before | now)
    return [
        (label_now or label_read, text_now, text_read)
        for (label_now, text_now), (label_read, text_read) in pairs
        if text_now != text_read
    ]


def _safe(text):
    """Return a text that a page can hold: JSON may bring halves of characters."""
    return str(text).encode(errors="replace").decode()


def said(row, proposed) -> Iterator[tuple[str, str, str]]:
    """Yield (key, label, text) of a row that waits, and of what becomes public along with it."""
    yield from _of_update(row) if isinstance(row, StatusUpdate) else _of_revision(row)
    for along in proposed.along:
        for fact in along.facts:
            texts = [_words(text, fact.field) for text in fact.texts]
            key = f"{along.row._meta.model_name}-{along.row.pk}-{fact.field}"
            yield key, f"{along.noun}: {fact.label}", "; ".join(texts)
    for quote in proposed.quotes:
        yield _of_quote(quote)


def _words(text, field):
    return str(record_words(text, "due" if field in DATES else field))


def _of_update(update):
    for name in ("country", "status", "evidence", "changed_on"):
        field = update._meta.get_field(name)
        value = getattr(update, name)
        text = dict(field.flatchoices).get(value, value) if field.choices else value
        yield name, str(field.verbose_name), _words(text or "", name)
    yield from _in_languages(update, "sentence")
    yield from _quotes(update)


def _of_revision(revision):
    if revision.is_retraction:
        retraction = retraction_of(revision)
        yield "update", _label(retraction, "update"), _in_short(revision.update)
        yield from _in_languages(retraction, "reason")
        key = retraction.replacement_id
        if (other := StatusUpdate.objects.filter(pk=key).first()) and other.stage not in OPEN:
            yield "replacement", _label(retraction, "replacement"), _in_short(other)
    elif revision.target:
        [revision] = with_rows([revision])
        label = str(field_words(revision))
        yield "before", label, str(old_words(revision, as_text=True))
        yield "after", label, str(new_words(revision, as_text=True))
    yield "reason", str(revision._meta.get_field("reason").verbose_name), revision.reason
    yield from _quotes(revision)


def _label(row, field):
    return capfirst(str(row._meta.get_field(field).verbose_name))


def _in_short(update):
    sentence, _language = text_and_language(update, "sentence")
    return f"{update.get_status_display()}: {sentence}"


def _in_languages(row, field):
    label = _label(row, field)
    for language, text in in_every_language(row, field).items():
        name = get_language_info(language)["name_translated"]
        yield f"{field}-{language}", f"{label} ({name})", text


def _quotes(row):
    references = Reference.objects.filter(**{Reference.target_of(type(row)): row}).order_by("pk")
    for reference in references.select_related("citation__speaker"):
        yield _of_quote(reference.citation)


def _of_quote(quote):
    words = " · ".join(str(one) for one in (quote.quote, quote.speaker, quote.note) if one)
    return f"citation-{quote.pk}", capfirst(str(quote._meta.verbose_name)), words
