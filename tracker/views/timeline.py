from datetime import date
from functools import partial
from typing import Any, NamedTuple

from django.shortcuts import render

from ..filters import RoadmapFilter, TimelineFilter
from ..reading import roadmap as roads
from ..reading import timeline as line
from ..rules.roadmap import Bar, Mark, axis_of, bar, grouped, mark
from ..rules.timescale import QUARTER, YEAR
from ..vocabulary import Kind, Schedule
from .paging import open_page_of, page_of_results
from .public import public_page


@public_page
def timeline(request):
    """Everything dated, or what concerns the initiatives that a filter finds."""
    record = request.record
    filterset = TimelineFilter(request.GET, record=record)
    if not filterset.is_valid():
        return render(request, "timeline.html", {"filter": filterset}, status=400)
    among = filterset.qs if filterset.qs.is_narrowed else None
    until = filterset.form.cleaned_data["until"]
    read = partial(line.positions, record, among=among, until=until or date.max)
    page = open_page_of(request, read)
    before = {"before": page.before[3]} if page.before else {}
    points = line.points(line.entries(record, page.object_list), today=record.today, **before)
    all_ahead = bool(points) and points[-1].entry.day >= record.today and not page.has_next()
    context = {
        "filter": filterset,
        "fields": filterset.shown_fields(),
        "is_filtered": filterset.qs.is_narrowed,
        "until": until,
        "page": page,
        "today": record.today,
        "points": points,
        "years": sorted({point.entry.day.year for point in points}, reverse=True),
        "all_ahead": all_ahead,
        "has_today": all_ahead or any(point.after_today for point in points),
    }
    return render(request, "timeline.html", context)


@public_page
def roadmap(request):
    """A bar an initiative; the filter is that of the list, with how to draw them."""
    record = request.record
    rows = record.initiatives().with_schedule(on=record.today).for_list()
    filterset = RoadmapFilter(request.GET, record=record, rows=roads.with_start(record, rows))
    if not filterset.is_valid():
        return render(request, "roadmap.html", {"filter": filterset}, status=400)
    zoom, group = filterset.choice("zoom"), filterset.choice("group")
    page = page_of_results(request, filterset.qs)
    found = roads.groups_and_marks(record, [row.key for row in page], dimension=group)
    axis = axis_of(_dates(page, found), zoom=zoom, today=record.today)
    lanes = [_lane(axis, row, found.marks.get(row.key, ()), record.today) for row in page]
    promises = [lane for lane in lanes if not lane.is_wish]
    now = axis.per_cent(axis.end_of(record.today))
    context = {
        "filter": filterset,
        "fields": filterset.shown_fields(),
        "is_filtered": filterset.qs.is_narrowed,
        "zoom": zoom,
        "group": group,
        "kept": [("zoom", zoom), ("group", group)],
        "page": page,
        "years": axis.ticks(YEAR),
        "quarters": axis.ticks(QUARTER) if zoom == "quarter" else [],
        "today": record.today,
        "now": now,
        "late": float(now) > 50,
        "groups": grouped(promises, found.groups),
        "wishes": [lane for lane in lanes if lane.is_wish],
        "lanes": lanes,
    }
    return render(request, "roadmap.html", context)


class Lane(NamedTuple):
    """A row of the roadmap; `marks` are what is drawn of the (kind, label, date) in `dated`."""

    key: int
    initiative: Any
    bar: Bar
    marks: list[Mark]
    dated: list[tuple[str, str, str]]
    is_wish: bool


def _lane(axis, row, dated, today):
    is_overdue = row.schedule == Schedule.OVERDUE
    drawn = bar(axis, start=row.said_on, due=row.due, today=today, is_overdue=is_overdue)
    marks = [mark(axis, kind=kind, label=label, on=on) for kind, label, on in dated]
    return Lane(row.key, row, drawn, list(filter(None, marks)), dated, row.kind == Kind.ASPIRATION)


def _dates(rows, found):
    yield from (text for row in rows for text in (row.said_on, row.due) if text)
    yield from (on for marks in found.marks.values() for _sort, _label, on in marks)
