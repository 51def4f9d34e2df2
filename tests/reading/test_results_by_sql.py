"""What a query finds in memory is what plain SQL finds, today and on an earlier day."""

from datetime import UTC, datetime

from django.db.models import Q
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracker.filters import InitiativeFilter
from tracker.models import Initiative, Snapshot
from tracker.reading.bitset_index import COLUMNS
from tracker.reading.linked_rows import LINKS
from tracker.reading.record_at import RecordAt

TODAY = datetime(2026, 6, 1, tzinfo=UTC).date()
DAYS = [None, datetime(2024, 3, 1, tzinfo=UTC).date(), datetime(2022, 1, 5, tzinfo=UTC).date()]
MOST = 3  # values of a dimension in a query
WORDS = ["тест", "registry", "nothingofthis"]


def filterset_of(query, record):
    return InitiativeFilter(QueryDict(query), record=record)


def queries():
    """Return a strategy of query strings, of every field that the filter has."""
    fields = InitiativeFilter.base_filters.keys() - {"q", "sort"}

    @st.composite
    def query(draw):
        record = RecordAt(today=TODAY)
        offered = filterset_of("", record).offered
        assert fields == {*COLUMNS, *LINKS, "source"}  # what `by_sql` knows
        parts = [
            f"{name}={slug}"
            for name in draw(st.sets(st.sampled_from(sorted(fields)), max_size=3))
            for slug in draw(st.sets(st.sampled_from(sorted(offered[name])), max_size=MOST))
        ]
        if word := draw(st.sampled_from(["", "", *WORDS])):
            parts.append(f"q={word}")
        if order := draw(st.sampled_from(["", *InitiativeFilter.SORTS])):
            parts.append(f"sort={order}")
        return "&".join(parts)

    return query()


def by_sql(query, record):
    """Return the slugs that the database finds, asked as plainly as can be."""
    asked = QueryDict(query)
    is_snapshot = record.until is not None
    link = "initiative__" if is_snapshot else ""
    rows = record.initiatives().with_schedule(on=record.today)
    for name in asked.keys() - {"q", "sort"}:
        values = asked.getlist(name)
        if name == "source":
            cited = record.updates().filter(references__citation__source__slug__in=values)
            rows = rows.filter(**{f"{rows.KEY}__in": cited.order_by().values("initiative")})
        elif name == "plan":
            rows = rows.filter(plan__slug__in=values)
        elif name in COLUMNS:
            rows = rows.filter(**{f"{name}__in": values})
        else:
            linked = Q(**{f"{LINKS[name]}__slug__in": values})
            if name == "event":
                linked |= Q(announced_at__slug__in=values)
            keys = Initiative.objects.filter(linked).order_by().values("pk")
            rows = rows.filter(**{f"{rows.KEY}__in": keys})
    if word := asked.get("q"):
        stems = {"тест": ["test", "ru0test"], "registry": ["registry", "en0registri"]}
        having = Q(pk__in=[])
        for stem in stems.get(word, [word]):
            having |= Q(search_text__contains=f" {stem}")
        rows = rows.filter(having)
    rows = rows.in_order(asked.get("sort", "updated"))
    assert link or rows.model is Initiative
    assert not link or rows.model is Snapshot
    return [row.slug for row in rows]


@settings(
    max_examples=150, derandomize=True, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(data=st.data(), day=st.sampled_from(DAYS))
def test_the_results_of_a_query_are_those_of_the_database(years, data, day):
    record = RecordAt(today=TODAY, as_of=day)
    query = data.draw(queries())

    filterset = filterset_of(query, record)

    if not filterset.is_valid():  # what was not public on that day is not offered
        assert day is not None
        return
    results, expected = filterset.qs, by_sql(query, record)
    assert [row.slug for row in results[:]] == expected
    assert [row.slug for row in results[7:13]] == expected[7:13]
    assert results.count == len(results) == len(expected)
    assert [row.slug for row in results.queryset()] == expected


@settings(
    max_examples=20, derandomize=True, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(data=st.data(), day=st.sampled_from(DAYS))
def test_each_choice_says_how_many_it_would_find(years, data, day):
    record = RecordAt(today=TODAY, as_of=day)
    query = data.draw(queries())
    filterset = filterset_of(query, record)
    if not filterset.is_valid():
        return

    for field in filterset.shown_fields():
        name = field.bound.name
        others = [part for part in query.split("&") if part and not part.startswith(f"{name}=")]
        for option in field.options[:2]:
            found = by_sql("&".join([*others, f"{name}={option.value}"]), record)
            assert option.count == len(found), (query, name, option)
