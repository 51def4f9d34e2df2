"""How each field of the record is written as a text, and read again."""

import pytest

from tests import factories as make
from tracker.models import Citation, Country, Initiative, Organization, Reference, Revision, Theme
from tracker.models.record_fields import (
    aliases_in,
    aliases_text,
    citation_text,
    citations_text,
    in_order,
    is_linked,
    linked_model,
    text_of,
)
from tracker.models.revision import revised_columns
from tracker.vocabulary import RECORD, RevisedField


@pytest.mark.parametrize("name", RECORD)
def test_each_field_of_each_noun_has_a_text_also_if_it_is_empty(rows, name):
    model = Revision._meta.get_field(name).related_model
    row = model._default_manager.get(pk=rows[model._meta.model_name].pk)

    for column in revised_columns(model):
        assert isinstance(text_of(row, column), str), column


def test_texts_dates_and_choices_are_themselves(db):
    event = make.EventFactory(name_en="Test", held_on="2026-35", classification="summit")

    assert text_of(event, "name_en") == "Test"
    assert text_of(event, "name_kk") == ""
    assert text_of(event, "held_on") == "2026-35"
    assert text_of(event, "classification") == "summit"


def test_a_yes_is_a_word_and_a_no_is_nothing(db):
    there, proposed = make.OrganizationFactory(), make.OrganizationFactory(proposed=True)

    assert (text_of(proposed, "proposed"), text_of(there, "proposed")) == ("yes", "")


def test_a_linked_row_is_its_slug_and_several_are_theirs_in_order(db):
    country = make.CountryFactory(slug="xa")
    body = make.OrganizationFactory(country=country)
    themes = [make.ThemeFactory(slug=slug) for slug in ("b", "c", "a")]
    initiative = make.InitiativeFactory(themes=themes)

    assert text_of(body, "country") == "xa"
    assert text_of(make.OrganizationFactory(), "country") == ""
    assert text_of(initiative, "themes") == "a b c"
    assert text_of(initiative, "parent") == text_of(initiative, "events") == ""


def test_links_that_are_prefetched_cost_no_query(db, django_assert_num_queries):
    make.InitiativeFactory(themes=[make.ThemeFactory(slug="one")])
    [row] = Initiative.objects.prefetch_related("themes")

    with django_assert_num_queries(0):
        assert text_of(row, "themes") == "one"


def test_other_names_are_canonical_whatever_their_order(db):
    theme = make.ThemeFactory()
    for name, language in (("Сынақ", "kk"), ("Another", ""), ("Проба", "ru")):
        theme.aliases.create(name=name, language=language)

    text = text_of(theme, "aliases")

    assert text == '[["Another",""],["Проба","ru"],["Сынақ","kk"]]'
    assert text == aliases_text(reversed(aliases_in(text)))
    assert aliases_text([]) == ""
    assert aliases_in("") == []


def test_a_quote_is_the_digest_of_its_source_with_its_offsets(db, django_assert_num_queries):
    body = make.OrganizationFactory()
    quote = body.references.get().citation
    other = make.CitationFactory(source=quote.source, quote="The test bridge is open, they said.")
    Reference.objects.create(citation=other, organization=body)

    assert citation_text(quote) == f"{quote.source.sha256}:{quote.start}-{quote.end}"
    assert quote.source.text[quote.start : quote.end] == quote.quote
    with django_assert_num_queries(1):
        text = text_of(body, "citations")
    assert text == citations_text([other, quote]) == citations_text([quote, other])
    assert len(text.split()) == 2


def test_what_is_linked_and_what_is_written_beside_a_row_is_known():
    assert is_linked(Initiative, "parent")
    assert is_linked(Initiative, "themes")
    assert is_linked(Organization, "aliases")
    assert is_linked(Organization, "citations")
    assert not is_linked(Organization, "proposed")
    assert linked_model(Organization, "country") is Country
    assert linked_model(Initiative, "themes") is Theme
    assert linked_model(Organization, "aliases") is None
    assert linked_model(Organization, "citations") is None
    assert linked_model(Organization, "name_en") is None


def test_the_translation_of_what_is_frozen_has_no_column():
    column = f"{RevisedField.QUOTE}_kk"
    assert not is_linked(Citation, column)
    assert in_order(Citation, column, "b  a") == "b  a"


@pytest.mark.parametrize(
    ("column", "typed", "kept"),
    [
        ("countries", "kz az", "az kz"),
        ("countries", " kz  az kz ", "az kz"),
        ("citations", "b:1-2 a:3-4", "a:3-4 b:1-2"),
        ("title_en", "kz  az", "kz  az"),
        ("parent", "a-bridge", "a-bridge"),
    ],
)
def test_what_is_typed_comes_in_the_order_of_the_record(column, typed, kept):
    assert in_order(Initiative, column, typed) == kept


def test_other_names_come_in_their_order():
    assert in_order(Theme, "aliases", '[["b","ru"],["a",""]]') == '[["a",""],["b","ru"]]'
