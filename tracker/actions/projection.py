"""What follows from the published entries: the initiatives' columns and their snapshots."""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from typing import Any

from ..models import Initiative, Revision, Snapshot
from ..models.record_fields import is_linked
from ..models.revision import revised_columns
from ..rules import edtf
from ..rules.folding import folded
from ..rules.projection import last_news, latest_change, status_since
from ..vocabulary import RevisedField
from .history import History, PublishedUpdate, history_of

type Columns = dict[str, Any]
"""{column: value} of an initiative or of a snapshot."""
type Wording = dict[str, str]
"""{column: text}, in every language."""

_COLUMNS = revised_columns(Initiative)
WORDING = {name: of for name, of in _COLUMNS.items() if not is_linked(Initiative, name)}
"""{column: (field, language)}: what revisions rewrite in place. The deadline has its original."""
del WORDING[RevisedField.DUE]
LINKED = {name: of for name, of in _COLUMNS.items() if is_linked(Initiative, name)}
"""{column: (field, "")}: what an initiative is linked to, which no snapshot has."""
SEARCHED = {column: language for column, (_field, language) in WORDING.items()}
"""{column: language}."""
FIXED = ["plan_id" if name == "plan" else name for name in Initiative.FIXED]
DATES = ("changed_on", "original_due", "due")
STANDING = (
    *("status", "evidence", "changed_on", "updated_on", "published_at", "search_text"),
    *("original_due", "due"),
    *(f"{date}_{end}" for date in DATES for end in ("earliest", "latest")),
)


def update_projection(*, initiative: Initiative, at: datetime) -> None:
    """Write the columns of a locked initiative, and a new snapshot if they differ from the last.

    `at` is the moment of the published change from which they follow.
    """
    history = history_of(initiative)
    wording = wording_at(history, at)
    standing = state_at(history, at, wording)
    initiative.withdrawn_at = None if standing else initiative.withdrawn_at or at
    for column, value in standing.items():
        setattr(initiative, column, value)
    initiative.save(update_fields=[*Initiative.PROJECTED])
    if not standing:
        Snapshot.objects.filter(initiative=initiative.pk, until=None).update(until=at)
        return
    _open_snapshot(initiative, standing | wording, at, is_new=at in _moments_of_links(history))


def _open_snapshot(initiative: Initiative, state: Columns, at: datetime, *, is_new: bool) -> None:
    current = Snapshot.objects.filter(initiative=initiative.pk, until__isnull=True)
    last = current.order_by().first()
    if last:
        if not is_new and all(getattr(last, column) == value for column, value in state.items()):
            return
        current.update(until=at)
    _snapshot(initiative, state, since=at).save(force_insert=True)


def _moments_of_links(history: History) -> set[datetime]:
    """Return when links changed: a snapshot begins then, although it has no column of them."""
    return {
        row.published_at for row in history.revisions if row.published_at and row.column in LINKED
    }


def _snapshot(
    initiative: Initiative, state: Columns, *, since: datetime, until: datetime | None = None
) -> Snapshot:
    fixed = {column: getattr(initiative, column) for column in FIXED}
    return Snapshot(initiative=initiative, since=since, until=until, **fixed, **state)


def rebuild_snapshots(*, initiative: Initiative) -> None:
    """Make all snapshots of the initiative again, from its published entries."""
    history = history_of(initiative)
    Snapshot.objects.filter(initiative=initiative.pk).delete()
    for since, until, state in states(history):
        snapshot = _snapshot(history.initiative, state, since=since, until=until)
        snapshot.save(force_insert=True)
    for column in STANDING:
        setattr(initiative, column, state[column])
    initiative.withdrawn_at = until
    initiative.save(update_fields=[*Initiative.PROJECTED])


def states(history: History) -> list[tuple[datetime, datetime | None, Columns]]:
    """Return how the initiative stood from when to when; in between it was withdrawn.

    The end of the last one is None, or when it was withdrawn.
    """
    moments = {update.published_at for update in history.updates}
    moments |= {moment for update in history.updates for moment in update.ends}
    moments |= {added.added_at for update in history.updates for added in update.translations}
    moments |= {row.published_at for row in history.revisions if row.published_at}
    found: list[tuple[datetime, Columns]] = []
    new = _moments_of_links(history)
    for moment in sorted(moments):
        wording = wording_at(history, moment)
        standing = state_at(history, moment, wording)
        state = standing and standing | wording
        if not found or found[-1][1] != state or moment in new:
            found.append((moment, state))
    ends = [*(since for since, _state in found[1:]), None]
    spans = zip(found, ends, strict=True)
    return [(since, until, state) for (since, state), until in spans if state]


def state_at(history: History, moment: datetime, wording: Wording) -> Columns:
    """Return the columns as the entries published by a moment make them, or {} of none.

    `wording` is that of the moment: `search_text` holds it.
    """
    published = [update for update in history.updates if update.published_at <= moment]
    updates = [u for u in published if not any(end <= moment for end in u.ends)]
    changes = [update.change for update in updates]
    latest = latest_change(changes)
    if latest is None:
        return {}
    deadlines = deadlines_at(history, moment)
    dates: Columns = {
        "changed_on": status_since(changes),
        "original_due": next(filter(None, deadlines), ""),
        "due": deadlines[-1],
    }
    for name, text in list(dates.items()):
        bounds = edtf.days(text) if text else (None, None)
        dates[f"{name}_earliest"], dates[f"{name}_latest"] = bounds
    return {
        "status": latest.status,
        "evidence": latest.evidence,
        "updated_on": last_news(changes),
        "published_at": published[0].published_at,
        "search_text": _search_text(wording, updates, moment),
        **dates,
    }


def wording_at(history: History, moment: datetime) -> Wording:
    """Return the wording at a moment: the present one, revisions taken back.

    A text that was erased, or is not there, is empty.
    """
    wording = {column: getattr(history.initiative, column) or "" for column in WORDING}
    for revision in reversed(history.revisions):
        if not _is_public(revision, moment) and revision.column in wording:
            wording[revision.column] = revision.old
    return wording


def links_at(history: History, moment: datetime) -> dict[str, str]:
    """Return {column: slugs} of the links at a moment: the present ones, revisions taken back."""
    links = {column: history.links.get(column, "") for column in LINKED}
    for revision in reversed(history.revisions):
        if not _is_public(revision, moment) and revision.column in links:
            links[revision.column] = revision.old
    return links


def deadlines_at(history: History, moment: datetime) -> list[str]:
    """Return the deadlines that were announced by a moment, the first and the present one at least.

    One that was wrong is not among them: what corrected it took its place. Of a revision that was
    erased the next one, or the row, knows what it said; and of the first, the original deadline
    what was said before, unless that was wrong.
    """
    initiative = history.initiative
    revisions = [revision for revision in history.revisions if revision.field == RevisedField.DUE]
    said = [revision.new for revision in revisions]
    for place, revision in enumerate(revisions):
        if revision.erased_at:
            later = revisions[place + 1 :]
            said[place] = later[0].old if later else initiative.due
    found = [initiative.original_due]
    if revisions and not revisions[0].erased_at:
        found = [revisions[0].old]
    elif revisions and revisions[0].corrects:
        found = [said[0]]
    for revision, new in zip(revisions, said, strict=True):
        if not _is_public(revision, moment):
            break
        if revision.corrects:
            found.pop()
        found.append(new)
    return found


def _is_public(revision: Revision, moment: datetime) -> bool:
    return revision.published_at is not None and revision.published_at <= moment


def _search_text(wording: Wording, updates: Iterable[PublishedUpdate], moment: datetime) -> str:
    """Return the folded words of all texts, each once, a space on either side."""
    said = ((wording[column], language) for column, language in SEARCHED.items())
    words: list[Iterable[str]] = [folded(text, language) for text, language in said if text]
    for update in updates:
        words.append(update.words)
        if update.translations:
            words += {code: new for at, code, new in update.translations if at <= moment}.values()
    return f" {' '.join(dict.fromkeys(chain.from_iterable(words)))} "
