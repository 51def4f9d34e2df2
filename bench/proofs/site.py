"""A site as `make run` starts it, on a record and a port of its own, and readers who measure it."""

import contextlib
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = "/en/"
PATIENCE = 120


class Site:
    """`manage.py serve` in a process group of its own, with sample data if asked for."""

    def __init__(self, *, initiatives=0, data_dir=None, **environment):
        self.folder = tempfile.TemporaryDirectory(prefix="proof-", dir=data_dir)
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.environment = os.environ | environment
        self.environment |= {"DATA_DIR": self.folder.name, "PORT": str(self.port)}
        self.manage("migrate", "-v0")
        if initiatives:
            self.manage("make_sample_data", "--initiatives", str(initiatives))
        subprocess.run(["bin/collect-static"], cwd=ROOT, env=self.environment, check=True)
        self.start()
        printed = re.findall(r"^  (\S+) +(\S+)$", self.log.read_text(), flags=re.MULTILINE)
        self.passwords = dict(printed)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.stop()
        self.folder.cleanup()

    def manage(self, *arguments):
        return run_manage(self.environment, *arguments)

    @property
    def log(self):
        return Path(self.folder.name) / "log"

    def start(self):
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"], cwd=ROOT, env=self.environment,
                stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with contextlib.suppress(OSError):
                return self.get(PAGE)
            time.sleep(0.1)
        raise RuntimeError(self.log.read_text())

    def stop(self, how=signal.SIGTERM):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, how)
        self.process.wait(60)

    def workers(self):
        """Return the ids of the processes that answer."""
        found = subprocess.run(
            ["pgrep", "-P", str(self.process.pid)], capture_output=True, text=True, check=False
        )
        return [int(line) for line in found.stdout.split()]

    def connect(self, *, timeout=30, receive_buffer=None):
        client = socket.socket()
        if receive_buffer:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        client.settimeout(timeout)
        client.connect(("127.0.0.1", self.port))
        return client

    def get(self, path, *, timeout=30, **headers):
        """Return the seconds that a GET took on a connection of its own, and the answer's head."""
        began = time.perf_counter()
        with self.connect(timeout=timeout) as client:
            client.sendall(request(path, connection="close", **headers))
            answer = b""
            while part := client.recv(1 << 16):
                answer += part
        return time.perf_counter() - began, answer.partition(b"\r\n\r\n")[0].decode("latin-1")


class Reader(threading.Thread):
    """Asks for a kept page again and again; `seconds` and `failures` are what it found."""

    def __init__(self, site, path=PAGE, *, pause=0.02):
        super().__init__(daemon=True)
        self.site, self.path, self.pause = site, path, pause
        self.seconds, self.failures, self.ended = [], [], threading.Event()

    def run(self):
        while not self.ended.wait(self.pause):
            try:
                took, head = self.site.get(self.path, timeout=10)
            except OSError as error:
                self.failures.append(repr(error))
                took = 10
            else:
                if not head.startswith("HTTP/1.1 200"):
                    self.failures.append(head.partition("\r\n")[0])
            self.seconds.append(took)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.ended.set()
        self.join()

    def p99(self):
        return statistics.quantiles(self.seconds, n=100, method="inclusive")[98]

    def figure(self):
        failed = f", {len(self.failures)} failed: {self.failures[0]}" if self.failures else ""
        return f"p99 {self.p99() * 1000:.0f} ms of {len(self.seconds)}{failed}"


def run_manage(environment, *arguments):
    """Return what a command of manage.py prints."""
    ended = subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    if ended.returncode:
        raise RuntimeError(f"{arguments}: {ended.stderr[-2000:]}")
    return ended.stdout


@contextlib.contextmanager
def new_database(url):
    """Yield the environment of a new database beside the one of a URL of PostgreSQL, {} of none."""
    if not url.startswith("postgres"):
        yield {}
        return
    import psycopg

    name = f"proof_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield {"DATABASE_URL": f"{url.rpartition('/')[0]}/{name}"}
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def request(path, method="GET", body=b"", **headers):
    headers = {"host": "localhost"} | {k.replace("_", "-"): v for k, v in headers.items()}
    if body:
        headers["content-length"] = str(len(body))
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def tell(what, how, figure, *, reached=True):
    print(f"{what} | {how} | {figure}{'' if reached else ' **missed**'}", flush=True)
    if not reached:
        MISSED.append(what)


MISSED: list[str] = []


def end():
    sys.exit(1 if MISSED else 0)
