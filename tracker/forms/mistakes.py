"""What is wrong in a form, field by field: for the summary at its head."""

from typing import NamedTuple

from django.contrib.admin.widgets import FilteredSelectMultiple
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..rules.collation import capital


class Mistake(NamedTuple):
    """What is told of one field; `id` and `label` are "" of what belongs to none that is seen."""

    id: str
    label: str
    texts: list[str]


def mistakes_in(form, inlines=()):
    """Return the mistakes of a form, of the new source in it, and of what the admin puts below."""
    found = [*_of(form)]
    if source := getattr(form, "new_source", None):
        found += _of(source, within=f"{_('A new source')}: ")
    for inline in inlines:
        found += [Mistake("", "", [str(error)]) for error in inline.formset.non_form_errors()]
        for row in inline.formset.forms:
            found += _of(row)
    return found


def _of(form, within=""):
    for error in form.non_field_errors():
        yield Mistake("", "", [str(error)])
    for bound in form:
        texts = [str(error) for error in bound.errors]
        if texts and bound.is_hidden:
            yield Mistake("", "", texts)
        elif texts:
            label = capital(str(bound.label), get_language())
            yield Mistake(_id(bound), f"{within}{label}", texts)


def _id(bound):
    """Return the id of what is filled in: of several boxes the first."""
    widget = getattr(bound.field.widget, "widget", bound.field.widget)
    if isinstance(widget, FilteredSelectMultiple):
        return f"{bound.auto_id}_from"  # so its script calls it
    return bound.id_for_label or f"{bound.auto_id}_0"
