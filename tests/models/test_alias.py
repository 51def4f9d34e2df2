import pytest
from django.core.exceptions import ValidationError

from tests import factories as make
from tracker.models import Alias
from tracker.models.alias import TARGETS

FACTORIES = {
    "country": make.CountryFactory,
    "organization": make.OrganizationFactory,
    "working_group": make.WorkingGroupFactory,
    "theme": make.ThemeFactory,
    "place": make.PlaceFactory,
    "speaker": make.SpeakerFactory,
}


@pytest.mark.parametrize("target", TARGETS)
def test_it_has_names_in_any_script_which_go_with_it(db, target):
    row = FACTORIES[target](stays_draft=True)
    for name in ("Проба", "Test", "Сынақ"):
        Alias.objects.create(name=name, **{target: row})

    assert {str(alias) for alias in row.aliases.all()} == {"Test", "Проба", "Сынақ"}
    row.delete()
    assert not Alias.objects.exists()


def test_two_things_may_share_a_name(db):
    for _n in range(2):
        Alias.objects.create(name="Test", theme=make.ThemeFactory())

    assert Alias.objects.count() == 2


@pytest.mark.parametrize("targets", [(), ("theme", "country")])
def test_a_name_belongs_to_exactly_one_thing(db, targets):
    alias = Alias(name="Test", **{target: FACTORIES[target]() for target in targets})

    with pytest.raises(ValidationError, match="exactly one thing"):
        alias.full_clean()
