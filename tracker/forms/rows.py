"""Rows that are chosen by their keys: a database is not asked for what can be the key of none."""

from django import forms
from django.core.exceptions import ValidationError

from ..models.keys import is_key


class RowField(forms.ModelChoiceField):
    """One row."""

    def bound_data(self, data, initial):
        """Show nothing as chosen for what can be no key: the widget looks its rows up."""
        return data if is_key(data) else ""


class RowsField(forms.ModelMultipleChoiceField):
    """Any number of rows."""

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

    def bound_data(self, data, initial):
        return [key for key in data or () if is_key(key)]
