from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .named import Named


class Theme(Named):
    """A priority area: our own heading, not a claim, so it needs no citation."""

    class Meta(Named.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")

    def get_absolute_url(self):
        return reverse("theme", args=[self.slug])
