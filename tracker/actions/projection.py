"""What follows from the published entries: the initiatives' columns and their snapshots."""

from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from typing import Any

from ..models import Initiative, Revision, Snapshot
from ..models.revision import revised_columns
from ..rules import edtf
from ..rules.folding import folded
from ..rules.projection import last_news, latest_change, status_since
from ..vocabulary import REVISED_DATES, RevisedField
from .history import History, PublishedUpdate, history_of

type Columns = dict[str, Any]
"""{column: value} of an initiative or of a snapshot."""
type Wording = dict[str, str]
"""{column: text}, in every language."""

WORDING = {
    column: (field, language)
    for column, (field, language) in revised_columns(Initiative).items()
    if field != RevisedField.DUE
}
"""{column: (field, language)}: what revisions rewrite in place. The deadline has its original."""
SEARCHED = {
    column: language for column, (field, language) in WORDING.items() if field not in REVISED_DATES
}
"""{column: language}."""
FIXED = ["plan_id" if name == "plan" else name for name in Initiative.FIXED]
STANDING = (
    *("status", "evidence", "changed_on", "updated_on", "published_at", "due", "search_text"),
    *(f"{date}_{end}" for date in ("changed_on", "due") for end in ("earliest", "latest")),
)


def update_projection(*, initiative: Initiative, at: datetime) -> None:
    """Write the columns of a locked initiative, and a new snapshot if they differ from the last.

    `at` is the moment of the published change from which they follow.
    """
    history = history_of(initiative)
    wording = wording_at(history, at)
    standing = state_at(history, at, wording)
    for column, value in standing.items():
        setattr(initiative, column, value)
    initiative.save(update_fields=[*Initiative.PROJECTED])
    _open_snapshot(initiative, standing | wording, at)


def _open_snapshot(initiative: Initiative, state: Columns, at: datetime) -> None:
    current = Snapshot.objects.filter(initiative=initiative.pk, until__isnull=True)
    last = current.order_by().first()
    if last:
        if all(getattr(last, column) == value for column, value in state.items()):
            return
        current.update(until=at)
    _snapshot(initiative, state, since=at).save(force_insert=True)


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
    initiative.save(update_fields=[*Initiative.PROJECTED])


def states(history: History) -> list[tuple[datetime, datetime | None, Columns]]:
    """Return how the initiative stood from when to when."""
    moments = {update.published_at for update in history.updates}
    moments |= {moment for update in history.updates for moment in update.ends}
    moments |= {added.added_at for update in history.updates for added in update.translations}
    moments |= {row.published_at for row in history.revisions if row.published_at}
    found: list[tuple[datetime, Columns]] = []
    for moment in sorted(moments):
        wording = wording_at(history, moment)
        state = state_at(history, moment, wording) | wording
        if not found or found[-1][1] != state:
            found.append((moment, state))
    ends = [*(since for since, _state in found[1:]), None]
    return [(since, until, state) for (since, state), until in zip(found, ends, strict=True)]


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
    dates: Columns = {
        "changed_on": status_since(changes),
        "due": _due_at(history, moment),
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


def _due_at(history: History, moment: datetime) -> str:
    """Return the deadline at a moment; the next revision, or the row, knows what was erased."""
    revisions = [revision for revision in history.revisions if revision.field == "due"]
    passed = [revision for revision in revisions if _is_public(revision, moment)]
    if not passed:
        return history.initiative.original_due
    if not passed[-1].erased_at:
        return passed[-1].new
    following = revisions[len(passed) :]
    return following[0].old if following else history.initiative.due


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
