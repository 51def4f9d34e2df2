"""The record: one noun a file, its QuerySet above it."""

from .action_plan import ActionPlan
from .alias import Alias
from .citation import Citation, Reference
from .country import Country
from .event import Event, Place
from .initiative import Initiative
from .ledger import LedgerEntry
from .milestone import Milestone
from .organization import Organization
from .revision import Correction, Revision
from .source import Source
from .speaker import Speaker
from .status_update import StatusUpdate
from .theme import Theme
from .user import User
from .working_group import WorkingGroup

__all__ = [
    "ActionPlan",
    "Alias",
    "Citation",
    "Correction",
    "Country",
    "Event",
    "Initiative",
    "LedgerEntry",
    "Milestone",
    "Organization",
    "Place",
    "Reference",
    "Revision",
    "Source",
    "Speaker",
    "StatusUpdate",
    "Theme",
    "User",
    "WorkingGroup",
]
