"""What the pages print of the record: honest dates, chips, bars, texts with their language."""

import re
from datetime import date
from functools import cache, lru_cache
from html import escape
from typing import NamedTuple

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _

from .. import links, vocabulary
from ..models.record_fields import aliases_in
from ..models.translated import LocalizedText, is_translated, text_and_language
from ..reading.search import matches_question
from ..rules import edtf
from ..rules.collation import capital
from ..rules.folding import WORD

register = template.Library()

MOST_ROWS = 1000
"""How many rows of lists are kept in each language: those of twenty pages."""

AXES = {
    "kind": vocabulary.Kind,
    "status": vocabulary.Status,
    "evidence": vocabulary.Evidence,
    "schedule": vocabulary.Schedule,
}


@register.filter(name="edtf")
def edtf_words(date):
    """Return a day, or an EDTF text, in words; the empty text stays empty."""
    return edtf.describe(str(date))


@register.simple_tag
def chip(axis, value):
    """Print a value of an axis as a word with its icon."""
    return _chip(axis, value, get_language())


@cache  # a few dozen short texts, and each list prints a hundred of them
def _chip(axis, value, language):
    return render_to_string("_includes/chip.html", {"axis": axis, "choice": AXES[axis](value)})


@register.simple_tag
def became(axis, before, after):
    """Print a value of an axis, after the one that it replaced, if any."""
    if not before:
        return chip(axis, after)
    return format_html(
        '{}<span class="arrow" aria-hidden="true">→</span>'
        '<span class="visually-hidden">{}</span>{}',
        chip(axis, before), _("became"), chip(axis, after),
    )  # fmt: skip


@register.simple_tag
def text(instance, field):
    """Print a translatable text; in a span with `lang` if its language is not the page's."""
    return _in_span(*text_and_language(instance, field))


@register.filter
def called(row):
    """Print what a row is called, in its language; a row without a name says what it is."""
    named = (field for field in ("title", "name") if is_translated(row, field))
    field = next(named, "")
    return text(row, field) if field else str(row)


@register.simple_tag
def wording(row, field):
    """Print what a revision may change of a row: a text, translatable or not, or a date."""
    if is_translated(row, field):
        return text(row, field)
    return record_words(getattr(row, field), field)


CHOICES = {"classification": (*vocabulary.EventClass, *vocabulary.BodyClass),
           "membership": tuple(vocabulary.Membership)}  # fmt: skip


def record_words(value, field):
    """Say a text of the record as a reader does: see `models.record_fields`."""
    if field in vocabulary.REVISED_DATES:
        return edtf.describe(value) if value else ""
    if field in ("proposed", "is_named"):
        return _("yes") if value else _("no")
    if field in CHOICES:
        return next((one.label for one in CHOICES[field] if one.value == value), value)
    if field == "aliases":
        return ", ".join(name for name, _language in aliases_in(value))
    if field == "citations":
        number = len(value.split())
        return ngettext("%d quote", "%d quotes", number) % number
    return value


@register.filter
def fact_words(value, field):
    """Print a text of the record as a reader does, in its language."""
    is_kept = isinstance(value, LocalizedText) and field not in vocabulary.REVISED_DATES
    words = record_words(value, "due" if field == "original_due" else field)
    return _in_span(words, value.language) if is_kept and words == value else words


@register.simple_tag
def step_url(noun, verb, pk):
    """Return the address that takes a step with an update or a revision."""
    return reverse(f"desk_{'' if noun == 'updates' else 'revision_'}{verb}", args=[pk])


@register.filter(name="capital")
def with_capital(text):
    """Begin a text in the page's language with a capital."""
    return capital(str(text), get_language())


def _language_of(words):
    return getattr(words, "language", "")


def _in_span(words, language):
    if language in ("", get_language()):
        return words
    return format_html('<span lang="{}">{}</span>', language, words)


@register.inclusion_tag("_includes/translated.html")
def translation_note(is_unreviewed, row, *fields):
    """Say that texts of a row are not translated yet, or else that nobody reviewed them."""
    shown = [text_and_language(row, field) for field in fields]
    others = {language for _text, language in shown} - {"", get_language()}
    if others:
        names = dict(settings.LANGUAGES)
        return {"shown_in": ", ".join(str(names[code]) for code in sorted(others))}
    return {"is_unreviewed": is_unreviewed}


class Part(NamedTuple):
    """A status in a bar; `percent` is its share of the promises, `left` and `width` are lengths."""

    status: vocabulary.Status
    count: int
    percent: int
    left: str
    width: str


@register.filter
def parts(tally, most=0):
    """Return the Parts of a bar, the statuses in their order; `most` promises fill its width."""
    whole, start, found = most or tally.promises, 0, []
    for (status, count), percent in zip(
        tally.by_status.items(), tally.shares.values(), strict=True
    ):
        left, width = (f"{100 * number / whole:.2f}%" for number in (start, count))
        found.append(Part(status, count, percent, left, width))
        start += count
    return found


@register.filter
def in_words(by_status):
    """Print {status: count} as words."""
    return ", ".join(f"{status.label}: {count}" for status, count in by_status.items())


@register.simple_tag
def percent(share):
    """Print a share in per cent; what is there never has a share of 0%."""
    return _("%(share)s%%") % {"share": share} if share else _("under 1%")


@register.filter
def most_promises(values):
    """Return how many promises the fullest value has: so many fill the width of a bar."""
    return max((value.tally.promises for value in values), default=0)


class Row(NamedTuple):
    """What a row of a list shows of an initiative: the key by which its HTML is kept."""

    language: str
    slug: str
    title: tuple[str, str]
    plan: tuple[str, str]
    kind: str
    status: str
    schedule: str
    due: str
    changed_on: str
    day: date | None = None  # to which its link leads


@register.simple_tag
def row(initiative):
    """Print an initiative with its schedule, or one of `for_rows`, as a row of a list."""
    if hasattr(initiative, "plan"):
        plan = text_and_language(initiative.plan, "name") if initiative.plan else ("", "")
    else:
        plan = text_and_language(initiative, "plan__name")
    return _row(
        Row(
            language=get_language(),
            slug=initiative.slug,
            title=text_and_language(initiative, "title"),
            plan=plan,
            kind=initiative.kind,
            status=initiative.status,
            schedule=initiative.schedule,
            due=initiative.due,
            changed_on=initiative.changed_on,
            day=links.shown_day(),
        )
    )


@lru_cache(maxsize=MOST_ROWS)
def _row(shown):
    return render_to_string("_includes/row.html", {"row": shown})


@register.filter
def in_its_language(words):
    """Print a LocalizedText or (text, language); with `lang` if it is not that of the page."""
    return _in_span(*(words if isinstance(words, tuple) else (words, _language_of(words))))


@register.filter
def introduced(speaker, told="role organization"):
    """Print the name of a speaker, and what is told of one who is named."""
    said = [text(speaker, "name")]
    if speaker.is_named and speaker.role and "role" in told:
        said.append(text(speaker, "role"))
    if speaker.is_named and "organization" in told and speaker.organization:
        said.append(text(speaker.organization, "name"))
    return format_html_join(", ", "{}", ((words,) for words in said))


@register.simple_tag
def links_to(values, url_name):
    """Print the names of values of a dimension, each a link to its page."""
    return format_html_join(
        ", ",
        '<a href="{}">{}</a>',
        (
            (links.page_url(url_name, value.slug), in_its_language(value.name))
            for value in values or ()
        ),
    )


@register.filter
def localized_text(instance, field):
    """Return a translatable text as LocalizedText."""
    return LocalizedText(*text_and_language(instance, field))


@register.filter
def marked(words, question):
    """Print LocalizedText, or a text, with those words marked that a question asks for."""
    parts = re.split(f"({WORD.pattern})", words)
    html = format_html_join("", "{}", ((_mark(part, question),) for part in parts))
    return _in_span(html, _language_of(words))


def _mark(part, question):
    return format_html("<mark>{}</mark>", part) if matches_question(part, question) else part


@register.simple_tag
def options(field):
    """Print the choices of a filter field as boxes to tick, with their counts.

    A list has some hundreds of them, and Django's own formatting takes a third of its page.
    """
    name = escape(field.bound.name)
    boxes = "\n".join(_box(name, option) for option in field.options)
    return mark_safe(boxes)  # noqa: S308  # nosec B308 B703  # each box escapes what it prints


def _box(name, option):
    value, label, language = escape(option.value), escape(str(option.label)), ""
    if hasattr(option.label, "language"):
        language = option.label.language
    if language not in ("", get_language()):
        label = f'<span lang="{language}">{label}</span>'
    if option.count is not None:
        label += f' <span class="count" id="n-{name}-{value}">{option.count}</span>'
    checked = " checked" if option.is_chosen else ""
    return f'<label><input type="checkbox" name="{name}" value="{value}"{checked}>{label}</label>'


@register.filter
def as_shown(initiative):
    """Return the initiative as it was on the day of the page, where that was fetched with it."""
    return next(iter(getattr(initiative, "state_shown", ())), initiative)


@register.filter
def noun(row):
    """Return what the model calls such a row."""
    return row._meta.verbose_name


@register.filter
def old_words(revision, *, as_text=False):
    """Return the text before a revision in words; the names of what was linked."""
    return _revised(revision, revision.old, "rows_before", as_text)


@register.filter
def new_words(revision, *, as_text=False):
    """Return the text after a revision in words; the names of what is linked."""
    return _revised(revision, revision.new, "rows_after", as_text)


@register.filter
def with_marks(pieces):
    """Print a text in its pieces, with the quoted ones marked."""
    return format_html_join(
        "",
        "{}{}{}",
        (
            (mark_safe("<mark>"), piece.text, mark_safe("</mark>"))  # nosec B308  # constants
            if piece.is_quoted
            else ("", piece.text, "")
            for piece in pieces
        ),
    )


@register.filter
def field_words(revision):
    """Return which field was revised, in which language, and whether it was wrong before."""
    words = revision.get_field_display()
    if revision.language:
        words = f"{words} ({get_language_info(revision.language)['name_translated']})"
    return f"{words}, {_('corrected, as it was wrong')}" if revision.corrects else words


def _revised(revision, words, rows, as_text):
    linked = getattr(revision, rows, None)
    if linked is None:
        return record_words(words, revision.field)
    if as_text:
        return ", ".join(map(str, linked))
    return format_html_join(", ", "{}", ((called(row),) for row in linked))


@register.simple_tag(takes_context=True)
def kept_parameters(context):
    """Return (name, value) of each parameter of the address but the day and the page."""
    lists = context["request"].GET.lists()
    return [
        (name, value) for name, values in lists if name not in ("as_of", "page") for value in values
    ]
