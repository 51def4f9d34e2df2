from tests.factories import CountryFactory, DraftFactory, InitiativeFactory, published_update
from tracker.models import StatusUpdate


def old_statuses(initiative):
    updates = StatusUpdate.objects.published().filter(initiative=initiative)
    return dict(updates.with_old_status().values_list("status", "old_status"))


def test_the_old_status_is_that_of_the_date_before(db):
    initiative = InitiativeFactory()
    for status, day in [("announced", "2026-01-01"), ("delivered", "2026-03-01")]:
        published_update(initiative=initiative, status=status, changed_on=day)
    DraftFactory(initiative=initiative, status="dropped", changed_on="2026-02-15")

    published_update(initiative=initiative, status="planned", changed_on="2026-02-01")

    assert old_statuses(initiative) == {
        "announced": None,
        "planned": "announced",
        "delivered": "planned",
    }


def test_a_country_has_an_old_status_of_its_own(db):
    initiative, country = InitiativeFactory(), CountryFactory()
    published_update(initiative=initiative, status="announced", changed_on="2026-01-01")
    published_update(initiative=initiative, status="planned", changed_on="2026-02", country=country)
    published_update(
        initiative=initiative, status="delivered", changed_on="2026-03", country=country
    )
    published_update(initiative=initiative, status="in_progress", changed_on="2026-04")

    assert old_statuses(initiative) == {
        "announced": None,
        "planned": None,
        "delivered": "planned",
        "in_progress": "announced",
    }
