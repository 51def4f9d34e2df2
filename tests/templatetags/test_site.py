import pytest
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation

from tracker.templatetags.site import in_language, main_links


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


@pytest.mark.parametrize(
    ("path", "kazakh", "of_the_reader"),
    [
        ("/ru/", "/kk/", "/"),
        ("/ru/plans/ru/?q=/ru/", "/kk/plans/ru/?q=/ru/", "/plans/ru/?q=/ru/"),
        ("/rus/", "/rus/", "/rus/"),
        ("/desk/", "/desk/", "/desk/"),
    ],
)
def test_an_address_in_another_language_begins_with_it(path, kazakh, of_the_reader):
    with translation.override("ru"):
        assert in_language(path, "kk") == kazakh
        assert in_language(path, "") == of_the_reader
