"""Who may see what: every address of the resolver, for each sort of visitor."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from tests import factories as make
from tests.conftest import person
from tracker import models
from tracker.vocabulary import Role

LOGIN = 302
VISITORS = ("anonymous", "no role", "focal point", "reviewer", "administrator")

PUBLIC = (200, 200, 200, 200, 200)
STAFF = (LOGIN, 403, 200, 200, 200)
WITH_VIEW_RIGHT = (LOGIN, 403, 404, 200, 200)
ADMIN = (LOGIN, 403, 403, 200, 200)
ADMIN_WRITES = (LOGIN, 403, 403, 403, 200)
ADMIN_WRITES_NOBODY = (LOGIN, 403, 403, 403, 403)
SUPERUSER = (LOGIN, 403, 403, 403, 200)

# What GET answers to each of VISITORS.
TABLE = {
    "dashboard": PUBLIC,
    "timeline": PUBLIC,
    "method": PUBLIC,
    "data": PUBLIC,
    "ledger": PUBLIC,
    "initiatives": PUBLIC,
    "initiative": PUBLIC,
    "plans": PUBLIC,
    "plan": PUBLIC,
    "working_groups": PUBLIC,
    "working_group": PUBLIC,
    "countries": PUBLIC,
    "country": PUBLIC,
    "themes": PUBLIC,
    "theme": PUBLIC,
    "organizations": PUBLIC,
    "organization": PUBLIC,
    "events": PUBLIC,
    "event": PUBLIC,
    "sources": PUBLIC,
    "source": PUBLIC,
    "login": (200,) * 5,
    "logout": (405, 405, 405, 405, 405),
    "password_change": (LOGIN, 200, 200, 200, 200),
    "set_language": (302, 302, 302, 302, 302),
    "desk": STAFF,
    "desk_initiative": STAFF,
    "desk_update": STAFF,
    "desk_source": STAFF,
    "admin:index": ADMIN,
    "admin:login": (200, 403, 403, 302, 302),
    "admin:logout": (LOGIN, 403, 403, 405, 405),
    "admin:password_change": ADMIN,
    "admin:password_change_done": ADMIN,
    "admin:jsi18n": ADMIN,
    "admin:autocomplete": ADMIN,
    "admin:view_on_site": ADMIN,
    "admin:app_list": ADMIN,
    "admin:auth_user_password_change": SUPERUSER,
    "admin:tracker_statusupdate_add": ADMIN,
}
PUBLIC_NAMES = [
    name for name, answers in TABLE.items() if answers == PUBLIC and name not in ("login", "ledger")
]
# The admin's pages for a model, by the end of their names; the exceptions below.
TABLE_OF_MODELS = {
    "changelist": ADMIN,
    "add": ADMIN_WRITES,
    "change": ADMIN,
    "delete": ADMIN_WRITES,
    "history": ADMIN,
}
READ_ONLY = ("ledgerentry", "revision", "correction", "reference")
ACCOUNTS = ("user", "group")

QUERY = {
    "admin:autocomplete": "?app_label=tracker&model_name=citation&field_name=source",
}


def names(patterns=None, prefix=""):
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                yield prefix + pattern.name
        else:
            namespace = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names(pattern.url_patterns, prefix + namespace)


NAMES = sorted(set(names()))


def expected(name):
    if name in TABLE:
        return TABLE[name]
    model, end = re.fullmatch(r"admin:[a-z]+_([a-z]+)_([a-z]+)", name).groups()
    if model in READ_ONLY and end in ("add", "delete"):
        return ADMIN_WRITES_NOBODY
    if model in ACCOUNTS:
        return SUPERUSER
    return TABLE_OF_MODELS[end]


@pytest.fixture
def rows(db):
    """One row of each model, by the model's name."""
    update = make.published_update()
    author = make.UserFactory()
    found = {
        "initiative": update.initiative,
        "statusupdate": make.DraftFactory(),
        "citation": make.CitationFactory(),
        "reference": update.references.get(),
        "source": update.references.get().citation.source,
        "milestone": make.MilestoneFactory(),
        "actionplan": make.ActionPlanFactory(),
        "event": make.EventFactory(),
        "organization": make.OrganizationFactory(),
        "workinggroup": make.WorkingGroupFactory(),
        "speaker": make.SpeakerFactory(),
        "country": make.CountryFactory(),
        "theme": make.ThemeFactory(),
        "place": make.PlaceFactory(),
        "ledgerentry": models.LedgerEntry.objects.get(),
        "user": author,
        "group": author.groups.create(name="test group"),
    }
    found["alias"] = models.Alias.objects.create(name="Test", theme=found["theme"])
    past = {"created_by": author, "published_at": update.published_at, "reason": "Test"}
    found["revision"] = models.Revision.objects.create(
        initiative=update.initiative, field="due", old="", new="2027", **past
    )
    found["correction"] = models.Correction.objects.create(update=update, **past)
    return found


def address(name, rows):
    model = {"plan": "actionplan", "working_group": "workinggroup"}.get(name, name)
    if name == "admin:app_list":
        return reverse(name, kwargs={"app_label": "tracker"})
    if name == "admin:view_on_site":
        return "/admin/"
    if name == "admin:auth_user_password_change":
        return reverse(name, args=[rows["user"].pk])
    if match := re.fullmatch(r"admin:[a-z]+_([a-z]+)_(change|delete|history)", name):
        return reverse(name, args=[rows[match[1]].pk])
    if name.startswith("desk_"):
        model = {"desk_source": "source"}.get(name, "initiative")
    if not name.startswith("admin:") and (row := rows.get(model)):
        return reverse(name, args=[row.slug])
    return reverse(name) + QUERY.get(name, "")


def client_of(visitor):
    client = Client()
    match visitor:
        case "no role":
            client.force_login(make.UserFactory())
        case "administrator":
            client.force_login(make.UserFactory(is_staff=True, is_superuser=True))
        case "focal point" | "reviewer":
            client.force_login(person(Role(visitor)))
    return client


def answers(url):
    """What each of VISITORS gets."""
    return tuple(client_of(visitor).get(url).status_code for visitor in VISITORS)


def test_the_table_names_no_address_that_is_gone():
    assert set(TABLE) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_address_answers_as_the_table_says(name, rows):
    assert answers(address(name, rows)) == expected(name)


@pytest.mark.parametrize("name", ["desk_initiative", "desk_update"])
def test_an_unpublished_initiative_is_known_to_those_with_the_right(name, db):
    initiative = make.InitiativeFactory()

    assert answers(reverse(name, args=[initiative.slug])) == WITH_VIEW_RIGHT


def test_an_unpublished_initiative_has_no_public_page(db):
    initiative = make.InitiativeFactory()

    assert answers(initiative.get_absolute_url()) == (404,) * 5


@pytest.mark.parametrize("name", ["plan", "working_group", "organization", "event"])
def test_what_rests_on_no_citation_has_no_public_page(name, rows, client):
    url = address(name, rows)
    models.Reference.objects.exclude(update__isnull=False).delete()

    assert client.get(url).status_code == 404


@pytest.mark.parametrize("name", PUBLIC_NAMES)
def test_a_public_page_sets_no_cookie(name, rows, client):
    url = address(name, rows)

    assert not client.get(url).cookies


@pytest.mark.parametrize("language", ["en", "ru"])
def test_unknown_addresses_get_a_page_that_helps(language, db, client):
    for path in (
        "nope/",
        "initiatives/nope/",
        "countries/xx/",
        "sources/nope/",
        "initiatives/?page=9",
    ):
        response = client.get(f"/{language}/{path}")

        assert response.status_code == 404
        assert f'<html lang="{language}">' in response.text
        assert f'href="/{language}/initiatives/"' in response.text
