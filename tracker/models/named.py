"""What every noun has that becomes public, and what those with a name and an address have."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from .citation import with_references
from .translated import TranslatedQuerySet


class NounQuerySet(TranslatedQuerySet):
    def published(self, *, until: datetime | None = None) -> Self:
        """Keep what is public, or what was by the moment `until`."""
        if until is None:
            return self.filter(published_at__isnull=False)
        return self.filter(published_at__lt=until)

    def with_references(self, *, until: datetime | None = None) -> Self:
        return with_references(self, until=until)


class Noun(models.Model):
    """A draft that nobody outside sees, until a second person publishes it.

    The fields in RECORD change then by revisions alone. `COMPUTED` names those that follow from
    the record, `PRESENTATION` those that are no claim, `FIXED` those that never change once it is
    public.
    """

    COMPUTED: tuple[str, ...] = ("published_at",)
    PRESENTATION: tuple[str, ...] = ()
    FIXED: tuple[str, ...] = ("slug",)

    published_at = models.DateTimeField(_("published at"), null=True, editable=False)

    NOT_VERSIONED: tuple[str, ...] = ("published_at",)

    class Meta:
        abstract = True


class NamedModel(Noun):
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        help_text=_("Part of the page's address; the same in all languages."),
    )
    name = models.CharField(_("name"), max_length=300)

    objects = models.Manager.from_queryset(NounQuerySet)()

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self):
        return self.name
