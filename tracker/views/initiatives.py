from django.db.models import Q
from django.http import Http404, HttpResponseBadRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from ..filters import InitiativeFilter
from ..links import row_url
from ..models import Challenge, Milestone, Reference
from ..models.translation_review import has_unreviewed
from ..publishing.citing import bibtex
from ..publishing.initiatives import csv_parts
from ..reading import dimensions
from ..reading.record_at import RecordAt
from ..reading.revised import with_rows
from ..rules.digest import time_text
from ..rules.slippage import slippage
from ..vocabulary import Evidence, Schedule, Status
from .paging import page_of_results
from .public import public_page


@public_page
def initiative_list(request):
    """The list, or for htmx its results; a filter that makes no sense answers 400 with why."""
    filterset = InitiativeFilter(request.GET, record=request.record)
    is_valid = filterset.is_valid()
    page = page_of_results(request, filterset.qs) if is_valid else None
    template = "initiatives/list.html"
    if request.htmx and not request.htmx.history_restore_request:
        template += "#results"
    context = {"filter": filterset, "fields": filterset.shown_fields(), "page": page}
    response = render(request, template, context, status=200 if is_valid else 400)
    patch_vary_headers(response, ["HX-Request", "HX-History-Restore-Request"])
    return response


@public_page
def initiative_csv(request):
    """The initiatives of the very same filter as a CSV file; the head of the ledger in a header."""
    record = request.record
    rows = record.initiatives().with_schedule(on=record.today)
    filterset = InitiativeFilter(request.GET, record=record, rows=rows)
    if not filterset.is_valid():
        told = filterset.errors.as_text()
        return HttpResponseBadRequest(told, content_type="text/plain; charset=utf-8")
    plans = {plan.key: plan.name for plan in dimensions.choices(record).get("plan", ())}
    response = StreamingHttpResponse(
        csv_parts(filterset.qs.queryset(), plans), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="initiatives.csv"'
    if record.head:
        moment = time_text(record.head["recorded_at"])
        response["Ledger-Head"] = f"{record.head['sequence']} {record.head['digest']} {moment}"
    return response


@public_page
def initiative_detail(request, slug):
    """The page, or 410 with the reason of what was withdrawn."""
    try:
        context = initiative_context(request, request.record.initiatives(), slug)
    except Http404:
        withdrawal = request.record.withdrawal(slug)
        if withdrawal is None:
            raise
        return render(request, "errors/410.html", {"withdrawal": withdrawal}, status=410)
    return render(request, "initiatives/detail.html", context)


def initiative_context(request, initiatives, slug):
    """Return all that the page of one initiative shows, or raise Http404: seven queries."""
    record = getattr(request, "record", None) or RecordAt(today=timezone.localdate())
    today = record.today
    initiative = get_object_or_404(initiatives.with_schedule(on=today).for_detail(), slug=slug)
    updates = list(record.timeline_of(record.updates().filter(initiative=initiative.key)))
    standing = [update for update in updates if is_standing(update)]
    whole = [update for update in standing if not update.country_id]
    steps = record.in_order(record.public(Milestone).filter(initiative=initiative.key).for_list())
    milestones = list(steps.with_references(until=record.until))
    of_it = Q(initiative=initiative.key) | Q(milestone__initiative=initiative.key)
    revisions = with_rows(record.revisions(of_it), at=record)
    challenges = Challenge.objects.resolved(until=record.until).filter(initiative=initiative.key)
    related = dimensions.related(record, initiative)
    context = {
        "initiative": initiative,
        "is_unreviewed": has_unreviewed(initiative, ["title", "summary"], get_language()),
        "today": today,
        "links": dimensions.links_of(record, initiative),
        "parts": related.parts,
        "shared": related.shared,
        "neighbours": related.neighbours,
        "updates": updates,
        "first": min(
            (update for update in updates if not update.withdrawal_shown),
            key=lambda update: update.published_at,
            default=None,
        ),
        "latest": whole[0] if whole else None,
        "path": _path(whole),
        "matrix": _matrix(standing),
        "milestones": milestones,
        "milestones_reached": sum(m.is_reached(on=today) for m in milestones),
        "revisions": revisions,
        "deadline_quotes": _quotes_of_deadline(record, initiative),
        "original": _original(revisions),
        "challenges": list(challenges.order_by("created_at")),
    }
    if initiative.published_at:
        context |= _standing(initiative, today) | _citation(request, record, initiative)
    return context


def _quotes_of_deadline(record, initiative):
    """Return the references to the quotes in which the first deadline stands."""
    if not initiative.original_due:
        return []
    public = Reference.objects.published(until=record.until)
    found = list(public.filter(initiative=initiative.key).for_quotes(until=record.until))
    record.as_they_were(found)
    return found


def _standing(initiative, today):
    """Return what only a published initiative has: its place on each axis, and how late it is."""
    return {
        "status": Status(initiative.status),
        "evidence": Evidence(initiative.evidence),
        "schedule": Schedule(initiative.schedule),
        "is_stale": initiative.is_stale(on=today),
        "silent_days": (today - initiative.updated_on).days,
        "slippage": _slippage(initiative),
    }


def _citation(request, record, initiative):
    """Return the address that a citation names, that of the day on an earlier one, and BibTeX."""
    address = request.build_absolute_uri(row_url(initiative))
    return {"address": address, "bibtex": bibtex(initiative, record, address)}


def is_standing(update):
    """Whether an update fetched for a timeline still counts."""
    return not (update.correction_shown or update.withdrawal_shown)


def _slippage(initiative):
    delivered = initiative.changed_on if initiative.status == Status.DELIVERED else ""
    return slippage(original=initiative.original_due, due=initiative.due, delivered=delivered)


def _original(revisions):
    """Return {field: first wording} in the page's language; `revisions` come newest first."""
    found = {}
    for revision in revisions:
        if revision.initiative_id and revision.language in ("", get_language()):
            found[revision.field] = revision.old
    return found


def _path(updates):
    """Return the updates at which the status moved, the first of all first."""
    moved = []
    for update in reversed(updates):
        if not moved or moved[-1].status != update.status:
            moved.append(update)
    return moved


def _matrix(updates):
    """Return the statuses and [(country, its newest update)]; `updates` come newest first."""
    newest = {}
    for update in updates:
        if update.country_id:
            newest.setdefault(update.country_id, update)
    used = {update.status for update in newest.values()}
    return {"statuses": [s for s in Status if s in used], "rows": list(newest.values())}
