"""How a template links to a public page: every link keeps to the day that is shown.

`{% page_url "initiative" slug %}` and `{% page_url "initiatives" kind=kind %}` name a page,
`{{ row|page_url }}` that of a row. What is not public has `{% url %}`: the desk, the admin.
"""

from django import template
from django.utils.html import format_html

from .. import links

register = template.Library()
register.simple_tag(links.page_url)
register.simple_tag(links.shown_day)
register.filter("page_url", links.row_url)


@register.simple_tag
def day_input():
    """Let a form that asks by its address keep to the day that is shown."""
    day = links.shown_day()
    return format_html('<input type="hidden" name="as_of" value="{}">', day) if day else ""
