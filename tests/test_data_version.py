"""What moves the data version: all that public pages show, and nothing that they don't.

A page that is kept is made anew when it moves, and the index in memory reads again the initiatives
that are marked with it.
"""

import pytest
from django.contrib import admin
from django.db import connections
from django.forms import MultiWidget
from django.urls import reverse

from tests import factories as make
from tests.actions import steps
from tests.actions.forgery import undone
from tests.conftest import person
from tests.views.conftest import version_on
from tracker import models
from tracker.actions import challenge as challenges
from tracker.actions import review, submissions
from tracker.actions.accounts import make_first_accounts
from tracker.actions.drafts import save_draft
from tracker.actions.erase import erase
from tracker.actions.nouns import draft
from tracker.actions.rebuild import rebuild, reindex
from tracker.actions.refusals import NotAllowed
from tracker.actions.seed import seed
from tracker.actions.translate import review_translation
from tracker.models.data_version import bump, data_version
from tracker.models.revision import noun_models
from tracker.models.version import version_of
from tracker.vocabulary import Role

QUOTE = "The test bridge is open, they said."


@pytest.fixture
def initiative(db):
    """A published one, in the scope of the focal point `author`."""
    return make.published_initiative(original_due="2027", countries=[make.CountryFactory()])


@pytest.fixture
def author(initiative):
    user = person(Role.FOCAL_POINT)
    user.countries.set(initiative.countries.all())
    return user


def test_who_asks_first_opens_the_connection(db):
    """As each process and thread of a server does, before any query of Django's."""
    before, version = connections["default"], data_version()
    connections["default"] = new = connections.create_connection("default")
    try:
        assert data_version() == version
        new.connection.close()  # Django itself leaves a database in memory open
    finally:
        connections["default"] = before


@pytest.fixture
def second_reviewer(db):
    return person(Role.REVIEWER)


@pytest.fixture
def kept(db):
    """Fail if the version moved while the test ran."""
    bump()
    before = data_version()
    marked = set(models.Initiative.objects.values_list("pk", "changed_in_version"))
    yield
    assert data_version() == before
    assert marked <= set(models.Initiative.objects.values_list("pk", "changed_in_version"))


def watched():
    """Return a function: whether the version moved since, once; which initiatives have it."""
    bump()
    before = data_version()

    def moved():
        now = data_version()
        return now > before, set(
            models.Initiative.objects.filter(changed_in_version=now).values_list("slug", flat=True)
        )

    return moved


@pytest.fixture
def moved(db):
    return watched()


# Through the actions


def test_the_way_of_a_draft_moves_nothing(initiative, author, reviewer, kept):
    source = make.SourceFactory()
    update = models.StatusUpdate(
        initiative=initiative, status="planned", evidence="stated", changed_on="2026-04",
        sentence_en="It is planned.",
    )  # fmt: skip

    save_draft(update=update, quote=QUOTE, source=source, by=author)
    review.submit(row=update, by=author, version=version_of(update))
    update.refresh_from_db()
    review.return_to_author(row=update, by=reviewer, note="When?", version=version_of(update))
    update.refresh_from_db()
    version = version_of(update)
    update.sentence_en = "Another sentence."
    new = make.SourceFactory.build(text=f"Another text. {make.QUOTE}")
    save_draft(update=update, quote=make.QUOTE, source=new, by=author, version=version)
    review.discard(row=update, by=author, version=version_of(update))


def test_the_way_of_a_revision_moves_nothing(initiative, editor, reviewer, kept):
    [revision] = steps.proposal(initiative, by=editor, title_en="Another title")

    review.return_to_author(row=revision, by=reviewer, note="Why?", version=version_of(revision))
    revision.refresh_from_db()
    review.discard(row=revision, by=editor, version=version_of(revision))


def test_accounts_and_challenges_that_wait_move_nothing(initiative, kept):
    challenges.receive(
        challenge=models.Challenge(initiative=initiative, text="It is not open."), address="test"
    )
    make_first_accounts()


def test_a_refused_publication_moves_nothing(initiative, author, kept):
    with pytest.raises(NotAllowed):
        steps.approved(by=author, reviewer=author, initiative=initiative)


def _correct(initiative, author, reviewer, second):
    wrong = make.published_update(initiative=initiative, sentence_en="Wrong.")
    right = steps.submission(by=author, initiative=initiative, sentence_en="Right.")
    bump()
    steps.correct(wrong, by=reviewer, replacement=right)


def _countersign(initiative, author, reviewer, second):
    urgent = steps.emergency(by=reviewer, initiative=initiative)
    bump()
    review.countersign(row=urgent, by=second, version=version_of(urgent))


def _revise(initiative, author, reviewer, second):
    editor = person(Role.EDITOR)
    [revision] = steps.proposal(initiative, by=editor, title_en="Another title")
    submissions.approve(row=revision, by=reviewer, version=version_of(revision))


def _revise_links(initiative, author, reviewer, second):
    make.ThemeFactory(slug="the-theme")
    editor = person(Role.EDITOR)
    bump()
    steps.revised(initiative, by=editor, reviewer=reviewer, themes="the-theme")


def _translate_update(initiative, author, reviewer, second):
    update = initiative.updates.get()
    steps.revised(update, by=person(Role.EDITOR), reviewer=reviewer, sentence_kk="Сынақ.")


def _erase(initiative, author, reviewer, second):
    gone = make.published_update(initiative=initiative, sentence_en="Gone.")
    steps.withdraw(gone, by=reviewer)
    bump()
    erase(sequence=steps.entry_of(gone).sequence, reason="Test law")


OF_AN_INITIATIVE = {
    "approve": lambda initiative, author, reviewer, second: steps.approved(
        by=author, reviewer=reviewer, initiative=initiative
    ),
    "emergency": lambda initiative, author, reviewer, second: steps.emergency(
        by=reviewer, initiative=initiative
    ),
    "an update of a country": lambda initiative, author, reviewer, second: steps.approved(
        by=author, reviewer=reviewer, initiative=initiative, country=make.CountryFactory()
    ),
    "withdraw": lambda initiative, author, reviewer, second: steps.withdraw(
        make.published_update(initiative=initiative, sentence_en="Gone."), by=reviewer
    ),
    "correct": _correct,
    "countersign": _countersign,
    "revise": _revise,
    "revise links": _revise_links,
    "translate an update": _translate_update,
    "erase": _erase,
    "reindex": lambda *people: reindex(),
    "rebuild": lambda *people: rebuild(everything=True),
}


@pytest.mark.parametrize("change", OF_AN_INITIATIVE)
def test_a_published_change_moves_it_and_marks_its_initiative(
    change, initiative, author, reviewer, second_reviewer, moved
):
    OF_AN_INITIATIVE[change](initiative, author, reviewer, second_reviewer)

    assert moved() == (True, {initiative.slug})


def _revise_plan(editor, reviewer):
    steps.revised(make.ActionPlanFactory(), by=editor, reviewer=reviewer, name_en="Renamed")


def _revise_source(editor, reviewer):
    citation = make.CitationFactory(is_context=True)
    make.make_public(citation)
    bump()
    source = models.Source.objects.get(pk=citation.source_id)
    steps.revised(source, by=editor, reviewer=reviewer, publisher="Renamed")


def _translate_quote(editor, reviewer):
    citation = make.CitationFactory(is_context=True)
    make.make_public(citation)
    bump()
    steps.revised(citation, by=editor, reviewer=reviewer, quote_kk="Сынақ көпірі ашық.")


def _revise_body(editor, reviewer):
    body = make.OrganizationFactory()
    bump()
    steps.revised(body, by=editor, reviewer=reviewer, aliases='[["Another",""]]')


def _publish_noun(editor, reviewer):
    new = review.hand_in(draft(row=make.ThemeFactory(stays_draft=True), by=editor), editor)
    submissions.approve(row=new, by=reviewer, version=None)


def _publish_quote(editor, reviewer):
    new = review.hand_in(draft(row=make.CitationFactory(is_context=True), by=editor), editor)
    submissions.approve(row=new, by=reviewer, version=None)


def _answer(editor, reviewer):
    challenge = models.Challenge.objects.get()
    challenge.outcome, challenge.answer_en = "answered", "It is."
    version = version_of(models.Challenge.objects.get())
    challenges.resolve(challenge=challenge, by=editor, version=version)


def _review_translation(editor, reviewer):
    theme = make.ThemeFactory(name_kk="Сынақ")
    review_translation(row=theme, field="name", language="kk", text="Сынақ", by=editor)


OF_NO_INITIATIVE = {
    "revise a plan": _revise_plan,
    "revise a source": _revise_source,
    "revise a body": _revise_body,
    "publish a noun": _publish_noun,
    "publish a quote of context": _publish_quote,
    "translate a quote": _translate_quote,
    "answer a challenge": _answer,
    "review a translation": _review_translation,
}


@pytest.mark.parametrize("change", OF_NO_INITIATIVE)
def test_what_else_pages_show_moves_it(change, editor, reviewer, initiative, moved):
    make.ChallengeFactory(initiative=initiative)
    OF_NO_INITIATIVE[change](editor, reviewer)

    assert moved() == (True, set())


def test_the_review_of_a_translation_that_is_not_public_moves_nothing(editor, kept):
    draft = make.InitiativeFactory(title_kk="Сынақ")

    review_translation(row=draft, field="title", language="kk", text="Сынақ", by=editor)


def test_one_publication_moves_it_once(tmp_path, moved, monkeypatch, settings):
    numbers = []
    monkeypatch.setattr("tracker.actions.ledger.bump", lambda **said: numbers.append(bump(**said)))

    seed(settings.SEEDS_DIR)
    seed(settings.SEEDS_DIR)  # which finds nothing new

    assert numbers == [data_version()]
    published = models.Initiative.objects.published()
    assert published.count() == published.filter(changed_in_version=data_version()).count() > 1


# Through the desk


def test_what_is_done_at_the_desk_with_drafts_moves_nothing(
    initiative, author, reviewer, client, kept
):
    address = reverse("desk_update", args=[initiative.slug])
    typed = {
        "status": "delivered", "evidence": "stated", "changed_on": "2026-04", "then": "preview",
        "sentence_en": "The bridge is there.",
    }  # fmt: skip
    known = {"quote": QUOTE, "source": ""}
    new = {
        "source-publisher": "Test Times", "source-language": "en", "source-published_on": "2026-05",
        "source-url": "https://times.example/", "source-text": "A bridge like no other.",
        "quote": "A bridge like no other.",
    }  # fmt: skip

    def step(verb, **data):
        page = client.get(reverse("desk_submission", args=[update.pk]))
        address = reverse(f"desk_{verb}", args=[update.pk])
        return client.post(address, {"version": version_on(page), **data}).status_code

    client.force_login(author)
    assert client.post(address, typed | new).status_code == 302
    assert client.post(address, typed | known).status_code == 302
    update = models.StatusUpdate.objects.filter(created_by=author).latest("pk")
    edit = reverse("desk_edit", args=[update.pk])
    changed = {**typed, **known, "sentence_en": "Changed.", "version": version_on(client.get(edit))}
    assert client.post(edit, changed).status_code == 302
    assert step("submit") == 302
    client.force_login(reviewer)
    assert step("return", note="Which day?") == 302
    client.force_login(author)
    assert step("discard") == 302
    assert client.post(address, typed | known | {"then": "submit"}).status_code == 302


def test_a_login_and_a_challenge_that_is_sent_move_nothing(initiative, client, kept):
    make.UserFactory(username="test", password="")
    user = models.User.objects.get(username="test")
    user.set_password("a test phrase")
    user.save()

    entered = client.post("/desk/login/", {"username": "test", "password": "a test phrase"})
    sent = client.post(
        reverse("challenge", args=[initiative.slug]), {"text": "It is not open.", "website": ""}
    )

    assert [entered.status_code, sent.status_code] == [302, 302]


# Through the admin


def form_values(response):
    """Return {name: value} of all that a page of the admin has in its form, as it stands."""
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.initial_forms]
    values = {}
    for field in (field for form in forms for field in form):
        value, widget = field.value(), field.field.widget
        if isinstance(widget, MultiWidget):
            values |= {
                f"{field.html_name}_{place}": part or ""
                for place, part in enumerate(widget.decompress(value))
            }
        elif isinstance(value, (list, tuple)) or hasattr(value, "values_list"):
            values[field.html_name] = [getattr(one, "pk", one) for one in value]
        elif value is not None and value is not False:
            values[field.html_name] = str(value)
    return values


def save_again(client, row):
    """Save a row in the admin as it is; return False if nobody may change such rows there."""
    noun = f"{row._meta.app_label}_{row._meta.model_name}"
    address = reverse(f"admin:{noun}_change", args=[row.pk])
    page = client.get(address)
    if not page.context["has_change_permission"]:
        return False
    response = client.post(address, form_values(page))
    assert response.status_code == 302, response.context["errors"]
    return True


PRIVATE = {"statusupdate", "user", "group", "accountlog"}
"""Of these the public never sees what the admin writes: drafts and accounts."""


def test_what_is_saved_again_moves_nothing_from_the_admin(rows, administrator, client):
    """What is public is only proposed there, and what differs in nothing is no proposal."""
    client.force_login(administrator)

    said, written = {}, set()
    for noun in (model._meta.model_name for model in admin.site._registry):
        with undone():
            moved = watched()
            if save_again(client, rows[noun]):
                written.add(noun)
            said[noun] = moved()

    assert {noun for noun, moves in said.items() if moves != (False, set())} == set()
    assert written >= {target._meta.model_name for target in noun_models().values()}


TYPED = {
    "initiative": {"title_en": "Another", "themes": ["theme"]},
    "actionplan": {"name_en": "Another"},
    "source": {"publisher": "Another"},
    "milestone": {"title_en": "Another"},
    "event": {"name_en": "Another", "themes": ["theme"]},
    "place": {"name_en": "Another"},
    "organization": {"name_en": "Another", "aliases": "AB"},
    "workinggroup": {"name_en": "Another"},
    "country": {"name_en": "Another"},
    "theme": {"name_en": "Another"},
    "speaker": {"name_en": "Another"},
}


def test_every_noun_is_typed():
    assert TYPED.keys() == {model._meta.model_name for model in noun_models().values()}


@pytest.mark.parametrize("noun", TYPED)
def test_what_is_proposed_in_the_admin_moves_nothing_until_it_is_approved(
    noun, rows, administrator, reviewer, client
):
    row, typed = rows[noun], dict(TYPED[noun])
    row = make.public_step() if noun == "milestone" else row
    for field, nouns in typed.items():
        if isinstance(nouns, list):
            typed[field] = [rows[one].pk for one in nouns]
    client.force_login(administrator)
    moved = watched()

    propose_in_admin(client, row, reason="Test", **typed)

    assert moved() == (False, set())
    revisions = models.Revision.objects.submitted().changes().exclude(pk=rows["revision"].pk)
    assert len(revisions) == len(typed)
    for revision in revisions:
        submissions.approve(row=revision, by=reviewer, version=None)
    assert moved() == (True, {row.slug} if noun == "initiative" else set())


def propose_in_admin(client, row, **typed):
    noun = f"{row._meta.app_label}_{row._meta.model_name}"
    address = reverse(f"admin:{noun}_change", args=[row.pk])
    page = client.get(address)
    response = client.post(address, form_values(page) | typed)
    if response.status_code == 200 and (form := response.context["adminform"].form).alike:
        is_another = {form.box["name"]: form.box["value"]}
        response = client.post(address, form_values(page) | typed | is_another)
    assert response.status_code == 302, response.context["errors"]


def test_the_outline_of_a_country_on_the_map_is_no_claim_and_moves_it(administrator, client, moved):
    country = make.CountryFactory()
    client.force_login(administrator)

    propose_in_admin(client, country, iso_code="XX")

    assert moved() == (True, set())
    assert not models.Revision.objects.submitted().exists()


HIDDEN = {
    "initiative": make.InitiativeFactory,
    "statusupdate": make.DraftFactory,
    "citation": make.CitationFactory,
    "source": make.SourceFactory,
    "milestone": make.MilestoneFactory,
    "user": make.UserFactory,
}


@pytest.mark.parametrize("noun", HIDDEN)
def test_what_is_not_public_moves_nothing_from_the_admin(noun, administrator, client, kept):
    row = HIDDEN[noun]()
    client.force_login(person(Role.ADMINISTRATOR) if noun == "user" else administrator)

    assert save_again(client, row)


def delete(client, row):
    noun = f"{row._meta.app_label}_{row._meta.model_name}"
    question = client.get(reverse(f"admin:{noun}_delete", args=[row.pk]))["Location"]
    assert client.post(question, {"post": "yes"}).status_code == 302


@pytest.mark.parametrize("name", make.PUBLIC)
def test_what_is_public_is_not_deleted(name, administrator, client, db):
    row = make.PUBLIC[name]()
    client.force_login(administrator)

    address = reverse(f"admin:tracker_{row._meta.model_name}_delete", args=[row.pk])

    assert client.get(address).status_code == 403


def test_a_deletion_of_what_is_not_public_moves_nothing(administrator, client, kept):
    client.force_login(administrator)

    delete(client, make.DraftFactory())
    delete(client, make.InitiativeFactory())
