"""Rows that are chosen by their keys."""

from django import forms
from django.core.exceptions import ValidationError

from ..models.keys import is_key


class RowsField(forms.ModelMultipleChoiceField):
    """Refuses what can be the key of no row, before a database is asked that can't take it."""

    def clean(self, value):
        if isinstance(value, (list, tuple)):
            for key in value:
                if not is_key(key):
                    raise ValidationError(
                        self.error_messages["invalid_pk_value"],
                        code="invalid_pk_value",
                        params={"pk": key},
                    )
        return super().clean(value)
