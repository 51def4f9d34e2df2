"""Nouns in the data entry: drafts are saved and handed in, what is public is proposed to change."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from tests import factories as make
from tests.actions import steps
from tests.admin.steps import filled, question, said, save, told, url
from tracker.actions import submissions
from tracker.models import (
    Alias,
    Citation,
    Country,
    Event,
    LedgerEntry,
    Organization,
    Place,
    Reference,
    Revision,
    Theme,
)
from tracker.models.data_version import data_version
from tracker.models.revision import target_name
from tracker.models.version import version_of
from tracker.reading.earlier import MODELS
from tracker.vocabulary import RECORD

NAMES = {model._meta.model_name: model for model in MODELS.values()}


def proposals():
    """Return {column: (old, new)} of what waits."""
    return {one.column: (one.old, one.new) for one in Revision.objects.submitted().changes()}


@pytest.mark.parametrize("model", NAMES)
def test_saving_what_is_public_as_it_is_proposes_nothing(model, seeds, editing):
    rows = NAMES[model].objects.published().order_by("pk")[:4]
    if model != "milestone":
        assert rows, "the seeds have some"

    for row in rows:
        response = save(editing, url(model, "change", row.pk), reason="For nothing.")

        assert response.status_code == 302, told(response)
        assert said(editing, response) == ["Nothing differs from what is published."]
    assert proposals() == {}
    assert not LogEntry.objects.exists()


def test_a_text_of_several_lines_is_not_changed_by_what_browsers_make_of_them(editing):
    country = make.CountryFactory(note_en="One.\nTwo.", note_ru="Раз.\r\nДва.")
    page = url("country", "change", country.pk)

    same = save(editing, page, reason="Test")
    assert said(editing, same) == ["Nothing differs from what is published."]
    save(editing, page, note_en="One.\nThree.", reason="Test")

    assert proposals() == {"note_en": ("One.\nTwo.", "One.\nThree.")}


def test_what_is_public_is_proposed_and_not_saved(editing, editor):
    theme = make.ThemeFactory(name_en="Trade", name_ru="Торговля")
    before = LedgerEntry.objects.count(), data_version()
    page = url("theme", "change", theme.pk)

    response = save(editing, page, name_en="Commerce", name_ru="", reason="As it calls itself.")

    assert response["Location"] == page
    assert proposals() == {"name_en": ("Trade", "Commerce"), "name_ru": ("Торговля", "")}
    for revision in Revision.objects.submitted():
        assert (revision.target, revision.created_by) == (theme, editor)
        assert (revision.reason, revision.corrects) == ("As it calls itself.", False)
        assert revision.submission.created_by == editor
    theme.refresh_from_db()
    assert (theme.name_en, theme.name_ru) == ("Trade", "Торговля")
    assert (LedgerEntry.objects.count(), data_version()) == before
    assert not LogEntry.objects.exists()


def test_a_proposal_says_that_it_waits_and_links_to_each_revision(editing):
    theme = make.ThemeFactory(name_en="Trade")

    response = save(
        editing, url("theme", "change", theme.pk), name_en="Commerce", aliases="Buying",
        reason="Test",
    )  # fmt: skip

    [message] = said(editing, response)
    assert message.startswith("It waits for a second person now: <a href=")
    links = [
        f'<a href="{one.get_absolute_url()}">{label}</a>'
        for one, label in zip(
            Revision.objects.submitted().order_by("pk"), ["name [en]", "Other names"], strict=True
        )
    ]
    assert all(link.lower() in message.lower() for link in links)


def test_a_change_of_every_sort_is_proposed_as_the_record_writes_it(editing):
    country, theme, quote = make.CountryFactory(), make.ThemeFactory(), make.CitationFactory()
    organization = make.OrganizationFactory(name_en="Fund", classification="fund")
    Alias.objects.create(organization=organization, name="Kasse")
    kept = organization.references.get().citation

    response = save(
        editing, url("organization", "change", organization.pk),
        classification="academy", proposed="on", country=country.pk, themes=[theme.pk],
        aliases="Kasse\n\n ru : Касса \nFR: Caisse", citations=[kept.pk, quote.pk],
        reason="Read anew.", quotes=[quote.pk],
    )  # fmt: skip

    assert response.status_code == 302, told(response)
    said = {f"{one.source.sha256}:{one.start}-{one.end}" for one in (kept, quote)}
    found = proposals()
    assert {*found.pop("citations")[1].split()} == said
    assert found == {
        "classification": ("fund", "academy"), "proposed": ("", "yes"),
        "country": ("", country.slug), "themes": ("", theme.slug),
        "aliases": ('[["Kasse",""]]', '[["Caisse","fr"],["Kasse",""],["Касса","ru"]]'),
    }  # fmt: skip
    for revision in Revision.objects.submitted():
        assert revision.references.get().citation == quote
    organization.refresh_from_db()
    assert (organization.country, organization.proposed) == (None, False)
    assert not organization.themes.exists()
    assert organization.aliases.get().name == "Kasse"
    assert organization.references.get().citation == kept


def test_what_was_proposed_stands_there_once_a_second_person_publishes_it(editing, reviewer):
    organization = make.OrganizationFactory()
    country, quote = make.CountryFactory(), make.CitationFactory()
    save(
        editing, url("organization", "change", organization.pk), aliases="ru: Касса",
        country=country.pk, reason="Test", quotes=[quote.pk],
    )  # fmt: skip

    for revision in Revision.objects.submitted():
        submissions.approve(row=revision, by=reviewer, version=version_of(revision))

    organization.refresh_from_db()
    assert organization.country == country
    assert organization.aliases.get().name == "Касса"
    page = editing.get(url("organization", "change", organization.pk))
    assert page.context["adminform"].form["aliases"].value() == "ru: Касса"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"held_on": "осень 2027"}, "2027-23"),
        ({"held_on": "1/2/2027", "held_on-meant": "2027-01-02"}, "2027-01-02"),
        ({"held_on": "3013", "held_on-sure": "3013"}, "3013"),
    ],
)
def test_a_date_is_read_as_people_write_it(editing, typed, kept, db):
    event = make.EventFactory(name_en="Meeting", held_on="2026", stays_draft=True)

    response = save(editing, url("event", "change", event.pk), **typed)

    assert response.status_code == 302, told(response)
    event.refresh_from_db()
    assert event.held_on == kept


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"held_on": "2027", "reason": "Test"}, "quotes", "Choose the quote in which it stands"),
        ({"held_on": "2027", "corrects": "on"}, "reason", "Say why it is changed."),
        ({"name_en": "Typed"}, "reason", "Say why it is changed."),
        ({"held_on": "soon", "reason": "Test"}, "held_on", "is not a date that we can read"),
        ({"held_on": "1/2/2027", "reason": "T"}, "held_on", "1 February 2027; 2 January 2027"),
        ({"held_on": "3013", "reason": "T"}, "held_on", "Before 1900 or after 2200: "),
        ({"name_en": "", "reason": "Test"}, "name_en", "in one language at least"),
        ({"citations": [], "corrects": "on", "reason": "T"}, "citations", "keeps the quotes"),
        ({"classification": "", "reason": "T"}, "classification", "required"),
    ],
)  # fmt: skip
def test_what_the_record_refuses_is_told_at_its_field(editing, typed, field, message, db):
    event = make.EventFactory(name_en="Meeting", held_on="2026")
    page = url("event", "change", event.pk)
    before = data_version()

    with steps.nothing_is_written():
        response = save(editing, page, **typed)

    errors = told(response)
    assert message in errors[field][0]
    assert "__all__" not in errors
    form = response.context["adminform"].form
    for name, value in typed.items():
        assert form[name].data in (value, value == "on"), name
    event.refresh_from_db()
    assert (event.name_en, event.held_on, data_version()) == ("Meeting", "2026", before)


def test_what_is_linked_to_must_be_public(editing, db):
    hidden = make.ThemeFactory(stays_draft=True)
    event = make.EventFactory()

    response = save(editing, url("event", "change", event.pk), themes=[hidden.pk], reason="Test")

    [error] = told(response)["themes"]
    assert "publish the other first" in error
    assert not Revision.objects.changes().exists()


def test_what_waits_already_is_not_proposed_once_more(editing, db):
    theme = make.ThemeFactory()
    page = url("theme", "change", theme.pk)
    save(editing, page, name_en="First", reason="Test")

    response = save(editing, page, name_en="Second", aliases="Other", reason="Test")

    assert "waits for review already" in told(response)["name_en"][0]
    assert proposals().keys() == {"name_en"}
    assert 'value="Second"' in response.text


@pytest.mark.parametrize("quote", ["given", "none"])
def test_what_was_wrong_is_corrected_with_or_without_a_quote(editing, quote, db):
    event = make.EventFactory(held_on="2026-05")
    quotes = [make.CitationFactory()] if quote == "given" else []

    save(
        editing, url("event", "change", event.pk), held_on="2026-06", corrects="on",
        reason="Misread.", quotes=[one.pk for one in quotes],
    )  # fmt: skip

    revision = Revision.objects.submitted().get()
    assert (revision.corrects, revision.reason) == (True, "Misread.")
    assert [one.citation for one in revision.references.all()] == quotes


def test_a_claim_rests_on_a_quote_without_a_reason(editing, db):
    event, quote = make.EventFactory(held_on="2026-05"), make.CitationFactory()

    response = save(editing, url("event", "change", event.pk), held_on="2026-06", quotes=[quote.pk])

    assert response.status_code == 302
    assert proposals() == {"held_on": ("2026-05", "2026-06")}


def test_presentation_is_saved_at_once_and_logged(editing, editor):
    country = make.CountryFactory(name_en="Testland", iso_code="TL")
    before = data_version()

    response = save(editing, url("country", "change", country.pk), iso_code="TT")

    assert response.status_code == 302
    assert Country.objects.get().iso_code == "TT"
    assert data_version() > before
    assert not Revision.objects.changes().exists()
    log = LogEntry.objects.get()
    assert (log.user, log.get_change_message()) == (editor, "Changed ISO code.")


def test_presentation_is_saved_beside_a_proposal_and_logged_alone(editing):
    country = make.CountryFactory(name_en="Testland", iso_code="TL")

    response = save(
        editing, url("country", "change", country.pk), iso_code="TT", name_en="Typed", reason="T"
    )

    found = Country.objects.get()
    assert (found.iso_code, found.name_en) == ("TT", "Testland")
    assert proposals() == {"name_en": ("Testland", "Typed")}
    log = LogEntry.objects.get()
    assert (log.object_repr, log.get_change_message()) == ("Testland", "Changed ISO code.")
    waits, changed = said(editing, response)
    assert "It waits for a second person" in waits
    assert "Testland" in changed


def test_presentation_is_not_saved_where_the_record_refuses_the_rest(editing):
    country = make.CountryFactory(iso_code="TL")
    before = data_version()

    response = save(
        editing, url("country", "change", country.pk), iso_code="TT", name_en="Without a reason"
    )

    assert told(response).keys() == {"reason"}
    assert 'value="TT"' in response.text
    assert (Country.objects.get().iso_code, data_version()) == ("TL", before)
    assert not LogEntry.objects.exists()


def test_nobody_proposes_without_the_right_to(client, reviewer):
    """The right to change drafts is none to propose."""
    codes = ["change_theme", "delete_theme"]
    reviewer.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client.force_login(reviewer)
    theme = make.ThemeFactory(name_en="Public")
    draft = make.ThemeFactory(name_en="Draft", stays_draft=True)

    page = client.get(url("theme", "change", theme.pk))
    response = client.post(
        url("theme", "change", theme.pk),
        {"version": version_of(theme), "name_en": "Typed", "reason": "Test"},
    )
    saved = save(client, url("theme", "change", draft.pk), name_en="Typed")

    assert 'name="name_en"' not in page.text
    assert response.status_code == 403
    assert saved.status_code == 302
    assert [*Theme.objects.order_by("pk").values_list("name_en", flat=True)] == ["Public", "Typed"]
    assert not Revision.objects.changes().exists()


def test_whoever_only_reads_sees_other_names_and_quotes_too(client, auditor):
    organization = make.OrganizationFactory()
    Alias.objects.create(organization=organization, name="Касса")
    client.force_login(auditor)

    page = client.get(url("organization", "change", organization.pk)).text

    assert "Касса" in page
    assert make.QUOTE in page
    for field in ("aliases", "citations", "reason", "quotes", "hand_in"):
        assert f'name="{field}"' not in page


def test_a_form_asks_for_what_its_stage_needs(editing, db):
    public, draft = make.EventFactory(), make.EventFactory(stays_draft=True)

    asked = {
        stage: {*editing.get(address).context["adminform"].form.fields}
        for stage, address in {
            "public": url("event", "change", public.pk),
            "draft": url("event", "change", draft.pk),
            "new": url("event", "add"),
        }.items()
    }

    assert {"reason", "quotes", "corrects"} <= asked["public"]
    assert not {"hand_in", "slug"} & asked["public"]
    for stage in ("draft", "new"):
        assert "hand_in" in asked[stage]
        assert not {"reason", "quotes", "corrects"} & asked[stage]
    assert all("citations" in fields and "aliases" not in fields for fields in asked.values())


def test_the_noun_itself_says_what_never_changes(editing, db):
    milestone = make.MilestoneFactory(initiative=make.published_initiative())

    form = editing.get(url("milestone", "change", milestone.pk)).context["adminform"].form

    assert "initiative" not in form.fields
    assert {"title_en", "due", "reached_on", "citations"} <= form.fields.keys()


# Drafts


def test_a_new_noun_is_a_draft_with_its_author(editing, editor, client):
    response = editing.post(
        url("theme", "add"), {"slug": "water", "name_en": "Water", "aliases": "ru: Вода\nWasser"}
    )

    assert response.status_code == 302
    theme = Theme.objects.get()
    assert theme.published_at is None
    assert {*theme.aliases.values_list("name", "language")} == {("Вода", "ru"), ("Wasser", "")}
    new = Revision.objects.get()
    assert (new.field, new.new, new.target, new.created_by) == ("new", "water", theme, editor)
    assert (new.submitted_at, new.submission) == (None, None)
    assert not LedgerEntry.objects.exists()
    client.logout()
    assert client.get(reverse("theme", args=["water"])).status_code == 404


def test_a_draft_is_handed_to_a_reviewer_who_publishes_it(editing, editor, reviewer):
    quote = make.CitationFactory()

    response = editing.post(
        url("event", "add"),
        {
            "slug": "meeting", "name_en": "Meeting", "classification": "summit",
            "held_on": "2026-05", "citations": [quote.pk], "hand_in": "on",
        },
    )  # fmt: skip

    assert "It waits for a reviewer now." in said(editing, response)
    new = Revision.objects.submitted().get()
    assert new.submission.created_by == new.created_by == editor
    submissions.approve(row=new, by=reviewer, version=version_of(new))
    event = Event.objects.get()
    assert event.published_at
    assert event.references.get().citation == quote
    kinds = LedgerEntry.objects.order_by("sequence").values_list("kind", flat=True)
    assert [*kinds] == ["source", "citation", "event"]


@pytest.mark.parametrize("page", ["add", "change"])
def test_a_claim_is_not_handed_in_without_a_quote(editing, page, db):
    event = make.EventFactory(stays_draft=True)
    address = url("event", page, *([event.pk] if page == "change" else []))
    before = [*Event.objects.values()]

    response = save(
        editing, address, slug="meeting", name_en="Meeting", classification="summit",
        held_on="2026-05", citations=[], hand_in="on",
    )  # fmt: skip

    assert told(response) == {"citations": ["Nothing is published without a citation."]}
    assert [*Event.objects.values()] == before
    assert not Revision.objects.exists()


def test_what_is_no_claim_is_handed_in_without_a_quote(editing, db):
    editing.post(url("theme", "add"), {"slug": "water", "name_en": "Water", "hand_in": "on"})

    assert Revision.objects.submitted().get().target == Theme.objects.get()


@pytest.mark.parametrize("model", ["initiative", "source"])
def test_what_others_publish_is_not_handed_in(editing, model):
    row = make.InitiativeFactory() if model == "initiative" else make.SourceFactory()
    page = url(model, "change", row.pk)

    response = save(editing, page, hand_in="on")

    assert response.status_code == 302
    assert 'name="hand_in"' not in editing.get(page).text
    new = Revision.objects.get()
    assert (new.field, new.target, new.submitted_at) == ("new", row, None)


def test_what_waits_goes_on_waiting_unless_it_is_taken_back(editing, editor, reviewer):
    theme = make.ThemeFactory(stays_draft=True)
    page = url("theme", "change", theme.pk)
    save(editing, page, hand_in="on")
    new = Revision.objects.submitted().get()
    type(new).objects.update(created_by=reviewer)

    save(editing, page, name_en="Written again")

    new.refresh_from_db()
    assert (new.submitted_at is not None, new.created_by) == (True, editor)

    data = filled(editing.get(page))
    del data["hand_in"]
    editing.post(page, data)

    new.refresh_from_db()
    assert (new.submitted_at, Revision.objects.count()) == (None, 1)
    assert "hand_in" not in filled(editing.get(page))


def test_a_version_of_a_draft_that_was_written_since_is_not_published(editing, reviewer):
    theme = make.ThemeFactory(stays_draft=True)
    save(editing, url("theme", "change", theme.pk), hand_in="on")
    read = version_of(Revision.objects.submitted().get())

    save(editing, url("theme", "change", theme.pk), aliases="Another")

    assert version_of(Revision.objects.submitted().get()) != read


def test_a_draft_is_saved_with_its_names_and_quotes_in_place_of_those_before(editing, db):
    group = make.WorkingGroupFactory(stays_draft=True)
    Alias.objects.create(working_group=group, name="Old")
    kept, other = group.references.get().citation, make.CitationFactory()
    page = url("workinggroup", "change", group.pk)
    country = make.CountryFactory(stays_draft=True)

    both = save(editing, page, citations=[kept.pk, other.pk], aliases="New", countries=[country.pk])
    assert {one.citation for one in group.references.all()} == {kept, other}
    save(editing, page, citations=[other.pk])

    assert both.status_code == 302
    assert [one.citation for one in group.references.all()] == [other]
    assert [one.name for one in group.aliases.all()] == ["New"]
    assert [*group.countries.all()] == [country]
    assert LogEntry.objects.count() == 2


@pytest.mark.parametrize(
    ("aliases", "message"),
    [
        ("Kasse\nKasse", "“Kasse” stands here twice."),
        ("Kasse\nde: Kasse", "“Kasse” stands here twice."),
        ("x" * 301, "at most 300 characters"),
        ("[[\nde: [[", "“[[” stands here twice."),
    ],
)
@pytest.mark.parametrize("is_draft", [True, False])
def test_other_names_that_cannot_be_kept_are_told_at_their_field(
    editing, aliases, message, is_draft
):
    theme = make.ThemeFactory(stays_draft=is_draft)

    response = save(editing, url("theme", "change", theme.pk), aliases=aliases, reason="Test")

    errors = told(response)
    assert errors.keys() == {"aliases"}
    assert message in errors["aliases"][0]
    assert response.context["adminform"].form["aliases"].value() == aliases.replace("\n", "\r\n")
    assert not Alias.objects.exists()
    assert not Revision.objects.exists()


def test_a_draft_is_deleted_with_what_was_written_beside_it(editing, db):
    editing.post(
        url("organization", "add"),
        {
            "slug": "fund", "name_en": "Fund", "classification": "fund", "aliases": "Kasse",
            "citations": [make.CitationFactory().pk], "hand_in": "on",
        },
    )  # fmt: skip
    organization = Organization.objects.get()
    asked = question(editing, "organization", organization)

    page = editing.get(asked)
    kept = [model.objects.count() for model in (Organization, Revision, Reference, Alias)]
    response = editing.post(asked, {"post": "yes"})

    assert "<title>Cannot delete" not in page.text
    assert kept == [1, 1, 1, 1]
    assert response.status_code == 302
    for model in (Organization, Revision, Reference, Alias):
        assert not model.objects.exists(), model
    assert Citation.objects.count() == 1


def test_a_draft_that_another_needs_is_not_deleted(editing, db):
    place = make.PlaceFactory(stays_draft=True)
    save(editing, url("place", "change", place.pk))
    make.EventFactory(place=place, stays_draft=True)

    response = editing.post(question(editing, "place", place), {"post": "yes"})

    assert "<title>Cannot delete" in response.text
    assert Place.objects.get() == place
    assert Revision.objects.get().target == place


@pytest.mark.parametrize("model", NAMES)
def test_no_public_noun_is_deleted(model, rows, administrator, client):
    client.force_login(administrator)
    row = rows[model]
    if model == "milestone":
        row = make.MilestoneFactory(initiative=rows["initiative"])
    if model == "source":
        row = rows["reference"].citation.source
    page = client.get(url(model, "change", row.pk)).text
    address = url(model, "delete", row.pk)

    one = client.post(f"{address}?version={version_of(row)}", {"post": "yes"})
    client.post(
        url(model, "changelist"),
        {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"},
    )

    assert address not in page
    assert one.status_code == 403
    assert type(row).objects.filter(pk=row.pk).exists()


def test_a_draft_published_since_its_form_was_opened_is_proposed_to_change(editing, db):
    theme = make.ThemeFactory(name_en="As published", stays_draft=True)
    page = url("theme", "change", theme.pk)
    opened = filled(editing.get(page), name_en="Typed before", slug="other", hand_in="on")
    make.make_public(theme)

    refused = editing.post(page, opened)

    assert told(refused).keys() == {"reason"}
    theme.refresh_from_db()
    assert (theme.name_en, theme.slug != "other") == ("As published", True)

    editing.post(page, {**opened, "reason": "Renamed."})

    assert proposals() == {"name_en": ("As published", "Typed before")}


# Choosers


@pytest.mark.parametrize("field", ["citations", "quotes"])
def test_quotes_are_found_by_typing(editing, field):
    event = make.EventFactory()
    found = event.references.get().citation
    make.CitationFactory(quote="The test bridge is open, they said.")
    page = editing.get(url("event", "change", event.pk))
    widget = page.context["adminform"].form.fields[field].widget.widget
    attributes = widget.build_attrs({})
    names = {
        name: attributes[f"data-{name.replace('_', '-')}"]
        for name in ("app_label", "model_name", "field_name")
    }

    answer = editing.get(attributes["data-ajax--url"], {"term": "test fund", **names}).json()

    assert answer["results"] == [{"id": str(found.pk), "text": str(found)}]
    assert "admin/js/autocomplete.js" in page.text
    assert f'id="add_id_{field}"' in page.text
    is_chosen = f'<option value="{found.pk}" selected>' in str(
        page.context["adminform"].form[field]
    )
    assert is_chosen == (field == "citations")


def test_every_noun_has_its_form(db):
    assert {target_name(model) for model in NAMES.values()} == RECORD.keys()
