from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import Milestone
from ..rules.projection import has_happened
from .visible import VisibleTexts


class MilestoneForm(VisibleTexts, forms.ModelForm):
    class Meta:
        model = Milestone
        fields = ["initiative", "title", "due", "reached_on"]

    def clean_reached_on(self):
        text = self.cleaned_data["reached_on"]
        if text and not has_happened(text, by=timezone.localdate()):
            raise ValidationError(_("This date is in the future: it is not reached yet."))
        return text
