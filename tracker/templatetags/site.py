"""What stands around the content of every page."""

import json
from typing import NamedTuple

from django import template
from django.conf import settings
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ..links import page_url
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

HTMX = {
    "allowEval": False,
    "includeIndicatorStyles": False,
    "historyCacheSize": 0,
    "responseHandling": [
        {"code": "204", "swap": False},
        {"code": "[23]..", "swap": True},
        {"code": "400", "swap": True},
        {"code": "422", "swap": True},
        {"code": "...", "swap": False, "error": True},
    ],
}
"""What the policy of the site allows htmx, and which answers it shows: pages of refusals, too."""


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
        Link(label, page_url(page), "page" if here == page else "true" if here == under else "")
        for label, page, under in MAIN
    ]


@register.simple_tag(takes_context=True)
def languages(context):
    """Return (code, name in that language, address of this page in it) for each language."""
    path = context["request"].get_full_path()
    return [
        (code, settings.LANGUAGE_NAMES[code], in_language(path, code))
        for code, _name in settings.LANGUAGES
    ]


@register.simple_tag
def htmx_config():
    """Print the configuration of htmx as JSON, for an attribute in single quotes."""
    text = json.dumps(HTMX, separators=(",", ":"))
    return mark_safe(text)  # noqa: S308  # nosec B308 B703  # a constant


@register.filter
def own_name(code):
    """Name a language of the site in that language."""
    return settings.LANGUAGE_NAMES[code]


def in_language(path, code):
    """Return an address of a public page in another language; without a code, in the reader's.

    Addresses differ in their first part alone. What is not under a language stays as it is.
    """
    here = f"/{get_language()}/"
    if not path.startswith(here):
        return path
    return f"/{code}/{path.removeprefix(here)}" if code else f"/{path.removeprefix(here)}"
