import pytest
from django.core.exceptions import ValidationError

from tests.factories import ThemeFactory
from tracker.forms.rows import RowField, RowsField
from tracker.models import Theme


@pytest.mark.parametrize("key", ["9" * 30, "-1", "0", "x", "", "9" * 5000, str(2**63)])
def test_what_can_be_no_key_is_no_choice(db, key):
    with pytest.raises(ValidationError) as refused:
        RowsField(Theme.objects.all()).clean([str(ThemeFactory().pk), key])

    assert refused.value.code == "invalid_pk_value"


def test_a_row_is_chosen_by_its_key(db):
    theme = ThemeFactory()

    assert [*RowsField(Theme.objects.all()).clean([str(theme.pk)])] == [theme]
    with pytest.raises(ValidationError):
        RowsField(Theme.objects.all()).clean(str(theme.pk))


def test_what_can_be_no_key_is_not_looked_up_to_be_shown():
    rows = RowsField(Theme.objects.all())

    assert rows.bound_data(["1", "x", "9" * 30, " "], None) == ["1"]
    assert rows.bound_data(None, None) == []
    assert RowField(Theme.objects.all()).bound_data("9" * 30, None) == ""
    assert RowField(Theme.objects.all()).bound_data("7", None) == "7"
