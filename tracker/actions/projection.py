"""What follows from published updates: the ledger's payloads and the initiatives' columns."""

from itertools import groupby
from operator import itemgetter

from django.conf import settings

from ..models import Reference
from ..models.translated import in_every_language
from ..rules.folding import fold
from ..rules.projection import Change, last_news, latest_change, status_since

SENTENCES = {code: f"sentence_{code}" for code, _name in settings.LANGUAGES}


def payloads(updates):
    """Yield (pk, payload) of a queryset of updates, by pk: two queries, streamed.

    A payload holds only what can't change any more once it is public.
    """
    rows = (
        updates.order_by("pk")
        .rewrite(False)
        .values(
            "pk", "initiative__slug", "country__slug", "status", "evidence", "changed_on",
            "effective_on", *SENTENCES.values(),
        )
    )  # fmt: skip
    citations = groupby(
        Reference.objects.filter(update__in=updates.order_by().values("pk"))
        .order_by("update", "citation__source__sha256", "citation__start", "pk")
        .values_list("update", "citation__quote", "citation__start", "citation__source__sha256")
        .iterator(),
        key=itemgetter(0),
    )
    cited_pk, cited = next(citations, (None, ()))
    for row in rows.iterator():
        found = []
        if cited_pk == row["pk"]:
            found = [
                {"quote": quote, "start": start, "source": sha256}
                for _pk, quote, start, sha256 in cited
            ]
            cited_pk, cited = next(citations, (None, ()))
        yield row["pk"], _payload(row, found)


def _payload(row, citations):
    return {
        "update": row["pk"],
        "initiative": row["initiative__slug"],
        "country": row["country__slug"],
        "status": row["status"],
        "evidence": row["evidence"],
        "changed_on": row["changed_on"],
        "effective_on": row["effective_on"].isoformat(),
        "sentence": {code: row[field] for code, field in SENTENCES.items() if row[field]},
        "citations": citations,
    }


def projected(initiative, updates):
    """Return {column: value} as the published updates of the initiative make them, or {} of none.

    `updates` come with their references, in the order of their publication.
    """
    changes = [
        Change(
            update.status,
            update.evidence,
            update.changed_on,
            update.country_id,
            update.effective_on,
            update.published_at.date(),
        )
        for update in updates
    ]
    latest = latest_change(changes)
    if latest is None:
        return {}
    return {
        "status": latest.status,
        "evidence": latest.evidence,
        "changed_on": status_since(changes),
        "updated_on": last_news(changes),
        "published_at": updates[0].published_at,
        "due": initiative.original_due,
        "search_text": _search_text(initiative, updates),
    }


def _search_text(initiative, updates):
    texts = [
        *in_every_language(initiative, "title").values(),
        *in_every_language(initiative, "summary").values(),
    ]
    for update in updates:
        texts += in_every_language(update, "sentence").values()
        texts += (reference.citation.quote for reference in update.references.all())
    return fold("\n".join(dict.fromkeys(texts)))
