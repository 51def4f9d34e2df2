from datetime import datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..rules import edtf, language_tags
from ..rules.digest import source_digest
from .as_it_was import AsItWasQuerySet
from .fields import EDTFField, edtf_constraint


class SourceQuerySet(AsItWasQuerySet):
    def published(self, *, until: datetime | None = None) -> Self:
        """Keep the sources of at least one public quote."""
        citations = self.model._meta.get_field("citations").related_model.objects
        quotes = citations.published(until=until)
        return self.filter(Exists(quotes.filter(source=OuterRef("pk"))))

    def cited(self) -> Self:
        """Keep what is public, and what a published update cites that was withdrawn since."""
        public = self.model._default_manager.published().order_by().values("pk")
        updates = self.model._default_manager.filter(
            citations__references__update__published_at__isnull=False
        )
        return self.filter(Q(pk__in=public) | Q(pk__in=updates.order_by().values("pk")))

    def containing(self, quote):
        """Return the sources in whose text a quote stands, character for character."""
        found = self.filter(text__contains=quote[:LONGEST_LOOKED_FOR]).order_by("slug")
        return [source for source in found if quote in source.text]

    def for_list(self) -> Self:
        """Leave the full text in the database."""
        return (
            self.defer("text")
            .fetch_mode(models.FETCH_RAISE)
            .order_by("-published_on_latest", "slug")
        )


LONGEST_LOOKED_FOR = 1000
"""In characters: SQLite takes no longer patterns than 50,000 bytes."""


class Source(models.Model):
    """A dated document as it was archived.

    Once a citation rests on it, a database trigger refuses any change of the text.
    """

    FIXED = ("slug", "language", "published_on", "text", "sha256", "archived_at")
    COMPUTED = ("recorded_at",)
    PRESENTATION = ()

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    title = models.CharField(
        _("title"),
        max_length=300,
        blank=True,
        help_text=_("In the language of the source; empty if it has none."),
    )
    publisher = models.CharField(_("publisher"), max_length=200)
    language = models.CharField(
        _("language"),
        max_length=language_tags.LONGEST,
        help_text=_("Its code as in BCP 47: ru, kk, uz-Cyrl."),
    )
    url = models.URLField(
        _("address"),
        max_length=500,
        blank=True,
        help_text=_("Empty for what has none: a letter, a decree, a speech."),
    )
    published_on = EDTFField(_("published on"))
    text = models.TextField(
        _("text"), help_text=_("The whole text as archived. The public sees only the quotes.")
    )
    sha256 = models.CharField("SHA-256", max_length=64, unique=True, editable=False)
    archived_at = models.DateTimeField(_("archived at"), auto_now_add=True)
    recorded_at = models.DateTimeField(
        _("recorded at"),
        null=True,
        editable=False,
        help_text=_("When the ledger said what it is: as the first published update cited it."),
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["-published_on_latest", "slug"]
        constraints = [
            CheckConstraint(
                condition=Q(language__regex=language_tags.PATTERN), name="source_language_is_known"
            ),
            edtf_constraint("source", "published_on"),
            CheckConstraint(condition=~Q(text=""), name="source_text_is_there"),
            CheckConstraint(condition=~Q(published_on=""), name="source_is_dated"),
            CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="source_sha256_is_a_digest"
            ),
        ]

    def __str__(self):
        parts = [self.title, self.publisher, edtf.describe(self.published_on)]
        return ", ".join(filter(None, parts))

    def get_absolute_url(self):
        return reverse("source", args=[self.slug])

    @property
    def language_name(self) -> str:
        return language_tags.name_of(self.language)

    def clean(self):
        """Set the digest and the code of the language as it is written.

        A text that is archived already is refused, and what is no language.
        """
        self.sha256 = source_digest(self.text)
        try:
            self.language = self.language and language_tags.canonical(self.language)
        except language_tags.WrongTag:
            message = _("“%s” is not the code of a language: write it like ru, kk or uz-Cyrl.")
            raise ValidationError({"language": message % self.language}) from None
        known = Source.objects.filter(sha256=self.sha256).exclude(pk=self.pk).first()
        if known:
            raise ValidationError({"text": _("This text is archived already, as “%s”.") % known})
