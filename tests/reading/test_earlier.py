"""What nouns said on an earlier day: today's rows, with what changed since then taken back."""

from datetime import date

import pytest
import time_machine
from django.utils import translation

from tests import factories as make
from tests.actions import steps
from tracker.models import (
    Citation,
    Country,
    Event,
    Initiative,
    Milestone,
    Organization,
    Revision,
    Speaker,
    StatusUpdate,
    Theme,
    WorkingGroup,
)
from tracker.models.record_fields import text_of
from tracker.models.revision import revised_columns
from tracker.reading.earlier import Earlier, former_names
from tracker.reading.record_at import RecordAt
from tracker.reading.version_cache import forget_all
from tracker.vocabulary import RECORD

TODAY = date(2036, 6, 30)


def noon(day):
    return time_machine.travel(f"2036-06-{day:02}T12:00Z", tick=False)


def record_of(day=None):
    return RecordAt(today=TODAY, as_of=day and date(2036, 6, day))


@pytest.fixture
def change(editor, reviewer):
    """Return a function that lets a field of a row be changed on a day of June."""

    def change(day, row, **changes):
        with noon(day):
            row = type(row).objects.get(pk=row.pk)
            steps.revised(row, by=editor, reviewer=reviewer, **changes)

    return change


FIELDS = [
    (name, column)
    for name in RECORD
    for column in revised_columns(Revision._meta.get_field(name).related_model)
    if name != "initiative" and column != "citations"
    if not column.startswith(("name_", "title_", "abbreviation_", "note_", "role_"))
    or column.endswith(("_en", "_kk"))
]
"""Of texts, two languages; what an initiative says is in its snapshots, and its links below."""


@pytest.mark.parametrize(("name", "column"), FIELDS)
def test_each_field_is_as_it_was_until_the_day_of_its_revision(change, name, column):
    with noon(2):
        row = make.PUBLIC[name]()
        before, after = text_of(row, column), make.another_text(row, column)
    assert before != after
    change(4, row, **{column: after})

    def said(day=None):
        return text_of(record_of(day).public(type(row)).get(pk=row.pk), column)

    assert (said(2), said(3), said(4), said()) == (before, before, after, after)


def test_what_was_corrected_is_on_an_earlier_day_what_the_page_said_then(change):
    with noon(2):
        event = make.EventFactory(held_on="2036-01")
    change(4, event, held_on="2036-02", corrects=True)

    found = [record_of(day).public(Event).get().held_on for day in (3, 4)]

    assert found == ["2036-01", "2036-02"]


def test_a_renamed_body_has_on_each_day_the_name_of_the_day(change):
    with noon(2):
        body = make.OrganizationFactory(name_en="First", name_ru="Имя")
    for day, name in ((4, "Second"), (6, "Third"), (6, "Fourth")):
        change(day, body, name_en=name)

    def called(day=None):
        row = record_of(day).public(Organization).get()
        return str(row), row.name_ru

    assert [called(day)[0] for day in (2, 3, 4, 5, 6)] == [
        "First", "First", "Second", "Second", "Fourth",
    ]  # fmt: skip
    assert called() == ("Fourth", "Имя")
    assert record_of(1).public(Organization).count() == 0


def test_a_date_brings_its_days(change):
    with noon(2):
        event = make.EventFactory(held_on="2036-05")
    change(4, event, held_on="")

    then, now = record_of(3).public(Event).get(), record_of().public(Event).get()

    assert (then.held_on_earliest, then.held_on_latest) == (date(2036, 5, 1), date(2036, 5, 31))
    assert (now.held_on_earliest, now.held_on_latest) == (None, None)


def test_what_is_fetched_with_a_row_is_as_it_was_too(change, django_assert_num_queries):
    with noon(2):
        place = make.PlaceFactory(name_en="Old place")
        theme = make.ThemeFactory(name_en="Old theme")
        event = make.EventFactory(place=place, stays_draft=True)
        event.themes.add(theme)
        make.make_public(event)
    change(4, place, name_en="New place")
    change(4, theme, name_en="New theme")
    record = record_of(3)
    assert record.earlier

    with django_assert_num_queries(3):
        found = record.detail(Event).get()
        assert found.place.name == "Old place"
        assert [one.name for one in found.themes.all()] == ["Old theme"]
    assert str(record_of(4).detail(Event).get().place) == "New place"


def test_a_link_of_then_is_called_as_then(change):
    """The place where it was to be held has another name today, and the event another place."""
    with noon(2):
        old, new = make.PlaceFactory(name_en="Old"), make.PlaceFactory(slug="new", name_en="New")
        event = make.EventFactory(place=old)
    change(4, event, place="new")
    change(6, old, name_en="Renamed")

    held = [record_of(day).detail(Event).get() for day in (3, 5, 7)]

    assert [(event.place.name, event.place_id) for event in held] == [
        ("Old", old.pk), ("New", new.pk), ("New", new.pk),
    ]  # fmt: skip


def test_the_database_and_the_rows_of_today_are_left_alone(change):
    with noon(2):
        theme = make.ThemeFactory(name_en="Old")
    change(4, theme, name_en="New")

    assert record_of(3).public(Theme).get().name == "Old"
    assert record_of().public(Theme).get().name == Theme.objects.get().name == "New"
    assert [*record_of(3).public(Theme).values_list("name_en", flat=True)] == ["New"]


# Links


def test_rows_stand_in_the_order_of_their_dates_of_the_day(change):
    """Those of one date by their addresses, which never change."""
    with noon(1):
        rows = {
            name: make.EventFactory(name_en=name, held_on=day)
            for name, day in (("A", "2030"), ("B", "2030"), ("C", "2035"), ("D", "2036-05"))
        }
    before = [*record_of(2).in_order(record_of(2).public(Event).for_list())]
    assert [one.name_en for one in before] == ["D", "C", "A", "B"]
    change(3, rows["D"], held_on="2029")
    change(3, rows["A"], name_en="X")
    change(4, rows["B"], held_on="2037", name_en="Y")

    def names(day):
        record = record_of(day)
        return [one.name_en for one in record.in_order(record.public(Event).for_list())]

    assert names(2) == ["D", "C", "A", "B"]
    assert names(3) == ["C", "X", "B", "D"]
    assert names(None) == ["Y", "C", "X", "D"]


def test_rows_of_one_date_and_without_a_name_keep_their_order(change):
    with noon(1):
        rows = [make.EventFactory(name_en=name, held_on="2030") for name in "ABC"]
    with translation.override("kk"):
        before = [*record_of(2).in_order(record_of(2).public(Event).for_list())]
        change(4, rows[1], held_on="2035")
        record = record_of(2)

        assert [*record.in_order(record.public(Event).for_list())] == before


def test_steps_stand_in_the_order_of_their_deadlines_of_the_day(change):
    with noon(1):
        initiative = make.published_initiative()
        first, second, never = (
            make.MilestoneFactory(initiative=initiative, due=due, title_en=due or "never")
            for due in ("2030", "2031", "")
        )
    change(3, first, due="2040")
    change(4, never, due="2028")

    def titles(day):
        record = record_of(day)
        return [one.title_en for one in record.in_order(record.public(Milestone).for_list())]

    assert titles(2) == ["2030", "2031", "never"]
    assert titles(3) == ["2031", "2030", "never"]
    assert titles(None) == ["never", "2031", "2030"]
    assert second.due == "2031"


def test_what_held_a_row_is_found_by_the_links_of_the_day(change):
    with noon(2):
        one, other = make.CountryFactory(slug="xa"), make.CountryFactory(slug="xb")
        event = make.EventFactory(country=one)
    change(4, event, country="xb")

    def holding(country, day=None):
        return [*record_of(day).holding(Event, "country", country)]

    assert (holding(one, 3), holding(other, 3)) == ([event], [])
    assert (holding(one, 4), holding(other, 4)) == ([], [event])
    assert (holding(one), holding(other)) == ([], [event])


def test_of_several_links_each_row_is_found_once(change):
    with noon(2):
        one, _two, three = (make.ThemeFactory(slug=slug) for slug in ("one", "two", "three"))
        moved, still = make.EventFactory(stays_draft=True), make.EventFactory(stays_draft=True)
        for event in (moved, still):
            event.themes.set(Theme.objects.filter(slug__in=["one", "two"]))
            make.make_public(event)
    change(4, moved, themes="three two")

    def holding(theme, day=None):
        return [*record_of(day).holding(Event, "themes", theme).order_by("pk")]

    assert (holding(one, 3), holding(three, 3)) == ([moved, still], [])
    assert (holding(one), holding(three)) == ([still], [moved])


def test_a_name_is_no_part_of_another(change):
    """The slugs of a link are words of their own."""
    with noon(2):
        one, longer = make.ThemeFactory(slug="one"), make.ThemeFactory(slug="one-more")
        group = make.WorkingGroupFactory(stays_draft=True)
        group.themes.add(longer)
        make.make_public(group)
    change(4, group, themes="")

    assert [*record_of(3).holding(WorkingGroup, "themes", longer)] == [group]
    assert [*record_of(3).holding(WorkingGroup, "themes", one)] == []


def test_the_links_of_an_initiative_are_those_of_the_day(change):
    with noon(2):
        first, _second = make.CountryFactory(slug="xa"), make.CountryFactory(slug="xb")
        above = make.published_initiative(slug="above")
        initiative = make.published_initiative(countries=[first])
    change(4, initiative, countries="xa xb", parent="above")
    change(6, initiative, countries="")

    def linked(day):
        rows = Initiative.objects.filter(pk=initiative.pk).select_related("parent")
        [row] = rows.prefetch_related("countries").as_it_was(record_of(day).as_they_were)
        return [one.slug for one in row.countries.all()], row.parent

    assert linked(3) == (["xa"], None)
    assert linked(5) == (["xa", "xb"], above)
    assert linked(6) == ([], above)


# Who is quoted


def speak(speaker, *, day):
    """Publish an update that quotes somebody from a source of a day of June."""
    source = make.SourceFactory(published_on=f"2036-06-{day:02}")
    quote = make.CitationFactory(speaker=speaker, source=source)
    return make.published_update(reference=quote, changed_on="2036-06-01")


def offices(day=None):
    """Return {day of the source: (role, body)} of whom the updates of a record quote."""
    record = record_of(day)
    said = [
        reference.citation
        for update in record.timeline_of(record.updates())
        for reference in update.references.all()
    ]
    return {
        int(quote.source.published_on[-2:]): (
            quote.speaker.role, quote.speaker.organization and quote.speaker.organization.name,
        )
        for quote in said
    }  # fmt: skip


@pytest.fixture
def speaker(db):
    with noon(2):
        body = make.OrganizationFactory(slug="ministry", name_en="Ministry")
        make.OrganizationFactory(slug="fund", name_en="Fund")
        return make.SpeakerFactory(role_en="Minister", organization=body)


def test_an_old_quote_keeps_the_old_office_and_a_new_one_has_the_new(change, speaker):
    with noon(3):
        speak(speaker, day=2)
    change(5, speaker, role_en="Chair", organization="fund")
    with noon(8):
        speak(speaker, day=7)

    assert offices(4) == {2: ("Minister", "Ministry")}
    assert offices(6) == {2: ("Minister", "Ministry")}
    assert offices() == {2: ("Minister", "Ministry"), 7: ("Chair", "Fund")}


def test_an_office_that_was_wrong_is_corrected_in_every_quote(change, speaker):
    with noon(3):
        speak(speaker, day=2)
    change(5, speaker, role_en="Deputy minister", corrects=True)

    assert offices() == {2: ("Deputy minister", "Ministry")}
    assert offices(4) == {2: ("Minister", "Ministry")}  # as the page said then


def test_quotes_from_before_all_changes_keep_the_first_office_on_any_day(change, speaker):
    with noon(9):
        for day in (2, 6, 8):
            speak(speaker, day=day)
    for day, role in ((15, "Chair"), (17, "Adviser"), (22, "Retired"), (24, "Witness")):
        change(day, speaker, role_en=role)

    first = {2: ("Minister", "Ministry"), 6: ("Minister", "Ministry"), 8: ("Minister", "Ministry")}
    assert [offices(day) for day in (10, 15, 17, 24)] == [first] * 4
    assert offices() == first


def test_a_quote_between_two_changes_keeps_the_office_between_them_on_a_later_day(change, speaker):
    """Whatever came after the day of the record does not show in it, nor what came between."""
    with noon(3):
        speak(speaker, day=2)
    change(5, speaker, role_en="Chair")
    with noon(8):
        speak(speaker, day=7)
    change(10, speaker, role_en="Adviser")
    with noon(13):
        speak(speaker, day=12)
    change(15, speaker, role_en="Retired")

    assert {day: role for day, (role, _body) in offices().items()} == {
        2: "Minister", 7: "Chair", 12: "Adviser",
    }  # fmt: skip
    assert {day: role for day, (role, _body) in offices(9).items()} == {2: "Minister", 7: "Chair"}
    assert {day: role for day, (role, _body) in offices(4).items()} == {2: "Minister"}


def test_the_body_of_an_old_quote_is_called_as_on_the_day_of_the_record(change, speaker):
    with noon(3):
        speak(speaker, day=2)
    change(5, speaker, organization="fund")
    change(6, Organization.objects.get(slug="ministry"), name_en="Renamed")

    assert offices(5) == {2: ("Minister", "Ministry")}
    assert offices() == {2: ("Minister", "Renamed")}


def test_a_person_is_called_as_they_are_wherever_nobody_is_quoted(change, speaker):
    change(5, speaker, role_en="Chair")

    assert record_of().public(Speaker).get().role == "Chair"
    assert record_of(4).public(Speaker).get().role == "Minister"


def test_quotes_of_one_person_do_not_change_each_other(change, speaker):
    """A prefetch gives them one instance of the speaker."""
    with noon(3):
        old, new = speak(speaker, day=2), speak(speaker, day=7)
    change(5, speaker, role_en="Chair", aliases='[["Another",""]]')

    quotes = Citation.objects.order_by("source__published_on").filter(
        references__update__in=[old, new]
    )
    rows = [*quotes.select_related("source").prefetch_related("speaker__aliases")]
    record_of().as_they_were(rows)

    assert [row.speaker.role for row in rows] == ["Minister", "Chair"]
    assert [len(row.speaker.aliases.all()) for row in rows] == [0, 1]


# What it costs, and what it knows


def test_all_that_changed_is_read_by_one_query_a_data_version(change, django_assert_num_queries):
    with noon(2):
        themes = [make.ThemeFactory() for _n in range(3)]
    for theme in themes:
        change(4, theme, name_en="New")
    assert record_of(3).version

    with django_assert_num_queries(1):
        assert len(record_of(3).earlier.texts) == 3
    with django_assert_num_queries(0):
        assert len(record_of(3).earlier.texts) == 3
    forget_all()
    with django_assert_num_queries(1):
        assert record_of(3).earlier


def test_what_a_link_held_is_read_once(change, django_assert_num_queries):
    with noon(2):
        place = make.PlaceFactory()
        make.PlaceFactory(slug="new")
        events = [make.EventFactory(place=place) for _n in range(3)]
    for event in events:
        change(4, event, place="new")
    record = record_of(3)
    assert record.earlier

    with django_assert_num_queries(2):
        rows = [*record.public(Event)]
        assert {row.place for row in rows} == {place}
        assert len({id(row.place) for row in rows}) == 3  # each may say something of its own


def test_what_waits_or_is_new_or_a_translation_takes_nothing_back(editor, reviewer):
    update = make.published_update()
    steps.proposal(make.ThemeFactory(), by=editor, name_en="Another")
    steps.revised(update, by=editor, reviewer=reviewer, sentence_kk="Бір.")

    known = Earlier(StatusUpdate.objects.get().created_at)

    assert (known.texts, known.offices) == ({}, {})


def test_the_first_change_after_a_day_says_what_was_on_it(change):
    with noon(2):
        country = make.CountryFactory(membership="member")
    change(4, country, membership="observer")
    change(6, country, membership="member")

    found = [record_of(day).public(Country).get().membership for day in (3, 5, 6)]
    keys = [record_of(day).earlier.keys(Country, "membership") for day in (3, 5, 6)]

    assert found == ["member", "observer", "member"]
    assert keys == [{country.pk: "member"}, {country.pk: "observer"}, {}]


def test_former_names_are_those_that_were_true_by_a_day(change):
    with noon(2):
        body = make.OrganizationFactory(name_en="Frist", abbreviation_en="FB")
    change(4, body, name_en="First", corrects=True)
    change(6, body, name_en="Second")
    change(8, body, abbreviation_en="SB")

    noun = ("organization", body.pk)
    assert former_names(None) == [(noun, "First", "en"), (noun, "FB", "en")]
    assert former_names(record_of(6).until) == [(noun, "First", "en")]
    assert former_names(record_of(4).until) == []
