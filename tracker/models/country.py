from django.db import models
from django.db.models import CheckConstraint, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..vocabulary import Membership
from .fields import EDTFField, choice_constraint, edtf_constraint
from .named import NamedModel


class Country(NamedModel):
    """A member or observer state; `slug` is its ISO code in lower case where it has one."""

    PRESENTATION = ("iso_code",)
    """By which the map finds its outline."""

    iso_code = models.CharField(
        _("ISO code"),
        max_length=2,
        unique=True,
        null=True,
        blank=True,
        help_text=_("ISO 3166-1 alpha-2, in capitals; empty where there is none."),
    )
    membership = models.CharField(_("membership"), max_length=10, choices=Membership)
    member_since = EDTFField(_("in this membership since"), blank=True, default="", db_default="")
    member_until = EDTFField(_("in this membership until"), blank=True, default="", db_default="")
    note = models.TextField(_("note"), blank=True)

    class Meta(NamedModel.Meta):
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        constraints = [
            choice_constraint("country", "membership", Membership),
            edtf_constraint("country", "member_since"),
            edtf_constraint("country", "member_until"),
            CheckConstraint(
                condition=Q(iso_code__isnull=True) | Q(iso_code__regex=r"^[A-Z]{2}$"),
                name="country_iso_code_is_two_capitals",
            ),
        ]

    def get_absolute_url(self):
        return reverse("country", args=[self.slug])
