"""Who may do what: every address × method × role × object, each tried and taken back.

The objects: `own`, of the person's own hand, and for a focal point in their scope; `scope`, of
somebody else, in the person's scope; `foreign`, of somebody else elsewhere; `draft`, of somebody
else and not public. An address that no table names fails.
"""

from contextlib import nullcontext
from http.cookies import SimpleCookie
from unittest.mock import patch

import pytest
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.template.backends.django import Template
from django.test import Client
from django.utils import timezone

from tests import factories as make
from tests import many_rows
from tests.addresses import NAMES, PUBLIC_NAMES, address, row_of
from tests.conftest import person
from tests.permissions import AT_THE_DESK, DESK, LOGIN, OBJECTS
from tracker import models
from tracker.actions.publish import publish
from tracker.models.version import version_of
from tracker.vocabulary import Role

ROLES = ["anonymous", "no role", *Role]
# The same for everybody who asks, whether they are logged in or not: whatever has a language.
READ_BY_ALL = (*PUBLIC_NAMES,)
FOR_ENGINES = ("robots", "security", "sitemap", "sitemap_section", "favicon", "healthz", "readyz")
PUBLIC = {
    **dict.fromkeys(((name, "GET") for name in READ_BY_ALL + FOR_ENGINES), 200),
    ("favicon", "GET"): 302,
    ("challenge", "POST"): 302,
}
NOT_PUBLIC = 404

# What the anonymous, and everybody else, get.
ACCOUNT = {
    **dict.fromkeys((("login", "GET"), ("account_login", "GET")), (200, 200)),
    **dict.fromkeys((("login", "POST"), ("account_login", "POST")), (422, 422)),
    ("logout", "POST"): (302, 302),
    ("account_link", "GET"): (404, 404),  # this one is too old
    ("account_link", "POST"): (404, 404),
    ("forgotten", "GET"): (404, 404),  # without a server that sends mail
    ("forgotten", "POST"): (404, 404),
    ("password_change", "GET"): (LOGIN, 200),
    ("password_change", "POST"): (LOGIN, 422),
    ("account", "GET"): (LOGIN, 200),
    ("log_out_elsewhere", "POST"): (LOGIN, 302),
    # Without a first step there is no second.
    **{("mfa_authenticate", method): (LOGIN, 302) for method in ("GET", "POST")},
    ("mfa_login_webauthn", "GET"): (200, 200),
    ("mfa_login_webauthn", "POST"): (LOGIN, 302),
    **dict.fromkeys(
        ((f"openid_connect_{name}", "GET") for name in ("login", "callback")), (404, 404)
    ),  # there is no sign-on elsewhere
    # Whoever has no second factor proves who they are by the password.
    ("account_reauthenticate", "GET"): (LOGIN, 200),
    ("account_reauthenticate", "POST"): (LOGIN, 422),
    **{
        (f"mfa_reauthenticate{kind}", method): (LOGIN, 302)
        for kind in ("", "_webauthn")
        for method in ("GET", "POST")
    },
    **{
        (name, method): (LOGIN, status)
        for name in ("mfa_activate_totp", "mfa_add_webauthn")
        for method, status in (("GET", 200), ("POST", 422))
    },
    **{
        (name, method): (LOGIN, 404)  # of nobody's, or of somebody else
        for name in ("mfa_deactivate_totp", "mfa_remove_webauthn")
        for method in ("GET", "POST")
    },
    **{("mfa_view_recovery_codes", method): (LOGIN, 404) for method in ("GET", "POST")},
    ("mfa_generate_recovery_codes", "GET"): (LOGIN, 200),
    ("mfa_generate_recovery_codes", "POST"): (LOGIN, 422),
    ("set_language", "GET"): (302, 302),
    ("set_language", "POST"): (302, 302),
}

# The admin: who reads and who writes what.
NOUNS = {
    "actionplan", "citation", "country", "event", "initiative", "milestone",
    "organization", "place", "source", "speaker", "statusupdate", "theme", "workinggroup",
}  # fmt: skip
HISTORY = {
    "challenge", "correction", "countersignature", "erasure", "ledgerentry", "revision",
    "withdrawal", "reference", "translationreview",
}  # fmt: skip
READERS = (Role.REVIEWER, Role.EDITOR, Role.AUDITOR)
STAFF = (*READERS, Role.ADMINISTRATOR)
RIGHTS = {
    **dict.fromkeys(NOUNS, (READERS, (Role.EDITOR,))),
    **dict.fromkeys(HISTORY, (READERS, ())),
    "attribution": ((Role.AUDITOR,), ()),
    "snapshot": ((), ()),
    "group": ((), ()),
    "accountlog": ((Role.ADMINISTRATOR, Role.AUDITOR), ()),
    "user": ((Role.ADMINISTRATOR, Role.AUDITOR), (Role.ADMINISTRATOR,)),
}
READING = dict.fromkeys(
    ((page, method) for page in ("changelist", "history") for method in ("GET", "POST")), 200
) | {("change", "GET"): 200}
"""What answers those who may read; a write without a version is refused with 409."""
WRITING = {
    ("add", "GET"): 200, ("add", "POST"): 200, ("change", "POST"): 409,
    ("delete", "GET"): 302, ("delete", "POST"): 409,
}  # fmt: skip
PAGES = {page for page, _method in READING | WRITING}
NOBODY_DELETES = ("user",)
DRAFTS = ("statusupdate",)
"""Of which a public one is not even written; the rows here are drafts."""
ADMIN = {
    "admin:index": STAFF,
    "admin:app_list": STAFF,
    "admin:jsi18n": STAFF,
    "admin:view_on_site": STAFF,
    "admin:autocomplete": READERS,
    "admin:auth_user_password_change": (),
    "admin:tracker_accountlog_csv": (Role.ADMINISTRATOR, Role.AUDITOR),
}
GONE = ("admin:auth_user_password_change",)
"""Who may be in the admin finds that it is not there."""
ADMIN_READS = ("admin:jsi18n", "admin:autocomplete")
DJANGOS_OWN = [f"admin:{name}" for name in ("login", "logout", "password_change")]
DJANGOS_OWN += ["admin:password_change_done"]
OURS = [name for name in NAMES if name not in DJANGOS_OWN]


def expected(name, method, role, sort):
    """Return what the tables say; KeyError for an address that none of them names."""
    if name in READ_BY_ALL + FOR_ENGINES:
        if sort == "draft" and (name, method) in PUBLIC:
            return NOT_PUBLIC
        return PUBLIC.get((name, method), 405)
    if name.startswith("admin:"):
        return _in_admin(name, method, role, sort)
    if name in {known for known, _method in ACCOUNT}:
        return ACCOUNT.get((name, method), (405, 405))[role != "anonymous"]
    return _at_desk(name, method, role, sort)


def _at_desk(name, method, role, sort):
    if name not in {known for known, _method in DESK}:
        raise KeyError(name)
    if role == "anonymous":
        return LOGIN
    if role not in AT_THE_DESK and name == "desk":
        return 302 if method == "GET" else 405
    if role not in AT_THE_DESK:
        return 403
    if (name, method) not in DESK:
        return 405
    numbers = DESK[name, method][AT_THE_DESK.index(role)].split()
    return int(numbers[OBJECTS.index(sort) if len(numbers) > 1 else 0])


def _in_admin(name, method, role, sort):
    model, page = name.split("_")[1:] if name not in ADMIN else ("", "")
    if not (name in ADMIN or (model in RIGHTS and page in PAGES)):
        raise KeyError(name)
    if role == "anonymous":
        return LOGIN
    if name in GONE:
        return 404 if role in STAFF else 403
    if name in ADMIN:
        if method == "POST" and name in ADMIN_READS:
            return 405 if role in STAFF else 403
        done = 302 if name == "admin:view_on_site" else 200
        return done if role in ADMIN[name] else 403
    readers, writers = RIGHTS[model]
    if (model, page) == ("statusupdate", "add"):
        writers = (*writers, Role.REVIEWER)
    if (page, method) in READING:
        return READING[page, method] if role in readers else 403
    is_public = model in NOUNS and model not in DRAFTS and sort != "draft"
    may = role in writers and not (page == "delete" and (is_public or model in NOBODY_DELETES))
    return WRITING[page, method] if may else 403


def objects_of(who):
    """Return {sort: {address or model: row}} for somebody, who may be None."""
    country, other = make.CountryFactory(), make.UserFactory()
    is_focal_point = who and who.groups.filter(name=Role.FOCAL_POINT).exists()
    if who:
        who.countries.add(country)
    found = {}
    for sort in OBJECTS:
        author = (who or other) if sort == "own" else other
        initiative = make.InitiativeFactory()
        if sort == "scope" or (is_focal_point and sort in ("own", "draft")):
            country.initiatives.add(initiative)
        found[sort] = _updates(initiative, author, sort) | _others(initiative, author, sort)
    return found


def _updates(initiative, author, sort):
    together = models.Submission.objects.create(created_by=author)
    if sort == "draft":
        draft = make.DraftFactory(initiative=initiative, created_by=author, submission=together)
        return {"statusupdate": draft, "submission": together}
    draft = make.DraftFactory(initiative=initiative, created_by=author)
    public, urgent = (
        make.DraftFactory(initiative=initiative, created_by=author, sentence_en=f"{words}.")
        for words in ("Public", "Urgent")
    )
    publish(update=public, by=None)
    publish(update=urgent, by=author, emergency_reason="Test")
    waiting = make.DraftFactory(
        initiative=initiative, created_by=author, submitted_at=timezone.now(),
        sentence_en="Waits.", submission=together,
    )  # fmt: skip
    return {
        "statusupdate": draft, "submission": together,
        "desk_approve": waiting, "desk_return": waiting, "desk_correct": public,
        "desk_withdraw": public, "desk_countersign": urgent, "desk_translate_updates": public,
    }  # fmt: skip


def _others(initiative, author, sort):
    is_public = sort != "draft"
    initiative.refresh_from_db()
    nouns = {
        model._meta.model_name: factory(stays_draft=not is_public)
        for model, factory in many_rows.NOUNS.items()
        if model is not models.Initiative
    }
    revision = make.RevisionFactory(
        initiative=initiative, old="", created_by=author,
        submitted_at=timezone.now() if is_public else None,
    )  # fmt: skip
    citation = make.CitationFactory(is_context=True)
    if is_public:
        make.make_public(citation)
    return {
        **nouns,
        "initiative": initiative,
        "milestone": make.MilestoneFactory(initiative=initiative),
        "revision": revision,
        "challenge": make.ChallengeFactory(initiative=initiative),
        "translationreview": make.TranslationReviewFactory(),
        "citation": citation,
        "source": citation.source,
    }


def payload(row, source):
    """What would be enough for every form at once."""
    read = row and type(row)._default_manager.get(pk=row.pk)
    together = read.statusupdates.all() if isinstance(read, models.Submission) else []
    return {
        **{f"version-statusupdate-{one.pk}": version_of(one) for one in together},
        "version": version_of(read) if read else "",
        **dict.fromkeys(("note", "reason", "reason_en", "text", "answer_en"), "Test"),
        **dict.fromkeys(("title_en", "name_en", "publisher"), "Other"),
        "outcome": "declined",
        "corrects": "yes",
        "status": "planned",
        "evidence": "stated",
        "changed_on": "2026-03-02",
        "sentence_en": "Told.",
        "sentence_uz": "Aytildi.",
        "quote_uz": "Vazir koʻprik haqida aytdi.",
        "quote": make.QUOTE,
        "source": source.pk,
        "period": "2026",
        "url": "https://x.example/",
    }


def state():
    """What a refusal leaves as it was."""
    stages = ("pk", "submitted_at", "returned_at", "published_at")
    return [
        models.LedgerEntry.objects.count(),
        list(models.StatusUpdate.objects.order_by("pk").values_list(*stages, "changed_on")),
        list(models.Revision.objects.order_by("pk").values_list(*stages)),
        list(models.Challenge.objects.order_by("pk").values_list("pk", "resolved_at")),
    ]


class Writes:
    """Notices whether a statement wrote anything, be it taken back or not."""

    found = False

    def __call__(self, execute, sql, params, many, context):
        self.found |= sql.startswith(("INSERT", "UPDATE", "DELETE"))
        return execute(sql, params, many, context)


class Visitor:
    """Somebody whose every request is taken back; the pages that answer it may be left blank."""

    def __init__(self, who):
        self.client = Client()
        if who:
            self.client.force_login(who)
        self.cookies = self.client.cookies.output(header="", sep=";")
        self.before = state()

    def status(self, method, url, data, *, is_blank=True):
        """Return the status, or why it is none: a refusal that wrote something."""
        self.client.cookies = SimpleCookie(self.cookies)
        writes, page = Writes(), nullcontext()
        if is_blank:  # who gets a page is decided before it is printed, which takes longer
            page = patch.object(Template, "render", lambda *_arguments, **_named: "")
        with transaction.atomic():
            with connection.execute_wrapper(writes), page:
                response = (
                    self.client.generic(method, url)
                    if method != "POST"
                    else self.client.post(url, data)
                )
            to_login = response.status_code == 302 and "/login/" in response["Location"]
            refused = method != "POST" or response.status_code >= 400 or to_login
            changed = refused and writes.found and state() != self.before
            transaction.set_rollback(True)
        return "refused, but written" if changed else response.status_code


def test_every_table_names_addresses_that_are_there():
    named = {name for table in (DESK, PUBLIC, ACCOUNT) for name, _method in table}

    assert named | ADMIN.keys() <= set(NAMES)


@pytest.mark.parametrize("name", ["news", "desk_news", "admin:news", "admin:tracker_news_change"])
@pytest.mark.parametrize("role", ROLES)
def test_an_address_that_no_table_names_fails(name, role):
    with pytest.raises((KeyError, ValueError)):
        expected(name, "GET", role, "own")


@pytest.mark.timeout(900)
def test_every_address_stands_in_a_table():
    """Quick: no page is opened for it."""
    missing = []
    for name in OURS:
        try:
            expected(name, "GET", Role.EDITOR, "own")
        except (KeyError, ValueError):
            missing.append(name)

    assert missing == [], "Name them in DESK (tests/permissions.py), or here in NOUNS or HISTORY"


def test_the_roles_may_read_and_write_what_the_table_says(db):
    """Quick, too: a new noun whose migration forgets the roles is named here."""
    wrong = []
    for verb, models_of in (("view", RIGHTS), ("add", NOUNS), ("change", NOUNS), ("delete", NOUNS)):
        for model in sorted(set(models_of) - {"statusupdate", "group"}):
            holders = Group.objects.filter(permissions__codename=f"{verb}_{model}")
            found, wanted = {*holders.values_list("name", flat=True)}, RIGHTS[model][verb != "view"]
            if found != set(wanted):
                wrong.append(f"{verb}_{model}: {sorted(found)}, and not {sorted(wanted)}")

    assert wrong == [], "A migration gives each role its permissions"


@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what(role, rows, caplog):
    caplog.set_level("CRITICAL", logger="django.request")  # a refusal would log its traceback
    who = None
    if role != "anonymous":
        who = make.UserFactory() if role == "no role" else person(role)
    objects = objects_of(who)
    visitor = Visitor(who)
    source = rows["source"]
    printed = READ_BY_ALL if who else ()  # for the anonymous: they are the same for everybody

    wrong = {}
    for name in OURS:
        for sort in OBJECTS:
            known = {**rows, **objects[sort]}
            row = row_of(name, known)
            if sort != "own" and (row is None or row == row_of(name, rows)):
                continue  # nothing of its own to tell apart
            url = address(name, known)
            data = {} if name.startswith("admin:") else payload(row, source)
            for method in ("GET", "POST"):
                is_blank = (method, sort) != ("GET", "own") or name in printed
                found = visitor.status(method, url, data, is_blank=is_blank)
                if found != expected(name, method, role, sort):
                    wrong[name, method, sort] = found, expected(name, method, role, sort)

    assert wrong == {}


@pytest.mark.timeout(900)
@pytest.mark.parametrize("role", ROLES)
def test_no_other_method_is_answered(role, rows, caplog):
    caplog.set_level("CRITICAL", logger="django.request")
    who = None
    if role != "anonymous":
        who = make.UserFactory() if role == "no role" else person(role)
    visitor = Visitor(who)

    found = {
        (name, method): visitor.status(method, address(name, rows), None)
        for name in OURS
        for method in ("PUT", "DELETE", "PATCH")
    }

    assert {
        cell: answer for cell, answer in found.items() if answer not in (302, 403, 404, 405)
    } == {}
