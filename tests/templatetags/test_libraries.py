"""The libraries of templates live together: `{% load %}` lets the last of equal names win."""

from importlib import import_module
from itertools import combinations

from django.template import engines


def test_no_two_libraries_have_a_tag_or_a_filter_of_one_name():
    paths = engines["django"].engine.libraries
    libraries = {name: import_module(path).register for name, path in paths.items()}
    ours = {name for name, path in paths.items() if path.startswith("tracker.")}

    shared = {
        (one, other): names
        for one, other in combinations(sorted(libraries), 2)
        if {one, other} & ours and (names := _names(libraries[one]) & _names(libraries[other]))
    }

    assert ours
    assert shared == {}


def _names(library):
    return library.tags.keys() | library.filters.keys()
