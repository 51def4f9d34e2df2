"""The rows that initiatives are linked to, today and on an earlier day."""

from collections.abc import Collection, Iterator

from django.db.models import ManyToManyField, Value

from ..models.initiative import Initiative
from ..models.keys import within
from ..models.status_update import StatusUpdate
from ..models.translated import unrewritten
from .earlier import Earlier

LINKS = {
    "theme": "themes",
    "country": "countries",
    "working_group": "working_groups",
    "organization": "organizations",
    "event": "events",
}
"""{dimension: field} of those whose values are linked rows."""
FOREIGN_KEYS = ("parent", "announced_at")
"""The dimensions whose values are rows that an initiative has one of."""

type ValueKey = str | int
"""How a value of a dimension is known: the word of a status and the like, else the key of a row."""
type Link = tuple[str, int, ValueKey]
"""A dimension, an initiative and the value that it has."""


def linked(keys: Collection[int] | None = None) -> Iterator[Link]:
    """Yield the links of all initiatives, or of some: one query.

    The plan is left out: it is a column. Sources are those of published updates.
    """
    queries = []
    for dimension, field in LINKS.items():
        through = getattr(Initiative, field).through
        link = Initiative._meta.get_field(field)
        assert isinstance(link, ManyToManyField)
        column = link.m2m_reverse_field_name()
        queries.append((dimension, through.objects.all(), "initiative", column))
    for dimension, column in (
        ("event", "announced_at"),
        *zip(FOREIGN_KEYS, FOREIGN_KEYS, strict=True),
    ):
        rows = Initiative.objects.filter(**{f"{column}__isnull": False})
        queries.append((dimension, rows, "pk", column))
    cited = StatusUpdate.objects.published()
    queries.append(("source", cited, "initiative", "references__citation__source"))
    selected = []
    for dimension, rows, initiative, value in queries:
        rows = rows if keys is None else rows.filter(within(initiative, keys))
        columns = Value(dimension), initiative, value
        selected.append(unrewritten(rows).order_by().values_list(*columns))
    links: Iterator[Link] = selected[0].union(*selected[1:]).iterator()
    return links


def links_then(earlier: Earlier) -> dict[int, list[Link]]:
    """Return {initiative: its links at an earlier time} of those whose links were revised since.

    No query if there are none, else one, one a field, and one for each row that was linked then.
    """
    fields = {*LINKS.values(), *FOREIGN_KEYS}
    changed = {
        key for (noun, key), said in earlier.texts.items()
        if noun == "initiative" and fields & said.keys()
    }  # fmt: skip
    if not changed:
        return {}
    rows = Initiative.objects.filter(within("pk", changed)).defer("search_text")
    rows = rows.select_related(*FOREIGN_KEYS).prefetch_related(*LINKS.values())
    return {row.pk: [*_links_of(row)] for row in rows.as_it_was(earlier.take_back)}


def _links_of(row: Initiative) -> Iterator[Link]:
    for dimension, field in LINKS.items():
        yield from ((dimension, row.pk, one.pk) for one in getattr(row, field).all())
    for field in FOREIGN_KEYS:
        if key := getattr(row, f"{field}_id"):
            yield field, row.pk, key
    if row.announced_at_id:
        yield "event", row.pk, row.announced_at_id
