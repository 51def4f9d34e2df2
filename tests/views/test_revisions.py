import pytest
from django.conf import settings
from django.urls import reverse

from tests import factories as make
from tests.actions import steps
from tests.html import compact
from tests.views.conftest import told_at, version_on
from tracker.models import LedgerEntry, Revision
from tracker.models.version import version_of


@pytest.fixture
def form(initiative):
    """The address at which the wording of the initiative is changed."""
    return reverse("desk_revise_initiatives", args=[initiative.slug])


def propose(client, form, **changes):
    """Change texts in the form as it stands, and send it."""
    page = client.get(form)
    standing = {name: field.initial for name, field in page.context["form"].fields.items()}
    initial = page.context["form"].initial
    data = {name: initial.get(name, value) or "" for name, value in standing.items()}
    return client.post(
        form, {**data, "version": version_on(page), "reason": "Reworded.", **changes}
    )


def page(name, revision):
    return reverse(f"desk_{name}", args=[revision.pk])


def step(client, verb, revision, **data):
    """Press a button on the page of a revision."""
    version = version_on(client.get(page("revision", revision)))
    return client.post(page(f"revision_{verb}", revision), {"version": version, **data})


def test_a_deadline_is_read_as_people_write_it_and_shown_in_words(form, editor, browse):
    client = browse(editor)

    refused = propose(client, form, due="04/05/2027")
    said = told_at(refused, "due")
    propose(client, form, due="2027 жылдың екінші жартысы", quotes=make.QUOTE)
    revision = Revision.objects.get()

    assert refused.status_code == 422
    assert "4 May 2027; 5 April 2027" in said
    assert (revision.field, revision.new) == ("due", "2027-41")
    assert "second half of 2027" in client.get(page("revision", revision)).text


def test_another_wording_goes_through_a_second_person_to_the_public(
    initiative, form, editor, reviewer, browse, client
):
    entries = LedgerEntry.objects.count()
    sent = propose(browse(editor), form, title_en="Test <bridge> of today")
    revision = Revision.objects.get()
    before = client.get(initiative.get_absolute_url()).text

    assert sent["Location"] == "/desk/"
    assert (revision.old, revision.new) == ("Test bridge", "Test <bridge> of today")
    assert "of today" not in before

    worklist = browse(reviewer).get("/desk/").text
    preview = client.get(page("revision", revision)).text
    approved = step(client, "approve", revision)
    after = client.get(initiative.get_absolute_url()).text

    assert page("revision", revision) in worklist
    assert "Test &lt;bridge&gt; of today</ins>" in preview
    assert approved["Location"] == page("revision", revision)
    assert "<h1>Test &lt;bridge&gt; of today</h1>" in after
    assert "Original and current wording" in after
    assert "Test bridge</del>" in after
    assert "Reworded." in after
    assert LedgerEntry.objects.count() == entries + 1


def test_a_moved_deadline_leaves_the_original_one_on_the_page(editor, reviewer, browse, client):
    initiative = make.published_initiative(original_due="2026-03")
    form = reverse("desk_revise_initiatives", args=[initiative.slug])

    propose(browse(editor), form, due="2026-05", quotes=make.QUOTE, reason="")
    revision = Revision.objects.get()
    step(browse(reviewer), "approve", revision)
    text = compact(client.get(initiative.get_absolute_url()).text)

    assert "<dt>Original deadline</dt><dd>March 2026</dd>" in text
    assert "<dt>Present deadline</dt><dd>May 2026</dd>" in text
    assert "61 days after the original deadline" in text
    assert make.QUOTE in text.partition('<h2 id="revisions">')[2]
    assert revision.references.get().citation.quote == make.QUOTE


def test_a_deadline_that_was_wrong_is_corrected_for_a_reason_and_is_no_delay(
    editor, reviewer, browse, client
):
    initiative = make.published_initiative(original_due="2026-03")
    form = reverse("desk_revise_initiatives", args=[initiative.slug])

    propose(browse(editor), form, due="2026-05", corrects="yes", reason="Misread.")
    step(browse(reviewer), "approve", Revision.objects.get())
    text = compact(client.get(initiative.get_absolute_url()).text)

    assert "days after the original deadline" not in text
    assert "Misread." in text
    assert "corrected, as it was wrong" in text


@pytest.mark.parametrize(
    ("noun", "factory", "column"),
    [("plans", make.ActionPlanFactory, "name_en"), ("sources", make.published_update, "publisher")],
)
def test_plans_and_sources_are_reworded_too(
    editor, reviewer, browse, client, noun, factory, column
):
    row = factory()
    if noun == "sources":
        row = row.references.get().citation.source

    propose(browse(editor), reverse(f"desk_revise_{noun}", args=[row.slug]), **{column: "Renamed"})
    step(browse(reviewer), "approve", Revision.objects.get())

    assert "Renamed" in client.get(row.get_absolute_url()).text
    row.refresh_from_db()
    assert getattr(row, column) == "Renamed"


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"title_en": "Other", "reason": ""}, "reason", "Say why it is changed."),
        ({"due": "2026", "reason": "", "corrects": "yes"}, "reason", "Say why it is changed."),
        ({"due": "2026"}, "quotes", "Choose the quote in which it stands"),
        ({"due": "2026", "quotes": "It is nowhere."}, "quotes", "No archived source has this"),
        ({"due": "in spring"}, "due", "for example 2026, May 2026 or 15.05.2026"),
        (
            {"title_en": "", "title_ru": ""},
            "title_en",
            "It must be there in one language at least.",
        ),
        ({"title_en": "x" * 301}, "title_en", "at most 300 characters"),
    ],
)
def test_a_slip_is_told_at_its_field_and_nothing_typed_is_lost(
    form, editor, browse, changes, field, message
):
    with steps.nothing_is_written():
        response = propose(browse(editor), form, **{"summary_en": "Typed words.", **changes})

    assert response.status_code == 422
    assert message in told_at(response, field)
    assert "Nothing was saved yet:" in response.text
    assert "Typed words.</textarea>" in response.text


def test_what_differs_in_nothing_is_no_revision(form, editor, browse):
    response = propose(browse(editor), form)

    assert response.status_code == 422
    assert "Nothing differs from what is published." in response.text
    assert not Revision.objects.exists()


def test_one_revision_of_a_text_waits_at_a_time(form, editor, browse):
    propose(browse(editor), form, title_en="First")

    second = propose(browse(editor), form, title_en="Second")

    assert second.status_code == 422
    assert "A revision of this waits for review already." in told_at(second, "title_en")


def test_what_is_not_public_is_not_revised(editor, browse):
    hidden = make.InitiativeFactory()

    assert browse(editor).get(
        reverse("desk_revise_initiatives", args=[hidden.slug])
    ).status_code == 404  # fmt: skip


def test_a_text_changed_meanwhile_is_shown_beside_what_was_typed(
    initiative, form, editor, reviewer, administrator, browse
):
    client = browse(editor)
    data = {
        "version": version_on(client.get(form)), "title_en": "Typed title", "title_ru": "Мост",
        "reason": "Typed reason.",
    }  # fmt: skip
    initiative.refresh_from_db()
    steps.revised(initiative, by=administrator, reviewer=reviewer, title_en="Written meanwhile")

    with steps.nothing_is_written():
        conflict = client.post(form, data)

    assert conflict.status_code == 409
    assert "<td>Written meanwhile</td><td>Typed title</td>" in conflict.text
    assert 'value="Typed title"' in conflict.text
    assert "Typed reason.</textarea>" in conflict.text

    again = client.post(form, {**data, "version": version_on(conflict)})
    assert again.status_code == 302
    assert Revision.objects.submitted().get().old == "Written meanwhile"


def test_nobody_approves_their_own_revision(form, administrator, browse):
    client = browse(administrator)
    propose(client, form, title_en="Other")
    revision = Revision.objects.get()

    text = client.get(page("revision", revision)).text
    refused = step(client, "approve", revision)

    assert page("revision_approve", revision) not in text
    assert refused.status_code == 403
    assert "Nobody approves their own submission" in refused.text


def test_a_returned_revision_carries_the_note_and_is_discarded(form, editor, reviewer, browse):
    propose(browse(editor), form, title_en="Other")
    revision = Revision.objects.get()

    silent = step(browse(reviewer), "return", revision, note="")
    returned = step(browse(reviewer), "return", revision, note="Say <why>.")
    told = browse(editor).get(page("revision", revision)).text
    discarded = step(browse(editor), "discard", revision)

    assert silent.status_code == 422
    assert "This field is required." in told_at(silent, "note")
    assert returned.status_code == 302
    assert "Say &lt;why&gt;." in told
    assert discarded["Location"] == "/desk/"
    assert not Revision.objects.exists()


@pytest.mark.parametrize("verb", ["approve", "return", "discard"])
def test_a_step_with_what_moved_meanwhile_is_not_taken(form, editor, reviewer, browse, verb):
    propose(browse(editor), form, title_en="Other")
    revision = Revision.objects.get()
    client = browse(editor if verb == "discard" else reviewer)
    version = version_on(client.get(page("revision", revision)))
    Revision.objects.update(reason="Written meanwhile.")
    revision.refresh_from_db()

    with steps.nothing_is_written():
        conflict = client.post(
            page(f"revision_{verb}", revision), {"version": version, "note": "Typed <note>."}
        )

    assert conflict.status_code == 409
    assert "Somebody else changed this meanwhile." in conflict.text
    assert "Written meanwhile." in conflict.text
    assert ("Typed &lt;note&gt;." in conflict.text) == (verb == "return")
    assert version_on(conflict) == version_of(revision) != version


def test_a_revision_of_a_text_that_is_no_longer_the_same_is_not_published(
    initiative, form, editor, reviewer, browse
):
    propose(browse(editor), form, title_en="Other")
    revision = Revision.objects.get()
    type(initiative).objects.update(title_en="Written meanwhile")

    conflict = step(browse(reviewer), "approve", revision)

    assert conflict.status_code == 409
    assert not Revision.objects.published().exists()


def test_a_published_sentence_is_translated_from_the_list_to_the_public(
    initiative, editor, reviewer, browse, client
):
    update = initiative.updates.get()
    listed = browse(editor).get("/desk/translations/?language=kk").text
    form = page("translate_updates", update)
    assert form in listed
    assert 'lang="en"><p>' in browse(editor).get(form).text

    propose(browse(editor), form, sentence_kk="Көпір <ашылды>.")
    preview = browse(reviewer).get(page("revision", Revision.objects.get())).text
    step(browse(reviewer), "approve", Revision.objects.get())
    shown = client.get(f"/kk/initiatives/{initiative.slug}/").text

    assert update.sentence_en in preview
    assert "Көпір &lt;ашылды&gt;." in preview
    assert "Көпір &lt;ашылды&gt;." in shown
    assert 'class="note"' in shown
    assert update.sentence_en in client.get(f"/en/initiatives/{initiative.slug}/").text
    assert form not in browse(editor).get("/desk/translations/?language=kk").text
    assert "ашылды" not in client.get("/en/corrections/").text


def test_a_quote_keeps_its_words_and_has_its_translation_beside_it(
    initiative, editor, reviewer, browse, client
):
    quote = initiative.updates.get().references.get().citation
    form = page("translate_citations", quote)
    assert form in browse(editor).get(reverse("desk_source", args=[quote.source.slug])).text

    propose(browse(editor), form, quote_kk="Сынақ көпірі салынады.")
    step(browse(reviewer), "approve", Revision.objects.get())

    for address in (initiative.get_absolute_url(), quote.source.get_absolute_url()):
        kazakh = client.get(address.replace("/en/", "/kk/", 1)).text
        assert quote.quote in kazakh
        assert 'class="translation"' in kazakh
        assert "Сынақ көпірі салынады." in kazakh
        assert "Сынақ көпірі салынады." not in client.get(address).text


@pytest.mark.parametrize("texts", [{"sentence_kk": "x" * 501}, {"reason": ""}, {}])
def test_a_translation_that_says_nothing_or_too_much_is_refused(initiative, editor, browse, texts):
    form = page("translate_updates", initiative.updates.get())

    assert propose(browse(editor), form, **texts).status_code == 422
    assert not Revision.objects.exists()


def test_what_is_wrong_with_a_text_is_said_beside_it(initiative, editor, browse):
    quote = initiative.updates.get().references.get().citation

    page_of_quote = propose(browse(editor), page("translate_citations", quote), quote_kk="Иә.")

    assert page_of_quote.status_code == 422
    assert "quote_kk" in page_of_quote.context["form"].errors
    assert not Revision.objects.exists()


def test_what_stands_in_every_language_asks_for_nothing(editor, browse):
    texts = {f"sentence_{code}": "Test." for code in settings.LANGUAGE_NAMES}
    form = page("translate_updates", make.published_update(**texts))

    html = browse(editor).get(form).text

    assert "It stands in every language already." in html
    assert "<textarea" not in html


def test_what_is_not_public_has_no_translation(editor, browse):
    draft = make.DraftFactory()

    assert browse(editor).get(page("translate_updates", draft)).status_code == 404
    quote = draft.references.get().citation
    assert browse(editor).get(page("translate_citations", quote)).status_code == 404
