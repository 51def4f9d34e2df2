"""What stands at the head of a form: what is wrong in it, and what is called alike."""

from django import template
from django.urls import reverse

from ..forms.mistakes import mistakes_in
from ..models import Source

register = template.Library()


@register.simple_tag
def mistakes(form, inlines=None):
    """Return the mistakes of a form, none of one that was not sent; `inlines` are the admin's."""
    return mistakes_in(form, inlines or ()) if form else []


@register.simple_tag
def row_url(row):
    """Return where staff read of a row: its page, or, if it has none, its form of data entry."""
    if isinstance(row, Source):
        return reverse("desk_source", args=[row.slug])
    if hasattr(row, "get_absolute_url"):
        return row.get_absolute_url()
    return reverse(f"admin:tracker_{row._meta.model_name}_change", args=[row.pk])
