"""How a date is asked for in any form: as people write it, with what was understood beside it.

It stands below the forms because EDTFField brings it, as Django's fields bring theirs.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..rules import edtf
from ..rules.written_dates import MOST_LETTERS, readings


def read(text):
    """Return the EDTF texts that a date may mean to whoever reads in the active language."""
    return readings(text or "", get_language() or "")


class Typed(str):
    """A date as it was sent; `is_sure` says that it was ticked to be meant."""

    is_sure = False


class WrittenDateInput(forms.TextInput):
    """Says in words what is understood; asks which date is meant, or whether an odd one is.

    Which one is chosen, and what is ticked, count only for the text that they were asked of.
    """

    def value_from_datadict(self, data, files, name):
        text = super().value_from_datadict(data, files, name)
        if text is None:
            return None
        meant, found = data.get(f"{name}-meant"), read(text)
        if meant in found:
            text, found = meant, (meant,)
        typed = Typed(text)
        typed.is_sure = data.get(f"{name}-sure") in found
        return typed

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        widget, found = context["widget"], read(value)
        words = [(text, edtf.describe(text)) for text in found]
        if words:
            note = f"{widget['attrs'].get('id', name)}_understood"
            described = widget["attrs"].get("aria-describedby", "")
            widget["attrs"]["aria-describedby"] = f"{described} {note}".strip()
            widget["note"] = note
        return context | {
            "readings": words,
            "is_odd": len(found) == 1 and not edtf.is_usual(found[0]),
            "is_sure": getattr(value, "is_sure", True),  # what stands in the record was meant
        }

    def render(self, name, value, attrs=None, renderer=None):
        beside = self.get_context(name, value, attrs)
        html = super().render(name, value, attrs, renderer)
        return html + render_to_string("_includes/written_date.html", beside)


class WrittenDateField(forms.CharField):
    """A date as people write it; cleaned, it is an EDTF text.

    Errors: `wrong_date`, `ambiguous`, and `odd_date` for one outside of the usual years that is
    not ticked.
    """

    widget = WrittenDateInput
    default_error_messages = {
        "wrong_date": _(
            "“%(text)s” is not a date that we can read. Write it as exactly as the source does,"
            " for example 2026, May 2026 or 15.05.2026."
        ),
        "ambiguous": _(
            "“%(text)s” can be read in several ways: %(dates)s. Choose one, or write it another"
            " way."
        ),
        "odd_date": _("Before 1900 or after 2200: %(date)s. If it is meant, tick that."),
    }

    def __init__(self, *, max_length=MOST_LETTERS, **kwargs):
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value):
        text = super().to_python(value)
        if text in self.empty_values:
            return text
        found = read(text)
        if not found:
            self._refuse("wrong_date", text=text)
        if len(found) > 1:
            self._refuse("ambiguous", text=text, dates="; ".join(map(edtf.describe, found)))
        return found[0]

    def clean(self, value):
        date = super().clean(value)
        if date and not edtf.is_usual(date) and not getattr(value, "is_sure", False):
            self._refuse("odd_date", date=edtf.describe(date))
        return date

    def _refuse(self, code, **params):
        raise ValidationError(self.error_messages[code], code=code, params=params)
