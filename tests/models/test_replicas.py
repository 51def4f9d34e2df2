"""A replica is here the connection of the tests under another name; what it lacks is made up."""

import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone

from tests.factories import ThemeFactory, published_initiative
from tracker.models import Record, Theme, facet_index, replicas
from tracker.models.replicas import Router, read_primary, read_replica, reading
from tracker.views.public import public_page

LIST = "/en/initiatives/"


@pytest.fixture
def versions(db, settings, monkeypatch):
    """{alias: data version} of a primary and a replica; `versions.asked` are the aliases asked."""

    class Versions(dict):
        asked = []

        def __call__(self, alias=DEFAULT_DB_ALIAS):
            self.asked.append(alias)
            if self[alias] is None:
                raise OperationalError
            return self[alias]

    found = Versions({DEFAULT_DB_ALIAS: 7, "replica": 7})
    found.asked = []
    settings.DATABASE_REPLICAS = ["replica"]
    settings.DATABASE_ROUTERS = ["tracker.models.replicas.Router"]
    monkeypatch.setattr(replicas, "data_version", found)
    monkeypatch.setattr(replicas, "_silent_until", {})
    connections["replica"] = connections[DEFAULT_DB_ALIAS]
    yield found
    read_primary()
    del connections["replica"]


@public_page
def where(request):
    return HttpResponse(Theme.objects.all().db)


def test_a_public_page_is_read_from_a_replica(versions, client):
    initiative = published_initiative()

    shown = client.get(initiative.get_absolute_url()).context["initiative"]

    assert (shown, shown._state.db) == (initiative, "replica")
    assert reading() == DEFAULT_DB_ALIAS  # the request is over


@pytest.mark.parametrize(("replica", "read"), [(6, "default"), (7, "replica"), (8, "replica")])
def test_a_replica_that_lags_behind_makes_no_page(replica, read, versions, rf):
    versions["replica"] = replica

    assert where(rf.get(LIST)).content.decode() == read


def test_a_replica_that_does_not_answer_is_left_alone_for_a_while(versions, rf, monkeypatch):
    monkeypatch.setattr(connections["replica"], "close", lambda: None)
    versions["replica"] = None

    answers = [where(rf.get(LIST)).content for _time in range(3)]

    assert answers == [b"default"] * 3
    assert versions.asked == [DEFAULT_DB_ALIAS, "replica"]

    monkeypatch.setattr(replicas, "_now", lambda: replicas._silent_until["replica"] + 1)
    versions["replica"] = 7
    assert where(rf.get(LIST)).content == b"replica"


def test_a_page_that_a_replica_breaks_off_is_made_from_the_primary(versions, rf):
    asked = []

    @public_page
    def view(request):
        asked.append(Theme.objects.all().db)
        if asked[-1] == "replica":
            raise OperationalError("canceling statement due to conflict with recovery")
        return HttpResponse(asked[-1])

    assert view(rf.get(LIST)).content == b"default"
    assert asked == ["replica", DEFAULT_DB_ALIAS]

    @public_page
    def broken(request):
        asked.append(Theme.objects.all().db)
        raise OperationalError

    with pytest.raises(OperationalError):
        broken(rf.get(LIST))
    assert asked[2:] == ["replica", DEFAULT_DB_ALIAS]


def test_without_the_primary_no_page_is_made(versions, rf):
    versions[DEFAULT_DB_ALIAS] = None

    with pytest.raises(OperationalError):
        where(rf.get(LIST))


def test_a_person_with_a_session_reads_the_primary(versions, client, reviewer):
    client.force_login(reviewer)

    for path in (LIST, "/desk/"):
        assert client.get(path).status_code == 200

    assert versions.asked == []


def test_a_streamed_page_is_read_from_the_replica_to_its_end(versions, rf):
    @public_page
    def view(request):
        return StreamingHttpResponse(Theme.objects.all().db for _part in range(1))

    assert b"".join(view(rf.get(LIST))) == b"replica"


def test_what_is_written_goes_to_the_primary(versions):
    read_replica()

    theme = ThemeFactory()

    assert theme._state.db == DEFAULT_DB_ALIAS
    assert reading() == "replica"
    assert Theme.objects.get() == theme
    assert not Router().allow_migrate("replica", "tracker")


def test_a_page_whose_index_is_ahead_of_the_replica_is_read_from_the_primary(versions):
    published_initiative()
    record = Record(today=timezone.localdate())
    newer = facet_index.facet_index(today=record.today, version=record.version)
    read_replica()

    assert record.index is newer
    assert reading() == "replica"

    del record.index
    record.version = newer.touched - 1
    assert record.index is newer
    assert reading() == DEFAULT_DB_ALIAS
