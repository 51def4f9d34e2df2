"""The allowed values: one word a thing, in code, addresses and pages alike.

Each value's `description` is the sentence that the method page prints.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DescribedChoices(TextChoices):
    """Choices declared as `value, description, label`."""

    def __new__(cls, value, description):
        member = str.__new__(cls, value)
        member._value_ = value
        member.description = description
        return member


class Kind(DescribedChoices):
    ACTION_PLAN_ITEM = (
        "action_plan_item",
        _("It stands in an action plan, which is named."),
        _("Action-plan item"),
    )
    ANNOUNCED_COMMITMENT = (
        "announced_commitment",
        _("A named party said that it will do it."),
        _("Announced commitment"),
    )
    JOINT_INITIATIVE = (
        "joint_initiative",
        _("A shared project or body, proposed or under way."),
        _("Joint initiative"),
    )
    ASPIRATION = (
        "aspiration",
        _("A hope or an interest. Nobody undertook it, so it is never late."),
        _("Aspiration"),
    )

    @classmethod
    def promises(cls):
        """The kinds that somebody undertook; they are never counted together with a wish."""
        return tuple(kind for kind in cls if kind != cls.ASPIRATION)


class Status(DescribedChoices):
    ANNOUNCED = (
        "announced",
        _("Said in public; no plan or start has been shown."),
        _("Announced"),
    )
    PLANNED = (
        "planned",
        _("It stands in a plan, or has an owner and a date."),
        _("Planned"),
    )
    IN_PROGRESS = (
        "in_progress",
        _("Work on it is reported; its end is not."),
        _("In progress"),
    )
    PARTLY_DELIVERED = (
        "partly_delivered",
        _("Some of what was promised is there, and can be shown."),
        _("Partly delivered"),
    )
    DELIVERED = (
        "delivered",
        _("All of what was promised is there, and can be shown."),
        _("Delivered"),
    )
    SUSPENDED = (
        "suspended",
        _("Put on hold by those who undertook it."),
        _("Suspended"),
    )
    DROPPED = (
        "dropped",
        _("Given up by those who undertook it."),
        _("Dropped"),
    )
    SUPERSEDED = (
        "superseded",
        _("Replaced by another initiative."),
        _("Superseded"),
    )

    @classmethod
    def closed(cls):
        """The statuses after which no update is awaited."""
        return (cls.DELIVERED, cls.DROPPED, cls.SUPERSEDED)


class Evidence(DescribedChoices):
    NONE_FOUND = (
        "none_found",
        _("We looked and found nothing public. That does not mean that nothing was done."),
        _("No evidence found"),
    )
    STATED = (
        "stated",
        _("Those who take part, or speak for them, say so; nothing else shows it."),
        _("Stated by those involved"),
    )
    DOCUMENTED = (
        "documented",
        _("An official text shows it."),
        _("Documented"),
    )
    CONFIRMED = (
        "confirmed",
        _("Somebody other than those involved confirms it."),
        _("Independently confirmed"),
    )


class Schedule(DescribedChoices):
    """Always computed from the deadline, the status and today; never stored."""

    NO_DATE = (
        "no_date",
        _("No deadline is named, or none counts: it is an aspiration, dropped or superseded."),
        _("No deadline"),
    )
    DUE = (
        "due",
        _("The deadline is still ahead, or its last possible day has not passed."),
        _("Deadline ahead"),
    )
    OVERDUE = (
        "overdue",
        _("The last possible day of the deadline has passed. Late is not failed."),
        _("Overdue"),
    )
    DELIVERED_ON_TIME = (
        "delivered_on_time",
        _("Delivered, and nothing shows that it was after the original deadline."),
        _("Delivered on time"),
    )
    DELIVERED_LATE = (
        "delivered_late",
        _("Delivered after the last day of the original deadline."),
        _("Delivered late"),
    )


class Membership(TextChoices):
    MEMBER = "member", _("Member state")
    OBSERVER = "observer", _("Observer")


class BodyClass(TextChoices):
    """What sort of body an organization is (Popolo's `classification`)."""

    ORGANIZATION = "organization", _("International organization")
    MINISTRY = "ministry", _("Ministry")
    CHAMBER = "chamber", _("Chamber")
    FUND = "fund", _("Fund")
    ACADEMY = "academy", _("Academy")
    SECRETARIAT = "secretariat", _("Secretariat")
    MINISTERIAL_MEETING = "ministerial_meeting", _("Ministerial meeting")


class EventClass(TextChoices):
    SUMMIT = "summit", _("Summit")
    MINISTERIAL_MEETING = "ministerial_meeting", _("Ministerial meeting")
    MEETING = "meeting", _("Meeting")
    SESSION = "session", _("Session")
    CONFERENCE = "conference", _("Conference")
    FORUM = "forum", _("Forum")
    SIGNING = "signing", _("Signing")
    ELECTION = "election", _("Election")
    FESTIVAL = "festival", _("Festival")


class LedgerKind(TextChoices):
    """What an entry of the ledger records."""

    SOURCE = "source", _("Source cited")
    INITIATIVE = "initiative", _("Initiative published")
    LINKS = "links", _("Links of an initiative")
    MILESTONE = "milestone", _("Milestone published")
    PLAN = "plan", _("Action plan published")
    WORKING_GROUP = "working_group", _("Working group published")
    ORGANIZATION = "organization", _("Organization published")
    COUNTRY = "country", _("Country published")
    THEME = "theme", _("Theme published")
    EVENT = "event", _("Event published")
    PLACE = "place", _("Place published")
    SPEAKER = "speaker", _("Speaker published")
    CITATION = "citation", _("Quote published")
    UPDATE = "update", _("Status update")
    REVISION = "revision", _("Revision")
    CORRECTION = "correction", _("Correction")
    WITHDRAWAL = "withdrawal", _("Withdrawal")
    COUNTERSIGNATURE = "countersignature", _("Countersignature")
    ERASURE = "erasure", _("Erasure")


class Review(TextChoices):
    """How far a draft has come on its way to the public; computed, see `Reviewable.stage`."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for review")
    RETURNED = "returned", _("Returned")
    PUBLISHED = "published", pgettext_lazy("the state of a draft", "Published")


class Outcome(TextChoices):
    """What came of a reader's challenge."""

    ACCEPTED = "accepted", _("Accepted: the record was changed")
    ANSWERED = "answered", _("Answered: the record stands")
    DECLINED = "declined", _("Declined: nothing to check")


class RevisedField(TextChoices):
    """What a revision may change; RECORD says of which noun."""

    NEW = "new", pgettext_lazy("a noun that is not public yet", "New")
    TITLE = "title", _("Title")
    SUMMARY = "summary", _("Summary")
    NAME = "name", _("Name")
    ABBREVIATION = "abbreviation", _("Abbreviation")
    ALIASES = "aliases", _("Other names")
    NOTE = "note", _("Note")
    CLASSIFICATION = "classification", _("Classification")
    DUE = "due", _("Deadline")
    REACHED_ON = "reached_on", _("Reached on")
    PERIOD = "period", _("Period")
    HELD_ON = "held_on", _("Held on")
    MEMBERSHIP = "membership", _("Membership")
    MEMBER_SINCE = "member_since", _("In this membership since")
    MEMBER_UNTIL = "member_until", _("In this membership until")
    PROPOSED = "proposed", _("Proposed")
    ROLE = "role", _("Role")
    IS_NAMED = "is_named", _("Named in the source")
    PUBLISHER = "publisher", _("Publisher")
    URL = "url", _("Address")
    PARENT = "parent", _("Part of")
    SUPERSEDES = "supersedes", _("Supersedes")
    ANNOUNCED_AT = "announced_at", _("Announced at")
    PLACE = "place", _("Place")
    COUNTRY = "country", _("Country")
    ORGANIZATION = "organization", _("Organization")
    EVENTS = "events", _("Events")
    THEMES = "themes", _("Themes")
    COUNTRIES = "countries", _("Countries")
    ORGANIZATIONS = "organizations", _("Organizations")
    WORKING_GROUPS = "working_groups", _("Working groups")
    CITATIONS = "citations", _("Quotes that it rests on")
    SENTENCE = "sentence", _("Sentence")
    QUOTE = "quote", _("Quote")
    CORRECTION = "correction", _("Correction")
    WITHDRAWAL = "withdrawal", _("Withdrawal")


RETRACTIONS = (RevisedField.CORRECTION, RevisedField.WITHDRAWAL)
"""What a revision may say of a published update as a whole: that it does not stand any more."""


class Basis(TextChoices):
    """What a change of a public field rests on, unless it corrects what was wrong from the start.

    A correction always needs a reason.
    """

    QUOTE = "quote", _("A verbatim quote")
    REASON = "reason", _("A reason")


_F, _Q, _R = RevisedField, Basis.QUOTE, Basis.REASON
RECORD: dict[str, dict[RevisedField, Basis]] = {
    "initiative": {
        _F.TITLE: _R, _F.SUMMARY: _R, _F.DUE: _Q, _F.PARENT: _R, _F.ANNOUNCED_AT: _Q,
        _F.EVENTS: _Q, _F.THEMES: _R, _F.COUNTRIES: _Q, _F.ORGANIZATIONS: _Q,
        _F.WORKING_GROUPS: _Q, _F.CITATIONS: _Q,
    },
    "plan": {
        _F.NAME: _R, _F.PERIOD: _Q, _F.SUPERSEDES: _Q, _F.THEMES: _R, _F.CITATIONS: _Q,
    },
    "source": {_F.TITLE: _R, _F.PUBLISHER: _R, _F.URL: _R},
    "milestone": {_F.TITLE: _R, _F.DUE: _Q, _F.REACHED_ON: _Q, _F.CITATIONS: _Q},
    "event": {
        _F.NAME: _R, _F.CLASSIFICATION: _R, _F.HELD_ON: _Q, _F.PLACE: _Q, _F.COUNTRY: _Q,
        _F.THEMES: _R, _F.CITATIONS: _Q,
    },
    "place": {_F.NAME: _R, _F.COUNTRY: _R, _F.ALIASES: _R},
    "organization": {
        _F.NAME: _R, _F.ABBREVIATION: _R, _F.CLASSIFICATION: _R, _F.PROPOSED: _Q, _F.COUNTRY: _Q,
        _F.THEMES: _R, _F.ALIASES: _R, _F.CITATIONS: _Q,
    },
    "working_group": {
        _F.NAME: _R, _F.PARENT: _Q, _F.COUNTRIES: _Q, _F.THEMES: _R, _F.ALIASES: _R,
        _F.CITATIONS: _Q,
    },
    "country": {
        _F.NAME: _R, _F.MEMBERSHIP: _Q, _F.MEMBER_SINCE: _Q, _F.MEMBER_UNTIL: _Q, _F.NOTE: _R,
        _F.ALIASES: _R, _F.CITATIONS: _Q,
    },
    "theme": {_F.NAME: _R, _F.ALIASES: _R},
    "speaker": {
        _F.NAME: _R, _F.ROLE: _Q, _F.ORGANIZATION: _Q, _F.IS_NAMED: _R, _F.ALIASES: _R,
        _F.CITATIONS: _Q,
    },
}  # fmt: skip
"""{noun, a column of Revision: {field: what a change of it needs}}: the record of each noun.

The one list: what data entry proposes instead of saving, the ledger records, earlier days take
back, verification compares, the form of a revision asks and the page of two days compared names
follows from it. What else a model has is named there as computed or as presentation.
"""

TRANSLATABLE = {"update": RevisedField.SENTENCE, "citation": RevisedField.QUOTE}
"""What is frozen once it is public: a revision adds it in a language that it lacks."""

REVISED_DATES = (
    _F.DUE, _F.PERIOD, _F.REACHED_ON, _F.HELD_ON, _F.MEMBER_SINCE, _F.MEMBER_UNTIL,
)  # fmt: skip
"""The revised fields that hold EDTF texts, and so stand in no language."""


class SourceLanguage(TextChoices):
    """The languages that are offered for a source, which may be in any other.

    Those of the OTS states, English and Russian.
    """

    AZERBAIJANI = "az", _("Azerbaijani")
    ENGLISH = "en", _("English")
    HUNGARIAN = "hu", _("Hungarian")
    KAZAKH = "kk", _("Kazakh")
    KYRGYZ = "ky", _("Kyrgyz")
    RUSSIAN = "ru", _("Russian")
    TURKMEN = "tk", _("Turkmen")
    TURKISH = "tr", _("Turkish")
    UZBEK = "uz", _("Uzbek")


class Role(TextChoices):
    """The groups that a person of the staff can be in; each is a Django group of that name."""

    FOCAL_POINT = "focal point", _("Focal point")
    REVIEWER = "reviewer", _("Reviewer")
    EDITOR = "editor", _("Editor")
    ADMINISTRATOR = "administrator", _("Administrator")
    AUDITOR = "auditor", _("Auditor")


class Factor(TextChoices):
    """The second factors, as allauth calls them."""

    TOTP = "totp", _("authenticator app")
    WEBAUTHN = "webauthn", _("passkey")
    RECOVERY_CODES = "recovery_codes", _("recovery codes")
