"""Asks whether what is called nearly like something public is really another."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..reading.alike import naming_columns, rows_alike
from .visible import VisibleTexts

ALIKE = _("Something of this name is there already, or of nearly this name: look at it first.")


class AlikeForm(VisibleTexts):
    """`alike` are the rows that a template shows, with a box to tick: it is for just these rows."""

    alike = ()
    IS_ANOTHER = "is_another"

    @property
    def box(self):
        """The name of the box, its value, and whether it is ticked."""
        name = self.add_prefix(self.IS_ANOTHER)
        value = " ".join(str(row.pk) for row in self.alike)
        return {"name": name, "value": value, "is_ticked": self.data.get(name) == value}

    def ask_of(self, row):
        """Refuse the form if other rows are called like this one, until the box is ticked."""
        self.alike = rows_alike(row)
        if self.alike and not self.box["is_ticked"]:
            self.add_error(None, ValidationError(ALIKE, code="alike"))


class AlikeModelForm(AlikeForm):
    """Asks that of a new row, and of one that gets another name."""

    def _post_clean(self):
        super()._post_clean()
        if {*self.changed_data} & {*naming_columns(self._meta.model)}:
            self.ask_of(self.instance)
