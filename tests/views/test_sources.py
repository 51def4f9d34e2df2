import pytest

from tests import factories as make
from tests.addresses import CITED
from tracker import models


def test_the_public_sees_the_quotes_and_not_the_whole_text(db, client):
    source = make.SourceFactory(text="A secret test paragraph. A quoted test sentence.")
    make.CitationFactory(source=source, quote="A quoted test sentence.", is_context=True)

    text = client.get(source.get_absolute_url()).text

    assert "A quoted test sentence." in text
    assert "secret" not in text
    assert "Context: nothing is tracked under it." in text


def test_a_quote_says_what_became_of_it_and_nothing_of_drafts(db, client):
    citation = make.CitationFactory()
    make.published_update(
        reference=citation, initiative=make.InitiativeFactory(title_en="Public bridge")
    )
    make.DraftFactory(
        reference=citation, initiative=make.InitiativeFactory(title_en="Draft tunnel")
    )

    text = client.get(citation.source.get_absolute_url()).text

    assert "Public bridge" in text
    assert "Draft tunnel" not in text


@pytest.mark.parametrize("model", CITED, ids=lambda model: model.__name__)
def test_a_quote_names_each_noun_that_it_supports(model, rows, client):
    row, citation = rows[model._meta.model_name], make.CitationFactory()
    models.Reference.objects.create(citation=citation, **{models.Reference.target_of(model): row})

    assert str(row) in client.get(citation.source.get_absolute_url()).text, (
        f"templates/sources/detail.html does not name a {model.__name__}"
    )


def test_a_source_without_public_quotes_is_not_public(db, client):
    source = make.SourceFactory()
    draft = make.DraftFactory(reference=make.CitationFactory(source=source))

    assert client.get(source.get_absolute_url()).status_code == 404
    assert client.get(f"/en/initiatives/?source={source.slug}").status_code == 400
    assert draft.sentence not in client.get("/en/sources/").text


def test_the_original_is_known_as_a_page_of_others(db, client):
    source = make.CitationFactory(is_context=True).source

    text = client.get(source.get_absolute_url()).text

    assert f'<a href="{source.url}" rel="external noopener">' in text


def test_staff_read_the_whole_text(focal_point, client):
    source = make.SourceFactory(text="A whole test text.")
    client.force_login(focal_point)

    assert "A whole test text." in client.get(f"/desk/sources/{source.slug}/").text
