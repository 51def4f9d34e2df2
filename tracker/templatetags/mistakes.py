"""The summary of what is wrong, at the head of a form."""

from django import template

from ..forms.mistakes import mistakes_in

register = template.Library()


@register.simple_tag
def mistakes(form, inlines=None):
    """Return the mistakes of a form, none of one that was not sent; `inlines` are the admin's."""
    return mistakes_in(form, inlines or ()) if form else []
