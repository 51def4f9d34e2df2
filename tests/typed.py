"""What somebody may type in a form of data entry: what stands there, with a few fields changed."""

from django.apps import apps
from django.contrib import admin
from django.forms import (
    BooleanField,
    ChoiceField,
    ModelChoiceField,
    ModelMultipleChoiceField,
    SlugField,
)
from django.test import RequestFactory
from hypothesis import strategies as st

from tests.admin.steps import inlines
from tracker.admin.base import VersionedAdmin
from tracker.models import User
from tracker.models.fields import EDTFField

WORDS = {
    "one": "One.", "two": "Two words", "three": "Ещё три слова", "four": "Төртінші", "none": "",
    "markup": "<b>&amp;'\"", "long": "x" * 5000, "control": "a\x01b\x7fc", "null": "a\x00b",
    "blank": " \t ", "lines": "a\r\n\u2028b", "backwards": "\u202etxet",
}  # fmt: skip
DATES = {
    name: name
    for name in (
        "2025", "2026-04", "2026-05", "2026-05-03", "2026-06-01", "2026-33", "2026-12~", "2027",
        "2028-02-29", "2026/2027", "", "9999", "9999-12-31", "0000", "2026-02-30", "2026-13",
        "yesterday", "Q1 2026", "03/04/2026", "май 2026", "2026-40",
    )
}  # fmt: skip
DATES |= {"date of a long text": "2" * 400, "date with a control character": "2026\x01"}
GOOD_WORDS = ("one", "two", "three", "four")
GOOD_DATES = ("2025", "2026-04", "2026-05-03", "2026-05")
"""What is typed mostly; the dates are past."""
MISSING = "999999"
"""The key of no row."""


def words(data):
    return WORDS[data.draw(st.sampled_from([*WORDS] if rarely(data) else GOOD_WORDS))]


def date(data):
    return DATES[data.draw(st.sampled_from([*DATES] if rarely(data) else GOOD_DATES))]


def rarely(data):
    return data.draw(st.sampled_from([*[False] * 9, True]))


def one_of(data, rows):
    """Return one of some rows, None if there are none."""
    found = [*rows]
    return found[data.draw(st.integers(0, len(found) - 1))] if found else None


def entered():
    """Return {name of a model: its page of the admin} of all that people enter in the admin."""
    return {
        model._meta.model_name: page
        for model, page in admin.site._registry.items()
        if isinstance(page, VersionedAdmin) and model is not User
    }


def form_of(page, root, row):
    """Return the form that somebody with all rights is shown of a row, None for a new one."""
    request = RequestFactory().get("/")
    request.user = root
    form = page.get_form(request, row, change=row is not None)
    prefixes = [formset.get_default_prefix() for formset, _inline in
                page.get_formsets_with_inlines(request, row)]  # fmt: skip
    return (form(instance=row) if row else form()), prefixes


def as_it_stands(page, root, row):
    """Return (the form, what a browser sends of it)."""
    form, prefixes = form_of(page, root, row)
    sent = {name: _sent(form, name, field) for name, field in form.fields.items()}
    return form, {**{k: v for k, v in sent.items() if v is not None}, **inlines(*prefixes)}


def _sent(form, name, field):
    value = field.prepare_value(form.get_initial_for_field(field, name))
    if isinstance(field, BooleanField):
        return "on" if value else None
    return [str(one) for one in value] if isinstance(value, (list, tuple)) else value


def filled(form, number, data):
    """Return what somebody types in the empty form of a new row."""
    return {
        name: f"new-{number}" if isinstance(field, SlugField) else typed(name, field, data)
        for name, field in form.fields.items()
        if field.required or name in ("title_en", "name_en", "sentence_en", "citations")
    }


def typed(name, field, data):
    """Return what somebody types in a field, or chooses."""
    match field:
        case BooleanField():
            return "on" if data.draw(st.booleans()) else ""
        case ModelMultipleChoiceField():
            keys = [str(key) for key in field.queryset.values_list("pk", flat=True)]
            if rarely(data) or not keys:
                return [MISSING]
            return data.draw(st.lists(st.sampled_from(keys), min_size=1, max_size=2, unique=True))
        case ModelChoiceField():
            row = one_of(data, field.queryset.order_by("pk"))
            return MISSING if rarely(data) or not row else str(row.pk)
        case ChoiceField():
            values = [str(value) for value, _label in field.choices]
            return "nonsense" if rarely(data) else data.draw(st.sampled_from(values))
    if name in SAID:
        return data.draw(st.sampled_from(SAID[name]))
    return date(data) if name in DATE_FIELDS else words(data)


QUOTES = ("The test fund will open in spring.", "The test bridge is open, they said.")
"""What each source of the tests says."""
SAID = {
    "iso_code": ("KZ", "AZ", "", "kz", "9", "\x01\x01"),
    "quote": (*QUOTES, "Nobody said this anywhere."),
    "text": (f"Number {n}. {' '.join(QUOTES)}" for n in range(3)),
    "url": ("https://gazette.example/7", "javascript:alert()", "", "https://" + "x" * 5000),
    "email": ("", "a@b.example", "a@b\x01"),
    "aliases": ("", "One", "ru: Один\nTwo", "xx: Three\n\n:", "x" * 5000, "kk: \x01"),
}
"""{field: what is typed in it}."""
SAID = {name: [*texts] for name, texts in SAID.items()}
DATE_FIELDS = {
    field.name
    for model in apps.get_app_config("tracker").get_models()
    for field in model._meta.concrete_fields
    if isinstance(field, EDTFField)
}
