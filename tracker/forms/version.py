"""Forms that carry the version of the row which somebody read before they typed."""

from django import forms
from django.core.exceptions import ValidationError

from ..actions.refusals import Conflict
from ..models.version import version_of
from .visible import VisibleTexts


class VersionForm(VisibleTexts, forms.Form):
    """The version alone, for a button that changes a row."""

    version = forms.CharField(widget=forms.HiddenInput, max_length=16)


def with_version(form, version):
    """Return the bound form with another version: what was typed is kept."""
    form.data = form.data.copy()
    form.data[form.add_prefix("version")] = version
    return form


class VersionedModelForm(VisibleTexts, forms.ModelForm):
    """Refuses to write over what somebody else wrote meanwhile.

    `conflict` is then [(label, text now, text typed)] of the fields that differ; what was typed is
    kept, and the form carries the new version, so that sending it again is a decision.
    """

    version = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    UNKEPT: tuple[str, ...] = ()
    """The fields that ask for what no row holds."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.conflict = []
        self.current_version = version_of(self.instance) if self.instance.pk else ""
        if "version" in self.fields:
            self.initial["version"] = self.current_version

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk and self.data.get(self.add_prefix("version")) != self.current_version:
            self.conflict = self._differences()
            self.refuse(Conflict(), self.current_version)
        return cleaned

    def refuse(self, conflict, version):
        """Tell of a conflict, and carry the version that it was with from now on."""
        with_version(self, version)
        self.add_error(None, ValidationError(str(conflict), code="conflict"))

    @property
    def is_conflict(self):
        return self.is_bound and self.has_error("__all__", code="conflict")

    def _differences(self):
        rows = []
        for bound in self.visible_fields():
            now = self.get_initial_for_field(bound.field, bound.name)
            typed = bound.data
            if bound.name in self.UNKEPT:
                continue
            if bound.field.has_changed(now, typed):
                rows.append((bound.label, _words(bound.field, now), _words(bound.field, typed)))
        return rows


def _words(field, value):
    """Say a value as a person reads it: the label of a choice, the names of rows."""
    values = value if isinstance(value, (list, tuple)) else [value]
    if choices := dict(_flat(getattr(field, "choices", ()))):
        by_text = {str(key): str(label) for key, label in choices.items()}
        values = [by_text.get(str(getattr(one, "pk", one)), one) for one in values]
    return ", ".join(str(one) for one in values if one not in (None, ""))


def _flat(choices):
    for key, label in choices:
        yield (str(getattr(key, "value", key)), label)
