"""The fields of a form, those of a text in several languages in a tab a language."""

from typing import NamedTuple

from django import template
from django.conf import settings
from django.forms import BoundField
from django.utils.translation import get_language

from ..models.translated import language_in

register = template.Library()


class Tab(NamedTuple):
    """What a form asks for in one language; open if it must be seen."""

    language: str
    name: str
    fields: list[BoundField]
    is_open: bool

    @property
    def is_empty(self):
        return not any(field.value() for field in self.fields)


@register.filter
def tabs(form):
    """Return a Tab for each language in which the form asks for texts.

    The `language` that the form is for is the first, else the reader's own.
    """
    fields = form.visible_fields()
    first = getattr(form, "language", "") or get_language()
    codes = sorted(settings.LANGUAGE_NAMES, key=lambda code: code != first)
    found = {code: [field for field in fields if language_in(field.name) == code] for code in codes}
    return [
        Tab(code, settings.LANGUAGE_NAMES[code], some, code == first or _must_be_seen(some))
        for code, some in found.items()
        if some
    ]


@register.filter
def without_language(form):
    """Return the visible fields that are the same in every language."""
    return [field for field in form.visible_fields() if not language_in(field.name)]


def _must_be_seen(fields):
    form = fields[0].form
    return any(
        field.errors or (form.is_bound and field.name in form.changed_data) for field in fields
    )
