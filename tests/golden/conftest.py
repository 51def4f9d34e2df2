import pytest
import time_machine

from tests.conftest import made_once
from tests.golden import world
from tracker.reading.version_cache import forget_all


@pytest.fixture(scope="module")
def _built_world(django_db_setup, django_db_blocker):
    with made_once(django_db_blocker, world.build) as rows:
        yield rows
    forget_all()


@pytest.fixture
def rows(_built_world, db):
    """The rows of the world by their names, read on one day."""
    with time_machine.travel(world.READ_AT, tick=False):
        yield _built_world
