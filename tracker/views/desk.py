"""What the staff sees: the worklist, an initiative, a source, and the verification."""

from datetime import timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.decorators import login_required, permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from ..actions import rights
from ..actions.verify import verify as read_everything
from ..models import Challenge, Initiative, Revision, StatusUpdate
from ..rules.quotes import marked
from .initiatives import initiative_context
from .staff import VERIFY, for_staff, home_of

MOST_ROWS = 50
MOST_FINDINGS = 20


class Section(NamedTuple):
    """A part of the worklist: its first rows, and how many there are."""

    title: str
    kind: str
    rows: list[Any]
    count: int


@login_required
@require_safe
def worklist(request):
    """What waits for somebody; who has no such work is led to the page that is for them."""
    home = home_of(request.user)
    if home != "desk":
        return redirect(home)
    today, user = timezone.localdate(), request.user
    parts = [*_submissions(user), *_revisions(user), *_challenges(user)]
    if user.has_perm("tracker.add_statusupdate"):
        parts += _initiatives(rights.visible_initiatives(user), today)
    sections = [_section(*part) for part in parts]
    return render(request, "desk/worklist.html", {"sections": sections, "today": today})


def _section(title, kind, rows):
    first = list(rows[: MOST_ROWS + 1])
    count = rows.count() if len(first) > MOST_ROWS else len(first)
    return Section(title, kind, first[:MOST_ROWS], count)


def _submissions(user):
    updates = StatusUpdate.objects.select_related("initiative", "country", "created_by")
    mine = updates.filter(created_by=user)
    if user.has_perm(rights.REVIEW):
        outside = Initiative.objects.in_scope_of(user).order_by().values("pk")
        others = updates.exclude(created_by=user).exclude(initiative__in=outside)
        waiting, _revisions = rights.waiting_for(user)
        shown = waiting.select_related("initiative", "country", "created_by")
        yield _("Waiting for my review"), "update", shown
        yield _("To countersign"), "update", others.to_countersign()
    if user.has_perm("tracker.add_statusupdate"):
        yield _("Returned to me"), "update", mine.returned()
        yield _("My drafts"), "update", mine.drafts()
        yield _("My submissions that wait"), "update", mine.submitted()


def _revisions(user):
    revisions = Revision.objects.for_review()
    if user.has_perm(rights.REVIEW):
        _updates, waiting = rights.waiting_for(user)
        yield _("Revisions waiting for my review"), "revision", waiting.for_review()
    if user.has_perm("tracker.add_revision") or user.has_perm("tracker.add_statusupdate"):
        mine = revisions.filter(created_by=user)
        yield _("Revisions returned to me"), "revision", mine.returned()
        yield _("My revisions that wait"), "revision", mine.submitted()


def _challenges(user):
    if user.has_perm("tracker.change_challenge"):
        rows = Challenge.objects.open().select_related("initiative")
        yield _("Challenges to answer"), "challenge", rows


def _initiatives(visible, today):
    published = visible.published()
    soon, stale = settings.DUE_SOON_DAYS, settings.STALE_AFTER_DAYS
    parts = [
        (
            _("Not published yet: the first update is missing"),
            visible.unpublished().filter(updates__submitted_at__isnull=True).distinct(),
        ),
        (_("Overdue"), published.overdue(on=today)),
        (
            ngettext("Due within %(days)s day", "Due within %(days)s days", soon) % {"days": soon},
            published.due(on=today).filter(due_latest__lte=today + timedelta(days=soon)),
        ),
        (_("No evidence found"), published.without_evidence()),
        (
            ngettext("No news for %(days)s day", "No news for %(days)s days", stale)
            % {"days": stale},
            published.stale(on=today),
        ),
    ]
    for title, rows in parts:
        yield title, "initiative", rows.with_schedule(on=today).for_list()


@for_staff
@require_safe
def initiative(request, slug):
    visible = rights.visible_initiatives(request.user)
    context = initiative_context(request, visible, slug)
    found = context["initiative"]
    drafts = rights.visible_updates(request.user).filter(initiative=found)
    waiting = drafts.filter(published_at__isnull=True).select_related("created_by", "country")
    may_record = rights.may_record(request.user, found)
    return render(
        request,
        "desk/initiative.html",
        {**context, "waiting": waiting.order_by("created_at"), "may_record": may_record},
    )


@for_staff
@require_safe
def source(request, slug):
    found = get_object_or_404(rights.visible_sources(request.user), slug=slug)
    citations = found.citations.order_by("start")
    may_translate = request.user.has_perm("tracker.add_revision")
    spans = [(citation.start, citation.end) for citation in citations]
    context = {
        "source": found,
        "pieces": marked(found.text, spans),
        "citations": citations,
        "translatable": set(citations.published()) if may_translate else (),
    }
    return render(request, "desk/source.html", context)


@for_staff
@permission_required(VERIFY, raise_exception=True)
def verify(request):
    """What `manage.py verify` says, for those who may not enter the server."""
    counts, findings = None, []
    if request.method == "POST":
        verification, findings = read_everything(most=MOST_FINDINGS)
        counts = dict(verification.counts)
    context = {"counts": counts, "findings": findings}
    return render(request, "desk/verify.html", context)
