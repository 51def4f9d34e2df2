"""Why the record refuses a write; each carries a sentence for the person who tried."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _


class NotAllowed(PermissionDenied):
    """The person may not do this to this row."""


class SelfApproval(NotAllowed):
    """Somebody would approve what they wrote."""

    def __init__(self) -> None:
        super().__init__(_("Nobody approves their own submission: a second person must."))


class OwnScope(NotAllowed):
    """Somebody would review an initiative for which they are the focal point."""

    def __init__(self) -> None:
        super().__init__(_("Nobody reviews the initiatives of their own scope."))


class Conflict(Exception):
    """The row was written by somebody else meanwhile; nothing was saved."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else changed this meanwhile. Look at both texts before you go on.")
        )
