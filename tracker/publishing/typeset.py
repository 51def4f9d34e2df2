"""Pictures and documents, set by Typst from a template of this folder and plain data."""

import json
import threading
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

FOLDER = Path(__file__).parent
MOST_WAITING = 2
"""How many may wait for the one that is set; whoever waits holds a thread of the server."""
MOST_KEPT = 64
"""How many of the last ones a process keeps: each tenth of a megabyte, about."""


class Busy(Exception):
    """Others wait already: ask again."""


def typeset(template, data, *, form):
    """Return the bytes that a template makes of what JSON can hold, as "png" or "pdf".

    A text in it is never read as markup. Equal data are set once; one set of data at a time,
    so that many readers can't take the whole processor. Raises Busy if MOST_WAITING wait already.
    """
    key = template, json.dumps(data), form
    if (made := _kept.get(key)) is None:
        with _one_at_a_time():
            if (made := _kept.get(key)) is None:
                made = _kept[key] = _compile(*key)
                if len(_kept) > MOST_KEPT:
                    del _kept[next(iter(_kept))]
    return made


_kept: dict[tuple, bytes] = {}
_places = threading.BoundedSemaphore(1 + MOST_WAITING)
_setting = threading.Lock()


@contextmanager
def _one_at_a_time():
    if not _places.acquire(blocking=False):
        raise Busy
    try:
        with _setting:
            yield
    finally:
        _places.release()


def _compile(template, data, form):
    import typst  # large, and most processes never need it

    make = partial(
        typst.compile,
        FOLDER / template,
        root=FOLDER,
        font_paths=_fonts(),
        format=form,
        ppi=72,
        sys_inputs={"data": data},
        timestamp=0,  # the same data make the same bytes
    )
    if form != "pdf":
        return make()
    try:
        return make(pdf_standards="ua-1")
    except typst.TypstError:  # a character that no font has: a box stands for it
        return make()


@cache
def _fonts():
    """Return the fonts that Typst brings along: they look the same everywhere."""
    import typst

    return typst.Fonts(include_system_fonts=False)
