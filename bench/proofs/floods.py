"""Many who want the same at once: a password checked, a page that nobody made yet."""

import re
import threading
from urllib.parse import urlencode

from bench.proofs.site import Reader, Site, end, request, tell

CLIENTS = 6
SECONDS = 15
FIRST_READERS = 100
TIMES_SLOWER = 3
MOST_SECONDS = 2


class Guesser(threading.Thread):
    """Tries one password after another, each on a connection of its own."""

    def __init__(self, site, number):
        super().__init__(daemon=True)
        self.site, self.number, self.ended, self.statuses = site, number, threading.Event(), []

    def run(self):
        _took, head = self.site.get("/desk/login/")
        cookie = re.search(r"(?i)set-cookie: ((?:__Host-)?csrftoken=[^;]+)", head)[1]
        token = cookie.partition("=")[2]
        while not self.ended.is_set():
            password = f"guess {self.number} {len(self.statuses)}"
            fields = {"csrfmiddlewaretoken": token, "login": "reviewer", "username": "reviewer"}
            body = urlencode(fields | {"password": password}).encode()
            form = {"content_type": "application/x-www-form-urlencoded", "connection": "close"}
            with self.site.connect(timeout=60) as client:
                client.sendall(request("/desk/login/", "POST", body, cookie=cookie, **form))
                self.statuses.append(client.recv(1 << 16)[9:12].decode())
                while client.recv(1 << 16):
                    pass


def login_flood(site):
    with Reader(site) as quiet:
        quiet.ended.wait(SECONDS)
    guessers = [Guesser(site, number) for number in range(CLIENTS)]
    for guesser in guessers:
        guesser.start()
    with Reader(site) as flooded:
        flooded.ended.wait(SECONDS)
    for guesser in guessers:
        guesser.ended.set()
    for guesser in guessers:
        guesser.join()
    statuses = [status for guesser in guessers for status in guesser.statuses]
    counted = ", ".join(f"{statuses.count(each)} x {each}" for each in sorted({*statuses}))
    ratio = flooded.p99() / quiet.p99()
    tell(f"{CLIENTS} clients guess passwords", f"a kept page, {SECONDS} s; {counted}",
         f"{flooded.figure()}; quiet {quiet.figure()}: {ratio:.1f} times",
         reached=ratio <= TIMES_SLOWER and not flooded.failures)  # fmt: skip


def first_readers(site):
    """Render times can't be seen from outside: the ETag is, and the log of what Django answered."""
    began, answers = threading.Barrier(FIRST_READERS), []

    def ask():
        began.wait()
        answers.append(site.get("/kk/initiatives/", accept_encoding="gzip, br"))

    readers = [threading.Thread(target=ask) for _reader in range(FIRST_READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    etags = {re.search(r"(?i)etag: (\S+)", head)[1] for _took, head in answers}
    tell(f"{FIRST_READERS} first readers of one page", "GET at once",
         f"{len(answers)} answers, {len(etags)} ETag, {max(took for took, _ in answers):.2f} s;"
         " renders are counted in tests/serving/test_page_cache.py",
         reached=len(answers) == FIRST_READERS and len(etags) == 1)  # fmt: skip


def left_downloads(site):
    """Ask for the ledger of many days, each of which is made by itself, and go."""
    days = [f"2026-{month:02}-{day:02}" for month in range(1, 10) for day in (1, 8, 15, 22)]
    for day in days:
        with site.connect() as client:
            client.sendall(request(f"/en/data/ledger.jsonl?as_of={day}"))
    slowest = {}
    for path in ("/healthz", "/en/", "/en/initiatives/?q=left"):
        slowest[path] = max(site.get(path if "?" not in path else f"{path}{number}")[0]
                            for number in range(3))  # fmt: skip
    figure = ", ".join(f"{path} {seconds:.2f} s" for path, seconds in slowest.items())
    tell(f"the ledger of {len(days)} days, by clients that leave at once", "GET, the slowest of 3",
         figure, reached=max(slowest.values()) < MOST_SECONDS)  # fmt: skip


def main():
    with Site(initiatives=3000) as site:
        left_downloads(site)
    with Site() as site:
        first_readers(site)
        login_flood(site)
    end()


if __name__ == "__main__":
    main()
