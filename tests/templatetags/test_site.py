import pytest
from django.test import RequestFactory
from django.urls import resolve

from tracker.templatetags.site import main_links


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/en/plans/", {"Plans": "page"}),
        ("/en/plans/a-plan/", {"Plans": "true"}),
        ("/en/method/", {"Method": "page"}),
        ("/en/events/", {}),
        ("/desk/", {}),
    ],
)
def test_the_header_says_where_one_is(path, current):
    request = RequestFactory().get(path)
    request.resolver_match = resolve(path)

    links = main_links({"request": request})

    assert {str(link.label): link.current for link in links if link.current} == current


def test_a_page_that_was_not_found_is_nowhere():
    links = main_links({"request": RequestFactory().get("/en/nope/")})

    assert [link.current for link in links] == [""] * len(links)
