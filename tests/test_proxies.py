"""The proxies of deploy/ at work: what they pass on, and what is noticed of a dead process."""

import re
import shutil
import socket
import ssl
import subprocess
from contextlib import closing, suppress
from functools import partial
from http.client import HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import pytest

from tests.databases import ROOT
from tests.nginx import nginx_before, run

pytestmark = pytest.mark.skipif(
    not (shutil.which("nginx") and shutil.which("openssl")), reason="nginx is not there"
)
CADDY = pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy is not there")


class Upstream(BaseHTTPRequestHandler):
    """Stands for a process of ours: answers with its name, and keeps what it was asked."""

    protocol_version = "HTTP/1.1"

    def __init__(self, name, asked, *arguments):
        self.name, self.asked = name, asked
        super().__init__(*arguments)

    def do_GET(self):
        self.asked.append(dict(self.headers))
        body = self.name.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815  # the name that the server looks for

    def log_message(self, *_arguments):
        pass


class Process(ThreadingHTTPServer):
    """Listens, until it dies with all of its connections."""

    daemon_threads = True

    def __init__(self, name, asked):
        super().__init__(("127.0.0.1", 0), partial(Upstream, name, asked))
        self.connections = []
        Thread(target=self.serve_forever, daemon=True).start()

    def get_request(self):
        accepted = super().get_request()
        self.connections.append(accepted[0])
        return accepted

    def die(self):
        self.shutdown()
        self.server_close()
        for connection in self.connections:
            with suppress(OSError):  # it is closed already
                connection.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def processes():
    """Two processes, and what they are asked."""
    asked = []
    one, two = Process("one", asked), Process("two", asked)
    yield one, two, asked
    one.die()
    two.die()


@pytest.fixture
def folder():
    """A folder with a short name, as that of a socket has to be short."""
    with TemporaryDirectory() as name:
        yield Path(name)


@pytest.fixture
def nginx(processes, folder):
    """The socket of nginx in front of them, set up as deploy/nginx.conf says."""
    one, two, _asked = processes
    (folder / "static").mkdir()
    (folder / "static/site.css").write_text("body {}")
    (folder / "maintenance.html").write_text("Back soon")
    ports = [process.server_port for process in (one, two)]
    with nginx_before(folder, ports, listen=f"unix:{folder}/site"):
        yield folder / "site"


def ask(site, path="/", method="GET", **headers):
    """Return (status, body, headers) of an answer."""
    unchecked = ssl.create_default_context()
    unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
    with closing(HTTPSConnection("localhost", context=unchecked, timeout=30)) as connection:
        connection.connect = partial(_connect, connection, unchecked, site)
        connection.request(method, path, headers={"Host": "tracker.example", **headers})
        response = connection.getresponse()
        return response.status, response.read().decode(), dict(response.getheaders())


def _connect(connection, context, site):
    connection.sock = connected(context, site)


def connected(context, site):
    plain = socket.socket(socket.AF_UNIX)
    plain.settimeout(30)
    plain.connect(str(site))
    return context.wrap_socket(plain, server_hostname="tracker.example")


def test_a_process_hears_who_asked_from_nginx_alone(nginx, processes):
    made_up = {"X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "http", "X-Request-ID": "mine"}

    status, _body, _headers = ask(nginx, "/en/", **made_up)

    [heard] = processes[2]
    assert (status, heard["Host"]) == (200, "tracker.example")
    assert (heard["X-Forwarded-For"], heard["X-Forwarded-Proto"]) == ("unix:", "https")
    assert re.fullmatch("[0-9a-f]{32}", heard["X-Request-ID"])


def test_what_is_read_is_asked_of_another_process_if_one_is_gone(nginx, processes):
    one, _two, _asked = processes
    before = {ask(nginx)[1] for _ in range(10)}
    one.die()

    answers = [ask(nginx)[:2] for _ in range(20)]

    assert before == {"one", "two"}
    assert answers == [(200, "two")] * 20


def test_without_a_process_there_is_a_page_with_its_styles(nginx, processes):
    for process in processes[:2]:
        process.die()

    status, body, headers = ask(nginx, "/en/")
    assert (status, body, headers["Retry-After"]) == (503, "Back soon", "60")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert ask(nginx, "/static/site.css")[:2] == (200, "body {}")
    assert ask(nginx, "/desk/login/", "POST")[0] == 503


def test_an_unfinished_request_reaches_no_process(nginx, processes):
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with closing(connected(context, nginx)) as slow:
        head = "POST /desk/login/ HTTP/1.1\r\nHost: tracker.example\r\nContent-Length: 99\r\n\r\na"
        slow.sendall(head.encode())
        ask(nginx, "/en/")

        assert len(processes[2]) == 1


def test_a_secret_is_in_no_log(nginx, folder):
    ask(nginx, "/desk/link/MQ/secret-token/?q=secret-query")
    ask(nginx, "/en/?q=secret-query")
    ask(nginx)  # the lines of both are written before this is answered
    lines = (folder / "tracker.log").read_text()

    assert "GET /desk/link/- 200" in lines
    assert "GET /en/ 200" in lines
    assert "secret" not in lines
    assert "unix:" not in lines


def test_how_well_a_process_is_stays_inside(nginx, processes):
    assert ask(nginx, "/readyz")[0] == 404
    assert ask(nginx, "/healthz")[0] == 200


@CADDY
def test_caddy_reads_its_file(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    version = subprocess.run(["caddy", "version"], capture_output=True, text=True, check=True)
    text = (ROOT / "deploy/Caddyfile").read_text()
    if version.stdout.startswith(("2.6", "v2.6")):  # Debian 12 has the last one with the old word
        text = text.replace("request_buffers 10MB", "buffer_requests")
    (tmp_path / "Caddyfile").write_text(text)

    run("caddy", "validate", "--adapter", "caddyfile", "--config", str(tmp_path / "Caddyfile"))
