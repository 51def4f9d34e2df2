from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from tests.factories import published_initiative
from tracker.actions.verify import Verification
from tracker.models import ActionPlan, Initiative, LedgerEntry, Source, StatusUpdate
from tracker.reading.earlier import MODELS

NONE = {"milestone", "speaker", "place"}


def world(**numbers):
    call_command("make_sample_data", **{"initiatives": 40, "updates": 130, **numbers}, verbosity=0)


@pytest.mark.django_db
def test_a_world_verifies_and_has_the_size_asked_for(capsys):
    world()

    verification = Verification()
    assert list(verification.findings()) == []
    assert Initiative.objects.published().count() == 40
    assert StatusUpdate.objects.published().count() == 130
    kinds = Counter(LedgerEntry.objects.values_list("kind", flat=True))
    assert (kinds["initiative"], kinds["update"], kinds["links"]) == (40, 130, 0)
    for name, model in MODELS.items():
        assert kinds[name] == model._default_manager.published().count() > 0 or name in NONE, name
    assert verification.counts["sources"] == Source.objects.published().count()
    assert "130 of 130 updates" in capsys.readouterr().out


@pytest.mark.django_db
def test_the_same_numbers_make_the_same_record():
    heads = []
    for seed in (1, 1, 2):
        with transaction.atomic():
            world(seed=seed)
            heads.append(LedgerEntry.objects.head()["digest"])
            transaction.set_rollback(True)

    assert heads[0] == heads[1] != heads[2]


@pytest.mark.django_db
def test_the_record_goes_on_after_a_world():
    world()
    connection.check_constraints()

    published_initiative()

    assert list(Verification().findings()) == []
    assert ActionPlan.objects.create(slug="another", period="2026").pk > 6


@pytest.mark.django_db
def test_a_world_is_made_in_an_empty_record_alone():
    published_initiative()

    with pytest.raises(CommandError, match="The record is not empty"):
        world()


@pytest.mark.django_db
def test_an_initiative_needs_an_update():
    with pytest.raises(CommandError, match="an update of each"):
        world(updates=39)
