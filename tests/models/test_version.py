import pytest
from django.utils import timezone, translation

from tests import factories as make
from tracker import models
from tracker.models.version import version_of
from tracker.vocabulary import Status


def fresh(row):
    """Return the version of a row as whoever comes next reads it."""
    return version_of(type(row)._default_manager.get(pk=row.pk))


def test_a_version_stays_as_long_as_nobody_writes(db):
    row = make.DraftFactory()

    assert fresh(row) == fresh(row)
    assert len(fresh(row)) == 16


def test_two_rows_have_two_versions(db):
    assert fresh(make.ThemeFactory()) != fresh(make.ThemeFactory())


def write(row, **columns):
    type(row)._default_manager.filter(pk=row.pk).update(**columns)


WRITES = {
    "a column": (make.DraftFactory, lambda row: write(row, status=Status.DROPPED)),
    "a text of any language": (make.DraftFactory, lambda row: write(row, sentence_ru="Другое")),
    "a step of the review": (make.RevisionFactory, lambda row: write(row, review_note="Test")),
    "a link": (make.InitiativeFactory, lambda row: row.themes.add(make.ThemeFactory())),
    "a link of somebody": (make.UserFactory, lambda row: row.countries.add(make.CountryFactory())),
    "a citation more": (
        make.DraftFactory,
        lambda row: row.references.create(citation=make.CitationFactory()),
    ),
    "another citation": (
        make.EventFactory,
        lambda row: row.references.update(citation=make.CitationFactory()),
    ),
    "the moment of a submission": (
        make.RevisionFactory,
        lambda row: write(row, submitted_at=timezone.now()),
    ),
    "a citation less": (make.EventFactory, lambda row: row.references.all().delete()),
    "an alias": (make.ThemeFactory, lambda row: row.aliases.create(name="Another")),
    "another name of an alias": (
        lambda: models.Alias.objects.create(name="One", theme=make.ThemeFactory()).theme,
        lambda row: row.aliases.update(name="Another"),
    ),
    "a deadline that a revision moves": (
        lambda: make.published_initiative(original_due="2026"),
        lambda row: write(
            row, due="2026-01-01", due_earliest="2026-01-01", due_latest="2026-01-01"
        ),
    ),
}


@pytest.mark.parametrize("what", WRITES)
def test_a_version_moves_with(db, what):
    factory, change = WRITES[what]
    row = factory()
    before = fresh(row)

    change(row)

    assert fresh(row) != before


def with_a_draft_body(*, waits):
    body = make.OrganizationFactory(stays_draft=True)
    update = make.DraftFactory(
        initiative=make.InitiativeFactory(organizations=[body]),
        submitted_at=timezone.now() if waits else None,
    )
    return update, body


NEEDED = {
    "a text of it": lambda body: write(body, name_ru="Другое"),
    "another name of it": lambda body: body.aliases.create(name="Another"),
    "a quote of it": lambda body: body.references.create(citation=make.CitationFactory()),
    "what it is linked to": lambda body: body.themes.add(make.ThemeFactory()),
}


@pytest.mark.parametrize("what", NEEDED)
def test_the_version_of_what_waits_moves_with_all_that_becomes_public_with_it(db, what):
    (waiting, its_body), (draft, other) = (with_a_draft_body(waits=one) for one in (True, False))
    before = fresh(waiting), fresh(draft)

    for body in (its_body, other):
        NEEDED[what](body)

    assert fresh(waiting) != before[0]
    assert fresh(draft) == before[1]


def test_the_version_of_what_waits_moves_as_a_noun_that_it_needs_is_published(db):
    """Its entry would be another: whoever read it approves something else."""
    waiting, body = with_a_draft_body(waits=True)
    before = fresh(waiting)

    make.make_public(body)

    assert fresh(waiting) != before


def test_an_update_leaves_the_version_of_its_published_initiative(db):
    initiative = make.published_initiative()
    before = fresh(initiative)

    make.published_update(initiative=initiative, status="planned", changed_on="2026-04")

    assert fresh(initiative) == before


def test_signing_in_leaves_the_version_of_a_person(db):
    user = make.UserFactory()
    before = fresh(user)

    write(user, last_login="2026-01-01T00:00Z")

    assert fresh(user) == before


def test_a_version_is_the_same_in_every_language(db):
    row = make.ThemeFactory(name_en="One", name_ru="Один")

    with translation.override("ru"):
        in_russian = fresh(row)

    assert in_russian == fresh(row)


def test_a_row_that_is_not_saved_has_a_version(db):
    assert version_of(models.Initiative()) == version_of(models.Initiative())


def test_links_that_were_fetched_before_cost_no_query(db, django_assert_num_queries):
    row = make.DraftFactory()
    expected = fresh(row)
    [fetched] = models.StatusUpdate.objects.prefetch_related("references").filter(pk=row.pk)

    with django_assert_num_queries(0):
        assert version_of(fetched) == expected
