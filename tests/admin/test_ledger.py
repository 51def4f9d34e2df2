"""What follows from publications is looked at in the data entry, and edited by nobody."""

import pytest

from tests.addresses import address
from tracker import models

READ_ONLY = (
    models.Challenge, models.Correction, models.Countersignature, models.Erasure,
    models.LedgerEntry, models.Revision, models.TranslationReview, models.Withdrawal,
)  # fmt: skip


@pytest.mark.parametrize("model", READ_ONLY, ids=lambda model: model.__name__)
def test_not_even_an_administrator_writes_it(model, rows, administrator, client):
    name = model._meta.model_name
    client.force_login(administrator)

    shown = client.get(address(f"admin:tracker_{name}_change", rows))
    added = client.get(address(f"admin:tracker_{name}_add", rows))
    changed = client.post(address(f"admin:tracker_{name}_change", rows), {"reason": "Test"})
    deleted = client.post(address(f"admin:tracker_{name}_delete", rows), {"post": "yes"})

    assert shown.status_code == 200
    assert 'name="_save"' not in shown.text
    assert (added.status_code, changed.status_code, deleted.status_code) == (403, 403, 403)
    assert model._default_manager.filter(pk=rows[name].pk).exists()


def test_an_entry_of_the_ledger_is_found_by_its_digest(rows, administrator, client):
    client.force_login(administrator)
    entry = rows["ledgerentry"]

    page = client.get(
        address("admin:tracker_ledgerentry_changelist", rows), {"q": entry.digest[:20]}
    )

    assert list(page.context["cl"].result_list) == [entry]
