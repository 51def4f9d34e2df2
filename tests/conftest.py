import logging
import resource
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import translation

from tests import factories as make
from tests.databases import copy_migrated, is_sqlite
from tests.slow import SLOW
from tracker import models
from tracker.actions.publish import publish
from tracker.actions.seed import seed
from tracker.reading.version_cache import forget_all
from tracker.vocabulary import Role

IN_MEMORY = "file:memorydb_default?mode=memory&cache=shared"
"""What Django calls the database of `:memory:`."""


def pytest_addoption(parser):
    parser.addoption(
        "--record", action="store_true", help="write down anew what the golden pages say"
    )


@pytest.fixture(autouse=True)
def _english():
    """Begin each test in English: a request leaves its language behind in the thread."""
    with translation.override("en"):
        yield


MEMORY = 2**30
"""The bytes of a unit test, and of each process that it starts: the hungriest needs a fifth."""
BROWSER = Path(__file__).parent / "browser"


def limited_memory(item):
    """Let a MemoryError end what is endless; browsers, which reserve far more, are left alone."""
    before = resource.getrlimit(resource.RLIMIT_DATA)
    if not item.path.is_relative_to(BROWSER):
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, before[1]))
    try:
        return (yield)
    finally:  # whoever reports the error needs memory, too
        resource.setrlimit(resource.RLIMIT_DATA, before)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item):
    return (yield from limited_memory(item))


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_pyfunc_call(pyfuncitem):
    return (yield from limited_memory(pyfuncitem))


class Recorder(logging.Handler):
    """Keeps what is logged as a warning or worse, but for the refusals that clients are answered.

    Django logs each answer from 400 to 499: the test that asks sees it itself.
    """

    def __init__(self):
        super().__init__(logging.WARNING)
        self.records = []

    def emit(self, record):
        if not 400 <= getattr(record, "status_code", 0) < 500:
            self.records.append(record)


@contextmanager
def recorded():
    """Yield the list of what is logged meanwhile."""
    recorder = Recorder()
    loggers = logging.getLogger(), logging.getLogger("django")  # which passes nothing on
    for logger in loggers:
        logger.addHandler(recorder)
    try:
        yield recorder.records
    finally:
        for logger in loggers:
            logger.removeHandler(recorder)


@pytest.fixture
def logged():
    """The records that a test logs, a warning or worse: it expects them, and looks at them."""
    with recorded() as records:
        yield records


@pytest.fixture(autouse=True)
def _nothing_is_logged(request):
    """Fail a test that logs a warning or worse, unless it asks for `logged` or `caplog`."""
    with recorded() as records:
        yield
    if records and not {"logged", "caplog"} & set(request.fixturenames):
        pytest.fail("\n".join(map(logging.Formatter("%(name)s: %(message)s").format, records)))


@pytest.fixture(autouse=True)
def _new_process():
    """Forget what a process keeps in memory of the record: each test has another one."""
    forget_all()


MADE_ONCE = ("years", "story", "seeds")
"""Fixtures whose rows are made once: the last in a process, the others in a file."""


def pytest_collection_modifyitems(items):
    """Mark what is slow and what opens a database; begin with the slow, end with what is MADE_ONCE.

    Its rows are there for the tests of the same file or process that follow, asked for or not.
    """
    for item in items:
        if item.nodeid.startswith(SLOW):
            item.add_marker("slow")
        if opens_a_database(item):
            item.add_marker("database")
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
    for name in MADE_ONCE:
        items.sort(key=lambda item: name in item.fixturenames)


def opens_a_database(item):
    """Whether a test may open one: pytest-django refuses it to a test that does not ask for it."""
    asks = item.get_closest_marker("django_db") or "db" in item.fixturenames
    return bool(asks or "transactional_db" in item.fixturenames or hasattr(item.module, "manage"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Let Django find its database in memory as it is once migrated: see `tests.databases`."""
    if not is_sqlite():
        yield
        return
    with closing(copy_migrated(IN_MEMORY, uri=True)):  # it is there as long as this is open
        yield


@contextmanager
def made_once(blocker, make_rows):
    """Yield what `make_rows` left in the database for many tests, and take it back after them."""
    around = transaction.atomic()
    with blocker.unblock(), translation.override("en"):
        around.__enter__()
        made = make_rows()
    yield made
    with blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(scope="session")
def _loaded_seeds(django_db_setup, django_db_blocker):
    with made_once(django_db_blocker, lambda: seed(django_settings.SEEDS_DIR)) as loaded:
        yield loaded


@pytest.fixture
def seeds(_loaded_seeds, db):
    """The record as the first start loads it."""
    return _loaded_seeds


def person(role):
    user = make.UserFactory(is_staff=role != Role.FOCAL_POINT)
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
    return make.UserFactory(is_staff=True, is_superuser=True)


@pytest.fixture
def auditor(db):
    return person(Role.AUDITOR)


@pytest.fixture
def rows(db):
    """One row of each model, by the model's name: public if it can be."""
    update = make.published_update()
    initiative = update.initiative
    publish(
        update=make.DraftFactory(initiative=initiative, sentence_en="Urgent."),
        by=make.UserFactory(),
        emergency_reason="Test",
    )
    citation = make.CitationFactory(quote="The test bridge is open, they said.", is_context=True)
    make.make_public(citation)
    theme, author = make.ThemeFactory(), make.UserFactory()
    submission = models.Submission.objects.create(created_by=author)
    return {
        "initiative": initiative,
        "statusupdate": make.DraftFactory(submission=submission),
        "submission": submission,
        "citation": citation,
        "reference": update.references.get(),
        "source": citation.source,
        "milestone": make.MilestoneFactory(),
        "actionplan": make.ActionPlanFactory(),
        "event": make.EventFactory(),
        "organization": make.OrganizationFactory(),
        "workinggroup": make.WorkingGroupFactory(),
        "speaker": make.SpeakerFactory(),
        "country": make.CountryFactory(),
        "theme": theme,
        "place": make.PlaceFactory(),
        "attribution": models.Attribution.objects.latest("entry"),
        "ledgerentry": models.LedgerEntry.objects.earliest("sequence"),
        "snapshot": models.Snapshot.objects.latest("since"),
        "user": author,
        "group": author.groups.create(name="test group"),
        "alias": models.Alias.objects.create(name="Test", theme=theme),
        "revision": make.RevisionFactory(initiative=initiative),
        "correction": make.CorrectionFactory(),
        "withdrawal": make.WithdrawalFactory(),
        "countersignature": make.CountersignatureFactory(),
        "erasure": make.ErasureFactory(),
        "challenge": make.ChallengeFactory(initiative=initiative),
        "translationreview": make.TranslationReviewFactory(),
        "accountlog": make.AccountLogFactory(),
    }
