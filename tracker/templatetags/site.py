"""What stands around the content of every page."""

from typing import NamedTuple

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..publishing.ledger import entry_in_words

register = template.Library()
register.filter(entry_in_words)

MAIN = (
    (_("Initiatives"), "initiatives", "initiative"),
    (_("Timeline"), "timeline", "roadmap"),
    (_("Plans"), "plans", "plan"),
    (_("Countries"), "countries", "country"),
    (_("Themes"), "themes", "theme"),
    (_("Sources"), "sources", "source"),
    (_("Method"), "method", ""),
)
"""Each link of the header: its words, the URL name of its page and of those under it."""


class Link(NamedTuple):
    """`current` is a value of aria-current: "page", "true" for a page under it, or empty."""

    label: str
    address: str
    current: str


@register.simple_tag(takes_context=True)
def main_links(context):
    """Return the links of the header."""
    match = getattr(context.get("request"), "resolver_match", None)
    here = match.url_name if match else None
    return [
        Link(label, reverse(page), "page" if here == page else "true" if here == under else "")
        for label, page, under in MAIN
    ]
