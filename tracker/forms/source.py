"""The form for a source, at the desk and in the admin alike."""

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from ..models import Source
from ..vocabulary import SourceLanguage
from .alike import AlikeModelForm


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


class LanguageInput(forms.TextInput):
    """Offers the languages that sources are often in; any other is typed."""

    def render(self, name, value, attrs=None, renderer=None):
        attrs = {"id": f"id_{name}", **(attrs or {})}
        key = f"{attrs['id']}_offered"
        typed = super().render(name, value, {**attrs, "list": key, "spellcheck": "false"}, renderer)
        offered = format_html_join("", '<option value="{}">{}</option>', SourceLanguage.choices)
        return format_html('{}<datalist id="{}">{}</datalist>', typed, key, offered)


class SourceForm(AlikeModelForm, forms.ModelForm):
    class Meta:
        model = Source
        fields = ["publisher", "title", "language", "url", "published_on", "text"]
        field_classes = {"text": ArchivedTextField}
        widgets = {"text": ArchivedTextField.widget, "language": LanguageInput}
