"""The log: what a line has, and above all what none has."""

import json
import logging
import os
import subprocess
import sys

import pytest
from django.db import IntegrityError
from django.test import Client

from tests import factories as make
from tests.addresses import NAMES, address
from tests.databases import ENVIRONMENT, ROOT
from tracker.watching import request_id
from tracker.watching.log_lines import Refusals

logger = logging.getLogger("tracker.tests")
CANARIES = {
    "username": "canary-username",
    "first_name": "Canarybird",
    "email": "canary@people.example",
    "password": "canary-password-1",
    "query": "canary-query",
    "cookie": "canary-cookie",
    "agent": "canary-agent",
    "token": "canary-token",
    "address": "203.0.113.77",
}


@pytest.fixture
def form():
    return "json"


def last(lines):
    return json.loads(lines[-1])


def test_a_line_says_when_how_bad_where_and_what(lines):
    logger.warning("%s pages", 3)

    line = last(lines)
    assert line.pop("time").endswith("Z")
    assert line == {"level": "warning", "logger": "tracker.tests", "message": "3 pages"}


def test_a_line_has_what_was_passed_with_it_and_the_name_of_its_request(lines):
    token = request_id.current.set("0123456789abcdef")
    logger.info("login_failed", extra={"account": 7, "reason": "throttled", "user": object()})
    request_id.current.reset(token)

    assert (last(lines)["request_id"], last(lines)["account"]) == ("0123456789abcdef", 7)
    assert last(lines)["reason"] == "throttled"
    assert "user" not in last(lines), "an object may print anything"


def test_an_exception_stands_in_its_line(lines):
    try:
        raise ValueError("no such place")
    except ValueError:
        logger.exception("It broke")

    assert last(lines)["exception"].startswith("Traceback")
    assert last(lines)["exception"].endswith("ValueError: no such place")
    assert len(lines[-1].splitlines()) == 1


@pytest.mark.parametrize("form", ["line"])
def test_on_a_terminal_a_line_is_read_by_people(form, lines):
    logger.warning("first\nsecond\x1b[31m", extra={"status": 503})

    assert lines[-1].endswith(r"WARNING tracker.tests: first\nsecond\x1b[31m status=503")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("postgresql://tracker:secret@127.0.0.1/x", "postgresql://tracker:…@127.0.0.1/x"),
        ("to aigul@ots.example now", "to …@… now"),
        ("Key (email)=(aigul@ots.example) exists", "Key (email)=(…@…) exists"),
        ("/desk/link/MQ/cx-1234/ is gone", "/desk/link/… is gone"),
        ("GET /en/search/?q=words&page=2 HTTP", "GET /en/search/?… HTTP"),
        ("no\nDETAIL:  Key (username)=(aigul)", "no\nDETAIL: …"),
        ("Is it so? 1=1", "Is it so? 1=1"),
        ("/en/initiatives/bridge/", "/en/initiatives/bridge/"),
    ],
)
def test_what_is_nobodys_business_is_taken_out(text, printed, lines):
    logger.warning("%s", text)
    logger.warning("x", extra={"path": text})
    try:
        raise IntegrityError(text)
    except IntegrityError:
        logger.exception("x")

    message, path, exception = (json.loads(line) for line in lines)
    assert (message["message"], path["path"]) == (printed, printed)
    assert printed in exception["exception"]


def test_of_an_endless_text_the_middle_is_left_out(lines):
    logger.warning("%s", "begin " + "?a@b://c:" * 100_000 + " end")

    message = last(lines)["message"]
    assert len(message) < 20_000
    assert message.startswith("begin ")
    assert message.endswith(" end")


def test_no_line_says_who_asked_or_what_they_typed(rows, lines, monkeypatch):
    names = {key: CANARIES[key] for key in ("username", "first_name", "email")}
    person = make.UserFactory(**names, is_staff=True, is_superuser=True)
    person.set_password(CANARIES["password"])
    person.save()
    client = Client(
        raise_request_exception=False, headers={"user-agent": CANARIES["agent"]},
        REMOTE_ADDR=CANARIES["address"],
    )  # fmt: skip
    client.cookies["other"] = CANARIES["cookie"]
    typed = {"username": CANARIES["username"], "password": CANARIES["password"]}
    client.post("/desk/login/", {**typed, "password": CANARIES["password"] + "-wrong"})
    sessions = set()
    for name in NAMES:
        if "sessionid" not in client.cookies or not client.cookies["sessionid"].value:
            client.get(address(name, rows), {"q": CANARIES["query"]})
            client.force_login(person)
        sessions.add(client.session.session_key)
        client.get(address(name, rows), {"q": CANARIES["query"], "token": CANARIES["token"]})
        client.post(address(name, rows) + f"?q={CANARIES['query']}", typed)
    for path in (f"/desk/link/MQ/{CANARIES['token']}", f"/desk/link/MQ/{CANARIES['token']}/x"):
        client.get(path, {"q": CANARIES["query"]})

    def broken(*_arguments, **_names):
        raise IntegrityError(f"no\nDETAIL:  Key (email)=({CANARIES['email']}) {CANARIES['query']}")

    monkeypatch.setattr("tracker.views.method.render", broken)
    client.get("/en/method/", {"q": CANARIES["query"]})

    text = "\n".join(lines)
    assert [value for value in (*CANARIES.values(), *sessions) if value in text] == []
    assert {"tracker.access", "tracker.security", "django.request"} <= {
        json.loads(line)["logger"] for line in lines
    }


def test_an_answer_that_refuses_is_told_once():
    refused, broken = (logging.makeLogRecord({"status_code": status}) for status in (404, 500))

    assert not Refusals().filter(refused)
    assert Refusals().filter(broken)
    assert Refusals().filter(logging.makeLogRecord({}))


@pytest.mark.parametrize(("asked", "begins"), [("", "{"), ("json", "{"), ("line", "2")])
def test_a_program_writes_json_unless_a_person_reads_it(asked, begins, tmp_path):
    code = "import django, logging; django.setup(); logging.getLogger('tracker').warning('x')"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True,
        env={**ENVIRONMENT, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tracker.settings"}
        | ({"LOG_FORMAT": asked} if asked else {}),
    )  # fmt: skip

    assert done.stderr.startswith(begins)


def test_on_a_terminal_it_writes_lines(tmp_path):
    leader, follower = os.openpty()
    code = "import django, logging; django.setup(); logging.getLogger('tracker').warning('x')"
    environment = {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tracker.settings"}
    subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, stderr=follower, check=True,
        env={**ENVIRONMENT, **environment},
    )  # fmt: skip
    os.close(follower)

    assert os.read(leader, 1000).decode().strip().endswith("WARNING tracker: x")
    os.close(leader)
