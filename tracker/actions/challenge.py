"""What readers object to: received from anybody, answered by the staff."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from ..models import Challenge, User
from ..models.data_version import bump
from ..rules.networks import block, household
from .refusals import NotAllowed
from .rights import lock

MOST_AN_HOUR = 5
"""From one sender."""
MOST_OF_A_BLOCK = 25
"""An hour, from one block of a network. There is no limit for all together, which a few could use
up for everybody: the staff is shown one of each block in turn."""


@transaction.atomic
def receive(*, challenge: Challenge, address: str) -> None:
    """Save what a reader sent; `address` is where from, kept only as digests of the day.

    Raises ValidationError if there was too much from there within the hour.
    """
    now = timezone.now()
    day = timezone.localdate(now).isoformat()
    challenge.sender = _digest(day, household(address))
    challenge.block = _digest(day, block(address))
    lately = Challenge.objects.filter(created_at__gt=now - timedelta(hours=1))
    if (
        lately.filter(sender=challenge.sender).count() >= MOST_AN_HOUR
        or lately.filter(block=challenge.block).count() >= MOST_OF_A_BLOCK
    ):
        raise ValidationError(_("That is a lot at once. Please try again in an hour."), code="rate")
    challenge.save()


def _digest(day: str, part: str) -> str:
    return salted_hmac(f"challenge {day}", part, algorithm="sha256").hexdigest()


@transaction.atomic
def resolve(*, challenge: Challenge, by: User, version: str | None) -> None:
    """Save the outcome and the public answer that `challenge` carries.

    Raises Conflict; NotAllowed without the right; ValidationError if it is answered already.
    """
    if not by.has_perm("tracker.change_challenge"):
        raise NotAllowed
    if lock(challenge, version=version).resolved_at:
        raise ValidationError(_("This is answered already."), code="resolved")
    challenge.resolved_by, challenge.resolved_at = by, timezone.now()
    challenge.save()
    bump()
