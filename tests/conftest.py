import os
import tempfile

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="tracker-tests-"))

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Group

from tests.factories import UserFactory
from tracker.actions.seed import seed
from tracker.vocabulary import Role


@pytest.fixture(autouse=True)
def _plain_static_files(settings):
    """Let templates name static files that nobody collected."""
    backend = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": backend}}


@pytest.fixture
def seeds(db):
    """The record as the first start loads it."""
    return seed(django_settings.SEEDS_DIR)


def person(role):
    user = UserFactory(is_staff=role != Role.FOCAL_POINT)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def focal_point(db):
    return person(Role.FOCAL_POINT)


@pytest.fixture
def reviewer(db):
    return person(Role.REVIEWER)


@pytest.fixture
def editor(db):
    return person(Role.EDITOR)


@pytest.fixture
def administrator(db):
    return UserFactory(is_staff=True, is_superuser=True)
