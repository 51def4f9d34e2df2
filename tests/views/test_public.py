"""What every public page has in common, a decorator at a time."""

import pytest
import time_machine
from django.http import HttpResponse

from tests import factories as make
from tracker.links import shown_day
from tracker.views.public import at_day, for_anybody, public_page

COOKIE = {"HTTP_COOKIE": "sessionid=abc", "HTTP_AUTHORIZATION": "Basic abc"}


@pytest.fixture
def record(db):
    """What was published on the second of June; it is the ninth."""
    with time_machine.travel("2026-06-02T12:00Z"):
        make.published_initiative()
    with time_machine.travel("2026-06-09T12:00Z"):
        yield


def day_of(request):
    return HttpResponse(f"{request.record.as_of} {request.record.today} {shown_day()}")


def test_a_view_for_anybody_is_handed_what_was_asked_and_not_by_whom(rf, reviewer):
    asked = rf.get("/en/themes/?q=a&q=b", secure=True, headers={"HX-Request": "true"}, **COOKIE)
    asked.session, asked.user, asked.resolver_match = {"a": 1}, reviewer, "match"
    asked.META["CSRF_COOKIE"] = "secret"

    handed = for_anybody(lambda request: request)(asked)

    assert handed.get_full_path() == asked.get_full_path()
    assert handed.build_absolute_uri() == "https://testserver/en/themes/?q=a&q=b"
    assert handed.GET.getlist("q") == ["a", "b"]
    assert handed.htmx
    assert handed.resolver_match == "match"
    assert not handed.COOKIES
    assert not {"HTTP_COOKIE", "HTTP_AUTHORIZATION", "CSRF_COOKIE"} & handed.META.keys()
    assert not hasattr(handed, "session")
    assert not hasattr(handed, "user")


def test_the_request_of_a_person_stays_theirs(rf, reviewer):
    asked = rf.get("/en/", **COOKIE)
    asked.user = reviewer

    for_anybody(lambda request: request)(asked)

    assert asked.user == reviewer
    assert asked.COOKIES == {"sessionid": "abc"}


def test_a_view_at_a_day_has_its_record_and_its_links(record, rf):
    today, earlier = (at_day(day_of)(rf.get(f"/en/{day}")) for day in ("", "?as_of=2026-06-03"))

    assert today.text == "None 2026-06-09 None"
    assert earlier.text == "2026-06-03 2026-06-03 2026-06-03"
    assert shown_day() is None


@pytest.mark.parametrize(
    ("day", "status"), [("2026-06-10", 400), ("soon", 400), ("2026-06-01", 200)]
)
def test_a_view_is_not_asked_of_a_day_without_a_record(record, rf, day, status):
    response = at_day(day_of)(rf.get(f"/en/?as_of={day}"))

    assert response.status_code == status
    assert "<h1>" in response.text


def test_a_public_page_is_all_of_it(record, rf, reviewer):
    @public_page
    def view(request):
        return HttpResponse(f"{request.record.as_of} {hasattr(request, 'user')}")

    asked = rf.get("/en/?as_of=2026-06-03", **COOKIE)
    asked.user = reviewer

    assert view(asked).text == "2026-06-03 False"
    assert view.is_public_page
    assert view(rf.post("/en/")).status_code == 405
    assert view(rf.head("/en/")).status_code == 200
    assert view.__name__ == "view"
