"""A hit says where the words stand that its title lacks, by what was public on the day."""

from datetime import date

import time_machine
from django.utils import timezone, translation

from tests import factories as make
from tests.actions import steps
from tracker.models import Alias, Organization
from tracker.reading.record_at import RecordAt
from tracker.reading.search_results import explain


def found(question, *, as_of=None):
    record = RecordAt(today=timezone.localdate(), as_of=as_of)
    return explain(record, list(record.initiatives().with_texts()), question)


def noon(day):
    return time_machine.travel(f"2026-06-{day:02}T12:00Z")


def quote(text, **details):
    return make.CitationFactory(source=make.SourceFactory(text=text, **details), quote=text)


def test_a_title_that_has_all_words_needs_no_excerpt(db, django_assert_num_queries):
    make.published_initiative(title_en="A bridge for tests", summary_en="The bridge again.")

    with django_assert_num_queries(1):  # of the initiatives
        [hit] = found("bridges")

    assert (hit.excerpt, hit.names) == ("", [])


def test_the_quote_is_shown_in_its_language(db):
    text = "Об этом сообщили журналистам: спутник запустят весной."
    make.published_update(reference=quote(text, language="ru"))

    [hit] = found("спутника")

    assert hit.excerpt == text
    assert hit.excerpt.language == "ru"


def test_a_text_in_the_language_of_the_page_comes_first(db):
    initiative = make.InitiativeFactory(summary_en="Of satellites.", summary_tr="Satellite yapımı.")
    make.published_update(initiative=initiative)

    with translation.override("tr"):
        assert found("satellite")[0].excerpt == "Satellite yapımı."
    assert found("satellite")[0].excerpt == "Of satellites."


def test_a_text_with_more_of_the_words_comes_before_one_with_fewer(db):
    initiative = make.InitiativeFactory(title_en="A bridge", summary_en="One of steel.")
    make.published_update(initiative=initiative, sentence_en="Steel and stone arrived.")

    [hit] = found("bridge stone steel")

    assert hit.excerpt == "Steel and stone arrived."


def test_a_name_of_what_it_is_linked_to_says_why(db):
    country = make.CountryFactory(name_en="Testland", name_ru="Пробландия")
    Alias.objects.create(country=country, name="Oldland")
    make.published_initiative(title_en="A bridge").countries.add(country)

    assert found("bridge oldland")[0].names == ["Oldland"]
    assert found("Пробландии")[0].names == ["Пробландия"]
    assert found("testland oldland")[0].names == ["Testland", "Oldland"]


def test_a_plan_and_an_alias_of_the_place_of_its_event_say_why(db):
    place = make.PlaceFactory(name_en="Testville")
    Alias.objects.create(place=place, name="Oldtown")
    make.published_initiative(
        plan=make.ActionPlanFactory(name_en="Roadworks"),
        announced_at=make.EventFactory(place=place),
    )

    [hit] = found("oldtown roadworks")

    assert hit.names == ["Oldtown", "Roadworks"]


def test_a_speaker_of_a_quote_says_why(db):
    speaker = make.SpeakerFactory(name_en="Zanzibari")
    make.published_update(reference=make.CitationFactory(speaker=speaker))

    assert found("zanzibari")[0].names == ["Zanzibari"]


def test_a_body_that_is_not_public_is_not_named(db):
    hidden = Organization.objects.create(slug="x", name_en="Uncited", classification="fund")
    Alias.objects.create(organization=hidden, name="Secret")
    make.published_initiative().organizations.add(hidden)

    assert [(hit.excerpt, hit.names) for hit in found("secret")] == [("", [])]


def test_drafts_and_what_no_longer_stands_are_not_quoted(editor, reviewer):
    initiative = make.published_initiative()
    make.DraftFactory(initiative=initiative, sentence_en="A secret bridge.")
    wrong, gone = (
        steps.approved(initiative=initiative, by=editor, reviewer=reviewer, sentence_en=sentence)
        for sentence in ("A wrong bridge.", "A withdrawn bridge.")
    )
    steps.correct(wrong, by=reviewer)
    steps.withdraw(gone, by=reviewer)

    assert found("bridge")[0].excerpt == ""


def test_an_earlier_day_is_quoted_as_it_was(editor, reviewer):
    with noon(2):
        initiative = make.published_initiative(summary_en="An old bridge.")
    with noon(4):
        gone = steps.approved(
            initiative=initiative, by=editor, reviewer=reviewer, sentence_en="A withdrawn ship."
        )
    with noon(6):
        steps.approved(
            initiative=initiative, by=editor, reviewer=reviewer, sentence_en="The bridge is new."
        )
        steps.withdraw(gone, by=reviewer)
        make.OrganizationFactory(name_en="Shipyard").initiatives.add(initiative)

        assert found("bridge")[0].excerpt == "The bridge is new."
        assert found("shipyard")[0].names == ["Shipyard"]
        earlier = {"as_of": date(2026, 6, 5)}
        assert found("bridge", **earlier)[0].excerpt == "An old bridge."
        assert found("ship", **earlier)[0].excerpt == ""
        assert found("shipyard", **earlier)[0].names == []


def test_a_body_is_found_by_the_name_that_it_had_and_on_an_earlier_day_not_by_a_later_one(
    editor, reviewer
):
    with noon(2):
        body = make.OrganizationFactory(name_en="Oldworks")
        make.published_initiative(title_en="A bridge", organizations=[body])
    with noon(4):
        steps.revised(body, by=editor, reviewer=reviewer, name_en="Newworks",
                      aliases='[["Nickname",""]]')  # fmt: skip

    with noon(6):
        assert found("oldworks")[0].names == ["Oldworks"]
        assert found("newworks nickname")[0].names == ["Newworks", "Nickname"]
        earlier = {"as_of": date(2026, 6, 3)}
        assert found("oldworks", **earlier)[0].names == ["Oldworks"]
        assert found("newworks", **earlier)[0].names == []
        assert found("nickname", **earlier)[0].names == []


def test_a_body_is_not_found_by_a_name_that_it_never_had(editor, reviewer):
    body = make.OrganizationFactory(name_en="Wrongworks")
    make.published_initiative(title_en="A bridge", organizations=[body])
    steps.revised(body, by=editor, reviewer=reviewer, name_en="Rightworks", corrects=True)

    assert found("wrongworks")[0].names == []
    assert found("rightworks")[0].names == ["Rightworks"]


def test_an_event_is_found_by_the_place_where_it_was_to_be_held_then(editor, reviewer):
    with noon(2):
        oldtown = make.PlaceFactory(name_en="Oldtown")
        event = make.EventFactory(place=oldtown)
        make.PlaceFactory(slug="newtown", name_en="Newtown")
        make.published_initiative(title_en="A bridge", announced_at=event)
    with noon(4):
        steps.revised(event, by=editor, reviewer=reviewer, place="newtown")

    with noon(6):
        assert (found("oldtown")[0].names, found("newtown")[0].names) == ([], ["Newtown"])
        earlier = {"as_of": date(2026, 6, 3)}
        assert found("oldtown", **earlier)[0].names == ["Oldtown"]
        assert found("newtown", **earlier)[0].names == []


def test_a_translation_that_was_added_later_is_read_too(editor, reviewer):
    update = make.published_update()
    steps.revised(update, by=editor, reviewer=reviewer, sentence_kk="Серік ғарышқа ұшты.")

    with translation.override("kk"):
        [hit] = found("ғарыш")

    assert hit.excerpt == "Серік ғарышқа ұшты."
    assert hit.excerpt.language == "kk"
