"""Who may do what to which row."""

import pytest

from tests.actions.steps import draft, proposal, submission
from tests.factories import (
    CitationFactory,
    CountryFactory,
    InitiativeFactory,
    OrganizationFactory,
    UserFactory,
    WorkingGroupFactory,
    published_initiative,
)
from tracker.actions import rights
from tracker.actions.refusals import Conflict, NotAllowed, OwnScope, SelfApproval
from tracker.models import Initiative, Revision, StatusUpdate
from tracker.models.version import version_of

SCOPES = {
    "countries": CountryFactory,
    "organizations": OrganizationFactory,
    "working_groups": WorkingGroupFactory,
}


def may_review(user, row, *, authors):
    try:
        rights.check_review(user, row, authors=authors)
    except NotAllowed:
        return False
    return True


@pytest.mark.parametrize("link", SCOPES)
def test_a_focal_point_records_within_their_scope_alone(db, focal_point, link):
    inside, _outside = published_initiative(), published_initiative()
    body = SCOPES[link]()
    getattr(inside, link).add(body)
    getattr(focal_point, link).add(body)

    assert list(rights.visible_initiatives(focal_point)) == [inside]
    assert [row for row in Initiative.objects.all() if rights.may_record(focal_point, row)] == [
        inside
    ]


def test_a_focal_point_without_a_scope_sees_nothing(initiative, focal_point):
    assert not rights.visible_initiatives(focal_point).exists()


def test_a_focal_point_knows_nothing_of_what_is_not_public(author, initiative):
    hidden = InitiativeFactory()
    hidden.countries.set(initiative.countries.all())

    assert list(rights.visible_initiatives(author)) == [initiative]
    with pytest.raises(NotAllowed):
        rights.check_record(author, hidden)


def test_the_others_see_what_is_not_public(initiative, reviewer, editor, auditor):
    InitiativeFactory()

    for person in (reviewer, editor, auditor):
        assert rights.visible_initiatives(person).count() == 2


@pytest.mark.parametrize(
    ("role", "may"),
    [("author", True), ("reviewer", True), ("editor", True), ("auditor", False)],
)
def test_who_records(request, initiative, role, may):
    assert rights.may_record(request.getfixturevalue(role), initiative) is may


def test_nobody_who_left_records_or_reviews(initiative, author, reviewer):
    for person in (author, reviewer):
        person.is_active = False
        person.save()

    assert not rights.may_record(author, initiative)
    assert not may_review(reviewer, initiative, authors=[])


def test_a_focal_point_knows_of_the_updates_of_their_own_hand(initiative, author, reviewer):
    own = draft(by=author, initiative=initiative)
    submission(by=reviewer, initiative=initiative)
    elsewhere = draft(by=author, initiative=published_initiative())

    assert list(rights.visible_updates(author)) == [own]
    assert elsewhere in rights.visible_updates(reviewer)
    assert rights.visible_updates(reviewer).count() == StatusUpdate.objects.count()


def test_a_focal_point_of_a_country_speaks_of_it_alone(initiative, author):
    CountryFactory()

    assert list(rights.countries_for(author, initiative)) == list(author.countries.all())


@pytest.mark.parametrize("link", ["organizations", "working_groups"])
def test_a_focal_point_of_a_body_speaks_of_all_countries(initiative, author, link):
    CountryFactory()
    body = SCOPES[link]()
    getattr(initiative, link).add(body)
    getattr(author, link).add(body)

    assert rights.countries_for(author, initiative).count() == 2


def test_reviewers_speak_of_all_countries(initiative, reviewer):
    CountryFactory()
    reviewer.countries.set(initiative.countries.all())

    assert rights.countries_for(reviewer, initiative).count() == 2


def test_who_may_review(initiative, author, reviewer, second_reviewer, editor, auditor):
    update = submission(by=author, initiative=initiative)

    assert set(rights.reviewers_of(update, authors=[author])) == {reviewer, second_reviewer}
    for person in (author, editor, auditor, UserFactory()):
        with pytest.raises(NotAllowed) as refused:
            rights.check_review(person, update, authors=[])
        assert refused.type is NotAllowed


def test_the_author_and_the_focal_point_are_told_why_they_may_not(
    initiative, reviewer, second_reviewer
):
    second_reviewer.countries.set(initiative.countries.all())
    update = submission(by=reviewer, initiative=initiative)

    with pytest.raises(SelfApproval):
        rights.check_review(reviewer, update, authors=[update.created_by])
    with pytest.raises(OwnScope):
        rights.check_review(second_reviewer, update, authors=[update.created_by])
    assert rights.reviewers_of(update, authors=[reviewer]) == []


def test_not_even_a_superuser_approves_their_own(initiative, administrator):
    update = submission(by=administrator, initiative=initiative)

    with pytest.raises(SelfApproval):
        rights.check_review(administrator, update, authors=[update.created_by])


def test_what_no_author_wrote_may_be_reviewed(initiative, reviewer):
    assert may_review(reviewer, initiative.updates.get(), authors=[None])


def test_a_source_is_in_nobody_s_scope(initiative, reviewer, editor):
    reviewer.countries.set(initiative.countries.all())
    source = CitationFactory().source
    revision = Revision(source=source, field="publisher", created_by=editor)

    assert may_review(reviewer, revision, authors=[editor])


def test_a_lock_reads_the_row_as_it_stands(initiative):
    stale = initiative.updates.get()
    version = version_of(stale)
    stale.sentence_en = "Of somebody who did not save."

    locked = rights.lock(stale, version=version)

    assert locked.sentence_en == "The test minister announced it."


def test_a_lock_refuses_another_version(initiative, author):
    update = draft(by=author, initiative=initiative)
    version = version_of(update)
    StatusUpdate.objects.filter(pk=update.pk).update(sentence_en="Changed.")

    with pytest.raises(Conflict, match="Somebody else changed this"):
        rights.lock(update, version=version)
    rights.lock(update, version=None)


@pytest.mark.parametrize("scope", SCOPES)
def test_nobody_reviews_what_is_said_of_their_own_scope(editor, reviewer, second_reviewer, scope):
    row = SCOPES[scope]()
    getattr(reviewer, scope).add(row)
    row.refresh_from_db()
    [revision] = proposal(row, by=editor, name_en="Another name")

    with pytest.raises(OwnScope):
        rights.check_review(reviewer, revision, authors=[editor])

    assert may_review(second_reviewer, revision, authors=[editor])
    assert rights.reviewers_of(revision, authors=[editor]) == [second_reviewer]


@pytest.mark.parametrize("scope", SCOPES)
def test_nobody_brings_what_they_are_for_into_their_scope(editor, reviewer, second_reviewer, scope):
    """Nor takes it out: what a revision links, or links no more, is of its scope as well."""
    theirs = SCOPES[scope]()
    getattr(reviewer, scope).add(theirs)
    initiative = published_initiative()
    [revision] = proposal(initiative, by=editor, **{scope: theirs.slug})

    assert not may_review(reviewer, revision, authors=[editor])
    assert may_review(second_reviewer, revision, authors=[editor])
    assert rights.reviewers_of(revision, authors=[editor]) == [second_reviewer]


def test_nobody_reviews_what_is_said_of_their_own_state(editor, reviewer, second_reviewer):
    theirs = CountryFactory()
    reviewer.countries.add(theirs)
    update = submission(by=editor, initiative=published_initiative(), country=theirs)

    assert not may_review(reviewer, update, authors=[editor])
    assert rights.reviewers_of(update, authors=[editor]) == [second_reviewer]
    assert not rights.waiting_for(reviewer)[0].exists()
    assert rights.waiting_for(second_reviewer)[0].get() == update


def test_a_focal_point_reads_what_is_public_or_cited_by_themselves(db, focal_point, reviewer):
    country = CountryFactory()
    focal_point.countries.add(country)
    inside = published_initiative()
    inside.countries.add(country)
    public = inside.updates.get().references.get().citation.source
    theirs, hidden, of_another = (CitationFactory() for _one in range(3))
    draft(by=focal_point, initiative=inside, reference=theirs)
    draft(by=reviewer, initiative=inside, reference=of_another)

    known = rights.visible_sources(focal_point)

    assert {public, theirs.source} <= {*known}
    assert not {hidden.source, of_another.source} & {*known}
    assert {hidden.source, of_another.source} <= {*rights.visible_sources(reviewer)}
