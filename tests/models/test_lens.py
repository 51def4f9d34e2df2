from datetime import date

from django.utils import translation

from tests.factories import (
    CitationFactory,
    CountryFactory,
    InitiativeFactory,
    OrganizationFactory,
    SourceFactory,
    ThemeFactory,
    published_initiative,
    published_update,
)
from tracker.models import Organization, Record, lens
from tracker.vocabulary import Kind, Status

RECORD = Record(today=date(2026, 6, 1))


def test_tallies_count_the_published_and_keep_the_empty(db):
    full, empty = ThemeFactory(), ThemeFactory()
    published_initiative().themes.add(full)
    published_initiative(kind=Kind.ASPIRATION).themes.add(full)
    InitiativeFactory().themes.add(full)

    first, second = lens.tallies(RECORD, "theme", "country")["theme"]

    assert (first.slug, first.tally.by_status, first.tally.aspirations) == (
        full.slug,
        {Status.ANNOUNCED: 1},
        1,
    )
    assert (second.slug, second.tally.total) == (empty.slug, 0)


def test_a_body_without_a_citation_is_not_offered(db):
    OrganizationFactory()
    Organization.objects.create(slug="uncited", name_en="Uncited", classification="fund")

    assert [facet.slug for facet in lens.choices(RECORD)["organization"]] != ["uncited"]
    assert len(lens.choices(RECORD)["organization"]) == 1


def test_names_are_in_the_active_language_or_in_one_that_is_there(db):
    CountryFactory(name_en="Testland", name_ru="Пробландия")
    CountryFactory(name_en="Onlyland", name_ru="")

    with translation.override("ru"):
        names = {facet.name for facet in lens.choices(RECORD)["country"]}

    assert names == {"Пробландия", "Onlyland"}


def test_the_record_covers_the_dates_of_its_public_sources(db):
    for published_on in ("2026-35", "2025-11-12", "2026-02"):
        published_update(reference=CitationFactory(source=SourceFactory(published_on=published_on)))
    SourceFactory(published_on="1999")

    assert lens.coverage(lens.choices(RECORD)) == (3, "2025-11-12", "2026-35")


def test_an_empty_record_covers_nothing(db):
    assert lens.coverage(lens.choices(RECORD)) == (0, "", "")
