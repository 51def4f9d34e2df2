"""What a reviewer says of a submission, and of what is public already."""

from django import forms
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..models import Correction, StatusUpdate, Withdrawal
from ..models.translated import in_each_language
from .update import name_languages
from .version import VersionForm
from .visible import VisibleTexts


class NoteForm(VersionForm):
    note = forms.CharField(
        label=_("What is missing?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )


class EmergencyForm(VersionForm):
    reason = forms.CharField(
        label=_("Why can’t it wait?"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500
    )


class RetractionForm(VisibleTexts, forms.ModelForm):
    """Why an update no longer stands, in at least one language of the site.

    `visible` are the updates that whoever fills it in may know of.
    """

    version = forms.CharField(widget=forms.HiddenInput, max_length=16)

    def __init__(self, *args, visible, **kwargs):
        super().__init__(*args, **kwargs)
        name_languages(self, "reason", _("Reason"))
        waiting = Q(published_at__isnull=True, submitted_at__isnull=False)
        replacement, update = self.fields["replacement"], self.instance.update
        replacement.queryset = (
            visible.filter(initiative=update.initiative)
            .filter(corrects__isnull=True, stands_in_for__isnull=True)
            .filter(waiting | Q(pk__in=StatusUpdate.objects.standing()))
            .exclude(pk=update.pk)
        )
        replacement.empty_label = self.NOTHING
        replacement.help_text = _("What waits for a reviewer is approved before this.")

    def clean(self):
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in self.fields if name.startswith("reason_")):
            self.add_error(
                f"reason_{get_language()}", _("Write the reason in at least one language.")
            )
        return cleaned


REASONS = [*in_each_language("reason").values()]
SMALL = dict.fromkeys(REASONS, forms.Textarea(attrs={"rows": 2}))


class CorrectionForm(RetractionForm):
    NOTHING = _("None: the update before it stands again")

    class Meta:
        model = Correction
        fields = [*REASONS, "replacement"]
        widgets = SMALL


class WithdrawalForm(RetractionForm):
    NOTHING = _("None: without another update, the initiative is withdrawn with it")

    class Meta:
        model = Withdrawal
        fields = [*REASONS, "replacement"]
        widgets = SMALL
