from functools import cache

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator

from .challenge import Challenge
from .revision import Revision
from .snapshot import Snapshot
from .status_update import StatusUpdate
from .translated import FALLBACKS, in_each_language


class TranslationReview(models.Model):
    """That a person compared a translation with its original, and with exactly this text.

    A translation without one, or whose text was changed since, is not reviewed.
    """

    noun = models.CharField(_("noun"), max_length=30)
    key = models.PositiveBigIntegerField(_("key"))
    field = models.CharField(_("field"), max_length=30)
    language = models.CharField(_("language"), max_length=10)
    text = models.TextField(_("text"))
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("reviewed by")
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), auto_now=True)

    class Meta:
        default_permissions = ["add", "view"]
        verbose_name = _("translation review")
        verbose_name_plural = _("translation reviews")
        constraints = [
            UniqueConstraint(
                fields=["noun", "key", "field", "language"], name="translation_is_reviewed_once"
            )
        ]

    def __str__(self):
        return f"{self.noun} {self.key}, {self.field} ({self.language})"


def translated_fields():
    """Return {model: names of its fields that stand in every language}, of what staff write."""
    models_and_fields = {
        model: sorted(translator.get_options_for_model(model).all_fields)
        for model in translator.get_registered_models(abstract=False)
        if model not in (Snapshot, Challenge)
    }
    return dict(sorted(models_and_fields.items(), key=lambda item: item[0]._meta.model_name))


def is_missing(model, field, language):
    """Return the condition that a text is there, and not in this language."""
    others = [column for code, column in in_each_language(field).items() if code != language]
    missing = ~_written(f"{field}_{language}") & _any_written(others)
    if model is StatusUpdate:
        added = Revision.objects.published().filter(update=OuterRef("pk"), language=language)
        missing &= ~Exists(added)
    return missing


@cache
def is_unreviewed(model, field, language):
    """Return the condition that a text is a translation that nobody has reviewed as it stands.

    The original is the text in the first fallback that has one. Snapshots have the reviews of their
    initiative.
    """
    earlier = FALLBACKS[: FALLBACKS.index(language)]
    is_translation = _written(f"{field}_{language}") & _any_written(
        f"{field}_{code}" for code in earlier
    )
    noun, key = ("initiative",) * 2 if model is Snapshot else (model._meta.model_name, "pk")
    reviews = TranslationReview.objects.filter(
        noun=noun, key=OuterRef(key), field=field, language=language,
        text=OuterRef(f"{field}_{language}"),
    )  # fmt: skip
    return is_translation & ~Exists(reviews)


def has_unreviewed(row, fields, language):
    """Whether any of these texts of a row is unreviewed: a query, none in the first language."""
    if language == FALLBACKS[0]:  # all others are translations of it
        return False
    condition = Q(pk__in=[])
    for field in fields:
        condition |= is_unreviewed(type(row), field, language)
    return type(row)._default_manager.filter(condition, pk=row.pk).exists()


def _written(column):
    return Q(**{f"{column}__gt": ""})


def _any_written(columns):
    condition = Q(pk__in=[])
    for column in columns:
        condition |= _written(column)
    return condition
