import pytest

from tests.factories import InitiativeFactory, ThemeFactory
from tracker.models import Initiative, Theme, keys
from tracker.models.keys import within


@pytest.fixture
def themes(db):
    return ThemeFactory.create_batch(4)


@pytest.mark.parametrize("few", [0, 2, 500])
def test_the_rows_of_the_keys_are_found_however_many_there_are(themes, monkeypatch, few):
    monkeypatch.setattr(keys, "FEW", few)
    wanted = themes[1:]

    found = Theme.objects.filter(within("pk", (theme.pk for theme in wanted)))

    assert set(found) == set(wanted)


@pytest.mark.parametrize("few", [-1, 500])
def test_no_key_finds_nothing(themes, monkeypatch, few):
    monkeypatch.setattr(keys, "FEW", few)

    assert not Theme.objects.filter(within("pk", [])).exists()


def test_a_path_may_lead_over_links(themes, monkeypatch):
    monkeypatch.setattr(keys, "FEW", 0)
    initiative = InitiativeFactory()
    initiative.themes.add(themes[0])
    InitiativeFactory()

    assert list(Initiative.objects.filter(within("themes", [themes[0].pk]))) == [initiative]


def test_many_keys_are_one_parameter_of_the_query(themes, monkeypatch):
    monkeypatch.setattr(keys, "FEW", 1)

    _sql, parameters = Theme.objects.filter(within("pk", range(1000))).query.sql_with_params()

    assert len(parameters) < 5
