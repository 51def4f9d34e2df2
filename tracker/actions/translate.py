"""That a person says of a translation that it says the same as its original."""

from django.db import transaction
from django.db.models import Model

from ..models import TranslationReview, User
from ..models.data_version import bump
from ..models.visibility import is_public
from .refusals import Conflict, NotAllowed


@transaction.atomic
def review_translation(*, row: Model, field: str, language: str, text: str, by: User) -> None:
    """Record that a person compared `text` with its original. Raises NotAllowed without the right.

    Raises Conflict if this is no longer what stands there.
    """
    if not by.has_perm("tracker.add_translationreview"):
        raise NotAllowed
    stored = type(row)._base_manager.select_for_update().get(pk=row.pk)
    if not text or getattr(stored, f"{field}_{language}") != text:
        raise Conflict
    TranslationReview.objects.update_or_create(
        noun=row._meta.model_name,
        key=row.pk,
        field=field,
        language=language,
        defaults={"text": text, "reviewed_by": by},
    )
    if is_public(stored):
        bump()
