"""Rewording what is public: proposed by one person, published by another."""

import json

import pytest
from django.core.exceptions import ValidationError

from tests.actions.steps import entry_of, nothing_is_written, proposal, raw, revised
from tests.factories import (
    PUBLIC,
    ActionPlanFactory,
    CitationFactory,
    CountryFactory,
    EventFactory,
    InitiativeFactory,
    OrganizationFactory,
    PlaceFactory,
    SourceFactory,
    ThemeFactory,
    UserFactory,
    WorkingGroupFactory,
    another_text,
    make_public,
    public_source,
    published_initiative,
)
from tracker.actions import review, revise, submissions
from tracker.actions.refusals import Conflict, NotAllowed, OwnScope, SelfApproval
from tracker.actions.verify import Verification
from tracker.models import (
    ActionPlan,
    Citation,
    Initiative,
    LedgerEntry,
    Organization,
    Reference,
    Revision,
    Snapshot,
    Source,
    Submission,
)
from tracker.models.record_fields import aliases_text, citations_text, is_linked, text_of
from tracker.models.revision import revised_columns
from tracker.models.translated import in_each_language, language_in
from tracker.models.version import version_of
from tracker.vocabulary import RECORD, Basis


def approve(revision, *, by):
    submissions.approve(row=revision, by=by, version=version_of(revision))


def public_row(name):
    """Return a row of what a revision may point to, as it stands in public."""
    row = PUBLIC[name]()
    return type(row).objects.get(pk=row.pk)


MODELS = {name: Revision._meta.get_field(name).related_model for name in RECORD}
COLUMNS = {name: [*revised_columns(model)] for name, model in MODELS.items()}
FIELDS = [(name, field) for name, fields in RECORD.items() for field in fields]
IN_TWO_LANGUAGES = [
    (name, column)
    for name, columns in COLUMNS.items()
    for column in columns
    if language_in(column) in ("", "en", "kk")
]


def test_the_columns_are_those_of_each_field_and_language():
    titles, names = in_each_language("title").values(), in_each_language("name").values()

    assert COLUMNS.keys() == RECORD.keys()
    assert {*titles, "due", "countries", "parent"} < {*COLUMNS["initiative"]}
    assert {*names, "period", "supersedes", "themes", "citations"} == {*COLUMNS["plan"]}
    assert {"title", "publisher", "url"} == {*COLUMNS["source"]}


@pytest.mark.parametrize(("name", "column"), IN_TWO_LANGUAGES)
def test_a_field_is_changed_once_somebody_else_approves(db, editor, reviewer, name, column):
    row = public_row(name)
    old, new = text_of(row, column), another_text(row, column)
    quotes = [CitationFactory()]

    [revision] = proposal(row, by=editor, reason="A slip.", quotes=quotes, **{column: new})
    row = type(row).objects.get(pk=row.pk)
    assert (text_of(row, column), revision.stage) == (old, "submitted")
    approve(revision, by=reviewer)

    row = type(row).objects.get(pk=row.pk)
    revision.refresh_from_db()
    assert text_of(row, column) == new
    assert (revision.stage, revision.published_by) == ("published", reviewer)
    payload = json.loads(entry_of(revision).payload)
    assert {key: payload[key] for key in ("old", "new", "reason", "quotes", name)} == {
        "old": old, "new": new, "reason": "A slip.", "quotes": [citations_text(quotes)],
        name: getattr(row, "slug", row.pk),
    }  # fmt: skip
    assert "corrects" not in payload
    assert list(Verification().findings()) == []


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_a_claim_needs_a_quote_and_anything_else_a_reason(db, editor, name, field):
    row = public_row(name)
    column = next(column for column, (of, _code) in revised_columns(type(row)).items()
                  if of == field)  # fmt: skip
    quotes = {"reason": "", "quotes": [CitationFactory()]}
    reason = {"reason": "A slip.", "quotes": []}
    new = {column: another_text(row, column)}
    is_claim = RECORD[name][field] == Basis.QUOTE
    enough, too_little, asked = (
        (quotes, reason, "quotes") if is_claim else (reason, quotes, "reason")
    )

    with pytest.raises(ValidationError) as refused, nothing_is_written():
        proposal(row, by=editor, **too_little, **new)
    assert [*refused.value.error_dict] == [asked]

    [revision] = proposal(row, by=editor, **enough, **new)
    assert [ref.citation for ref in revision.references.all()] == enough["quotes"]


@pytest.mark.parametrize(("name", "field"), FIELDS)
def test_a_correction_needs_a_reason_and_no_quote(db, editor, name, field):
    row = public_row(name)
    column = next(column for column, (of, _code) in revised_columns(type(row)).items()
                  if of == field)  # fmt: skip
    new = {column: another_text(row, column)}

    with pytest.raises(ValidationError, match="why it is changed"), nothing_is_written():
        proposal(row, by=editor, corrects=True, reason=" ", **new)
    [revision] = proposal(row, by=editor, corrects=True, reason="It never was.", **new)

    assert revision.corrects


def test_a_claim_among_others_needs_both_a_quote_and_a_reason(initiative, editor):
    both = {"due": "2029", "title_en": "New title"}
    quote = [CitationFactory()]

    for details in ({"reason": "", "quotes": quote}, {"reason": "Test", "quotes": []}):
        with pytest.raises(ValidationError), nothing_is_written():
            proposal(initiative, by=editor, **details, **both)

    assert len(proposal(initiative, by=editor, reason="Test", quotes=quote, **both)) == 2


def test_a_quote_that_is_new_is_found_in_its_source_and_published_with_the_change(
    initiative, editor, reviewer
):
    source = SourceFactory(text="They said: it will be ready in 2029.")
    quote = Citation(source=source, quote="it will be ready in 2029")

    [revision] = proposal(initiative, by=editor, reason="", quotes=[quote], due="2029")
    cited = revision.references.get().citation
    assert (cited.start, cited.published_at) == (11, None)
    approve(revision, by=reviewer)

    cited.refresh_from_db()
    source.refresh_from_db()
    assert entry_of(cited).kind == "citation"
    assert source.recorded_at < cited.published_at < Revision.objects.get().published_at
    assert list(Verification().findings()) == []


def test_a_quote_that_is_not_in_its_source_leaves_nothing_behind(initiative, editor):
    quote = Citation(source=SourceFactory(), quote="Of something else altogether.")

    with pytest.raises(ValidationError, match="not in the text"), nothing_is_written():
        proposal(initiative, by=editor, reason="", quotes=[quote], due="2029")
    assert not Submission.objects.exists()


def test_what_was_wrong_from_the_beginning_never_counts_as_a_delay(initiative, editor, reviewer):
    revised(initiative, by=editor, reviewer=reviewer, corrects=True, due="2028")

    corrected = Initiative.objects.get()
    assert (corrected.original_due, corrected.due) == ("2028", "2028")
    revised(corrected, by=editor, reviewer=reviewer, due="2030")

    moved = Initiative.objects.get()
    assert (moved.original_due, moved.due) == ("2028", "2030")
    held = Snapshot.objects.order_by("since").values_list("original_due", "due")
    assert [*held] == [("2027", "2027"), ("2028", "2028"), ("2028", "2030")]
    payloads = [
        json.loads(entry.payload)
        for entry in LedgerEntry.objects.filter(kind="revision").order_by("sequence")
    ]
    assert [payload.get("corrects") for payload in payloads] == [True, None]
    assert list(Verification().findings()) == []


def test_a_moved_deadline_that_was_wrong_is_corrected_and_the_first_one_stays(
    initiative, editor, reviewer
):
    revised(initiative, by=editor, reviewer=reviewer, due="2029")
    revised(Initiative.objects.get(), by=editor, reviewer=reviewer, corrects=True, due="2028")

    row = Initiative.objects.get()
    assert (row.original_due, row.due) == ("2027", "2028")
    assert list(Verification().findings()) == []


def test_the_first_deadline_that_is_published_is_the_original_one(db, editor, reviewer):
    initiative = published_initiative(original_due="")

    revised(initiative, by=editor, reviewer=reviewer, due="2028")
    revised(Initiative.objects.get(), by=editor, reviewer=reviewer, due="2030")

    row = Initiative.objects.get()
    assert (row.original_due, row.due) == ("2028", "2030")
    assert list(Verification().findings()) == []


# Links


def test_links_are_changed_all_at_once_and_begin_a_snapshot(initiative, editor, reviewer):
    first = initiative.countries.get()
    second, third = CountryFactory(slug="xb"), CountryFactory(slug="xa")

    [revision] = revised(initiative, by=editor, reviewer=reviewer, countries="xa xb")

    assert (revision.old, revision.new) == (first.slug, "xa xb")
    assert set(initiative.countries.all()) == {second, third}
    before, after = Snapshot.objects.order_by("since")
    assert before.until == after.since == revision.published_at


@pytest.mark.parametrize(
    ("name", "column", "factory"),
    [
        ("initiative", "organizations", OrganizationFactory),
        ("initiative", "parent", InitiativeFactory),
        ("organization", "themes", ThemeFactory),
        ("event", "place", PlaceFactory),
        ("speaker", "organization", OrganizationFactory),
    ],
)
def test_what_is_not_public_is_not_linked_to(db, editor, name, column, factory):
    details = {} if factory is InitiativeFactory else {"stays_draft": True}
    hidden, row = factory(slug="hidden", **details), public_row(name)

    for slug in (hidden.slug, "not-there"):
        with pytest.raises(ValidationError, match="Link to what is public"), nothing_is_written():
            proposal(row, by=editor, **{column: slug})


@pytest.mark.parametrize(
    ("factory", "column"),
    [
        (published_initiative, "parent"),
        (WorkingGroupFactory, "parent"),
        (ActionPlanFactory, "supersedes"),
    ],
)
def test_nothing_leads_back_to_itself(db, editor, reviewer, factory, column):
    above, below, alone = factory(), factory(), factory()
    revised(below, by=editor, reviewer=reviewer, **{column: above.slug})

    for row, other in ((above, below), (alone, alone)):
        with pytest.raises(ValidationError, match="leads back"), nothing_is_written():
            proposal(row, by=editor, **{column: other.slug})


@pytest.mark.parametrize(
    ("factory", "column"),
    [(published_initiative, "parent"), (WorkingGroupFactory, "parent")],
)
def test_two_who_wait_do_not_lead_back_to_each_other(db, editor, reviewer, factory, column):
    one, other = factory(), factory()
    [first] = proposal(one, by=editor, **{column: other.slug})
    [second] = proposal(other, by=editor, **{column: one.slug})
    approve(first, by=reviewer)

    with pytest.raises(ValidationError, match="leads back"), nothing_is_written():
        approve(second, by=reviewer)


def test_one_plan_supersedes_another(db, editor, reviewer):
    old, one, other = (ActionPlanFactory(slug=slug) for slug in ("old", "one", "other"))
    [first] = proposal(one, by=editor, supersedes="old")
    [second] = proposal(other, by=editor, supersedes="old")
    approve(first, by=reviewer)

    with pytest.raises(ValidationError, match="already exists"), nothing_is_written():
        approve(second, by=reviewer)
    third = ActionPlanFactory()
    with pytest.raises(ValidationError, match="already exists"), nothing_is_written():
        proposal(third, by=editor, supersedes="old")
    assert old.superseded_by == one


def test_what_an_item_of_a_plan_must_have_is_not_taken_away(db, editor):
    event = EventFactory()

    with pytest.raises(ValidationError), nothing_is_written():
        proposal(event, by=editor, classification="")


# Other names and quotes


def test_other_names_are_those_that_are_proposed_and_no_more(db, editor, reviewer):
    theme = ThemeFactory()
    names = [("Сынақ", "kk"), ("Another", "")]

    revised(theme, by=editor, reviewer=reviewer, aliases=aliases_text(names))
    revised(theme, by=editor, reviewer=reviewer, aliases=aliases_text(names[:1]))

    assert [*theme.aliases.values_list("name", "language")] == [("Сынақ", "kk")]
    assert list(Verification().findings()) == []


@pytest.mark.parametrize(
    "names", [[("One", ""), ("One", "ru")], [("x" * 301, "")], [("", "ru")]], ids=len
)
def test_a_name_that_could_not_be_saved_is_refused(db, editor, names):
    theme = ThemeFactory()

    with pytest.raises(ValidationError) as refused, nothing_is_written():
        proposal(theme, by=editor, aliases=aliases_text(names))

    assert [*refused.value.error_dict] == ["aliases"]


def test_a_noun_rests_on_one_quote_more_which_is_published_with_it(db, editor, reviewer):
    body, added = OrganizationFactory(), CitationFactory()
    known = body.references.get()

    revised(body, by=editor, reviewer=reviewer, citations=citations_text([known.citation, added]))

    assert {reference.citation for reference in body.references.all()} == {known.citation, added}
    assert known in body.references.all()
    added.refresh_from_db()
    assert entry_of(added).kind == "citation"
    assert added.source.recorded_at
    assert list(Verification().findings()) == []


def test_what_is_public_keeps_the_quotes_that_it_rests_on(db, editor):
    body = OrganizationFactory()

    for text in ("", citations_text([CitationFactory()])):
        with pytest.raises(ValidationError, match="keeps the quotes"), nothing_is_written():
            proposal(body, by=editor, citations=text)


def test_a_quote_that_is_gone_is_a_conflict(db, editor, reviewer):
    body, gone = OrganizationFactory(), CitationFactory()
    known = body.references.get().citation
    [revision] = proposal(body, by=editor, quotes=[known], citations=citations_text([known, gone]))
    gone.delete()

    with pytest.raises(Conflict), nothing_is_written():
        approve(revision, by=reviewer)
    other = OrganizationFactory(reference=known)
    with pytest.raises(Conflict), nothing_is_written():
        proposal(other, by=editor, citations=f"{citations_text([known])} {'0' * 64}:1-20")


def test_where_the_first_deadline_stands_may_be_said_later(initiative, editor, reviewer):
    quote = initiative.updates.get().references.get().citation

    revised(initiative, by=editor, reviewer=reviewer, citations=citations_text([quote]))

    assert Reference.objects.get(initiative=initiative).citation == quote
    assert list(Verification().findings()) == []


# What it leaves alone


@pytest.mark.parametrize("name", [name for name in RECORD if name != "initiative"])
def test_one_field_leaves_all_others_as_they_are(db, editor, reviewer, name):
    row = public_row(name)
    column = COLUMNS[name][0]
    before = {one: text_of(row, one) for one in COLUMNS[name]}

    revised(row, by=editor, reviewer=reviewer, **{column: "Another"})

    row = type(row).objects.get(pk=row.pk)
    assert {one: text_of(row, one) for one in COLUMNS[name]} == before | {column: "Another"}


def test_only_links_of_an_initiative_are_in_no_snapshot():
    kept = {field.name for field in Snapshot._meta.concrete_fields}

    assert {name for name in COLUMNS["initiative"] if name not in kept} == {
        name for name in COLUMNS["initiative"] if is_linked(Initiative, name)
    }


def test_a_draft_is_written_and_not_revised(editor):
    body = OrganizationFactory(stays_draft=True, name_en="Hidden")

    with pytest.raises(ValidationError, match="“Hidden” is not public") as refused:
        proposal(body, by=editor, name_en="Another")
    make_public(body)
    proposal(Organization.objects.get(), by=editor, name_en="Another")

    assert refused.value.code == "hidden"


def test_a_text_in_one_language_leaves_the_others_as_they_are(initiative, editor, reviewer):
    revised(initiative, by=editor, reviewer=reviewer, summary_en="")
    initiative.refresh_from_db()

    revised(initiative, by=editor, reviewer=reviewer, summary_ru="Пробное изложение.")

    [row] = raw(Initiative).values("summary_en", "summary_ru")
    assert row == {"summary_en": "", "summary_ru": "Пробное изложение."}


def test_the_wording_of_before_stays_known_of_its_time(initiative, editor, reviewer):
    old = initiative.title_en

    [revision] = revised(initiative, by=editor, reviewer=reviewer, title_en="New title")

    before, after = Snapshot.objects.order_by("since")
    assert (before.title_en, after.title_en) == (old, "New title")
    assert before.until == after.since == revision.published_at
    assert " new " in after.search_text
    assert " new " not in before.search_text


def test_a_new_deadline_moves_the_present_one_and_leaves_the_first(initiative, editor, reviewer):
    revised(initiative, by=editor, reviewer=reviewer, due="2029")

    initiative.refresh_from_db()
    assert (initiative.original_due, initiative.due) == ("2027", "2029")
    assert str(initiative.due_latest) == "2029-12-31"
    assert [snapshot.due for snapshot in Snapshot.objects.order_by("since")] == ["2027", "2029"]


def test_a_text_may_be_taken_away_where_it_may_be_empty(initiative, editor, reviewer):
    revised(initiative, by=editor, reviewer=reviewer, summary_en="")

    initiative.refresh_from_db()
    assert initiative.summary_en == ""
    assert list(Verification().findings()) == []


def test_each_text_that_differs_is_a_revision_of_its_own(initiative, editor):
    revisions = proposal(
        initiative, by=editor, title_en="New title", title_ru=initiative.title_ru, summary_ru="",
        due="2028",
    )  # fmt: skip

    assert [(revision.field, revision.language) for revision in revisions] == [
        ("title", "en"), ("due", ""),
    ]  # fmt: skip


def test_what_does_not_differ_is_refused(initiative, editor):
    with pytest.raises(ValidationError, match="Nothing differs"), nothing_is_written():
        proposal(initiative, by=editor, title_en=initiative.title_en, summary_ru="")


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_revision_needs_a_reason(initiative, editor, reason):
    with pytest.raises(ValidationError, match="why it is changed"), nothing_is_written():
        proposal(initiative, by=editor, reason=reason, title_en="New title")


@pytest.mark.parametrize(
    ("name", "column", "new"),
    [
        ("initiative", "due", "soon"),
        ("initiative", "title_en", "x" * 301),
        ("plan", "period", "2026-13"),
        ("source", "publisher", ""),
        ("source", "url", "no address"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_what_the_row_could_not_hold_is_refused(initiative, editor, name, column, new):
    row = public_row(name)

    with pytest.raises(ValidationError), nothing_is_written():
        proposal(row, by=editor, **{column: new})


def test_a_title_stays_in_one_language_at_least(initiative, editor):
    with pytest.raises(ValidationError, match="one language"), nothing_is_written():
        proposal(initiative, by=editor, title_en="", title_ru="")


def test_two_revisions_do_not_take_the_title_away_together(initiative, editor, reviewer):
    [english] = proposal(initiative, by=editor, title_en="")
    [russian] = proposal(initiative, by=editor, title_ru="")
    approve(english, by=reviewer)

    with pytest.raises(ValidationError, match="one language"), nothing_is_written():
        approve(russian, by=reviewer)


def test_a_second_revision_of_the_same_text_waits_for_the_first(initiative, editor):
    proposal(initiative, by=editor, title_en="New title")

    with pytest.raises(ValidationError, match="waits for review already"), nothing_is_written():
        proposal(initiative, by=editor, title_en="Newer title")


def test_a_text_may_be_revised_again_once_the_first_is_public(initiative, editor, reviewer):
    revised(initiative, by=editor, reviewer=reviewer, title_en="New title")
    initiative.refresh_from_db()

    revised(initiative, by=editor, reviewer=reviewer, title_en="Newer title")

    assert Initiative.objects.get().title_en == "Newer title"
    assert Snapshot.objects.count() == 3
    assert list(Verification().findings()) == []


def test_only_editors_propose(initiative, author, reviewer, auditor):
    for person in (author, reviewer, auditor, UserFactory()):
        with pytest.raises(NotAllowed), nothing_is_written():
            proposal(initiative, by=person, title_en="New title")


def test_a_revision_of_what_moved_meanwhile_is_refused(initiative, editor, reviewer):
    stale = version_of(initiative)
    revised(initiative, by=editor, reviewer=reviewer, title_en="New title")

    with pytest.raises(Conflict), nothing_is_written():
        revise.propose(
            row=initiative, changes={"summary_en": "New."}, reason="Test", by=editor, version=stale
        )


def test_nobody_approves_their_own_revision(initiative, editor, administrator):
    [revision] = proposal(initiative, by=administrator, title_en="New title")

    with pytest.raises(SelfApproval), nothing_is_written():
        approve(revision, by=administrator)


def test_nobody_approves_a_revision_in_their_own_scope(initiative, editor, reviewer):
    reviewer.countries.set(initiative.countries.all())
    [revision] = proposal(initiative, by=editor, title_en="New title")

    with pytest.raises(OwnScope), nothing_is_written():
        approve(revision, by=reviewer)


def test_only_reviewers_approve(initiative, author, editor, auditor):
    [revision] = proposal(initiative, by=editor, title_en="New title")

    for person in (author, auditor, UserFactory()):
        with pytest.raises(NotAllowed), nothing_is_written():
            approve(revision, by=person)


@pytest.mark.parametrize(
    ("name", "column"), [("initiative", "title_en"), ("plan", "name_en"), ("source", "publisher")]
)
def test_a_revision_is_refused_if_the_text_moved(initiative, editor, reviewer, name, column):
    row = public_row(name)
    [revision] = proposal(row, by=editor, **{column: "New words"})
    type(row).objects.filter(pk=row.pk).update(**{column: "Others"})

    with pytest.raises(Conflict), nothing_is_written():
        approve(revision, by=reviewer)

    row.refresh_from_db()
    assert getattr(row, column) == "Others"


def test_a_revision_that_moved_itself_is_refused(initiative, editor, reviewer):
    [revision] = proposal(initiative, by=editor, title_en="New title")
    stale = version_of(revision)
    Revision.objects.update(new="Newer title")

    with pytest.raises(Conflict), nothing_is_written():
        submissions.approve(row=revision, by=reviewer, version=stale)


def test_a_revision_is_published_once(initiative, editor, reviewer):
    [revision] = revised(initiative, by=editor, reviewer=reviewer, title_en="New title")

    with pytest.raises(ValidationError, match="does not wait"), nothing_is_written():
        approve(revision, by=reviewer)


def test_a_returned_revision_frees_the_text_for_another(initiative, editor, reviewer):
    [revision] = proposal(initiative, by=editor, title_en="New title")
    review.return_to_author(row=revision, by=reviewer, note="Why?", version=version_of(revision))

    revised(initiative, by=editor, reviewer=reviewer, title_en="Newer title")

    revision.refresh_from_db()
    assert (revision.stage, revision.review_note) == ("returned", "Why?")
    assert Initiative.objects.get().title_en == "Newer title"


def test_one_s_own_revision_is_discarded_before_it_is_public(initiative, editor):
    [revision] = proposal(initiative, by=editor, title_en="New title")

    review.discard(row=revision, by=editor, version=version_of(revision))

    assert not Revision.objects.exists()


def test_a_revision_leaves_alone_what_others_write(initiative, editor, reviewer):
    source, plan = public_source(), ActionPlanFactory()
    [of_source] = proposal(source, by=editor, publisher="New Gazette")
    [of_plan] = proposal(plan, by=editor, name_en="New plan")
    Source.objects.filter(pk=source.pk).update(title="Theirs")
    ActionPlan.objects.filter(pk=plan.pk).update(name_ru="Их")

    approve(of_source, by=reviewer)
    approve(of_plan, by=reviewer)

    source.refresh_from_db()
    plan.refresh_from_db()
    assert (source.title, source.publisher) == ("Theirs", "New Gazette")
    assert (plan.name_ru, plan.name_en) == ("Их", "New plan")


def test_a_revision_of_one_initiative_leaves_the_others_alone(initiative, editor, reviewer):
    other = InitiativeFactory(title_en="Other title")

    revised(initiative, by=editor, reviewer=reviewer, title_en="New title")

    other.refresh_from_db()
    assert other.title_en == "Other title"
