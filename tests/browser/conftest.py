"""A real browser on the real server: what `make run` starts, on an empty database of its own."""

import re
import socket
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from tests.databases import ROOT, empty_database, manage

SCREENSHOTS = ROOT / "screenshots"
PATIENCE = 60
REFUSED_FORM = "status of 422"
"""Chromium notes every form that we answer with 422; nothing is wrong with that."""


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The running site: its `url`, and the `passwords` that its first start printed."""
    with empty_database(tmp_path_factory.mktemp("site")) as environment:
        environment["PORT"] = str(free_port())
        collected = manage("collectstatic", "--noinput", "-v0", environment=environment)
        assert collected.returncode == 0, collected.stderr
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        try:
            printed = read_until(server.stdout, "OTS Tracker: http")
            wait_for_port(int(environment["PORT"]))
            yield SimpleNamespace(
                url=f"http://localhost:{environment['PORT']}",
                passwords=dict(re.findall(r"^  (\S+) +(\S+)$", printed, flags=re.MULTILINE)),
            )
        finally:
            server.terminate()
            server.communicate(timeout=PATIENCE)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def read_until(stream, words):
    printed = ""
    for line in stream:
        printed += line
        if words in line:
            return printed
    raise AssertionError(f"The server stopped:\n{printed}")


def wait_for_port(port):
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert time.monotonic() < deadline, "The server does not answer."


@pytest.fixture(scope="session")
def base_url(site):
    return site.url


@pytest.fixture(scope="session")
def browser_type_launch_args():
    found = subprocess.run(
        ["bin/find-chromium"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return {
        "executable_path": found.stdout.strip().splitlines()[-1],
        "args": [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
        ],
    }  # fmt: skip


@pytest.fixture(scope="session")
def browser_context_args(base_url):
    return {"base_url": base_url, "locale": "en-GB", "viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def quiet(page, base_url):
    """The page; at the end, nothing was said in its console and nothing asked of another site."""
    said = []
    page.on("console", lambda message: REFUSED_FORM in message.text or said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "request",
        lambda request: request.url.startswith(base_url) or said.append(f"outside: {request.url}"),
    )
    yield page
    assert said == []


@pytest.fixture
def log_in(site):
    def log_in(page, username):
        page.goto("/desk/")
        page.get_by_label("Username").fill(username)
        page.get_by_label("Password").fill(site.passwords[username])
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url("**/desk/")

    return log_in


@pytest.fixture
def screenshot():
    def screenshot(page, name):
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png")

    return screenshot
