"""Texts that stand in several languages: one of them is enough."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..models.translated import in_each_language, is_translated
from .visible import VisibleTexts

NOWHERE = _("It must be there in one language at least.")


class OneLanguage(VisibleTexts):
    """Asks for each text that must be there in one language of the site, whichever it is."""

    def clean(self):
        cleaned = super().clean()
        for field in _needed_texts(self._meta.model):
            columns = [name for name in in_each_language(field).values() if name in self.fields]
            if columns and not any(cleaned.get(name) or self.has_error(name) for name in columns):
                own = f"{field}_{get_language()}"
                self.add_error(own if own in columns else columns[0], NOWHERE)
        return cleaned


def _needed_texts(model):
    """Return the fields of a model that stand in each language, and may not be empty in all."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if not field.blank and is_translated(model, field.name)
    ]
