import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Group
from django.utils import translation

from tests.factories import UserFactory
from tracker.actions.seed import seed
from tracker.models import facet_index, lens, record, search, trend_index
from tracker.vocabulary import Role


@pytest.fixture(autouse=True)
def _english():
    """Begin each test in English: a request leaves its language behind in the thread."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _a_process_that_knows_nothing(monkeypatch):
    """Forget what a process keeps in memory of the record: each test has another one."""
    monkeypatch.setattr(facet_index, "_current", None)
    monkeypatch.setattr(trend_index, "_current", None)
    monkeypatch.setattr(lens, "_known", {})
    record._newest_entry.cache_clear()
    search._names.cache_clear()


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


@pytest.fixture
def auditor(db):
    return person(Role.AUDITOR)
