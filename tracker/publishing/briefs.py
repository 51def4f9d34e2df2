"""Briefs: a plan as a PDF for a meeting, each of its items in three lines."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ..models.translated import text_and_language
from ..rules import edtf
from ..vocabulary import Evidence, Kind, RevisedField, Schedule, Status
from .cards import standing
from .ledger import head_in_words
from .typeset import typeset


def plan_brief(
    plan, record, *, tally, items, newest, period, changes, has_more_changes, absolute, address
):
    """Return the PDF of a plan, as the record stands.

    `items` have their schedule and the key of their `newest_update`, `newest` the first reference
    of each; `changes` are those between the two days of `period`.
    """
    since, until = (edtf.describe(str(day)) for day in period)
    brief = {
        "language": get_language(),
        "site": _("OTS Tracker"),
        "title": _text(plan, "name"),
        "kind": _("Action plan"),
        "period": edtf.describe(plan.period),
        "day": _("The record as of %(date)s") % {"date": edtf.describe(str(record.today))},
        "standing_title": _("Where it stands"),
        **standing(tally),
        "changes_title": _("What changed from %(since)s to %(until)s")
        % {"since": since, "until": until},
        "changes": [_change(change, absolute) for change in changes],
        "changes_note": _changes_note(changes, has_more_changes),
        "items_title": _("Initiatives"),
        "items": [_item(item, newest.get(item.newest_update), absolute) for item in items],
        "items_note": _items_note(len(items), tally.total),
        "ledger": head_in_words(record.head),
        "address": address,
    }
    return typeset("brief.typ", brief, form="pdf")


def _item(item, reference, absolute):
    status = {"status": item.status, "word": item.get_status_display()}
    words = {**_named(item, absolute), **status, "facts": [_deadline(item), _evidence(item)]}
    if reference:
        words["sentence"] = _text(reference.update, "sentence")
        words["source"] = str(reference.citation.source)
    return words


def _deadline(item):
    date = edtf.describe(item.due)
    if item.kind == Kind.ASPIRATION:
        return _("hoped for: %(date)s") % {"date": date} if date else ""
    label = Schedule(item.schedule).label
    return f"{label}: {date}" if date else str(label)


def _evidence(item):
    return str(Evidence(item.evidence).label)


def _change(change, absolute):
    before, after = change.before, change.after
    if before is None:
        told = [f"{_('New in the record')}: {Status(after.status).label}"]
    else:
        told = _moved(change) or [_("An update was added; status and deadline are the same.")]
    return {**_named(after, absolute), "told": told}


def _moved(change):
    """Say of each field that moved what it was and is; of a long text, or of links, that it did.

    A wish has no deadline: its date stands without a label.
    """
    deadline = "" if change.after.kind == Kind.ASPIRATION else f"{_('Deadline')}: "
    said = {
        "status": ("", lambda row: str(Status(row.status).label)),
        "evidence": ("", _evidence),
        "due": (deadline, lambda row: edtf.describe(row.due) or "—"),
        "title": (f"{_('Title')}: ", lambda row: text_and_language(row, "title")[0]),
    }
    told = []
    for field in change.fields:
        if field in said:
            label, words = said[field]
            told.append(f"{label}{words(change.before)} → {words(change.after)}")
        else:
            told.append(_("%(field)s: changed") % {"field": RevisedField(field).label})
    return told


def _named(row, absolute):
    is_wish = row.kind == Kind.ASPIRATION
    wish = f"{Kind.ASPIRATION.label}: {_('a hope, not a promise')}" if is_wish else ""
    return {
        "title": _text(row, "title"),
        "url": absolute(row.get_absolute_url()),
        "wish": wish,
    }


def _text(row, field):
    words, language = text_and_language(row, field)
    return {"text": words, "language": language or get_language()}


def _changes_note(changes, has_more):
    if not changes:
        return _("Nothing moved between these days.")
    if not has_more:
        return ""
    return ngettext(
        "Only the latest %(number)s is shown.",
        "Only the latest %(number)s are shown.",
        len(changes),
    ) % {"number": len(changes)}


def _items_note(shown, total):
    if not total:
        return _("The sources in the record name no initiative here.")
    if shown == total:
        return ""
    return ngettext(
        "%(shown)s of %(total)s initiative is shown, by deadline. All are at the address below.",
        "%(shown)s of %(total)s initiatives are shown, by deadline. All are at the address below.",
        total,
    ) % {"shown": shown, "total": total}
