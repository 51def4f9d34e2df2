from types import SimpleNamespace

import pytest

from tests.databases import blank_copy, copied
from tests.factories import published_update
from tracker.backups.backup import make_backup
from tracker.models.data_version import data_version


@pytest.fixture(scope="session")
def blank(tmp_path_factory, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), blank_copy(tmp_path_factory.mktemp("blank")) as blank:
        yield blank


@pytest.fixture
def empty(tmp_path, blank, db):
    """A migrated database of its own, in which this process commits."""
    with copied(blank, tmp_path):
        yield


@pytest.fixture
def backup(tmp_path, blank, empty):
    """A backup of a small record in another database."""
    (tmp_path / "other").mkdir()
    with copied(blank, tmp_path / "other"):
        published_update(initiative__title_en="Test fund", sentence_en='A "quote",\ta \\ and Ә.\n')
        made = make_backup(tmp_path / "backups")
        version = data_version()
    return SimpleNamespace(path=made.path, header=made.header, data_version=version)
