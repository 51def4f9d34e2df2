import pytest

from tests.actions.cases import World
from tests.conftest import person
from tests.databases import blank_copy, copied
from tests.factories import CountryFactory, published_initiative
from tracker.vocabulary import Role


@pytest.fixture
def initiative(db):
    """A published one of a country."""
    return published_initiative(
        original_due="2027", summary_en="A test summary.", countries=[CountryFactory()]
    )


@pytest.fixture
def author(initiative):
    """A focal point in whose scope the initiative is."""
    user = person(Role.FOCAL_POINT)
    user.countries.set(initiative.countries.all())
    return user


@pytest.fixture
def second_reviewer(db):
    return person(Role.REVIEWER)


@pytest.fixture(scope="session")
def blank_database(tmp_path_factory, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), blank_copy(tmp_path_factory.mktemp("blank")) as blank:
        yield blank


@pytest.fixture
def world(tmp_path, blank_database, db):
    """What the cases begin with, in a database of its own, where everything is committed."""
    with copied(blank_database, tmp_path):
        yield World(tmp_path)
