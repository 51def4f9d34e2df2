from datetime import date

import django_filters
import pytest
from django.core.exceptions import ValidationError

from tests.factories import EventFactory
from tracker.models import Event


def test_saving_writes_the_first_and_the_last_day(db):
    event = EventFactory(held_on="2026-35")

    event.refresh_from_db()

    assert (event.held_on_earliest, event.held_on_latest) == (date(2026, 7, 1), date(2026, 9, 30))


def test_clearing_the_date_clears_its_days(db):
    event = EventFactory(held_on="2026")
    event.held_on = ""
    event.save()

    event.refresh_from_db()

    assert (event.held_on_earliest, event.held_on_latest) == (None, None)


def test_bulk_create_writes_the_days(db):
    Event.objects.bulk_create(
        [Event(slug="t", name_en="Test", classification="summit", held_on="2026")]
    )

    assert Event.objects.get().held_on_latest == date(2026, 12, 31)


def test_a_wrong_date_is_told_three_right_ones(db):
    event = EventFactory.build(held_on="next spring")

    with pytest.raises(ValidationError) as caught:
        event.full_clean()

    [message] = caught.value.message_dict["held_on"]
    assert "next spring" in message
    assert all(example in message for example in ("2026,", "2026-05 ", "2026-05-15"))


def test_orders_and_filters_by_its_days(db):
    for text in ("2027", "2026-05", "2026-05-15"):
        EventFactory(held_on=text)

    order = Event.objects.order_by("held_on_latest", "held_on_earliest").values_list(
        "held_on", flat=True
    )
    may = Event.objects.filter(
        held_on_earliest__gte=date(2026, 5, 1), held_on_latest__lte=date(2026, 5, 31)
    )

    assert list(order) == ["2026-05-15", "2026-05", "2027"]
    assert may.count() == 2


def test_django_filter_reads_it_as_text(db):
    class EventFilter(django_filters.FilterSet):
        class Meta:
            model = Event
            fields = ["held_on"]

    EventFactory(held_on="2026-05")
    EventFactory(held_on="2027")

    assert EventFilter({"held_on": "2027"}).qs.get().held_on == "2027"
