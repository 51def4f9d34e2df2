import pytest

from tests.conftest import person
from tests.factories import CountryFactory, published_initiative
from tracker.vocabulary import Role


@pytest.fixture
def initiative(db):
    """A published one of a country."""
    initiative = published_initiative(original_due="2027", summary_en="A test summary.")
    initiative.countries.add(CountryFactory())
    return initiative


@pytest.fixture
def author(initiative):
    """A focal point in whose scope the initiative is."""
    user = person(Role.FOCAL_POINT)
    user.countries.set(initiative.countries.all())
    return user


@pytest.fixture
def second_reviewer(db):
    return person(Role.REVIEWER)
