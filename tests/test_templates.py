"""What holds for every template."""

import re
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

from tests.addresses import PUBLIC_NAMES

ROOT = Path(settings.BASE_DIR, "templates")
TEMPLATES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.html"))
LONGEST = 120
STAFF = ("desk/", "admin/")
"""Where the templates of pages lie that have no record of an earlier day."""


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


PARTS = ("_includes/tabs.html",)
"""What is a part of a form."""


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_line_is_too_long_to_be_read(name):
    lines = text_of(name).splitlines()

    assert [number for number, line in enumerate(lines, 1) if len(line) > LONGEST] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_long_text_is_one_message_however_it_is_broken(name):
    """Without `trimmed` the white space of the template would be part of the message."""
    broken = re.findall(r"{% blocktranslate (?!trimmed)[^%]*%}[^{\n]*\n", text_of(name))

    assert broken == []


@pytest.mark.parametrize(
    "name", [name for name in TEMPLATES if "/field.html" in text_of(name) if name not in PARTS]
)
def test_a_form_says_at_its_head_what_is_wrong(name):
    text = text_of(name)

    assert '{% include "_includes/errors.html"' in text
    assert ".non_field_errors" not in text
    assert ".errors }}" not in text


@pytest.mark.parametrize("name", [name for name in TEMPLATES if not name.startswith(STAFF)])
def test_a_public_page_is_linked_to_on_the_day_that_is_shown(name):
    """`{% querystring %}` and a query without one choice keep the day; forms have an input."""
    text = text_of(name)
    linked = re.findall(r'href="{% url "?(\w+)"?[^%]*%}(?!{% querystring|\?{{|{{ query }})', text)

    assert set(linked) & {*PUBLIC_NAMES} <= {"ledger"}
    assert "get_absolute_url" not in text


def test_no_tag_or_filter_hides_one_of_django():
    engine = engines["django"].engine
    ours = [
        import_module(path).register
        for path in engine.libraries.values()
        if path.startswith("tracker.")
    ]
    theirs = [
        *engine.template_builtins,
        *(
            import_module(path).register
            for path in engine.libraries.values()
            if not path.startswith("tracker.")
        ),
    ]

    for kind in ("tags", "filters"):
        names = [name for library in ours for name in getattr(library, kind)]
        assert len(names) == len(set(names))
        assert set(names) & {name for library in theirs for name in getattr(library, kind)} == set()
