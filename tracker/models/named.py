"""What every noun with a page of its own has: a slug, a name, and sentences that it rests on."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from .citation import Reference, with_references
from .translated import TranslatedQuerySet


class NamedModel(models.Model):
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        help_text=_("Part of the page's address; the same in all languages."),
    )
    name = models.CharField(_("name"), max_length=300)

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self):
        return self.name


class CitedQuerySet(TranslatedQuerySet):
    def published(self, *, until: datetime | None = None) -> Self:
        """Keep the rows that at least one citation supports: the others are not public."""
        target = Reference.target_of(self.model)
        supporting = Reference.objects.filter(**{target: OuterRef("pk")})
        if until is not None:
            supporting = supporting.filter(created_at__lt=until)
        return self.filter(Exists(supporting))

    def with_references(self, *, until: datetime | None = None) -> Self:
        return with_references(self, until=until)
