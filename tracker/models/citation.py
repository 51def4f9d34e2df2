from collections.abc import Collection
from datetime import datetime
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import CheckConstraint, Exists, F, OuterRef, Q, UniqueConstraint
from django.db.models.functions import Length
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..rules import quotes
from ..vocabulary import RECORD
from .fields import one_of_constraint
from .revision import translation_of
from .snapshot import prefetch_state_at
from .source import Source
from .translated import TranslatedQuerySet

TARGETS = (
    "update",
    "revision",
    "correction",
    "milestone",
    "action_plan",
    "event",
    "organization",
    "working_group",
    "speaker",
    "country",
    "initiative",
)
"""The columns of Reference: what a citation can support."""

PUBLIC_WITH = {"milestone": ("milestone", "milestone__initiative"), "correction": ("correction",)}
"""{target: what must be public with it}, where that is more than the row itself."""

BY_PLACE = ("citation__source__published_on_latest", "citation__start", "pk")
"""The order of references: by the date of the source, then as they stand in it."""

SHORTEST_QUOTE = 12
"""In characters; anything shorter can't stand alone."""

MOST_REFERENCES = 20
"""How many uses of one quote its source's page names."""


class CitationQuerySet(TranslatedQuerySet["Citation"]):
    def published(self, *, until: datetime | None = None) -> Self:
        """Keep the quotes on which something public rests, and those kept as context."""
        used = Reference.objects.published(until=until).filter(citation=OuterRef("pk"))
        context = Q(is_context=True, published_at__isnull=False)
        if until is not None:
            context &= Q(published_at__lt=until)
        return self.filter(context | Exists(used))

    def called(self, names: Collection[str]) -> list["Citation"]:
        """Return the quotes of these names, as `record_fields` writes them: a query each."""
        found = []
        for name in sorted(names):
            digest, _colon, span = name.partition(":")
            start, _dash, end = span.partition("-")
            if start.isdecimal() and end.isdecimal():
                found += self.filter(source__sha256=digest, start=start, end=end)
        return found

    def for_source_page(self, *, until: datetime | None = None) -> Self:
        """Fetch quotes in the order of the text, with what they are used for: two queries.

        Their `first_references` are at most MOST_REFERENCES.
        """
        references = Reference.objects.published(until=until).for_targets(until=until)
        return (
            self.annotate(translation=translation_of("citation", until=until))
            .select_related("speaker", "source")
            .defer("source__text")
            .prefetch_related(
                models.Prefetch(
                    "references", references[:MOST_REFERENCES], to_attr="first_references"
                )
            )
            .order_by("start", "end")
            .fetch_mode(models.FETCH_RAISE)
        )


class Citation(models.Model):
    """A verbatim span of one source; a database trigger compares it with the source's text."""

    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("source"), related_name="citations"
    )
    quote = models.TextField(
        _("quote"),
        validators=[MinLengthValidator(SHORTEST_QUOTE)],
        help_text=_("Word for word as in the source, long enough to stand alone."),
    )
    start = models.PositiveIntegerField(_("start"), editable=False)
    end = models.PositiveIntegerField(_("end"), editable=False)
    speaker = models.ForeignKey(
        "Speaker",
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("speaker"),
        related_name="citations",
        help_text=_("Who said it, if the source says so."),
    )
    note = models.TextField(
        _("note"), blank=True, help_text=_("The editor's doubt about it; shown to the public.")
    )

    is_context = models.BooleanField(
        _("context"),
        default=False,
        help_text=_("Shown on the page of its source although nothing is tracked under it."),
    )
    published_at = models.DateTimeField(
        _("published at"),
        null=True,
        editable=False,
        help_text=_("When it was published by itself or with a noun, and not with an update."),
    )

    NOT_VERSIONED = ("published_at",)

    objects = models.Manager.from_queryset(CitationQuerySet)()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["source", "start", "end"]
        constraints = [
            UniqueConstraint(fields=["source", "start", "end"], name="citation_span_is_unique"),
            CheckConstraint(
                condition=Q(end__gt=F("start")) & Q(end=F("start") + Length("quote")),
                name="citation_span_fits_its_quote",
            ),
        ]

    def __str__(self):
        return self.quote if len(self.quote) <= 120 else f"{self.quote[:119]}…"

    def clean_fields(self, exclude=None):
        """Find the quote in its source and set the offsets; refuse one that is not there."""
        self.quote = self.quote.replace("\r\n", "\n").strip()
        super().clean_fields(exclude)
        if self.quote and self.source_id:
            try:
                self.start, self.end = quotes.locate(self.source.text, self.quote)
            except quotes.QuoteNotFound as error:
                raise ValidationError({"quote": quote_message(error)}) from None

    def clean(self):
        """Refuse a span that is recorded already: forms don't check columns they don't show."""
        same_span = Citation.objects.filter(source=self.source_id, start=self.start, end=self.end)
        if same_span.exclude(pk=self.pk).exists():
            raise ValidationError(
                {"quote": _("This quote is already recorded as a citation of this source.")}
            )


def quote_message(error):
    """Say where a quote leaves its source's text."""
    if not error.matched:
        return gettext("This quote is not in the text of the source. Copy it word for word.")
    return gettext(
        "This quote is not in the text of the source. It agrees up to “%(matched)s”; then the"
        " quote has “%(wanted)s” and the source “%(found)s”."
    ) % {"matched": error.matched, "wanted": error.wanted, "found": error.found}


class ReferenceQuerySet(models.QuerySet["Reference"]):
    def published(self, *, until: datetime | None = None) -> Self:
        """Leave out what supports drafts, withdrawn updates and what is not public."""
        public = self.exclude(update__withdrawal__update__isnull=False)
        for target in TARGETS:
            is_there = Q(**{f"{target}__isnull": False})
            for path in PUBLIC_WITH.get(target, (target,)):
                moment = f"{path}__published_at"
                public = public.exclude(is_there & Q(**{f"{moment}__isnull": True}))
                if until is not None:
                    public = public.exclude(is_there & Q(**{f"{moment}__gte": until}))
        return public.there(until=until)

    def there(self, *, until: datetime | None = None) -> Self:
        """Leave out what a noun got to rest on since the moment `until`; an update never does."""
        if until is None:
            return self
        return self.filter(Q(update__isnull=False) | Q(created_at__lt=until))

    def for_quotes(self, *, until: datetime | None = None) -> Self:
        """Fetch what a page prints of a quote; the source's full text stays in the database.

        `translation` is the one that was added by the moment `until`, if any.
        """
        return (
            self.annotate(translation=translation_of("citation", "citation", until=until))
            .select_related("citation__source", "citation__speaker__organization")
            .defer("citation__source__text")
            .order_by(*BY_PLACE)
            .fetch_mode(models.FETCH_RAISE)
        )

    def with_citations(self) -> Self:
        """Fetch the quotes and their sources, whose full text stays in the database."""
        return self.select_related("citation__source", "citation__speaker").defer(
            "citation__source__text"
        )

    def for_targets(self, *, until: datetime | None = None) -> Self:
        """Fetch whatever each citation supports, its initiative as it was at the moment `until`."""
        revised = (f"revision__{name}" for name in RECORD)
        return (
            self.select_related("update__initiative", *(t for t in TARGETS if t != "update"))
            .select_related("milestone__initiative", *revised, "revision__milestone__initiative")
            .prefetch_related(*prefetch_state_at("update__initiative", until))
            .order_by("pk")
            .fetch_mode(models.FETCH_RAISE)
        )


def with_references[Q: models.QuerySet](queryset: Q, *, until: datetime | None = None) -> Q:
    """Fetch each row's references with their citations, sources and speakers: one query.

    With `until` they are those that it had at that moment.
    """
    references = Reference.objects.there(until=until).for_quotes(until=until)
    return queryset.prefetch_related(models.Prefetch("references", queryset=references))


class Reference(models.Model):
    """That a citation supports one thing: the only link between a claim and its evidence.

    A citation in use can't be deleted.
    """

    citation = models.ForeignKey(
        Citation, models.PROTECT, verbose_name=_("citation"), related_name="references"
    )
    update = models.ForeignKey(
        "StatusUpdate", models.CASCADE, null=True, blank=True, related_name="references"
    )
    revision = models.ForeignKey(
        "Revision", models.CASCADE, null=True, blank=True, related_name="references"
    )
    correction = models.ForeignKey(
        "Correction", models.CASCADE, null=True, blank=True, related_name="references"
    )
    milestone = models.ForeignKey(
        "Milestone", models.CASCADE, null=True, blank=True, related_name="references"
    )
    action_plan = models.ForeignKey(
        "ActionPlan", models.CASCADE, null=True, blank=True, related_name="references"
    )
    event = models.ForeignKey(
        "Event", models.CASCADE, null=True, blank=True, related_name="references"
    )
    organization = models.ForeignKey(
        "Organization", models.CASCADE, null=True, blank=True, related_name="references"
    )
    working_group = models.ForeignKey(
        "WorkingGroup", models.CASCADE, null=True, blank=True, related_name="references"
    )
    speaker = models.ForeignKey(
        "Speaker", models.CASCADE, null=True, blank=True, related_name="references"
    )
    country = models.ForeignKey(
        "Country", models.CASCADE, null=True, blank=True, related_name="references"
    )
    initiative = models.ForeignKey(
        "Initiative", models.CASCADE, null=True, blank=True, related_name="references"
    )
    """Of an initiative: where its first deadline stands."""

    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("reference")
        verbose_name_plural = _("references")
        constraints = [
            one_of_constraint("reference", TARGETS),
            *(
                UniqueConstraint(
                    fields=["citation", target], name=f"reference_to_{target}_is_unique"
                )
                for target in TARGETS
            ),
        ]

    def __str__(self):
        return f"{self.citation} → {self.target}"

    @property
    def target(self):
        """The row that the citation supports."""
        return next(row for name in TARGETS if (row := getattr(self, name)) is not None)

    @classmethod
    def target_of(cls, model: type[models.Model]) -> str:
        """Return the name of the column that points to `model`."""
        return next(name for name in TARGETS if cls._meta.get_field(name).related_model is model)
