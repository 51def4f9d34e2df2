import re

from django.contrib.syndication.views import Feed
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..models.translated import text_and_language
from ..reading import corrections_log
from ..reading.record_at import RecordAt
from ..rules.digest import time_text
from ..templatetags.display import new_words, old_words
from .paging import page_of
from .public import public_page

LATEST = 50


@public_page
def corrections(request):
    """The log: what was corrected, withdrawn and reworded, the newest first."""
    page = page_of(request, corrections_log.positions(request.record))
    context = {"page": page, "entries": corrections_log.entries(request.record, page.object_list)}
    return render(request, "corrections.html", context)


class LastingFeed(Atom1Feed):
    """Without an entry it is as old as the head of the ledger, and not of the moment of reading."""

    def latest_post_date(self):
        if self.items or not self.feed["head_at"]:
            return super().latest_post_date()
        return self.feed["head_at"]


@method_decorator(require_safe, name="__call__")
class CorrectionsFeed(Feed):
    """The newest of the log as Atom; its subtitle names the head of the ledger."""

    feed_type = LastingFeed

    def title(self):
        return _("Corrections of the OTS Tracker")

    def link(self):
        return reverse("corrections")

    def get_object(self, request):
        return RecordAt(today=timezone.localdate())

    def subtitle(self, record):
        head = record.head
        if head is None:
            return _("Nothing is published yet.")
        moment = time_text(head["recorded_at"])
        return f"ledger_head: {head['sequence']} {head['digest']} {moment}"

    def feed_extra_kwargs(self, record):
        return {"head_at": record.head and record.head["recorded_at"]}

    def items(self, record):
        return corrections_log.entries(record, corrections_log.positions(record)[:LATEST])

    def item_title(self, entry):
        kind = entry.item._meta.verbose_name
        return in_xml(f"{str(kind).capitalize()}: {_target(entry)}")

    def item_description(self, entry):
        """Say what changed; Atom's summary is HTML to whoever reads it."""
        return escape(in_xml(self._said(entry)))

    def _said(self, entry):
        if entry.kind == "revision" and entry.item.erased_at:
            return _("both wordings were erased by law.")
        if entry.kind == "revision":
            return _change(entry.item)
        return text_and_language(entry.item, "reason")[0]

    def item_link(self, entry):
        """Lead to a revision on its page; of what has none, in the log."""
        if entry.kind == "revision":
            return f"{entry.item.page or reverse('corrections')}#revision-{entry.item.pk}"
        update = entry.item.update
        return f"{update.initiative.get_absolute_url()}#update-{update.pk}"

    def item_guid(self, entry):
        return f"{entry.kind}-{entry.item.pk}"

    def item_pubdate(self, entry):
        return entry.item.published_at

    item_updateddate = item_pubdate


def in_xml(words):
    """Leave out the characters that XML forbids: a feed with one is read by nobody."""
    return FORBIDDEN.sub("", str(words))


FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _change(revision):
    """Say what a revision changed, as the log does."""
    of = f"{revision.milestone} · " if revision.milestone else ""
    before = old_words(revision, as_text=True) or "—"
    after = new_words(revision, as_text=True) or "—"
    said = f"{of}{revision.get_field_display()}: {before} → {after}"
    return f"{said} · {revision.reason}" if revision.reason else said


def _target(entry):
    return entry.item.subject if entry.kind == "revision" else entry.item.update.initiative
