"""Data entry of texts that stand in several languages."""

from django.conf import settings
from django.contrib.admin.views.main import ChangeList
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from ..models.translated import is_translated, language_in, translated


class TranslatedList(ChangeList):
    """Puts texts in the order in which they are shown, whichever language they are in."""

    def get_ordering(self, request, queryset):
        return _in_shown_order(self.model, super().get_ordering(request, queryset))


class TranslatedAdmin(TranslationAdmin):
    """What is written in several languages stands first, in a fold a language.

    The reader's own is the first and open; one language is enough.
    """

    def get_changelist(self, request, **kwargs):
        return TranslatedList

    def get_ordering(self, request):
        """Order what is found by typing, too."""
        return _in_shown_order(self.model, super().get_ordering(request) or self.opts.ordering)

    def patch_translation_field(self, db_field, field, request, **kwargs):
        super().patch_translation_field(db_field, field, request, **kwargs)
        if hasattr(db_field, "translated_field"):
            field.required = False

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        own = get_language()
        folds = {code: [] for code in sorted(settings.LANGUAGE_NAMES, key=lambda code: code != own)}
        rest = []
        for name, options in fieldsets:
            left = []
            for field in options["fields"]:
                folds.get(language_in(field), left).append(field)
            rest.append((name, {**options, "fields": left}))
        written = [(code, fields) for code, fields in folds.items() if fields]
        return [*(_fold(obj, code, fields, is_own=code == own) for code, fields in written), *rest]


def _fold(row, code, fields, *, is_own):
    """Return the fieldset of a language; a mark says that something is written in it."""
    mark = " ✓" if any(getattr(row, field, "") for field in fields) else ""
    name = format_html('<span lang="{}">{}</span>{}', code, settings.LANGUAGE_NAMES[code], mark)
    told = _("One language is enough. The others wait under “Translations”.")
    options = {"description": told} if is_own else {"classes": ["collapse", "language"]}
    return name, {"fields": fields, **options}


def _in_shown_order(model, ordering):
    """Return an order of rows with each translated text in the language in which it is shown."""
    return [_as_shown(model, one) for one in ordering]


def _as_shown(model, order):
    field = order.lstrip("-") if isinstance(order, str) else ""
    if not field or not is_translated(model, field):
        return order
    return translated(field).desc() if order.startswith("-") else translated(field).asc()
