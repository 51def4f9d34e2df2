from functools import lru_cache
from typing import Any, Self

from django.db import models
from django.db.models import CheckConstraint, F, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..vocabulary import RECORD, RETRACTIONS, REVISED_DATES, TRANSLATABLE, RevisedField
from .fields import CHOOSE_ONE, choice_constraint, one_of
from .record_fields import text_of
from .reviewable import Reviewable, ReviewableQuerySet, review_constraints
from .translated import in_each_language, in_every_language, is_translated

TARGETS = (*RECORD, *TRANSLATABLE)
RESTS_ON_QUOTES = (
    RevisedField.NEW,
    *dict.fromkeys(
        f for fields in RECORD.values() for f, basis in fields.items() if basis == "quote"
    ),
)
"""What may be changed for a quote alone, without a reason."""


class RevisionQuerySet(ReviewableQuerySet["Revision"]):
    def for_review(self) -> Self:
        paths = {"update": "update__initiative", "citation": "citation__source"}
        targets = (paths.get(name, name) for name in TARGETS)
        return self.select_related(*targets, "milestone__initiative", "created_by")

    def new_of(self, noun: models.Model) -> Self:
        """Return the note of who wrote a noun that is not public: one at most."""
        return self.filter(
            field=RevisedField.NEW, published_at=None, **{target_name(type(noun)): noun}
        )

    def changes(self) -> Self:
        """Leave out what makes a new noun public, or ends an update: its own entry says that."""
        return self.exclude(field__in=[RevisedField.NEW, *RETRACTIONS])

    def rewordings(self) -> Self:
        """Leave out the translations of what is frozen, too: they change nothing that was there."""
        return self.changes().exclude(field__in=TRANSLATABLE.values())


def translation_of(target, key="pk", *, until=None):
    """Return an expression for the text in the active language that was added to what is frozen.

    It is "" if there is none, or none by the moment `until`, or the newest is erased.
    """
    return _translation(target, key, until, get_language())


@lru_cache(maxsize=64)
def _translation(target, key, until, language):
    added = Revision.objects.published(until=until).filter(
        **{target: OuterRef(key)}, language=language
    )  # a new quote has no language
    newest = Subquery(added.order_by("-published_at").values("new")[:1])
    return Coalesce(newest, Value(""), output_field=TextField())


def _target(model, label, *, related_name="revisions"):
    return models.ForeignKey(
        model,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=label,
        related_name=related_name,
    )


class Revision(Reviewable):
    """That a field of a published row is changed: from what, to what, why, by whom, when.

    With the field `new` it says that a noun becomes public; with `correction` or `withdrawal`, that
    an update ends, as `models.correction` writes it. It waits for a second person; once it is
    published a database trigger refuses any change. Of an update or a citation, which never
    change, it holds a translation that was added later. How a value is written as a text is said
    by `record_fields`.
    """

    initiative = _target("Initiative", _("initiative"))
    plan = _target("ActionPlan", _("action plan"))
    source = _target("Source", _("source"))
    milestone = _target("Milestone", _("milestone"))
    event = _target("Event", _("event"))
    place = _target("Place", _("place"))
    organization = _target("Organization", _("organization"))
    working_group = _target("WorkingGroup", _("working group"))
    country = _target("Country", _("country"))
    theme = _target("Theme", _("theme"))
    speaker = _target("Speaker", _("speaker"))
    update = _target("StatusUpdate", _("status update"), related_name="translations")
    citation = _target("Citation", _("citation"), related_name="translations")
    field = models.CharField(_("field"), max_length=20, choices=RevisedField)
    language = models.CharField(
        _("language"),
        max_length=10,
        blank=True,
        help_text=_("Of the text; empty for what is the same in all languages."),
    )
    old = models.TextField(_("old"), blank=True)
    new = models.TextField(_("new"), blank=True)
    reason = models.TextField(_("reason"), max_length=500, blank=True)
    corrects = models.BooleanField(
        _("corrects a mistake"),
        default=False,
        db_default=False,
        help_text=_("It was wrong from the beginning; otherwise it was true, and changed."),
    )
    erased_at = models.DateTimeField(_("erased at"), null=True, editable=False)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-published_at", "-pk"]
        indexes = [models.Index(fields=["published_at", "field"], name="revision_by_time")]
        constraints = [
            CheckConstraint(
                condition=one_of(TARGETS)
                | Q(field=RevisedField.QUOTE, citation=None, erased_at__isnull=False),
                name="revision_has_one_target",
                violation_error_message=CHOOSE_ONE,
            ),
            choice_constraint("revision", "field", RevisedField),
            *review_constraints("revision"),
            CheckConstraint(
                condition=~Q(old=F("new")) | Q(erased_at__isnull=False),
                name="revision_changes_something",
            ),
            CheckConstraint(
                condition=~Q(reason="")
                | Q(erased_at__isnull=False)
                | Q(field__in=RESTS_ON_QUOTES, corrects=False)
                | Q(field__in=RETRACTIONS),
                name="revision_has_a_reason",
            ),
            CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("created_by")),
                name="revision_is_not_approved_by_its_author",
            ),
            CheckConstraint(
                condition=~Q(field__in=REVISED_DATES) | Q(language=""),
                name="revision_of_a_date_has_no_language",
            ),
            CheckConstraint(
                condition=Q(update__isnull=False, field=RevisedField.SENTENCE) & ~Q(language="")
                | Q(update=None, field=RevisedField.QUOTE) & ~Q(language="")
                | Q(update=None, citation=None) & ~Q(field__in=[*TRANSLATABLE.values()])
                | Q(update=None, field=RevisedField.NEW)
                | Q(update__isnull=False, field__in=RETRACTIONS, language=""),
                name="revision_of_what_is_frozen_is_a_translation",
            ),
        ]

    def __str__(self):
        return f"{self.get_field_display()}: {self.reason}"

    def get_absolute_url(self):
        return reverse("desk_revision", args=[self.pk])

    @property
    def target_name(self):
        """The name of the column that is set."""
        return next((name for name in TARGETS if getattr(self, f"{name}_id")), "")

    @property
    def target(self):
        """The row whose text or date is changed; None of an erased translation of a quote."""
        return getattr(self, self.target_name, None)

    @property
    def target_key(self) -> int:
        return getattr(self, f"{self.target_name}_id")

    @property
    def subject(self):
        """The row on whose page it is read."""
        if self.update_id:
            return self.update.initiative
        if self.milestone_id:
            return self.milestone.initiative
        return self.citation.source if self.citation_id else self.target

    @property
    def page(self) -> str:
        """The address of the page on which it is read, "" of what has none: a place, a person."""
        address = getattr(self.subject, "get_absolute_url", None)
        return address() if address else ""

    @property
    def is_retraction(self) -> bool:
        """Whether it says that an update ends."""
        return self.field in RETRACTIONS

    @property
    def column(self) -> str:
        """The column of the target that is changed."""
        return f"{self.field}_{self.language}" if self.language else self.field


def revisable_columns(row: models.Model) -> dict[str, tuple[str, str]]:
    """Return {column: (field, language)} of what a revision may change of a published row.

    Of what is frozen it is a text in each language that it lacks, which no column holds.
    """
    name = target_name(type(row))
    if name in RECORD:
        return revised_columns(type(row))
    field, there = str(TRANSLATABLE[name]), originals(row)
    columns = in_each_language(field).items()
    return {column: (field, language) for language, column in columns if language not in there}


def revised_columns(model: type[models.Model]) -> dict[str, tuple[str, str]]:
    """Return {column: (field, language)} of RECORD; the language of a plain column is ""."""
    columns = {}
    for field in RECORD[target_name(model)]:
        if is_translated(model, field):
            texts = in_each_language(field).items()
            columns |= {column: (str(field), code) for code, column in texts}
        else:
            columns[str(field)] = (str(field), "")
    return columns


def texts_now(row: models.Model) -> dict[str, str]:
    """Return {column: text} of the revisable columns, as the public reads them."""
    columns, name = revisable_columns(row), target_name(type(row))
    if name in RECORD:
        return {column: text_of(row, column) for column in columns}
    added = Revision.objects.published().changes().filter(**{name: row}).order_by("published_at")
    return dict.fromkeys(columns, "") | {revision.column: revision.new for revision in added}


def noun_models() -> dict[str, Any]:
    """Return {name: model} of the nouns that RECORD names."""
    return {name: Revision._meta.get_field(name).related_model for name in RECORD}


def target_name(model: type[models.Model]) -> str:
    """Return the column of Revision that points to the rows of a model."""
    return next(name for name in TARGETS if Revision._meta.get_field(name).related_model is model)


def originals(row):
    """Return {language: text} with which what is frozen was published; nothing of other rows.

    Nor of None, the target of an erased translation of a quote.
    """
    match row and target_name(type(row)):
        case "citation":
            return {row.source.language: row.quote}
        case "update":
            return in_every_language(row, "sentence")
    return {}
