"""Each case was once given to xgettext 0.21, by Django's `makemessages`, which finds the same.

Two cases it misses, and a page asks for them: what is inside an f-string, and `\\u` in a text.
"""

import pytest

from tracker.catalogues.texts import NotConstant, Text, find_texts, texts_of_code, texts_of_template

IMPORTS = """
from django.utils import translation
from django.utils.translation import gettext as _, gettext_lazy, gettext_noop, ngettext, npgettext
from django.utils.translation import ngettext_lazy, pgettext, pgettext_lazy
"""


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ('_("plain")', (None, "plain", None)),
        ("_('single quotes')", (None, "single quotes", None)),
        ('_("two " "parts")', (None, "two parts", None)),
        ('_(\n    "over "\n    "lines"\n)', (None, "over lines", None)),
        ('_("""three\nquotes""")', (None, "three\nquotes", None)),
        (r'_("a \"quote\" and \u2026")', (None, 'a "quote" and …', None)),
        ('_("100 % of %(all)s") % {"all": 1}', (None, "100 % of %(all)s", None)),
        ('gettext_lazy("lazy")', (None, "lazy", None)),
        ('gettext_noop("not now")', (None, "not now", None)),
        ('translation.gettext("by its module")', (None, "by its module", None)),
        ('ngettext("%d day", "%d days", n)', (None, "%d day", "%d days")),
        ('ngettext_lazy("%(n)s day", "%(n)s days", "n")', (None, "%(n)s day", "%(n)s days")),
        ('pgettext("month", "May")', ("month", "May", None)),
        ('pgettext_lazy("verb", "May")', ("verb", "May", None)),
        ('npgettext("file", "row", "rows", n)', ("file", "row", "rows")),
        ('print(f"{_("inside")}")', (None, "inside", None)),
        ('def f(a=_("a default")): pass', (None, "a default", None)),
    ],
)
def test_a_text_of_code_is_found(code, found):
    assert list(texts_of_code(IMPORTS + code)) == [Text(*found)]


@pytest.mark.parametrize(
    "code", ["_(name)", '_(row["name"])', "_(label.text)", "print('_')", "_()"]
)
def test_what_is_no_text_is_left_alone(code):
    assert list(texts_of_code(IMPORTS + code)) == []


def test_a_function_may_be_imported_by_any_name():
    code = 'from django.utils.translation import gettext as said\nsaid("found")\n_("not ours")'

    assert list(texts_of_code(code)) == [Text(None, "found", None)]


@pytest.mark.parametrize(
    "code",
    [
        '_(f"of {name}")',
        '_("of %s" % name)',
        '_("of " + name)',
        '_("of {}".format(name))',
        '_("one" if one else "many")',
        '_("")',
    ],
)
def test_a_text_that_is_put_together_before_it_is_translated_is_refused(code):
    with pytest.raises(NotConstant, match=r"^tracker/a\.py:5: "):
        list(texts_of_code(IMPORTS + code, "tracker/a.py"))


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('{% translate "plain" %}', (None, "plain", None)),
        ("{% translate 'single quotes' %}", (None, "single quotes", None)),
        ('{% translate "it\'s" as name %}', (None, "it's", None)),
        ('{% translate "100 %" %}', (None, "100 %%", None)),
        ('{% translate "May" context "month" %}', ("month", "May", None)),
        ('{% trans "older name" %}', (None, "older name", None)),
        ('{{ _("a constant") }}', (None, "a constant", None)),
        ('{{ name|default:_("in a filter") }}', (None, "in a filter", None)),
        ('{% include "a.html" with title=_("in a tag") %}', (None, "in a tag", None)),
        ("{% blocktranslate %}a block{% endblocktranslate %}", (None, "a block", None)),
        (
            "{% blocktranslate trimmed with n=a|date:'Y' %}\n a\n {{ n }}\n{% endblocktranslate %}",
            (None, "a %(n)s", None),
        ),
        (
            "{% blocktranslate count n=2 %}a row{% plural %}{{ n }} rows{% endblocktranslate %}",
            (None, "a row", "%(n)s rows"),
        ),
        (
            "{% blocktranslate count n=2 context 'a' %}row{% plural %}rows{% endblocktranslate %}",
            ("a", "row", "rows"),
        ),
    ],
)
def test_a_text_of_a_template_is_found(template, found):
    around = "<p class=\"it's\">gettext('not this')\n  if x: {} </p>\n\t{% load i18n %}"

    page = f"{around}{template}{around}"

    assert list(texts_of_template(page)) == [Text(*found)]


def test_a_text_is_named_once_with_its_plural_and_its_first_file(tmp_path):
    (tmp_path / "b.py").write_text(IMPORTS + 'ngettext("row", "rows", n); _("both")')
    (tmp_path / "a.html").write_text('{% translate "row" %}{% translate "both" %}')

    found = find_texts(tmp_path.iterdir(), tmp_path)

    assert found == {Text(None, "row", "rows"): "b.py", Text(None, "both", None): "a.html"}
