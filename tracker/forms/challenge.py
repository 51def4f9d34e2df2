"""What a reader objects to, and what the staff answers."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..models import Challenge
from ..models.translated import in_each_language
from .source import name_the_blank
from .update import name_languages
from .version import VersionedModelForm
from .visible import VisibleTexts

ANSWERS = [*in_each_language("answer").values()]


class ChallengeForm(VisibleTexts, forms.ModelForm):
    """`website` is a trap for programs: people don't see it."""

    website = forms.CharField(required=False, label=_("Leave this empty"))

    class Meta:
        model = Challenge
        fields = ["text", "link", "name", "email"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 6}),
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("website"):
            message = _("Your browser filled a field that people don't see. Please send it again.")
            self.add_error(None, ValidationError(message, code="trap"))
        return cleaned


class AnswerForm(VersionedModelForm):
    class Meta:
        model = Challenge
        fields = ["outcome", *ANSWERS]
        widgets = dict.fromkeys(ANSWERS, forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_languages(self, "answer", _("Answer, public"))
        self.fields["outcome"].required = True
        name_the_blank(self.fields["outcome"])

    def clean(self):
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in ANSWERS):
            self.add_error(
                f"answer_{get_language()}", _("Write the answer in at least one language.")
            )
        return cleaned
