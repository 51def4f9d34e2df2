"""How to cite an initiative, for whoever keeps a bibliography."""

from datetime import date

import pytest
from django.utils import translation

from tests import factories as make
from tracker.publishing.citing import bibtex
from tracker.reading.record_at import RecordAt

ADDRESS = "https://tracker.example/en/initiatives/test-bridge/"
TODAY = date(2026, 6, 15)


@pytest.fixture
def initiative(db):
    return make.published_initiative(
        slug="test-bridge", title_en="Test bridge", title_ru="Пробный мост", status="planned",
        changed_on="2026-33",
    )  # fmt: skip


def fields(initiative, record=None):
    """Return {field: value} of the BibTeX of an initiative."""
    lines = bibtex(initiative, record or RecordAt(today=TODAY), ADDRESS).splitlines()[1:-1]
    pairs = (line.strip().rstrip(",").split(" = ", 1) for line in lines)
    return {name: value.strip("{}") for name, value in pairs}


def test_an_entry_names_the_page_the_day_and_where_it_stood(initiative):
    head = RecordAt(today=TODAY).head

    entry = bibtex(initiative, RecordAt(today=TODAY), ADDRESS)
    found = fields(initiative)

    assert entry.startswith("@misc{ots-tracker:test-bridge:2026-06-15,")
    assert found["title"] == "Test bridge"
    assert (found["year"], found["urldate"]) == ("2026", "2026-06-15")
    assert found["url"] == ADDRESS
    assert "Planned (first quarter of 2026)" in found["note"]
    assert found["note"].endswith(head["digest"][:16])


def test_an_earlier_day_is_cited_as_such_and_dated_by_when_it_was_read(initiative):
    found = fields(initiative, RecordAt(today=TODAY, as_of=date(2025, 1, 2)))

    assert (found["year"], found["urldate"]) == ("2025", "2026-06-15")
    assert "Nothing is published yet" in found["note"]


@pytest.mark.parametrize(
    ("language", "title", "langid"),
    [("en", "Test bridge", "english"), ("ru", "Пробный мост", "russian")],
)
def test_the_title_names_the_language_that_it_is_in(initiative, language, title, langid):
    with translation.override(language):
        found = fields(initiative)

    assert (found["title"], found["langid"]) == (title, langid)


def test_a_title_that_is_not_translated_is_in_the_language_in_which_it_stands(initiative):
    with translation.override("kk"):
        assert fields(initiative)["langid"] == "english"
