"""What the pages draw of the record: SVG that the server makes, without a script."""

from django import template
from django.utils.html import format_html, format_html_join

from .. import vocabulary
from ..rules import choropleth, edtf
from .display import in_words, parts, with_capital

register = template.Library()


@register.inclusion_tag("_includes/map.html", name="map")
def states_map(values):
    """Draw the states by how many promises are open; `values` are countries with their tallies."""
    shown = [value for value in values if value.slug in choropleth.PLACES]
    steps = choropleth.steps(max((value.tally.open for value in shown), default=0))
    states = [
        {
            "value": value,
            "place": choropleth.PLACES[value.slug],
            "is_dot": value.slug in choropleth.DOTS,
            "level": choropleth.level(value.tally.open, steps),
        }
        for value in shown
    ]
    return {"states": sorted(states, key=lambda state: state["place"]), "steps": steps}


@register.inclusion_tag("_includes/strip.html")
def strip(tally, query=None):
    """Draw how many promises stand where; `query` narrows the lists that the numbers lead to."""
    return {"tally": tally, "promises": vocabulary.Kind.promises(), "query": query}


@register.simple_tag
def bar(tally, most):
    """Draw the statuses of the promises of a tally; `most` promises fill the width."""
    if not tally.promises:
        return ""
    rectangles = format_html_join(
        "",
        '<rect class="status-{}" x="{}" width="{}" height="100%"/>',
        ((part.status, part.left, part.width) for part in parts(tally, most)),
    )
    return format_html('<svg class="bar" aria-hidden="true">{}</svg>', rectangles)


@register.inclusion_tag("_includes/trend.html")
def trend(chart):
    """Draw the statuses over time, with the table of the same numbers."""
    rows = [
        (
            with_capital(edtf.describe(month.text)),
            in_words(month.by_status),
            [str(month.by_status.get(status, 0)) for status in chart.statuses],
        )
        for month in chart.months
    ]
    return {"chart": chart, "rows": rows, "last": chart.months[-1]}
