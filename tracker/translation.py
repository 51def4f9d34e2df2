"""Which texts stand in every language of the site, a column a language."""

from modeltranslation.translator import TranslationOptions, register

from .models import (
    ActionPlan,
    Challenge,
    Citation,
    Correction,
    Country,
    Event,
    Initiative,
    Milestone,
    Organization,
    Place,
    Snapshot,
    Speaker,
    StatusUpdate,
    Theme,
    Withdrawal,
    WorkingGroup,
)


@register([ActionPlan, Event, Place, Theme, WorkingGroup])
class NamedOptions(TranslationOptions):
    fields = ["name"]


@register(Country)
class CountryOptions(TranslationOptions):
    fields = ["name", "note"]


@register(Organization)
class OrganizationOptions(TranslationOptions):
    fields = ["name", "abbreviation"]


@register(Speaker)
class SpeakerOptions(TranslationOptions):
    fields = ["name", "role"]


@register([Initiative, Snapshot])
class InitiativeOptions(TranslationOptions):
    fields = ["title", "summary"]


@register(Milestone)
class MilestoneOptions(TranslationOptions):
    fields = ["title"]


@register(StatusUpdate)
class StatusUpdateOptions(TranslationOptions):
    fields = ["sentence"]


@register(Citation)
class CitationOptions(TranslationOptions):
    fields = ["note"]


@register([Correction, Withdrawal])
class CorrectionOptions(TranslationOptions):
    fields = ["reason"]


@register(Challenge)
class ChallengeOptions(TranslationOptions):
    fields = ["answer"]
