from datetime import date

from django.template import Context, Template

from tracker.links import on_day
from tracker.models import Theme


def printed(template, **context):
    return Template("{% load links %}" + template).render(Context(context))


def test_an_address_is_escaped():
    assert printed('{% page_url "search" q="a" sort="due" %}') == "/en/search/?q=a&amp;sort=due"


def test_pages_and_rows_are_linked_to_on_the_day_that_is_shown():
    theme = Theme(slug="trade")
    with on_day(date(2026, 6, 3)):
        assert printed('{% page_url "theme" "trade" %}') == "/en/themes/trade/?as_of=2026-06-03"
        assert printed("{{ theme|page_url }}", theme=theme) == "/en/themes/trade/?as_of=2026-06-03"
    assert printed("{{ theme|page_url }}", theme=theme) == "/en/themes/trade/"


def test_a_form_keeps_to_the_day():
    with on_day(date(2026, 6, 3)):
        found = printed("{% day_input %}")

    assert found == '<input type="hidden" name="as_of" value="2026-06-03">'
    assert printed("{% day_input %}") == ""
