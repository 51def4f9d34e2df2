from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """Somebody of the staff; what they may do comes from the groups named in `Role`."""
