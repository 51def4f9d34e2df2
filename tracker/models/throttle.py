from django.db import models


class Throttle(models.Model):
    """How often something was tried in vain of late: a login, a code of a second factor.

    `key` is a digest: nobody reads from it who tried, or what was typed. A row is of no use once it
    is forgotten.
    """

    key = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(db_index=True)

    class Meta:
        default_permissions = []

    def __str__(self):
        return f"{self.failures} failures"
