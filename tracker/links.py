"""The addresses of public pages, which keep to the day that the reader looks at."""

from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import quote, urlencode

from django.urls import reverse

_shown_day = ContextVar("shown_day", default=None)


@contextmanager
def on_day(day):
    """Let the addresses that are made meanwhile lead to the record of a day; None is today's."""
    token = _shown_day.set(day)
    try:
        yield
    finally:
        _shown_day.reset(token)


def shown_day():
    """Return the earlier day whose record is shown, or None."""
    return _shown_day.get()


def page_url(name, *args, query=None, **parameters):
    """Return the address of the public page of a URL name, on the day that is shown.

    `args` are those of the URL. The keyword arguments become its query, then the mapping `query`;
    a list or tuple names each of its values, None leaves a parameter out. With `as_of` it is
    that day instead of the one that is shown.
    """
    return _with_query(reverse(name, args=args), {**parameters, **(query or {})})


def row_url(row):
    """Return the address of the public page of a row, on the day that is shown."""
    return _with_query(row.get_absolute_url(), {})


def _with_query(path, parameters):
    parameters.setdefault("as_of", shown_day())
    given = {name: value for name, value in parameters.items() if value is not None}
    return f"{path}?{urlencode(given, doseq=True, quote_via=quote, safe='/')}" if given else path
