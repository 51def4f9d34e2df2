from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

from .fields import one_of_constraint

TARGETS = ("country", "organization", "working_group", "theme", "place", "speaker")
"""The columns of Alias: what can have another name."""


class Alias(models.Model):
    """Another name of one thing, in any script."""

    name = models.CharField(_("name"), max_length=300)
    language = models.CharField(
        _("language"), max_length=10, blank=True, help_text=_("For example ru; empty if several.")
    )
    country = models.ForeignKey(
        "Country", models.CASCADE, null=True, blank=True, related_name="aliases"
    )
    organization = models.ForeignKey(
        "Organization", models.CASCADE, null=True, blank=True, related_name="aliases"
    )
    working_group = models.ForeignKey(
        "WorkingGroup", models.CASCADE, null=True, blank=True, related_name="aliases"
    )
    theme = models.ForeignKey(
        "Theme", models.CASCADE, null=True, blank=True, related_name="aliases"
    )
    place = models.ForeignKey(
        "Place", models.CASCADE, null=True, blank=True, related_name="aliases"
    )
    speaker = models.ForeignKey(
        "Speaker", models.CASCADE, null=True, blank=True, related_name="aliases"
    )

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        ordering = ["name"]
        constraints = [
            one_of_constraint("alias", TARGETS),
            *(
                UniqueConstraint(fields=["name", target], name=f"alias_of_{target}_is_unique")
                for target in TARGETS
            ),
        ]

    def __str__(self):
        return self.name

    @classmethod
    def target_of(cls, model: type[models.Model]) -> str:
        """Return the name of the column that points to `model`."""
        return next(name for name in TARGETS if cls._meta.get_field(name).related_model is model)
