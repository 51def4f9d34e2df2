"""Themes and countries in the data entry."""

import pytest

from tests import factories as make
from tests.admin.steps import url


@pytest.mark.parametrize("model", ["theme", "country"])
def test_what_initiatives_are_sorted_under_is_not_deleted(editing, model):
    value = {"theme": make.ThemeFactory, "country": make.CountryFactory}[model]()
    value.initiatives.add(make.published_initiative())

    one = editing.post(url(model, "delete", value.pk), {"post": "yes"})
    editing.post(
        url(model, "changelist"),
        {"action": "delete_selected", "_selected_action": [value.pk], "post": "yes"},
    )

    assert one.status_code == 403
    assert type(value).objects.filter(pk=value.pk).exists()
