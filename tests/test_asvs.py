"""docs/asvs.md names what shows each requirement; and what no other test asks of them."""

import re
from collections import Counter

import pytest
from django.conf import global_settings
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

import tracker.settings as own_settings
from tests import factories as make
from tests.addresses import NAMES, PUBLIC_NAMES, address
from tests.databases import ROOT

PAGE = (ROOT / "docs/asvs.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+)\.(\d+)\.(\d+) \| ([12]) \| (.+?) \| (.+) \|$", PAGE, re.MULTILINE)
OF_CHAPTERS = {
    1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13,
    16: 16,
}  # fmt: skip
"""How many requirements of levels 1 and 2 the standard 5.0.0 has."""
OF_LEVEL_1 = 61
LEAST_BY_TEST = 0.6
CHARSET = 'charset="?utf-8\\b'
TEXTS = ("text/", "application/xml", "application/atom+xml")


def test_every_requirement_has_its_row():
    ids = [tuple(map(int, row[:3])) for row in ROWS]

    assert Counter(chapter for chapter, *_rest in ids) == OF_CHAPTERS
    assert len(set(ids)) == len(ids)
    assert ids == sorted(ids)
    assert sum(row[3] == "1" for row in ROWS) == OF_LEVEL_1


@pytest.mark.parametrize("row", ROWS, ids=lambda row: ".".join(row[:3]))
def test_every_row_is_shown(row):
    """That the tests and pages are there is asked by tests/test_docs.py."""
    shown = row[-1]

    test, page = r"`tests/[\w/]+\.py(::\w+)?`", r"\[[^\]]+\]\([\w./-]*#[\w-]+\)"
    assert re.fullmatch(rf"{test}|{page}|does not apply: .+|TODO-\w+", shown)


def test_most_are_shown_by_a_test():
    open_or_not = ("does not apply", "TODO-")
    applicable = [row[-1] for row in ROWS if not row[-1].startswith(open_or_not)]
    by_test = [shown for shown in applicable if shown.startswith("`tests/")]

    assert len(by_test) / len(applicable) >= LEAST_BY_TEST


def test_every_answer_names_its_type_and_text_its_charset(rows, administrator, client):
    wrong = {}
    for who in (None, administrator):
        if who:
            client.force_login(who)
        for name in NAMES:
            response = client.get(address(name, rows))
            kind = response.get("Content-Type", "")
            has_body = response.streaming or response.content
            if (has_body and not kind) or (kind.startswith(TEXTS) and not re.search(CHARSET, kind)):
                wrong[name] = kind
            if who:
                client.force_login(who)

    assert wrong == {}


@pytest.mark.parametrize("password", ["password123", "qwertyuiop", "1q2w3e4r5t", "12345678910"])
def test_common_passwords_are_refused_and_long_ones_of_any_kind_taken(password):
    with pytest.raises(ValidationError):
        validate_password(password)

    for phrase in ("зимний вечер в горах", " lower only words ", "🦄" * 20, "x y" * 40):
        validate_password(phrase)


def test_a_password_is_compared_as_it_was_typed(db):
    password = "  Test Phrase é" + "x" * 100
    account = make.UserFactory(username="aigul")
    account.set_password(password)
    account.save()

    assert authenticate(username="aigul", password=password) == account
    for other in (password.strip(), password.lower(), password[:-1], password[:72]):
        assert authenticate(username="aigul", password=other) is None


def test_passwords_are_masked_and_may_be_pasted(rows, administrator, client):
    fields = []
    for who in (None, administrator):
        if who:
            client.force_login(who)
        for name in ("login", "password_change"):
            page = client.get(address(name, rows))
            fields += re.findall(r'<input[^>]*name="[^"]*password[^"]*"[^>]*>', page.text)

    assert len(fields) > 2
    assert all('type="password"' in field for field in fields)
    assert not [field for field in fields if "onpaste" in field or 'autocomplete="off"' in field]


def test_passwords_are_kept_by_a_slow_hash():
    hashers = getattr(own_settings, "PASSWORD_HASHERS", global_settings.PASSWORD_HASHERS)

    assert re.search("PBKDF2|Argon2|Scrypt", hashers[0])


def test_no_weak_hash_is_used():
    used = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "tracker").rglob("*.py")
        if re.search(r"\b(md5|sha1)\b", path.read_text(encoding="utf-8"), re.IGNORECASE)
    ]

    assert used == []


def test_every_page_of_the_desk_leads_to_logout(rows, administrator, client):
    client.force_login(administrator)
    pages = 0
    for name in NAMES:
        path = address(name, rows)
        if name in (*PUBLIC_NAMES, "login", "logout") or not path.startswith("/desk/"):
            continue
        page = client.get(path)
        if page.status_code == 200:
            pages += 1
            assert "/desk/logout/" in page.text, name

    assert pages > 8


@pytest.mark.parametrize(
    "path",
    [
        "/.git/config", "/.git/HEAD", "/static/", "/static/js/", "/static/../tracker/settings.py",
        "/static/%2e%2e/manage.py", "/manage.py", "/var/secret_key", "/.env", "/requirements.txt",
    ],
)  # fmt: skip
def test_nothing_of_the_machine_is_served(db, client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/en/", "/desk/login/", "/admin/", "/robots.txt"])
def test_nobody_is_told_what_they_sent(db, client, path):
    response = client.trace(path, headers={"X-Secret": "pwned"})

    assert response.status_code in (302, 405)
    assert b"pwned" not in response.content


def test_no_script_uses_the_store_of_the_browser():
    """But for the colours that somebody chose."""
    stores = "localStorage|sessionStorage|indexedDB|document.cookie"
    found = {
        line.strip()
        for path in (ROOT / "static/js").glob("*.js")
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(stores, line)
    }

    assert found
    assert all(re.search('"theme"|django_language', line) for line in found)
