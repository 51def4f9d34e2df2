import pytest
import time_machine
from django.db import transaction
from django.utils import translation

from tests.golden import world
from tracker.reading.version_cache import forget_all


@pytest.fixture(scope="module")
def _built_world(django_db_setup, django_db_blocker):
    around = transaction.atomic()
    with django_db_blocker.unblock(), translation.override("en"):
        around.__enter__()
        rows = world.build()
    yield rows
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)
    forget_all()


@pytest.fixture
def rows(_built_world, db):
    """The rows of the world by their names, read on one day."""
    with time_machine.travel(world.READ_AT, tick=False):
        yield _built_world
