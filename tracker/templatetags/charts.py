"""What the pages draw of the record: SVG that the server makes, without a script."""

from django import template

from ..rules import choropleth

register = template.Library()


@register.inclusion_tag("_includes/map.html", name="map")
def states_map(facets):
    """Draw the states by how many promises are open; `facets` are countries with their tallies."""
    shown = [facet for facet in facets if facet.slug in choropleth.PLACES]
    steps = choropleth.steps(max((facet.tally.open for facet in shown), default=0))
    states = [
        {
            "facet": facet,
            "place": choropleth.PLACES[facet.slug],
            "is_dot": facet.slug in choropleth.DOTS,
            "level": choropleth.level(facet.tally.open, steps),
        }
        for facet in shown
    ]
    return {"states": sorted(states, key=lambda state: state["place"]), "steps": steps}


@register.inclusion_tag("_includes/trend.html")
def trend(chart):
    """Draw the statuses over time, with the table of the same numbers."""
    rows = [
        (month, [month.by_status.get(status, 0) for status in chart.statuses])
        for month in chart.months
    ]
    return {"chart": chart, "rows": rows, "last": chart.months[-1]}
