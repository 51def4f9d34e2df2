"""The form for a source, at the desk and in the admin alike."""

from django import forms

from ..models import Source


class ArchivedTextField(forms.CharField):
    """A text kept as it was pasted, but for the CRLF that browsers put at the ends of lines."""

    widget = forms.Textarea(attrs={"rows": 12})

    def __init__(self, *, strip=False, **kwargs):
        super().__init__(strip=strip, **kwargs)

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class SourceForm(forms.ModelForm):
    class Meta:
        model = Source
        fields = ["publisher", "title", "language", "url", "published_on", "text"]
        field_classes = {"text": ArchivedTextField}
        widgets = {"text": ArchivedTextField.widget}
