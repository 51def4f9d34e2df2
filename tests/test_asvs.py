"""docs/asvs.md names what shows each requirement; and what no other test asks of them."""

import math
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing, suppress

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils.module_loading import import_string

import tracker.settings as own_settings
from tests import factories as make
from tests.addresses import FILES, NAMES, PUBLIC_NAMES, address
from tests.databases import ROOT
from tests.second_factor import code, with_app
from tracker.actions.accounts import send_link
from tracker.models import Session

PAGE = (ROOT / "docs/asvs.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+)\.(\d+)\.(\d+) \| ([12]) \| (.+?) \| (.+) \|$", PAGE, re.MULTILINE)
OF_CHAPTERS = {
    1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13,
    16: 16,
}  # fmt: skip
"""How many requirements of levels 1 and 2 the standard 5.0.0 has."""
OF_LEVEL_1 = 61
LEAST_BY_TEST = 0.6
PASSWORD = "a long test phrase"
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
    words = "(does not apply|met in part|not met): .+"
    assert re.fullmatch(rf"{test}|{page}|{words}", shown)
    assert "TODO" not in shown


def test_most_are_shown_by_a_test():
    applicable = len(ROWS) - counted()["do not apply"]

    assert counted()["are shown by a test"] / applicable >= LEAST_BY_TEST


def counted():
    """Return how many rows are shown in which way."""
    ways = {
        "`tests/": "are shown by a test", "[": "by a page", "does not apply": "do not apply",
        "met in part": "are met in part", "not met": "are not met",
    }  # fmt: skip
    return Counter(
        way for row in ROWS for begins, way in ways.items() if row[-1].startswith(begins)
    )


def test_the_page_counts_its_rows():
    printed = re.search(r"^Of the (\d+) requirements, (.+?)\.$", PAGE, re.MULTILINE | re.DOTALL)
    counts = re.findall(r"(\d+) (.+?)(?:, | and |$)", printed[2])

    assert int(printed[1]) == len(ROWS)
    assert {way: int(count) for count, way in counts} == counted()


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
    hasher = import_string(own_settings.PASSWORD_HASHERS[0])

    assert issubclass(hasher, PBKDF2PasswordHasher)
    assert (hasher.digest.__name__, hasher.iterations >= 600_000) == ("openssl_sha256", True)


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
        if page.status_code == 200 and page["Content-Type"].startswith("text/html"):
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


# Logins and sessions


@pytest.fixture
def person(reviewer):
    """Somebody with PASSWORD."""
    reviewer.email = "reviewer@ots.example"
    reviewer.set_password(PASSWORD)
    reviewer.save()
    return reviewer


def log_in(client, account):
    return client.post("/desk/login/", {"username": account.username, "password": PASSWORD})


def with_key(key):
    """Return a browser that holds the key of a session."""
    client = Client()
    client.cookies["sessionid"] = key
    return client


def test_logins_wrong_passwords_and_wrong_codes_are_logged(person, caplog):
    caplog.set_level("INFO", logger="tracker.security")
    with_app(person)
    for password, typed in (("wrong", ""), (PASSWORD, "000000"), (PASSWORD, code())):
        client = Client()
        client.post("/desk/login/", {"username": person.username, "password": password})
        client.post("/desk/login/code/", {"code": typed})

    told = [one.getMessage() for one in caplog.records if one.name == "tracker.security"]
    assert told == ["login_failed", "second_factor_failed", "login"]


def test_every_cookie_of_a_login_is_for_https_and_for_the_server_alone(person, settings):
    """Their names are asked by tests/test_settings.py."""
    settings.HTTPS = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client = Client()
    client.get("/desk/login/")
    log_in(client, person)

    assert {*client.cookies} == {"csrftoken", "sessionid", "device"}
    for cookie in client.cookies.values():
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
        assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_the_key_of_a_session_is_random_and_of_more_than_128_bits(db, monkeypatch):
    asked = []
    monkeypatch.setattr("secrets.choice", lambda letters: asked.append(letters) or letters[0])

    key = Session.get_session_store_class()()._get_new_session_key()

    assert key == "".join(letters[0] for letters in asked)
    assert sum(math.log2(len({*letters})) for letters in asked) > 128


def test_a_login_ends_the_key_of_the_session_before_it(person):
    client = Client()
    client.get("/desk/login/passkey/")
    before = client.session.session_key
    log_in(client, person)

    assert client.session.session_key != before
    assert client.get("/desk/").status_code == 200
    assert with_key(before).get("/desk/").status_code == 302
    assert not Session.objects.filter(pk=before).exists()


def test_whoever_is_logged_in_and_proves_who_they_are_gets_another_key_too(person):
    client = Client()
    keys = set()
    for _time in range(2):
        log_in(client, person)
        keys.add(client.session.session_key)
    client.session.confirm()

    assert len(keys) == 2
    assert Session.objects.count() == 1


def test_logout_ends_the_session_wherever_its_key_is(person):
    client = Client()
    log_in(client, person)
    key = client.session.session_key
    opened = with_key(key).get("/desk/")
    client.post("/desk/logout/")

    assert opened.status_code == 200
    assert "no-store" in opened["Cache-Control"]
    assert with_key(key).get("/desk/").status_code == 302
    assert not Session.objects.filter(pk=key).exists()


def test_a_closed_account_has_no_session_that_opens_anything(person):
    client = Client()
    log_in(client, person)
    before = client.get("/desk/").status_code

    call_command("close_account", person.username)

    assert (before, client.get("/desk/").status_code) == (200, 302)


def test_a_new_password_by_a_link_goes_not_around_the_second_factor(person):
    with_app(person)
    client = Client()
    link = send_link(account=person, by=None).url.removeprefix(own_settings.SITE_URL)
    page = client.get(link, follow=True).request["PATH_INFO"]
    client.post(page, {"new_password1": PASSWORD, "new_password2": PASSWORD})

    assert client.get("/desk/").status_code == 302
    assert log_in(client, person)["Location"] == "/desk/login/code/"
    assert client.get("/desk/").status_code == 302
    client.post("/desk/login/code/", {"code": code()})
    assert client.get("/desk/").status_code == 200


def test_what_codes_are_made_of_is_random(monkeypatch):
    asked = []
    monkeypatch.setattr("secrets.token_bytes", lambda size: asked.append(size) or b"x" * size)
    monkeypatch.setattr("secrets.token_hex", lambda size: asked.append(size) or "78" * size)

    assert generate_totp_secret() == "PB4HQ6DY" * 4
    assert RecoveryCodes.generate_seed() == "78" * 40
    assert min(asked) * 8 >= 128


def test_what_is_encrypted_cannot_be_changed_unseen(person):
    with_app(person)
    factor = Authenticator.objects.get(type="totp")
    secret = factor.data["secret"]
    was_right = factor.wrap().validate_code(code())
    factor.data["secret"] = secret[:-10] + ("A" if secret[-10] != "A" else "B") + secret[-9:]

    assert was_right
    assert not factor.wrap().validate_code(code(later=1))


# Files, the server, the log


def test_a_download_has_a_name_of_ours(rows, auditor, client):
    """That of its header, or the end of its address."""
    client.force_login(auditor)
    for name in (*FILES, "plan_brief", "admin:tracker_accountlog_csv"):
        path = address(name, rows)
        asked = {"filename": 'x.exe"\r\nX: 1'} if name in (*FILES, "plan_brief") else {}
        answer = client.get(path, asked)
        header = answer.get("Content-Disposition", f'filename="{path.rpartition("/")[2]}"')
        assert answer.status_code == 200, name
        assert re.fullmatch(
            r'(?:(?:inline|attachment); )?filename="[a-z0-9-]+\.(csv|jsonl|pdf|atom|json|txt|xml)"',
            header,
        ), name


APPLICATION = """
async def application(scope, protocol):
    await protocol()
    print(scope.method, scope.path, flush=True)
    protocol.response_empty(200, [])
"""
SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture
def granian(tmp_path):
    """Returns (the port of the server that we use, the file of what it was asked)."""
    (tmp_path / "asked.py").write_text(APPLICATION)
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "rsgi", "--http", "1", "--no-ws"]
    asked = tmp_path / "asked"
    with asked.open("w") as file:
        process = subprocess.Popen(
            [*command, "--port", str(port), "asked:application"],
            cwd=tmp_path, stdout=file, stderr=file,
        )  # fmt: skip
        for _time in range(100):
            with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port))):
                break
            time.sleep(0.1)
        yield port, asked
        process.terminate()
        process.wait(30)


def test_no_request_is_smuggled_in_the_body_of_another(granian):
    port, asked = granian
    length = len(SMUGGLED)
    for head in (
        f"Content-Length: {length + 5}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        f"Transfer-Encoding: chunked\r\nContent-Length: {length + 5}\r\n\r\n0\r\n\r\n",
        f"Content-Length: {length}\r\nContent-Length: 0\r\n\r\n",
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Content-Length: +0\r\n\r\n",
        "Content-Length : 0\r\n\r\n",
    ):
        with closing(socket.create_connection(("127.0.0.1", port), 10)) as client:
            client.sendall(f"POST / HTTP/1.1\r\nHost: x\r\n{head}{SMUGGLED}".encode())
            answer = b""
            while part := client.recv(10_000):  # until the server closes
                answer += part
        assert answer.count(b"HTTP/1.1 ") == 1, head

    assert "POST /" in asked.read_text()
    assert "/smuggled" not in asked.read_text()


def test_the_log_goes_to_standard_error_alone():
    handlers = {handler["class"] for handler in own_settings.LOGGING["handlers"].values()}

    assert handlers == {
        "logging.StreamHandler",  # which writes there unless told otherwise
        "tracker.watching.security_log.Counting",
    }
    assert not [one for one in own_settings.LOGGING["handlers"].values() if "stream" in one]
