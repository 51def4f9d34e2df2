from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .named import NamedModel


class Theme(NamedModel):
    """A priority area: our own heading, not a claim, so it needs no citation."""

    class Meta(NamedModel.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def get_absolute_url(self):
        return reverse("theme", args=[self.slug])
