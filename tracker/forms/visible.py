"""Texts in which there is something to read."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..rules.visible import has_visible

INVISIBLE = _("There is nothing to read in this: it has only characters that are not seen.")


def validate_visible(text):
    if text and not has_visible(text):
        raise ValidationError(INVISIBLE, code="invisible")


class VisibleTexts(forms.BaseForm):
    """Refuses at its field a text of characters that nobody sees, which is not empty to a computer.

    Browsers and Django strip blanks, but not a zero-width space.
    """

    def clean(self):
        super().clean()
        for name, value in [*self.cleaned_data.items()]:
            if isinstance(value, str) and value and not has_visible(value):
                self.add_error(name, ValidationError(INVISIBLE, code="invisible"))
        return self.cleaned_data
