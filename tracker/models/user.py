from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from .. import languages


class User(AbstractUser):
    """Somebody of the staff; what they may do comes from the groups named in `Role`.

    The countries, organizations and working groups are their scope: a focal point works there and
    nowhere else, and nobody reviews there.
    """

    NOT_VERSIONED = ("last_login", "password_is_first")

    changed_by: "User | None" = None
    """Who sets the password that is saved next, for the account log; None of a command."""

    password_is_first = models.BooleanField(default=False, db_default=False, editable=False)
    """Whether the first start printed the password; it has to be changed before anything else."""

    language = models.CharField(
        _("language"),
        max_length=10,
        choices=languages.choices,
        default=settings.LANGUAGE_CODE,
        help_text=_("The language of the notes that are sent by e-mail."),
    )
    countries = models.ManyToManyField(
        "Country", blank=True, verbose_name=_("countries"), related_name="focal_points"
    )
    organizations = models.ManyToManyField(
        "Organization", blank=True, verbose_name=_("organizations"), related_name="focal_points"
    )
    working_groups = models.ManyToManyField(
        "WorkingGroup", blank=True, verbose_name=_("working groups"), related_name="focal_points"
    )

    def save(self, *args, update_fields=None, **kwargs):
        """Save a password and its entry in the account log together.

        Django tells `PasswordRule` of actions/passwords.py once the row is written.
        """
        if self._password is not None:  # not where the same one is only hashed anew
            self.password_is_first = False
            update_fields = {*update_fields, "password_is_first"} if update_fields else None
        with transaction.atomic():
            super().save(*args, update_fields=update_fields, **kwargs)
