"""Words find initiatives, and SQLite, PostgreSQL and the texts themselves find the same."""

from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from tests import factories as make
from tests.actions import steps
from tracker.models import Alias, Initiative, StatusUpdate, search_index
from tracker.models.data_version import bump
from tracker.reading.record_at import RecordAt
from tracker.reading.search import matching_bits
from tracker.rules.bitset import bitset_of, keys_of

TODAY = date(2026, 6, 1)
FOUND = {
    "баку": "cooperation-artificial-intelligence",
    "ТЮРКСКИХ": "cooperation-space-research",
    "зелёных": "cooperation-green-technologies",
    "turkiye": "turkiye-space-training-programmes",
    "TÜRKİYE": "turkiye-space-training-programmes",
    "Turkey": "turkiye-space-training-programmes",
    "ISTANBUL": "innovation-ecosystem-through-festivals",
    "İstanbul": "innovation-ecosystem-through-festivals",
    "istanbul": "innovation-ecosystem-through-festivals",
    "саммит": "turkestan-summit-showcase",
    "ctpo": "promote-common-turkic-patent-organization",
    "2025-2026": "cooperation-artificial-intelligence",
    "Ozbekiston": "innovation-ecosystem-through-festivals",
    "O‘zbekiston": "innovation-ecosystem-through-festivals",
    "Turkistan": "turkestan-summit-showcase",
    "Түркістан": "turkestan-summit-showcase",
    "патент": "promote-common-turkic-patent-organization",
    "искусственный интеллект": "cooperation-artificial-intelligence",
    "Киргизия": "kyrgyzstan-opportunities-in-the-ots",
    "Omuraliyev": "cubesat-project",
    "фонд": "joint-research-development-innovation-fund",
}
HARMLESS = [
    '"зеленых"',
    "%",
    "_",
    "*",
    "'",
    "AND",
    "NEAR(",
    "x" * 10_000,
    "\0",
    "a OR b",
    "&|!:*",
    "\\",
]


def found(question, record=None):
    """Return the slugs of what a question finds, today or in another record."""
    keys = keys_of(matching_bits(question, record or RecordAt(today=TODAY)))
    return set(Initiative.objects.filter(pk__in=keys).values_list("slug", flat=True))


def test_the_seeds_are_found(seeds):
    assert [question for question, slug in FOUND.items() if slug not in found(question)] == []


def test_of_everything_no_more_than_what_has_the_word(seeds):
    assert found("фонд") == {
        "joint-research-development-innovation-fund", "strengthen-role-of-tcci",
    }  # fmt: skip
    assert found("AI") == set()


def test_the_index_finds_what_the_texts_hold_and_nothing_typed_does_harm(seeds):
    by_text = RecordAt(today=TODAY, as_of=timezone.localdate())  # of a day no index is kept

    for question in [*FOUND, *HARMLESS, "сотрудничество", "cooperation space", "Ömüraliyev uzay"]:
        assert found(question) == found(question, by_text), question


def test_what_is_not_public_is_not_found(seeds):
    make.InitiativeFactory(title_en="A secret cooperation", slug="secret")

    assert "secret" not in found("cooperation")


def test_a_word_is_looked_up_once_for_a_state_of_the_record(db, django_assert_num_queries):
    first = make.published_initiative(title_en="A test bridge of steel")
    record = RecordAt(today=TODAY)
    assert matching_bits("steel bridge", record) == bitset_of([first.pk])

    with django_assert_num_queries(0):
        assert matching_bits("bridge steel bridge", record) == bitset_of([first.pk])
    with django_assert_num_queries(1):  # for the word that is new
        assert matching_bits("bridge wood", record) == 0

    second = make.published_initiative(title_en="A test bridge of wood")
    assert matching_bits("bridge", RecordAt(today=TODAY)) == bitset_of([first.pk, second.pk])
    assert matching_bits("bridge wood", RecordAt(today=TODAY)) == bitset_of([second.pk])


def test_every_word_must_be_there(db):
    make.published_initiative(slug="bridge", title_en="A test bridge of steel")

    assert found("bridge steel") == {"bridge"}
    assert found("bridge wood") == set()


@pytest.mark.parametrize("noun", ["country", "organization", "working_group", "theme", "plan"])
def test_a_name_finds_what_is_linked_to_it(db, noun):
    factory = {
        "country": make.CountryFactory, "organization": make.OrganizationFactory,
        "working_group": make.WorkingGroupFactory, "theme": make.ThemeFactory,
        "plan": make.ActionPlanFactory,
    }[noun]  # fmt: skip
    row = factory(name_en="Zanzibar", name_kk="Занзибарстан")
    linked = make.published_initiative(slug="linked")
    if noun == "plan":
        Initiative.objects.update(plan=row)
    else:
        row.initiatives.add(linked)
    make.published_initiative(slug="other")

    assert found("zanzibar") == {"linked"}
    assert found("занзибарстан") == {"linked"}


def test_an_alias_of_a_place_finds_what_was_announced_there(db):
    place = make.PlaceFactory(name_en="Testville")
    Alias.objects.create(place=place, name="Oldtown")
    event = make.EventFactory(place=place)
    make.published_initiative(slug="told-there", announced_at=event)

    assert found("oldtown") == found("testville") == {"told-there"}


def test_a_speaker_is_found_by_every_variant_of_the_name(seeds):
    quoted = StatusUpdate.objects.standing().filter(
        references__citation__speaker__slug="kubanychbek-omuraliev"
    )
    initiatives = set(quoted.values_list("initiative__slug", flat=True))

    assert initiatives
    for name in ("Omuraliev", "Omuraliyev", "Ömüraliyev", "ОМУРАЛИЕВ", "Өмүралиев"):
        assert initiatives <= found(name), name


def test_a_speaker_finds_what_standing_updates_quote(editor, reviewer):
    speaker = make.SpeakerFactory(name_en="Zanzibari")
    Alias.objects.create(speaker=speaker, name="Занзибаров", language="ru")
    quote = make.CitationFactory(speaker=speaker)
    make.published_update(initiative=make.InitiativeFactory(slug="quoted"), reference=quote)
    make.DraftFactory(initiative=make.published_initiative(slug="drafted"), reference=quote)
    gone = steps.approved(
        initiative=make.published_initiative(), by=editor, reviewer=reviewer, reference=quote
    )
    steps.withdraw(gone, by=reviewer)

    assert found("zanzibari") == found("Занзибаров") == {"quoted"}


def test_the_index_follows_every_write(db):
    initiative = make.published_initiative(slug="bridge", title_en="Old words")
    assert found("old") == {"bridge"}

    Initiative.objects.update(search_text=" new words ")
    bump()

    assert (found("old"), found("new")) == (set(), {"bridge"})
    assert search_index.is_whole()
    Initiative.objects.filter(pk=initiative.pk).update(search_text="")
    bump()
    assert found("new") == set()


def test_the_index_can_be_made_again(db):
    make.published_initiative(slug="bridge", title_en="Test bridge")

    search_index.rebuild()

    assert found("bridge") == {"bridge"}
    assert search_index.is_whole()


def test_an_index_that_lacks_words_is_told(db):
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL keeps its index itself.")
    make.published_initiative(slug="bridge", title_en="Test bridge")
    with connection.cursor() as cursor:
        name = search_index.INDEX
        cursor.execute(f"INSERT INTO {name} ({name}) VALUES ('delete-all')")

    assert not search_index.is_whole()
