"""A database that is locked, gone, full or read-only, and a shared cache that never answers.

What needs root (a small disk, a PostgreSQL of our own) says so, and is left out otherwise.
"""

import contextlib
import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from bench.proofs.site import PAGE, Reader, Site, end, free_port, request, tell
from bench.proofs.staff import TOKEN, sessions

SECONDS = 30
SOON = 1.0
TYPED = "This text of the proof must not be lost, whatever happens to the database."
NOT_KEPT = "/en/initiatives/?q=proof"
POSTGRESQL = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1:]


def during(site, what, trouble, *, seconds=5, writes_fail=True, reads_fail=True):
    """Tell what readers and writers get while the trouble lasts, and that all is well after it."""
    site.get(PAGE)
    cookie = sessions(site, "editor")["editor"]
    slug, _text = first_slug(site), quote(site)
    with Reader(site, pause=0.1) as reader:
        with trouble():
            began = time.monotonic()
            _took, unkept = site.get(f"{NOT_KEPT}{time.time()}", timeout=60)
            answer = save(site, cookie, slug)
            while time.monotonic() - began < seconds:
                time.sleep(0.2)
        kept = reader.p99()
    status, is_held = answer
    parts = [f"kept page p99 {kept * 1000:.0f} ms", f"another page {unkept[9:12]}",
             f"a form {status}{', typed text held' if is_held else ''}"]  # fmt: skip
    after = recovered(site, cookie, slug)
    reached = kept < SOON and not reader.failures and after is not None
    reached &= unkept[9:12] == ("503" if reads_fail else "200")
    reached &= status == ("503" if writes_fail else "302") and (is_held or not writes_fail)
    tell(what, f"{seconds} s", f"{'; '.join(parts)}; well again after"
         f" {'never' if after is None else f'{after:.0f} s'}", reached=reached)  # fmt: skip


def save(site, cookie, slug):
    """Send a draft; return the status, and whether the answer holds what was typed."""
    typed = {"status": "planned", "evidence": "stated", "changed_on": "2025", "sentence_en": TYPED}
    body = urlencode(typed | {"csrfmiddlewaretoken": TOKEN, "quote": quote(site)}).encode()
    form = {"content_type": "application/x-www-form-urlencoded", "connection": "close"}
    answer = b""
    with site.connect(timeout=90) as client:
        path = f"/desk/initiatives/{slug}/update/"
        client.sendall(request(path, "POST", body, cookie=cookie, **form))
        while part := client.recv(1 << 16):
            answer += part
    return answer[9:12].decode(), TYPED.encode() in answer


def recovered(site, cookie, slug):
    """Return after how many seconds a page that nobody kept and a form are answered, or None."""
    began = time.monotonic()
    while time.monotonic() - began < 60:
        with contextlib.suppress(OSError):
            _took, head = site.get(f"{NOT_KEPT}{time.time()}", timeout=30)
            if "200" in head[:15] and save(site, cookie, slug)[0] == "302":
                return time.monotonic() - began
        time.sleep(0.5)
    return None


def first_slug(site):
    return _known(site, "Initiative.objects.published().order_by('pk').first().slug")


def quote(site):
    return _known(site, "Citation.objects.order_by('pk').first().quote")


def _known(site, expression):
    if not hasattr(site, "known"):
        site.known = {}
    if expression not in site.known:
        code = f"from tracker.models import *; print({expression})"
        site.known[expression] = site.manage("shell", "-v0", "-c", code).strip()
    return site.known[expression]


# SQLite


@contextmanager
def held(site, how):
    """Hold the file: EXCLUSIVE keeps everybody out, IMMEDIATE other writers alone."""
    with contextlib.closing(sqlite3.connect(file_of(site), isolation_level=None)) as other:
        other.execute("PRAGMA busy_timeout = 10000")
        other.execute(f"BEGIN {how}")
        yield
        other.execute("ROLLBACK")


@contextmanager
def moved_away(site):
    away = f"{file_of(site)}.away"
    os.rename(file_of(site), away)
    os.kill(site.workers()[0], 9)  # no connection of before
    for _time in range(100):
        with contextlib.suppress(OSError):
            site.get("/healthz")
            break
        time.sleep(0.1)
    yield
    assert not os.path.exists(file_of(site)), "an empty one was made"
    os.rename(away, file_of(site))


def file_of(site):
    return f"{site.folder.name}/tracker.sqlite3"


@contextmanager
def small_disk():
    """Yield a folder on a disk of 60 MB of its own."""
    with tempfile.TemporaryDirectory(prefix="proof-") as folder:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=60m", "none", folder], check=True)
        try:
            yield folder
        finally:
            subprocess.run(["umount", "-l", folder], check=True)


@contextmanager
def full(folder):
    with open(f"{folder}/filler", "wb") as filler, contextlib.suppress(OSError):
        while filler.write(b"x" * 4096):
            filler.flush()
    yield
    os.remove(f"{folder}/filler")


# PostgreSQL


@contextmanager
def cluster():
    """Yield (URL, stop, start) of a PostgreSQL of our own, run by its own user."""
    with tempfile.TemporaryDirectory(prefix="proof-") as folder:
        shutil.chown(folder, "postgres")
        port, data = free_port(), f"{folder}/data"

        def run(program, *arguments):
            command = ["runuser", "-u", "postgres", "--", f"{POSTGRESQL[0]}/{program}", *arguments]
            subprocess.run(command, check=True, capture_output=True, cwd=folder)

        def start():
            options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
            run("pg_ctl", "-D", data, "-w", "-o", options, "-l", f"{folder}/log", "start")

        def stop():
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")

        run("initdb", "-D", data, "-A", "trust", "-E", "UTF8")
        start()
        try:
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres", stop, start
        finally:
            stop()


@contextmanager
def stopped(stop, start):
    stop()
    yield
    start()


@contextmanager
def table_locked(url):
    import psycopg

    with psycopg.connect(url) as other:
        other.execute("LOCK TABLE tracker_initiative IN ACCESS EXCLUSIVE MODE")
        yield
        other.rollback()


# A shared cache that never answers


@contextmanager
def silent_cache():
    """Yield the URL of something that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        held = []

        def take():
            with contextlib.suppress(OSError):
                while True:
                    held.append(server.accept()[0])

        threading.Thread(target=take, daemon=True).start()
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"
        for each in held:
            each.close()


def new_pages(site):
    times = [site.get(f"/en/initiatives/?q={number}")[0] for number in range(10)]
    tell("a shared cache that takes and never answers", "10 pages that nobody kept, one by one",
         f"the first {times[0]:.1f} s, the others at most {max(times[1:]):.2f} s",
         reached=max(times[1:]) < SOON)  # fmt: skip


def main():
    with Site() as site:
        during(
            site, "SQLite: the whole file locked", lambda: held(site, "EXCLUSIVE"), seconds=SECONDS
        )
        during(site, "SQLite: another writer", lambda: held(site, "IMMEDIATE"), seconds=SECONDS,
               reads_fail=False)  # fmt: skip
    with Site() as site:
        site.get(PAGE)
        moved(site)
    with silent_cache() as url, Site(CACHE_URL=url) as site:
        new_pages(site)
    if os.geteuid() == 0:
        with_root()
    else:
        tell("disk full, PostgreSQL stopped, a table locked", "needs root", "untried")
    end()


def moved(site):
    """Without kept pages: the worker is new, so that no connection of before helps it."""
    cookie, slug = sessions(site, "editor")["editor"], first_slug(site)
    quote(site)
    with moved_away(site):
        _took, head = site.get(NOT_KEPT)
        status, is_held = save(site, cookie, slug)
    after = recovered(site, cookie, slug)
    tell("SQLite: the file moved away, the worker killed", "no file is made in its place",
         f"a page {head[9:12]}; a form {status}{', typed text held' if is_held else ''};"
         f" well again after {after} s",
         reached=head[9:12] == status == "503" and is_held and after is not None)  # fmt: skip


def with_root():
    with small_disk() as folder, Site(data_dir=folder) as site:
        during(site, "SQLite: the disk is full", lambda: full(folder), reads_fail=False)
    if not POSTGRESQL:
        return
    with cluster() as (url, stop, start), Site(DATABASE_URL=url) as site:
        during(site, "PostgreSQL: a table locked", lambda: table_locked(url), seconds=SECONDS)
        during(site, "PostgreSQL: stopped", lambda: stopped(stop, start))


if __name__ == "__main__":
    main()
