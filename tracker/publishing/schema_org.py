"""What a page is about, in the words of schema.org: data for machines that read pages."""

import json
import re

from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..models.translated import text_and_language

_ISO = re.compile(r"\d{4}(-(0\d|1[0-2])(-\d\d)?)?")
_ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def as_json(things):
    """Return things as a JSON-LD document that no text can close the script element of."""
    graph = {"@context": "https://schema.org", "@graph": things}
    text = json.dumps(graph, ensure_ascii=False).translate(_ESCAPED)
    return mark_safe(text)  # noqa: S308  # nosec B308 B703  # without a sign that HTML reads


def site(absolute):
    """Return the site with its search; `absolute` makes an address of a path."""
    found = absolute(reverse("initiatives"))
    return {
        "@type": "WebSite",
        "name": _("OTS Tracker"),
        "url": absolute(reverse("dashboard")),
        "inLanguage": get_language(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": found + "?q={words}",
            "query-input": "required name=words",
        },
    }


def dataset(absolute, head, description):
    """Return the whole record as a data set, at its newest ledger entry."""
    files = {"initiatives_csv": "text/csv", "ledger": "application/x-ndjson"}
    return {
        "@type": "Dataset",
        "name": _("OTS Tracker"),
        "description": description,
        "url": absolute(reverse("data")),
        "inLanguage": get_language(),
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "encodingFormat": media_type,
                "contentUrl": absolute(reverse(name)),
            }
            for name, media_type in files.items()
        ],
        **(
            {"version": head["sequence"], "dateModified": head["recorded_at"].isoformat()}
            if head
            else {}
        ),
    }


def breadcrumbs(absolute, *steps):
    """Return the way from the dashboard to a page; `steps` are (name, path)."""
    way = [(_("OTS Tracker"), reverse("dashboard")), *steps]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": absolute(path)}
            for place, (name, path) in enumerate(way, start=1)
        ],
    }


def initiative(absolute, row, references):
    """Return the page of an initiative: what it tells of, and the quotes that it rests on."""
    title, language = text_and_language(row, "title")
    summary, _language = text_and_language(row, "summary")
    return {
        "@type": "CreativeWork",
        "headline": title,
        "inLanguage": language,
        "url": absolute(row.get_absolute_url()),
        "datePublished": row.published_at.isoformat(),
        "dateModified": row.updated_on.isoformat(),
        "genre": row.get_kind_display(),
        "about": _without_gaps({"@type": "Project", "name": title, "description": summary}),
        "citation": [_quotation(reference.citation) for reference in references],
    }


def _quotation(citation):
    source, speaker = citation.source, citation.speaker
    article = {
        "@type": "Article",
        "headline": source.title,
        "url": source.url,
        "inLanguage": source.language,
        "datePublished": source.published_on if _ISO.fullmatch(source.published_on) else "",
        "publisher": {"@type": "Organization", "name": source.publisher},
    }
    person = speaker and speaker.is_named and {"@type": "Person", "name": str(speaker)}
    quotation = {
        "@type": "Quotation",
        "text": citation.quote,
        "inLanguage": source.language,
        "creator": person,
        "isPartOf": _without_gaps(article),
    }
    return _without_gaps(quotation)


def _without_gaps(thing):
    return {name: value for name, value in thing.items() if value}
