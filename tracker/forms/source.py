"""The form for a source, at the desk and in the admin alike."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Source
from .visible import VisibleTexts


class ArchivedTextField(forms.CharField):
    """A text kept as it was pasted, but for the CRLF that browsers put at the ends of lines."""

    widget = forms.Textarea(attrs={"rows": 12})

    def __init__(self, *, strip=False, **kwargs):
        super().__init__(strip=strip, **kwargs)

    def to_python(self, value):
        return one_newline(super().to_python(value))


def one_newline(text):
    """Return a text with the ends of lines as they are kept: browsers send two characters."""
    return text.replace("\r\n", "\n")


def name_the_blank(field):
    """Call the empty choice of a select by a word of ours, which every language of the site has."""
    field.choices = [("", _("Choose…")), *(choice for choice in field.choices if choice[0])]


class SourceForm(VisibleTexts, forms.ModelForm):
    class Meta:
        model = Source
        fields = ["publisher", "title", "language", "url", "published_on", "text"]
        field_classes = {"text": ArchivedTextField}
        widgets = {"text": ArchivedTextField.widget}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "language" in self.fields:
            name_the_blank(self.fields["language"])
