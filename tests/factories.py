"""Small objects for tests; their texts are obviously test data."""

import factory
from django.db.models import BooleanField, URLField
from django.utils import timezone
from factory.django import DjangoModelFactory

from tracker import models
from tracker.actions import ledger
from tracker.actions.nouns import publish_needed
from tracker.actions.publish import publish
from tracker.models.fields import EDTFField
from tracker.models.record_fields import (
    YES,
    aliases_text,
    citation_text,
    linked_model,
    text_of,
)
from tracker.models.revision import target_name
from tracker.vocabulary import Evidence, Kind, Membership, SourceLanguage, Status

QUOTE = "The test fund will open in spring."


class UserFactory(DjangoModelFactory):
    class Meta:
        model = models.User

    username = factory.Sequence(lambda n: f"person-{n}")


class CleanedFactory(DjangoModelFactory):
    """Of what finds out some of its columns as a form is read: the digest, the place of a quote.

    What a constraint says is left to the database, which asks it in the same statement.
    """

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        row = model_class(*args, **kwargs)
        row.clean_fields()
        row.clean()
        row.save()
        return row


class AccountLogFactory(DjangoModelFactory):
    class Meta:
        model = models.AccountLog

    account = factory.SubFactory(UserFactory)
    by = factory.SubFactory(UserFactory)
    what = "roles"
    old, new = "", "reviewer"


class SourceFactory(CleanedFactory):
    class Meta:
        model = models.Source

    slug = factory.Sequence(lambda n: f"test-source-{n}")
    publisher = "Test Gazette"
    language = SourceLanguage.ENGLISH
    url = "https://gazette.example/1"
    published_on = "2026-03-01"
    text = factory.Sequence(lambda n: f"Number {n}. {QUOTE} The test bridge is open, they said.")


class CitationFactory(CleanedFactory):
    class Meta:
        model = models.Citation

    source = factory.SubFactory(SourceFactory)
    quote = QUOTE


class NounFactory(DjangoModelFactory):
    """A noun that is public, with its entry; with `stays_draft` it is not."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @classmethod
    def _after_postgeneration(cls, instance, create, results=None):
        super()._after_postgeneration(instance, create, results)
        if create and not instance.is_draft:
            make_public(instance)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        is_draft = kwargs.pop("stays_draft", False)
        instance = super()._create(model_class, *args, **kwargs)
        instance.is_draft = is_draft
        return instance


def make_public(row):
    """Publish a noun and what it needs, as the seeds are."""
    with ledger.publication() as publication:
        publish_needed(publication, row)


class NamedFactory(NounFactory):
    class Meta:
        abstract = True

    slug = factory.Sequence(lambda n: f"test-{n}")
    name_en = factory.Sequence(lambda n: f"Test name {n}")


class ThemeFactory(NamedFactory):
    class Meta:
        model = models.Theme


class CountryFactory(NamedFactory):
    class Meta:
        model = models.Country

    membership = Membership.MEMBER


class PlaceFactory(NamedFactory):
    class Meta:
        model = models.Place

    name_en = factory.Sequence(lambda n: f"Test place {n}")


class CitedFactory(NamedFactory):
    """A row that one citation supports, so that it is public."""

    class Meta:
        abstract = True

    @factory.post_generation
    def reference(self, create, extracted):
        if create:
            target = models.Reference.target_of(type(self))
            citation = extracted or CitationFactory()
            models.Reference.objects.create(citation=citation, **{target: self})


class ActionPlanFactory(CitedFactory):
    class Meta:
        model = models.ActionPlan

    period = "2026/2027"


class EventFactory(CitedFactory):
    class Meta:
        model = models.Event

    classification = "summit"
    held_on = "2026-05"


class OrganizationFactory(CitedFactory):
    class Meta:
        model = models.Organization

    classification = "fund"


class WorkingGroupFactory(CitedFactory):
    class Meta:
        model = models.WorkingGroup


class SpeakerFactory(CitedFactory):
    class Meta:
        model = models.Speaker


def linking(field):
    """Return what links a new row to others that are given to its factory."""

    @factory.post_generation
    def link_to(self, create, extracted):
        if extracted:
            getattr(self, field).set(extracted)

    return link_to


class InitiativeFactory(DjangoModelFactory):
    """Not published: no update yet."""

    class Meta:
        model = models.Initiative
        skip_postgeneration_save = True

    events, themes, countries = linking("events"), linking("themes"), linking("countries")
    organizations, working_groups = linking("organizations"), linking("working_groups")

    slug = factory.Sequence(lambda n: f"test-initiative-{n}")
    kind = Kind.ANNOUNCED_COMMITMENT
    title_en = factory.Sequence(lambda n: f"Test initiative {n}")
    title_ru = factory.Sequence(lambda n: f"Пробная инициатива {n}")


class MilestoneFactory(NounFactory):
    """A step that a citation supports; public if its initiative is."""

    class Meta:
        model = models.Milestone

    initiative = factory.SubFactory(InitiativeFactory)
    title_en = "A test step"

    @factory.post_generation
    def reference(self, create, extracted):
        citation = extracted or CitationFactory()
        models.Reference.objects.create(citation=citation, milestone=self)
        self.is_draft = self.is_draft or not self.initiative.published_at


class DraftFactory(DjangoModelFactory):
    """A status update with its citation, not published yet."""

    class Meta:
        model = models.StatusUpdate
        skip_postgeneration_save = True

    initiative = factory.SubFactory(InitiativeFactory)
    status = Status.ANNOUNCED
    evidence = Evidence.STATED
    changed_on = "2026-03-01"
    sentence_en = "The test minister announced it."

    @factory.post_generation
    def reference(self, create, extracted):
        citation = extracted or CitationFactory()
        models.Reference.objects.create(citation=citation, update=self)


def published_update(**details):
    return publish(update=DraftFactory(**details), by=None)


def published_initiative(*, status=Status.ANNOUNCED, changed_on="2026-03-01", **details):
    update = published_update(
        initiative=InitiativeFactory(**details), status=status, changed_on=changed_on
    )
    return models.Initiative.objects.get(pk=update.initiative_id)


def link(initiative, **links):
    """Link a public initiative to others, {field: rows}, as a publication does."""
    for field, rows in links.items():
        with ledger.publication() as publication:
            old = text_of(initiative, field)
            getattr(initiative, field).add(*rows)
            initiative = models.Initiative.objects.get(pk=initiative.pk)
            revision = models.Revision.objects.create(
                initiative=initiative,
                field=field,
                old=old,
                new=text_of(initiative, field),
                reason="Test",
            )
            revision.published_at = publication.at
            revision.save()
            publication.record(revision)
            publication.project(initiative)


def public_source(**details):
    return published_update(
        reference=CitationFactory(source=SourceFactory(**details))
    ).references.get().citation.source  # fmt: skip


def public_step(**details):
    return MilestoneFactory(initiative=published_initiative(), **details)


PUBLIC = {
    "initiative": published_initiative,
    "plan": ActionPlanFactory,
    "source": public_source,
    "milestone": public_step,
    "event": EventFactory,
    "place": PlaceFactory,
    "organization": OrganizationFactory,
    "working_group": WorkingGroupFactory,
    "country": CountryFactory,
    "theme": ThemeFactory,
    "speaker": SpeakerFactory,
}
"""{noun, as RECORD has it: what makes one that is public}."""


def another_text(row, column):
    """Return what a revision could let a column of the record say, as `record_fields` has it."""
    if column == "aliases":
        return aliases_text([("Another name", ""), ("Другое", "ru")])
    if column == "citations":
        return " ".join(sorted([*text_of(row, column).split(), citation_text(CitationFactory())]))
    if related := linked_model(type(row), column):
        return PUBLIC[target_name(related)]().slug
    field = row._meta.get_field(column)
    if isinstance(field, EDTFField):
        return "2025-05"
    if isinstance(field, BooleanField):
        return "" if getattr(row, column) else YES
    if isinstance(field, URLField):
        return "https://another.example/"
    others = [value for value, _label in field.flatchoices if value != getattr(row, column)]
    return others[-1] if others else f"{column}, another"[: field.max_length]


class RevisionFactory(DjangoModelFactory):
    """A deadline that somebody proposes to move; not published."""

    class Meta:
        model = models.Revision

    initiative = factory.SubFactory(InitiativeFactory)
    field = "due"
    old = "2026"
    new = "2027"
    reason = "Test"
    created_by = factory.SubFactory(UserFactory)


class AnnotationFactory(DjangoModelFactory):
    """What somebody else says of a published update; past every action, so without an entry."""

    class Meta:
        abstract = True

    update = factory.LazyFunction(published_update)
    created_by = factory.SubFactory(UserFactory)
    published_at = factory.LazyFunction(timezone.now)


class RetractionFactory(AnnotationFactory):
    """One that somebody else approved, too."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class, *args, **columns):
        proposed = models.Revision.objects.create(
            update=columns["update"], field=model_class._meta.model_name, new="yes",
            created_by=columns["created_by"],
        )  # fmt: skip
        proposed.published_by, proposed.published_at = UserFactory(), timezone.now()
        proposed.save()
        return super()._create(model_class, *args, **columns)


class CorrectionFactory(RetractionFactory):
    class Meta:
        model = models.Correction

    reason_en = "The test gazette erred."


class WithdrawalFactory(RetractionFactory):
    class Meta:
        model = models.Withdrawal

    reason_en = "The test gazette took it back."


class CountersignatureFactory(AnnotationFactory):
    class Meta:
        model = models.Countersignature


def first_entry():
    """Return the first entry of a ledger that begins with this."""
    published_update()
    return models.LedgerEntry.objects.earliest("sequence")


class ErasureFactory(DjangoModelFactory):
    class Meta:
        model = models.Erasure

    entry = factory.LazyFunction(first_entry)
    reason = "Test law"
    published_at = factory.LazyFunction(timezone.now)


class TranslationReviewFactory(DjangoModelFactory):
    class Meta:
        model = models.TranslationReview

    noun = "theme"
    key = factory.Sequence(lambda n: n + 1)
    field = "name"
    language = "kk"
    text = "Сынақ"
    reviewed_by = factory.SubFactory(UserFactory)


class ChallengeFactory(DjangoModelFactory):
    class Meta:
        model = models.Challenge

    initiative = factory.LazyFunction(published_initiative)
    text = "The test bridge is not open."
    sender = "0" * 64
