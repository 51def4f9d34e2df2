from django.db import models
from django.utils.translation import gettext_lazy as _

from .named import NamedModel


class Speaker(NamedModel):
    """Whoever a source quotes: a named person, or an unnamed source in a body."""

    role = models.CharField(_("role"), max_length=200, blank=True)
    organization = models.ForeignKey(
        "Organization",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("organization"),
        related_name="speakers",
    )
    is_named = models.BooleanField(_("named in the source"), default=True)

    class Meta(NamedModel.Meta):
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
