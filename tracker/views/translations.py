"""What is not translated yet, and what of the translations no person has reviewed."""

from typing import Any, NamedTuple

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..actions.translate import review_translation
from ..models import ActionPlan, Citation, Initiative, StatusUpdate
from ..models.translated import FALLBACKS, in_each_language
from ..models.translation_review import is_missing, is_unreviewed, translated_fields
from .staff import for_staff

MOST_ROWS = 50
REVISED_AT_DESK = {Initiative: "desk_revise_initiatives", ActionPlan: "desk_revise_plans"}


class Text(NamedTuple):
    """A text of a row in one language, beside its original."""

    row: Any
    noun: str
    field: str
    label: str
    original: str
    original_language: str
    translation: str
    edit: str


@for_staff
@permission_required("tracker.add_translationreview", raise_exception=True)
def translations(request):
    """The texts that need a person, one language at a time: first what waits for a review."""
    language = request.GET.get("language") or get_language()
    if language not in settings.LANGUAGE_NAMES:
        raise Http404
    if request.method == "POST":
        return _review(request, language)
    unreviewed, missing, counts = [], [], {"unreviewed": 0, "missing": 0}
    for model, fields in translated_fields().items():
        found = _counted(model, fields, language)
        for name, texts in (("unreviewed", unreviewed), ("missing", missing)):
            for field in fields:
                counts[name] += found[f"{name}_{field}"]
                if found[f"{name}_{field}"] and len(texts) < MOST_ROWS:
                    rows = _rows(model).filter(_conditions(model, field, language)[name])
                    some = rows.order_by("pk")[: MOST_ROWS - len(texts)]
                    texts += [_text(request.user, row, field, language) for row in some]
    context = {"language": language, "unreviewed": unreviewed, "missing": missing, "counts": counts}
    return render(request, "desk/translations.html", context)


def _conditions(model, field, language):
    return {
        "unreviewed": is_unreviewed(model, field, language),
        "missing": is_missing(model, field, language),
    }


def _counted(model, fields, language):
    counts = {
        f"{name}_{field}": Count("pk", filter=condition)
        for field in fields
        for name, condition in _conditions(model, field, language).items()
    }
    return _rows(model).aggregate(**counts)


def _rows(model):
    return model._default_manager.order_by().rewrite(False)


def _text(user, row, field, language):
    columns = in_each_language(field)
    original = next(code for code in FALLBACKS if getattr(row, columns[code]))
    return Text(
        row,
        row._meta.model_name,
        field,
        f"{row._meta.verbose_name}: {row._meta.get_field(field).verbose_name}",
        getattr(row, columns[original]),
        original,
        getattr(row, columns[language]) or "",
        _edit_address(user, row, language),
    )


def _edit_address(user, row, language):
    """Say where the text is changed: by a revision what is public, else in the data entry.

    Data entry proposes revisions, too. A note of a quote that is published stays as it is.
    """
    if getattr(row, "published_at", None):
        if not user.has_perm("tracker.add_revision") or isinstance(row, Citation):
            return ""
        if isinstance(row, StatusUpdate):
            return f"{reverse('desk_translate_updates', args=[row.pk])}?language={language}"
        if type(row) in REVISED_AT_DESK:
            form = reverse(REVISED_AT_DESK[type(row)], args=[row.slug])
            return f"{form}?language={language}"
    if isinstance(row, StatusUpdate):
        return reverse("desk_submission", args=[row.pk])
    if user.has_perm(f"tracker.change_{row._meta.model_name}"):
        return reverse(f"admin:tracker_{row._meta.model_name}_change", args=[row.pk])
    return ""


def _review(request, language):
    posted = request.POST
    models = {model._meta.model_name: model for model in translated_fields()}
    model = models.get(posted.get("noun"))
    if model is None or posted.get("field") not in translated_fields()[model]:
        raise Http404
    key = posted.get("key", "")
    row = get_object_or_404(model, pk=key if key.isdecimal() else 0)
    review_translation(
        row=row, field=posted["field"], language=language, text=posted.get("text", ""),
        by=request.user,
    )  # fmt: skip
    messages.success(request, _("Reviewed: %s") % row)
    return redirect(f"{request.path}?language={language}")
