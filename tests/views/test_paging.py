import pytest

from tracker.views.paging import MOST_PAGES, NoSuchPage, open_page_of, page_of


@pytest.fixture(autouse=True)
def _three_rows_a_page(settings):
    settings.PAGE_SIZE = 3


@pytest.fixture
def ask(rf):
    """Return a request for a page; None names no page."""
    return lambda page: rf.get("/", {} if page is None else {"page": page})


def open_page(request, rows):
    return open_page_of(request, lambda start, end: list(rows)[start:end])


@pytest.mark.parametrize(("page", "rows"), [(None, [0, 1, 2]), ("1", [0, 1, 2]), ("2", [3, 4])])
@pytest.mark.parametrize("read", [page_of, open_page])
def test_a_page_has_its_rows(ask, read, page, rows):
    assert list(read(ask(page), list(range(5)))) == rows


@pytest.mark.parametrize("page", ["0", "-1", "3", "x", ""])
@pytest.mark.parametrize("read", [page_of, open_page])
def test_a_page_that_is_not_there_says_so(ask, read, page):
    with pytest.raises(NoSuchPage, match="no such page"):
        read(ask(page), list(range(5)))


@pytest.mark.parametrize("read", [page_of, open_page])
def test_an_empty_list_has_one_page(ask, read):
    page = read(ask(None), [])

    assert (list(page), page.has_next()) == ([], False)


def test_a_list_that_nobody_counted_knows_what_is_before_and_whether_more_follows(ask):
    first, second, third = (open_page(ask(page), range(7)) for page in ("1", "2", "3"))

    assert [page.before for page in (first, second, third)] == [None, 2, 5]
    assert [page.has_next() for page in (first, second, third)] == [True, True, False]


def test_a_reader_goes_so_far_and_no_farther(ask):
    last = open_page_of(ask(str(MOST_PAGES)), lambda start, end: list(range(start, end)))

    assert not last.has_next()
    with pytest.raises(NoSuchPage):
        open_page_of(ask(str(MOST_PAGES + 1)), lambda start, end: list(range(start, end)))
