"""What follows from publications is looked at in the data entry, and edited by nobody."""

from django.urls import reverse

from tests import factories as make
from tests.addresses import address
from tracker import models

READ_ONLY = (
    models.Challenge, models.Correction, models.Countersignature, models.Erasure,
    models.LedgerEntry, models.Revision, models.TranslationReview, models.Withdrawal,
)  # fmt: skip


def test_not_even_an_administrator_writes_it(rows, administrator, client):
    client.force_login(administrator)
    names = [model._meta.model_name for model in READ_ONLY]

    answers = {}
    for name in names:
        add, change, delete = (
            address(f"admin:tracker_{name}_{page}", rows) for page in ("add", "change", "delete")
        )
        shown = client.get(change)
        answers[name] = (
            shown.status_code,
            'name="_save"' in shown.text,
            client.get(add).status_code,
            client.post(change, {"reason": "Test"}).status_code,
            client.post(delete, {"post": "yes"}).status_code,
            type(rows[name])._default_manager.filter(pk=rows[name].pk).exists(),
        )

    assert answers == dict.fromkeys(names, (200, False, 403, 403, 403, True))


def test_an_entry_of_the_ledger_is_found_by_its_digest(rows, administrator, client):
    client.force_login(administrator)
    entry = rows["ledgerentry"]

    page = client.get(
        address("admin:tracker_ledgerentry_changelist", rows), {"q": entry.digest[:20]}
    )

    assert list(page.context["cl"].result_list) == [entry]


def test_the_list_of_revisions_names_what_each_is_of(
    db, administrator, client, django_assert_max_num_queries
):
    client.force_login(administrator)
    makers = {
        "event": make.EventFactory,
        "theme": make.ThemeFactory,
        "plan": make.ActionPlanFactory,
    }
    counts = []
    for number in (1, 4):
        for noun, factory in makers.items():
            for _ in range(number):
                make.RevisionFactory(**{"initiative": None, "field": "name", noun: factory()})
        with django_assert_max_num_queries(30) as captured:
            page = client.get(reverse("admin:tracker_revision_changelist"))
        counts.append(len(captured))

    for revision in models.Revision.objects.all():
        assert str(revision.target) in page.text
    assert counts[0] == counts[1]
