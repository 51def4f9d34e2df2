import pytest

from tests import factories as make
from tests.addresses import CITED
from tests.html import compact
from tracker import models
from tracker.actions import submissions
from tracker.actions.revise import propose
from tracker.models.version import version_of


def test_the_public_sees_the_quotes_and_not_the_whole_text(db, client):
    source = make.SourceFactory(text="A secret test paragraph. A quoted test sentence.")
    quote = make.CitationFactory(source=source, quote="A quoted test sentence.", is_context=True)
    assert client.get(source.get_absolute_url()).status_code == 404
    make.make_public(quote)

    text = client.get(source.get_absolute_url()).text

    assert "A quoted test sentence." in text
    assert "secret" not in text
    assert "Context: nothing is tracked under it." in text


@pytest.mark.parametrize("url", ["", "https://gazette.example/1"])
def test_a_source_without_an_address_is_linked_nowhere(db, auditor, client, url):
    source = make.SourceFactory(url=url, language="fa")
    update = make.published_update(reference=make.CitationFactory(source=source))
    client.force_login(auditor)

    pages = [
        client.get(address).text
        for address in (
            source.get_absolute_url(), update.initiative.get_absolute_url(),
            f"/desk/sources/{source.slug}/",
        )
    ]  # fmt: skip

    assert [f'href="{url}"' in page for page in pages] == [bool(url)] * 3
    assert ['cite="' in page for page in pages] == [bool(url), bool(url), False]
    assert all('lang="fa"' in page for page in pages)
    assert "<dd>Persian</dd>" in compact(pages[0])
    assert ("It has no address." in pages[0]) is not bool(url)
    assert ('"url": ""' in pages[1]) is False


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

    text = client.get(citation.source.get_absolute_url()).text

    assert str(row) in text, f"templates/sources/detail.html does not name a {model.__name__}"
    if hasattr(row, "get_absolute_url"):
        assert f'<a href="{row.get_absolute_url()}">' in text


def test_a_quote_names_the_milestone_and_the_initiative_of_it(db, client):
    citation, initiative = make.CitationFactory(), make.published_initiative()
    make.MilestoneFactory(initiative=initiative, title_en="First pier", reference=citation)

    text = client.get(citation.source.get_absolute_url()).text

    assert f'<a href="{initiative.get_absolute_url()}">First pier</a>' in text


@pytest.mark.parametrize("target", ["event", "milestone", "speaker"])
def test_a_quote_names_the_change_that_rests_on_it(target, db, client, editor, reviewer):
    citation = make.CitationFactory()
    initiative = make.published_initiative(title_en="Test bridge")
    row, changes, label, subject = {
        "event": lambda: (make.EventFactory(name_en="Summit"), {"held_on": "2027"}, "Held on", 0),
        "milestone": lambda: (
            make.MilestoneFactory(initiative=initiative), {"due": "2027"}, "Deadline", initiative,
        ),
        "speaker": lambda: (make.SpeakerFactory(name_en="Ada"), {"role_en": "Dean"}, "Role", 0),
    }[target]()  # fmt: skip
    revisions = propose(
        row=row, changes=changes, reason="", by=editor, version=None, quotes=[citation]
    )
    page = citation.source.get_absolute_url()
    assert client.get(page).status_code == 404
    [revision] = [
        submissions.approve(row=one, by=reviewer, version=version_of(one)) for one in revisions
    ]

    text = compact(client.get(page).text)

    subject = subject or row
    item = text[text.index(f"<li>{label}:") :].partition("</li>")[0]
    assert str(subject) in item
    if target != "speaker":  # who has no page
        address = f"{subject.get_absolute_url()}#revision-{revision.pk}"
        assert f'href="{address}"' in item
        assert f'id="revision-{revision.pk}"' in client.get(subject.get_absolute_url()).text


def test_a_source_without_public_quotes_is_not_public(db, client):
    source = make.SourceFactory()
    draft = make.DraftFactory(reference=make.CitationFactory(source=source))

    assert client.get(source.get_absolute_url()).status_code == 404
    assert client.get(f"/en/initiatives/?source={source.slug}").status_code == 400
    assert draft.sentence not in client.get("/en/sources/").text


def test_the_original_is_known_as_a_page_of_others(db, client):
    source = make.published_update().references.get().citation.source

    text = client.get(source.get_absolute_url()).text

    assert f'<a href="{source.url}" rel="external noopener">' in text


def test_staff_read_the_whole_text_and_a_focal_point_what_is_public(reviewer, focal_point, client):
    source = make.SourceFactory(text=f"A whole test text. {make.QUOTE}")
    address = f"/desk/sources/{source.slug}/"

    client.force_login(reviewer)
    assert "A whole test text." in client.get(address).text
    client.force_login(focal_point)
    assert client.get(address).status_code == 404
    make.make_public(make.CitationFactory(source=source, is_context=True))
    assert "A whole test text." in client.get(address).text
