"""What follows from the published entries: the initiatives' columns and their snapshots."""

from datetime import datetime

from django.conf import settings

from ..models import Initiative, Snapshot
from ..models.translated import in_every_language
from ..rules import edtf
from ..rules.folding import fold
from ..rules.projection import Change, last_news, latest_change, status_since

WORDING = tuple(
    f"{field}_{code}" for field in ("title", "summary") for code, _name in settings.LANGUAGES
)
FIXED = ("kind", "slug", "plan_id", "original_due")
STANDING = (
    *("status", "evidence", "changed_on", "updated_on", "published_at", "due", "search_text"),
    *(f"{date}_{end}" for date in ("changed_on", "due") for end in ("earliest", "latest")),
)


def project(*, initiative, at):
    """Write the initiative's columns, and a new snapshot if they differ from those before `at`.

    Call it after each published change of the initiative, inside its transaction.
    """
    [loaded] = Initiative.objects.filter(pk=initiative.pk).with_history()
    standing = state_at(loaded, at)
    for column, value in standing.items():
        setattr(initiative, column, value)
    initiative.save(update_fields=[*Initiative.PROJECTED])
    _open_snapshot(loaded, standing, at)


def _open_snapshot(initiative, standing, at):
    state = standing | wording_at(initiative, at)
    current = Snapshot.objects.filter(initiative=initiative.pk, until__isnull=True)
    last = current.first()
    if last and all(getattr(last, column) == value for column, value in state.items()):
        return
    current.update(until=at)
    _snapshot(initiative, state, since=at).save(force_insert=True)


def _snapshot(initiative, state, *, since, until=None):
    fixed = {column: getattr(initiative, column) for column in FIXED}
    return Snapshot(initiative=initiative, since=since, until=until, **fixed, **state)


def rebuild_snapshots(*, initiative):
    """Make all snapshots of the initiative again, from its published entries."""
    [loaded] = Initiative.objects.filter(pk=initiative.pk).with_history()
    Snapshot.objects.filter(initiative=loaded.pk).delete()
    for since, until, state in history(loaded):
        _snapshot(loaded, state, since=since, until=until).save(force_insert=True)
    for column in STANDING:
        setattr(initiative, column, state[column])
    initiative.save(update_fields=[*Initiative.PROJECTED])


def history(initiative):
    """Return [(since, until, {column: value})] of an initiative fetched `with_history()`."""
    moments = {update.published_at for update in initiative.published_updates}
    moments |= {ended for update in initiative.published_updates for ended in _ends_of(update)}
    moments |= {revision.published_at for revision in initiative.published_revisions}
    states: list[tuple[datetime, dict]] = []
    for moment in sorted(moments):
        state = state_at(initiative, moment) | wording_at(initiative, moment)
        if not states or states[-1][1] != state:
            states.append((moment, state))
    ends = [since for since, _state in states[1:]] + [None]
    return [(since, until, state) for (since, state), until in zip(states, ends, strict=True)]


def _ends_of(update):
    for name in ("correction", "withdrawal"):
        if ending := getattr(update, name, None):
            yield ending.published_at


def state_at(initiative, moment):
    """Return {column: value} as the entries published by a moment make them, or {} of none.

    Only the wording at that moment is left out; `search_text` holds it.
    """
    published = [u for u in initiative.published_updates if u.published_at <= moment]
    updates = [u for u in published if not any(end <= moment for end in _ends_of(u))]
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
    dates = {
        "changed_on": status_since(changes),
        "due": _due_at(initiative, moment),
    }
    for name, text in list(dates.items()):
        bounds = edtf.days(text) if text else (None, None)
        dates[f"{name}_earliest"], dates[f"{name}_latest"] = bounds
    return {
        "status": latest.status,
        "evidence": latest.evidence,
        "updated_on": last_news(changes),
        "published_at": published[0].published_at,
        "search_text": _search_text(wording_at(initiative, moment), updates),
        **dates,
    }


def wording_at(initiative, moment):
    """Return {column: text} of the wording at a moment: the present one, revisions taken back.

    A text that was erased, or is not there, is empty.
    """
    wording = {column: getattr(initiative, column) or "" for column in WORDING}
    for revision in reversed(initiative.published_revisions):
        if revision.published_at > moment and revision.column in wording:
            wording[revision.column] = revision.old
    return wording


def _due_at(initiative, moment):
    """Return the deadline at a moment; the next revision, or the row, knows what was erased."""
    revisions = [revision for revision in initiative.published_revisions if revision.field == "due"]
    passed = [revision for revision in revisions if revision.published_at <= moment]
    if not passed:
        return initiative.original_due
    if not passed[-1].erased_at:
        return passed[-1].new
    following = revisions[len(passed) :]
    return following[0].old if following else initiative.due


def _search_text(wording, updates):
    texts = [text for text in wording.values() if text]
    for update in updates:
        texts += in_every_language(update, "sentence").values()
        texts += (reference.citation.quote for reference in update.references.all())
    return fold("\n".join(dict.fromkeys(texts)))
