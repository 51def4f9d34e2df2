from copy import deepcopy

import pytest
from django.core.management import call_command

from tests.conftest import made_once
from tests.reading.story import live


@pytest.fixture(scope="module")
def _told_story(django_db_setup, django_db_blocker):
    with made_once(django_db_blocker, live) as links:
        yield links


@pytest.fixture
def story(_told_story, db):
    return deepcopy(_told_story)


@pytest.fixture(scope="module")
def _made_years(django_db_setup, django_db_blocker):
    def make_years():
        call_command("make_sample_data", initiatives=60, updates=180, verbosity=0)

    with made_once(django_db_blocker, make_years):
        yield


@pytest.fixture
def years(_made_years, db):
    """A record of some years, made up."""
