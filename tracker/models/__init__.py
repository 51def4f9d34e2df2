"""The record: one noun a file, its QuerySet above it."""

from .account_log import AccountLog
from .action_plan import ActionPlan
from .alias import Alias
from .attribution import Attribution
from .challenge import Challenge
from .citation import Citation, Reference
from .correction import Correction, Countersignature, Withdrawal
from .country import Country
from .data_version import DataVersion
from .erasure import Erasure
from .event import Event, Place
from .initiative import Initiative
from .ledger import LedgerEntry
from .milestone import Milestone
from .organization import Organization
from .revision import Revision
from .session import Session
from .snapshot import Snapshot
from .source import Source
from .speaker import Speaker
from .status_update import StatusUpdate
from .submission import Submission
from .theme import Theme
from .throttle import Throttle
from .translation_review import TranslationReview
from .user import User
from .working_group import WorkingGroup

__all__ = [
    "AccountLog",
    "ActionPlan",
    "Alias",
    "Attribution",
    "Challenge",
    "Citation",
    "Correction",
    "Countersignature",
    "Country",
    "DataVersion",
    "Erasure",
    "Event",
    "Initiative",
    "LedgerEntry",
    "Milestone",
    "Organization",
    "Place",
    "Reference",
    "Revision",
    "Session",
    "Snapshot",
    "Source",
    "Speaker",
    "StatusUpdate",
    "Submission",
    "Theme",
    "Throttle",
    "TranslationReview",
    "User",
    "Withdrawal",
    "WorkingGroup",
]
