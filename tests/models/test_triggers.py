"""What the database itself promises of quotes and published updates."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError, connection, transaction
from django.db.models import DateTimeField, ProtectedError, TextField
from django.utils import timezone

from tests import factories as make
from tests.actions.steps import append_entry
from tests.conftest import person
from tracker import models
from tracker.actions.publish import publish
from tracker.models.translated import in_each_language
from tracker.rules import digest
from tracker.vocabulary import Role


@pytest.fixture
def refused(db):
    """A context in which the database must refuse a write, with the words of the trigger."""

    def expect(words):
        return pytest.raises(IntegrityError, match=words)

    return expect


def test_a_quote_that_is_not_in_its_source_is_refused(refused):
    source = make.SourceFactory(text="Что обещано, то сделано.")

    with refused("a quote must stand in the text"), transaction.atomic():
        models.Citation.objects.create(source=source, quote="Что обещанн", start=0, end=11)


def test_a_quote_in_another_place_than_its_offsets_is_refused(refused):
    source = make.SourceFactory(text="Что обещано, то сделано.")

    with refused("a quote must stand in the text"), transaction.atomic():
        models.Citation.objects.create(source=source, quote="обещано", start=5, end=12)


def test_a_quote_changed_to_another_text_is_refused(refused):
    citation = make.CitationFactory()

    with refused("a quote must stand in the text"), transaction.atomic():
        models.Citation.objects.filter(pk=citation.pk).update(quote="x" * len(citation.quote))


def test_a_citation_in_use_is_not_moved_to_another_quote(refused):
    source = make.SourceFactory(text="One test sentence. Two test sentence.")
    citation = make.CitationFactory(source=source, quote="One test sentence.")
    make.DraftFactory(reference=citation)

    with refused("a citation in use keeps its quote"), transaction.atomic():
        models.Citation.objects.filter(pk=citation.pk).update(
            start=19, end=37, quote="Two test sentence."
        )


def test_a_citation_in_use_is_not_deleted(db):
    citation = make.DraftFactory().references.get().citation

    with pytest.raises(ProtectedError):
        citation.delete()


def test_a_cited_source_is_not_rewritten(refused):
    source = make.CitationFactory().source

    with refused("a cited source keeps its text"), transaction.atomic():
        models.Source.objects.filter(pk=source.pk).update(text=source.text + " And more.")


@pytest.mark.parametrize(
    "columns",
    [
        {"slug": "another"}, {"language": "ru"}, {"published_on": "2020"}, {"recorded_at": None},
        {"published_on_latest": date(2030, 1, 1)},
        {"archived_at": datetime(2020, 1, 1, tzinfo=UTC)},
    ],
)  # fmt: skip
def test_a_source_in_the_ledger_keeps_what_it_is(refused, columns):
    source = make.published_update().references.get().citation.source

    with refused("a source in the ledger keeps"), transaction.atomic():
        models.Source.objects.filter(pk=source.pk).update(**columns)


@pytest.mark.parametrize("column", ["note", *in_each_language("note").values(), "is_context"])
def test_a_published_quote_keeps_its_particulars(refused, column):
    citation = make.published_update().references.get().citation

    with refused("a published quote keeps"), transaction.atomic():
        write(citation, **{column: True if column == "is_context" else "A doubt."})


def test_the_particulars_of_a_draft_may_change(db):
    citation = make.DraftFactory().references.get().citation

    assert models.Citation.objects.filter(pk=citation.pk).update(note_en="A doubt.") == 1


@pytest.mark.parametrize(
    "columns", [{"status": "dropped"}, {"sentence_en": "x"}, {"published_at": None}]
)
def test_a_published_update_is_not_changed(refused, columns):
    update = make.published_update()

    with refused("a published update is never changed"), transaction.atomic():
        models.StatusUpdate.objects.filter(pk=update.pk).update(**columns)


def test_a_published_update_is_not_deleted(refused):
    update = make.published_update()

    with refused("a published update"), transaction.atomic():
        models.StatusUpdate.objects.filter(pk=update.pk)._raw_delete("default")


def test_a_published_update_gets_no_citation_and_loses_none(refused):
    update = make.published_update()
    reference = update.references.get()
    other = make.CitationFactory()

    with refused("keeps its citations"), transaction.atomic():
        models.Reference.objects.create(citation=other, update=update)
    with refused("keeps its citations"), transaction.atomic():
        models.Reference.objects.filter(pk=reference.pk).update(citation=other)
    with refused("keeps its citations"), transaction.atomic():
        models.Reference.objects.filter(pk=reference.pk).delete()


def test_a_draft_can_be_changed_and_deleted(db):
    draft = make.DraftFactory()

    models.StatusUpdate.objects.filter(pk=draft.pk).update(status="dropped")
    draft.delete()

    assert not models.StatusUpdate.objects.exists()


def write(row, **columns):
    """Write columns past Django and its translations, as a slip in an SQL shell would."""
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(column)} = %s" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {quote(row._meta.db_table)} SET {sets} WHERE id = %s",
            [*columns.values(), row.pk],
        )


def publish_by(person, draft, **columns):
    write(
        draft, published_at="2100-01-01 00:00:00+00:00", effective_on="2026-03-01",
        published_by_id=person and person.pk, **columns,
    )  # fmt: skip


def update_of_two_people():
    """A published update of which every column that can be is filled."""
    initiative = make.published_initiative()
    draft = make.DraftFactory(
        initiative=initiative, country=make.CountryFactory(), created_by=make.UserFactory(),
        sentence_ru="Пробный министр сообщил.", submitted_at=timezone.now(), review_note="Test",
    )  # fmt: skip
    return publish(update=draft, by=make.UserFactory(), emergency_reason="Test")


def published_revision():
    revision = make.RevisionFactory(
        field="title", language="en", review_note="Test", submitted_at=timezone.now()
    )
    revision.published_at, revision.published_by = timezone.now(), make.UserFactory()
    revision.save()
    return revision


FROZEN = {
    models.StatusUpdate: (update_of_two_people, "a published update is never changed"),
    models.Revision: (published_revision, "a revision is never changed"),
    models.Correction: (
        lambda: make.CorrectionFactory(replacement=make.published_update()),
        "a correction is never changed",
    ),
    models.Withdrawal: (make.WithdrawalFactory, "a withdrawal is never changed"),
}
COLUMNS = [
    (model, field.attname)
    for model in FROZEN
    for field in model._meta.concrete_fields
    if not field.primary_key and field.name != "erased_at"
]


def texts_of(model):
    return [f.attname for f in model._meta.concrete_fields if isinstance(f, TextField)]


def with_another_value(row, column):
    """Return {column: something that is not there}."""
    field = next(f for f in row._meta.concrete_fields if f.attname == column)
    if isinstance(field, TextField):
        return {column: "Another text"}
    if getattr(row, column) is not None:
        return {column: None}
    return {column: "2000-01-01 00:00:00+00:00" if isinstance(field, DateTimeField) else 0}


def blank(row):
    """Write what a lawful erasure writes to the row of an entry."""
    columns = dict.fromkeys(texts_of(type(row)), "")
    if isinstance(row, models.Revision):
        columns["erased_at"] = "2100-01-01 00:00:00+00:00"
    write(row, **columns)


def erase_entry_of(row):
    """Empty the ledger entry of a row, made here if the row was written past the actions."""
    entries = models.LedgerEntry.objects.filter(recorded_at=row.published_at)
    if not entries.exists():
        append_entry(kind="update", payload={}, at=row.published_at)
    assert entries.update(payload=None, salt=None) == 1


@pytest.mark.parametrize(("model", "column"), COLUMNS)
def test_what_is_published_keeps_every_column(refused, model, column):
    factory, words = FROZEN[model]
    row = factory()

    with refused(words), transaction.atomic():
        write(row, **with_another_value(row, column))


@pytest.mark.parametrize("model", FROZEN)
def test_texts_are_not_blanked_while_the_ledger_has_them(refused, model):
    factory, words = FROZEN[model]
    row = factory()

    with refused(words), transaction.atomic():
        blank(row)


@pytest.mark.parametrize(("model", "column"), COLUMNS)
def test_an_erasure_blanks_texts_and_nothing_else(refused, model, column):
    factory, words = FROZEN[model]
    row = factory()
    erase_entry_of(row)
    blank(row)

    with refused(words), transaction.atomic():
        write(row, **with_another_value(row, column))


@pytest.mark.parametrize("model", FROZEN)
def test_an_erasure_blanks_all_texts_at_once(refused, model):
    factory, words = FROZEN[model]
    row = factory()
    erase_entry_of(row)

    with refused(words), transaction.atomic():
        write(row, **{texts_of(model)[0]: ""})


def test_the_citations_of_an_update_go_with_its_texts_and_not_before(refused):
    update = update_of_two_people()
    erase_entry_of(update)

    with refused("keeps its citations"), transaction.atomic():
        update.references.all().delete()
    blank(update)
    update.references.all().delete()

    assert not update.references.exists()
    with refused("keeps its citations"), transaction.atomic():
        models.Reference.objects.create(citation=make.CitationFactory(), update=update)


@pytest.mark.parametrize("column", ["sentence", *in_each_language("sentence").values()])
def test_an_update_with_words_in_any_language_keeps_its_citations(refused, column):
    draft = make.DraftFactory()
    blank(draft)
    publish_by(None, draft, **{column: "Test"})

    with refused("keeps its citations"), transaction.atomic():
        draft.references.all().delete()


@pytest.mark.parametrize(
    ("factory", "words"),
    [
        (make.CorrectionFactory, "a correction is never"),
        (make.WithdrawalFactory, "a withdrawal is never"),
        (make.CountersignatureFactory, "a countersignature is never"),
        (make.ErasureFactory, "an erasure is never"),
        (published_revision, "a revision is never"),
    ],
)
def test_what_is_published_is_not_deleted(refused, factory, words):
    row = factory()

    with refused(words), transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk)._raw_delete("default")


@pytest.mark.parametrize(
    ("factory", "column", "words"),
    [
        (make.CountersignatureFactory, "published_at", "a countersignature is never"),
        (make.CountersignatureFactory, "created_by_id", "a countersignature is never"),
        (make.ErasureFactory, "published_at", "an erasure is never"),
        (make.ErasureFactory, "reason", "an erasure is never"),
    ],
)
def test_a_countersignature_and_an_erasure_are_not_changed(refused, factory, column, words):
    row = factory()

    with refused(words), transaction.atomic():
        write(row, **with_another_value(row, column))


NOUNS = {
    models.Milestone: lambda **draft: make.MilestoneFactory(
        initiative=make.published_initiative(), **draft
    ),
    models.Theme: make.ThemeFactory,
    models.Country: make.CountryFactory,
    models.Place: make.PlaceFactory,
    models.Organization: make.OrganizationFactory,
    models.WorkingGroup: make.WorkingGroupFactory,
    models.Speaker: make.SpeakerFactory,
    models.ActionPlan: make.ActionPlanFactory,
    models.Event: make.EventFactory,
}


def test_every_noun_is_asked():
    assert set(NOUNS) == {
        model for model in apps.get_app_config("tracker").get_models()
        if issubclass(model, models.named.Noun)
    }  # fmt: skip


@pytest.mark.parametrize("model", NOUNS)
def test_a_noun_that_is_public_is_not_deleted_and_a_draft_is(refused, model):
    public, draft = NOUNS[model](), NOUNS[model](stays_draft=True)

    with refused("what is public is not deleted"), transaction.atomic():
        model._base_manager.filter(pk=public.pk)._raw_delete("default")
    draft.delete()

    assert list(model._base_manager.all()) == [public]


@pytest.mark.parametrize("model", NOUNS)
def test_a_noun_that_is_public_stays_so_at_its_address(refused, model):
    public, draft = NOUNS[model](), NOUNS[model](stays_draft=True)
    where = {"initiative": make.published_initiative()}
    fixed = where if model is models.Milestone else {"slug": "another"}

    for columns in ({"published_at": None}, {"published_at": timezone.now()}, fixed):
        with refused("what is public stays public, at its address"), transaction.atomic():
            model._base_manager.filter(pk=public.pk).update(**columns)
    model._base_manager.filter(pk=draft.pk).update(**fixed, published_at=timezone.now())

    assert model._base_manager.filter(pk=draft.pk, **fixed).exists()


def test_a_revision_that_waits_can_be_changed_and_deleted(db):
    revision = make.RevisionFactory()

    models.Revision.objects.filter(pk=revision.pk).update(new="2028", reason="Another")
    revision.delete()

    assert not models.Revision.objects.exists()


def test_nobody_records_an_update_that_they_published_themselves(refused):
    author = make.UserFactory()

    with refused("nobody approves their own submission"), transaction.atomic():
        make.DraftFactory(
            created_by=author, published_by=author, effective_on="2026-03-01",
            published_at=timezone.now() + timedelta(days=1),
        )  # fmt: skip


def test_nobody_publishes_their_own_update(refused):
    draft = make.DraftFactory(created_by=make.UserFactory())

    with refused("nobody approves their own submission"), transaction.atomic():
        publish_by(draft.created_by, draft)


def test_an_author_publishes_in_an_emergency_and_others_always(db):
    author, other = make.UserFactory(), make.UserFactory()

    publish_by(author, make.DraftFactory(created_by=author), emergency_reason="Test")
    publish_by(other, make.DraftFactory(created_by=author))
    publish_by(None, make.DraftFactory(created_by=author))

    assert models.StatusUpdate.objects.published().count() == 3


def test_nobody_countersigns_their_own_update(refused):
    update = update_of_two_people()

    with refused("nobody countersigns their own update"), transaction.atomic():
        make.CountersignatureFactory(update=update, created_by=update.created_by)
    make.CountersignatureFactory(update=update, created_by=update.published_by)


RETRACTIONS = {
    "correction": (models.Correction, make.CorrectionFactory),
    "withdrawal": (models.Withdrawal, make.WithdrawalFactory),
}


def retracted(model, update, *, by):
    model.objects.create(update=update, created_by=by, published_at=timezone.now(), reason_en="T")


@pytest.mark.parametrize("noun", RETRACTIONS)
def test_an_update_ends_by_two_persons(refused, noun):
    model, factory = RETRACTIONS[noun]
    update, author, other = update_of_two_people(), make.UserFactory(), make.UserFactory()
    words = "is proposed by one person and published by another"

    def refuse(**columns):
        with refused(words), transaction.atomic():
            if columns:
                models.Revision.objects.create(field=noun, new="yes", **columns)
            retracted(model, update, by=author)

    refuse()
    refuse(update=update, created_by=author)  # it waits
    refuse(update=make.published_update(), created_by=author, **published(other))
    refuse(update=update, created_by=other, **published(author))
    factory(update=update, created_by=author)

    assert model.objects.get(update=update).created_by == author


def published(by):
    return {"published_by": by, "published_at": timezone.now() + timedelta(hours=1)}


@pytest.mark.parametrize(
    "factory", [make.CorrectionFactory, make.WithdrawalFactory, make.CountersignatureFactory]
)
def test_nothing_is_said_of_a_draft(refused, factory):
    draft = make.DraftFactory()

    with refused("is of a published update"), transaction.atomic():
        factory(update=draft)


@pytest.mark.parametrize(
    "columns",
    [
        {"payload": "{}"}, {"salt": "x"}, {"kind": "revision"}, {"digest": "x"},
        {"prev_digest": "x"}, {"content_digest": "x"}, {"sequence": 9},
        {"recorded_at": "2000-01-01T00:00Z"},
    ],
)  # fmt: skip
def test_a_ledger_entry_is_not_changed(refused, columns):
    make.published_update()

    with refused("the ledger only grows"), transaction.atomic():
        models.LedgerEntry.objects.update(**columns)


def test_a_ledger_entry_is_not_deleted_but_can_be_erased_lawfully(refused):
    make.published_update()
    before = list(models.LedgerEntry.objects.values_list("prev_digest", "digest"))

    with refused("the ledger only grows"), transaction.atomic():
        models.LedgerEntry.objects.all().delete()
    models.LedgerEntry.objects.update(payload=None, salt=None)

    assert list(models.LedgerEntry.objects.values_list("prev_digest", "digest")) == before
    assert before[-1][0] == digest.START


# Accounts


def members(role):
    return Group.objects.get(name=role)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_an_administrator_gets_no_other_role(refused, role):
    manager, other = person(Role.ADMINISTRATOR), person(role)
    words = "an administrator holds no other role"

    with refused(words), transaction.atomic():
        manager.groups.add(members(role))
    with refused(words), transaction.atomic():
        other.groups.add(members(Role.ADMINISTRATOR))
    with refused(words), transaction.atomic():
        members(role).user_set.add(manager)
    with refused(words), transaction.atomic():
        make.UserFactory().groups.set([members(Role.ADMINISTRATOR), members(role)])


def test_roles_in_bulk_make_no_administrator_of_somebody_else(refused):
    held = models.User.groups.through
    manager, other = person(Role.ADMINISTRATOR), person(Role.REVIEWER)
    other.groups.add(members(Role.EDITOR))
    rows = [held(user=manager, group=members(Role.EDITOR))]

    with refused("holds no other role"), transaction.atomic():
        held.objects.bulk_create(rows, ignore_conflicts=True)
    with refused("holds no other role"), transaction.atomic():
        one = held.objects.get(user=other, group=members(Role.EDITOR))
        held.objects.filter(pk=one.pk).update(group=members(Role.ADMINISTRATOR))
    with refused("holds no other role"), transaction.atomic():
        held.objects.filter(user=other).update(user=manager)


def test_an_administrator_has_no_single_right_and_is_no_superuser(refused):
    manager, right = person(Role.ADMINISTRATOR), Permission.objects.earliest("pk")
    superuser, favoured = make.UserFactory(is_superuser=True), make.UserFactory()
    favoured.user_permissions.add(right)

    with refused("holds no other role"), transaction.atomic():
        manager.user_permissions.add(right)
    with refused("holds no other role"), transaction.atomic():
        models.User.user_permissions.through.objects.filter(user=favoured).update(user=manager)
    with refused("holds no other role"), transaction.atomic():
        models.User.objects.filter(pk=manager.pk).update(is_superuser=True)
    for other in (superuser, favoured):
        with refused("holds no other role"), transaction.atomic():
            other.groups.add(members(Role.ADMINISTRATOR))


def test_no_other_group_becomes_that_of_the_administrators(refused):
    other = Group.objects.create(name="test")

    with refused("keeps its name"), transaction.atomic():
        Group.objects.filter(name=Role.ADMINISTRATOR).update(name="test")
    Group.objects.filter(name=Role.ADMINISTRATOR).delete()
    with refused("keeps its name"), transaction.atomic():
        Group.objects.filter(pk=other.pk).update(name=Role.ADMINISTRATOR)


def test_whatever_else_people_are_may_change(db):
    manager, other = person(Role.ADMINISTRATOR), person(Role.REVIEWER)

    other.groups.set([members(Role.REVIEWER), members(Role.EDITOR)])
    other.groups.set([members(Role.ADMINISTRATOR)])
    manager.groups.set([members(Role.AUDITOR)])
    held = models.User.groups.through.objects.filter(user=manager)
    held.update(group=members(Role.ADMINISTRATOR))
    models.User.objects.filter(pk=manager.pk).update(first_name="Test")

    assert models.User.objects.filter(groups__name=Role.ADMINISTRATOR).count() == 2


@pytest.mark.parametrize("column", ["at", "by_id", "account_id", "what", "old", "new"])
def test_the_account_log_is_not_changed(refused, column):
    entry = make.AccountLogFactory()

    with refused("the account log is never changed"), transaction.atomic():
        models.AccountLog.objects.filter(pk=entry.pk).update(**{column: getattr(entry, column)})


def test_the_account_log_is_not_deleted(refused):
    entry = make.AccountLogFactory()

    with refused("the account log is never changed"), transaction.atomic():
        entry.delete()
    with pytest.raises(ProtectedError):
        entry.account.delete()
