"""Measure the tracker against its peers, and write docs/performance.md and bench/results.json.

Servers run on one core and the client on another; the targets take turns, A B C A B C, and each
figure is the median of the rounds: milliseconds of the server's processor a request. Nothing here
asserts a time: machines are noisy, and what counts are ratios within one run.
"""

import argparse
import json
import os
import sys
import time
from functools import partial
from itertools import count
from pathlib import Path
from statistics import median
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import servers, worlds
from bench.client import Client, ask_for
from bench.download import download

BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
SECONDS = 1.5
CLIENTS = 16
"""How many ask at once for pages that are kept."""
BROTLI = "Accept-Encoding: br, gzip"
NUMBER = count()
"""Makes each address a new one: a page that nobody has kept."""
LIST = "/en/initiatives/"
TWO_FACETS = f"{LIST}?theme=world-theme-1&status=planned"
PAGES = {
    "list": LIST,
    "list, two facets": TWO_FACETS,
    "a late page of the list": f"{LIST}?page={{late}}",
    "initiative": f"{LIST}world-initiative-{{some}}/",
    "dashboard": "/en/",
}

SEARCHES = {"a rare": "{size}", "a common": "invented", "a Cyrillic": "договорились"}
"""Words of the worlds: of one initiative, of all, and of many in their quotes."""


class Target:
    """What is asked for: an address of a server; `cold` asks each time for a page not kept.

    With the URL of its `database`, what PostgreSQL's processes take is part of the cost.
    """

    def __init__(
        self, name, server, path, *, headers=(), expected=200, cold=False, size=20_000, database=""
    ):
        self.name, self.server, self.expected, self.size = name, server, expected, size
        self.headers, self.database = headers, database
        self.cold, self.path = cold, path
        self.costs, self.rates = [], []

    def paths(self):
        sign = "&" if "?" in self.path else "?"
        while True:
            number = next(NUMBER)
            # The newest hundred initiatives: in a world the first ones have more updates.
            path = self.path.replace("{some}", str(self.size - number % 100))
            yield f"{path}{sign}n={number}" if self.cold else path

    def measure(self):
        clients = [Client(self.server.port) for _client in range(1 if self.cold else CLIENTS)]
        before, begun = self._taken(), time.monotonic()
        answered = ask_for(SECONDS, clients, self.paths(), self.headers, self.expected)
        self.rates.append(answered / (time.monotonic() - begun))
        self.costs.append((self._taken() - before) * 1000 / answered)

    def _taken(self):
        return self.server.cpu() + servers.backends(self.database)

    @property
    def cost(self):
        return median(self.costs)

    @property
    def rate(self):
        return median(self.rates)


def measure(targets, rounds):
    """Let the targets take turns; the first turn is not counted."""
    for turn in range(rounds + 1):
        for target in targets:
            target.measure()
            if turn == 0:
                target.costs.clear()
                target.rates.clear()


def warm(results, environment, database, rounds):
    """A kept page, and its 304, against hello and a file of the same bytes."""
    folder = worlds.DATA / "hello"
    folder.mkdir(parents=True, exist_ok=True)
    ours = servers.tracker(environment)
    _code, headers, body = Client(ours.port).get(LIST, [BROTLI])
    (folder / "page.bin").write_bytes(body)
    hello = servers.hello(folder)
    try:
        etag = f"If-None-Match: {headers['etag']}"
        page = Target("page", ours, LIST, headers=[BROTLI])
        known = Target("304", ours, LIST, headers=[BROTLI, etag], expected=304)
        bare = Target("hello", hello, "/")
        file = Target("file", hello, "/static/page.bin")
        nothing = Target("nothing", hello, "/nothing", expected=304)
        measure([page, bare, known, file, nothing], rounds)
    finally:
        ours.stop()
        hello.stop()
    goal = 3.0 if database == "SQLite" else 1.2
    note(results, f"a kept page, {database}", "bare Django hello", bare, page, goal)
    if database == "SQLite":
        note(results, "a page answered 304", "the same bytes as a file", file, known, 0.8)
        note(results, "a page answered 304", "bare Django hello", bare, known, 3.5)
        note(results, "no work at all", "bare Django hello", bare, nothing, None)


def cold(results, rounds):
    """Pages that nobody kept, against Datasette and the Django admin on the same rows."""
    environment = worlds.sqlite_world(20_000)
    cookie = worlds.session_of_a_superuser(environment)
    copy = worlds.for_datasette(20_000)
    ours = servers.tracker(environment)
    tuned, as_it_comes = (servers.datasette(copy, tuned=flag) for flag in (True, False))
    table = f"/{copy.stem}/tracker_initiative"
    facets = (
        "_size=50&_sort_desc=updated_on&_facet=kind&_facet=status&_facet=evidence&_facet=plan_id"
    )
    theme = "_where=id+in+(select+initiative_id+from+tracker_initiative_themes+where+theme_id=1)"
    try:
        lists = Target("list", ours, LIST, cold=True)
        two = Target("two facets", ours, TWO_FACETS, cold=True)
        one = Target("initiative", ours, PAGES["initiative"], cold=True)
        peer = Target("Datasette", tuned, f"{table}?{facets}")
        peer_two = Target("Datasette", tuned, f"{table}?{facets}&status=planned&{theme}")
        peer_row = Target("Datasette", tuned, f"{table}/7")
        default = Target("Datasette", as_it_comes, f"{table}?{facets}")
        admin = Target("admin", ours, "/admin/tracker/initiative/?_facets=True", headers=[cookie])
        measure([lists, peer, two, peer_two, one, peer_row, admin, default], rounds)
    finally:
        for server in (ours, tuned, as_it_comes):
            server.stop()
    note(results, "list with counts, cold", "Datasette, tuned", peer, lists, 5)
    note(results, "list with counts, cold", "Datasette as it comes", default, lists, 40)
    note(results, "list with counts, cold", "Django admin with facets", admin, lists, 15)
    note(results, "list, two facets, cold", "Datasette, tuned", peer_two, two, 5)
    note(results, "initiative, cold", "Datasette's row page", peer_row, one, 1.5)


def growth(results, small, large, size, database, rounds):
    """The same pages cold at a thousand initiatives and at very many."""
    few, many = (servers.tracker(environment) for environment in (small, large))
    try:
        targets = {}
        for name, path in PAGES.items():
            targets[name] = (
                Target(
                    name, few, path.replace("{late}", "20"), cold=True, size=1_000,
                    database=small["DATABASE_URL"],
                ),
                Target(
                    name, many, path.replace("{late}", "200"), cold=True, size=size,
                    database=large["DATABASE_URL"],
                ),
            )  # fmt: skip
        measure([target for pair in targets.values() for target in pair], rounds)
    finally:
        few.stop()
        many.stop()
    for name, (before, after) in targets.items():
        what = f"{name}, cold, {database}: very many"
        note_growth(results, what, "the same at 1,000", before, after, 1.2)


def search(results, environment, size, database, rounds):
    """The search for a word among very many, against the list that asks for none.

    A process looks a word up once for a state of the record, so the first time is another figure.
    """
    words = [word.format(size=size) for word in SEARCHES.values()]
    firsts = worlds.script("first_search.py", *words, environment=environment).split()
    server = servers.tracker(environment)
    try:
        plain = Target("list", server, LIST, cold=True)
        found = {
            name: Target(name, server, f"/en/search/?q={quote(word)}", cold=True)
            for name, word in zip(SEARCHES, words, strict=True)
        }
        measure([plain, *found.values()], rounds)
    finally:
        server.stop()
    for name, target in found.items():
        what = f"search for {name} word, cold, {database}: very many"
        note_growth(results, what, "the list, cold", plain, target, 10)
    for name, first in zip(SEARCHES, map(float, firsts), strict=True):
        results.append({
            "what": f"the first search for {name} word, {database}: very many",
            "against": "the list, cold", "theirs": round(plain.cost, 3), "ours": first,
            "ratio": round(first / plain.cost, 2), "goal": "at most 10",
        })  # fmt: skip
        print(results[-1], flush=True)


def freshness(results, environment, database):
    """Reads right after a published change, from two processes."""
    server = servers.tracker(environment, workers=2, cores=(0, 1))
    try:
        stale = worlds.script("freshness.py", server.port, environment=environment)
    finally:
        server.stop()
    results.append({
        "what": f"stale pages of 1,200 read after 150 changes, two workers, {database}",
        "against": "", "ours": int(stale), "goal": "0",
    })  # fmt: skip
    print(results[-1], flush=True)


def memory(results):
    """Two workers that have served every kind of page."""
    server = servers.tracker(worlds.sqlite_world(20_000), workers=2, cores=(0, 1))
    try:
        for _turn in range(40):
            client = Client(server.port)
            for path in PAGES.values():
                client.get(path.replace("{late}", "20").replace("{some}", "7"), [BROTLI])
        results.append({
            "what": "memory of two workers (PSS), MB, 20,000 initiatives", "against": "",
            "ours": round(server.memory(), 1), "goal": "at most 160",
        })  # fmt: skip
        print(results[-1], flush=True)
    finally:
        server.stop()


def note(results, what, against, theirs, ours, goal):
    results.append({
        "what": what, "against": against, "theirs": round(theirs.cost, 3),
        "ours": round(ours.cost, 3), "ratio": round(theirs.cost / ours.cost, 2),
        "goal": f"at least {goal}" if goal else "", "rate": round(ours.rate),
    })  # fmt: skip
    print(results[-1], flush=True)


def note_growth(results, what, against, less, more, goal):
    results.append({
        "what": what, "against": against, "theirs": round(less.cost, 3),
        "ours": round(more.cost, 3), "ratio": round(more.cost / less.cost, 2),
        "goal": f"at most {goal}", "rate": round(more.rate),
    })  # fmt: skip
    print(results[-1], flush=True)


def write(results):
    """Write the figures as JSON, and as the table of docs/performance.md.

    Figures of parts that were left out this time stay as they are.
    """
    folder = Path(__file__).parent
    known = folder / "results.json"
    kept = json.loads(known.read_text()) if known.exists() else []
    rows = {(row["what"], row["against"]): row for row in kept + results}
    results = [*rows.values()]
    known.write_text(json.dumps(results, indent=1) + "\n")
    lines = ["| what | against | theirs | ours | ratio | goal |", "|---|---|---|---|---|---|"]
    for row in results:
        cells = ("what", "against", "theirs", "ours", "ratio", "goal")
        lines.append("| " + " | ".join(str(row.get(cell, "")) for cell in cells) + " |")
    path = folder.parent / "docs" / "performance.md"
    before, rest = path.read_text().split(BEGIN)
    after = rest.split(END)[1]
    path.write_text(before + BEGIN + "\n" + "\n".join(lines) + "\n" + END + after)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--large", type=int, default=200_000, help="initiatives; 0 leaves it out")
    parser.add_argument("--postgres", default=os.environ.get("TEST_POSTGRES_URL", ""))
    parser.add_argument("--only", nargs="*", default=[], help="some of these parts")
    options = parser.parse_args()
    os.sched_setaffinity(0, {1})
    results = []
    wanted = options.only or [
        "warm", "freshness", "cold", "growth", "search", "download", "memory",
    ]  # fmt: skip
    made = {"SQLite": worlds.sqlite_world}
    if options.postgres:
        made["PostgreSQL"] = partial(worlds.postgres_world, url=options.postgres)
    for database, world in made.items():
        if "warm" in wanted:
            warm(results, world(20_000), database, options.rounds)
        if "freshness" in wanted:
            freshness(results, world(200), database)
        if "growth" in wanted and options.large:
            small, large = world(1_000), world(options.large)
            growth(results, small, large, options.large, database, options.rounds)
        if "search" in wanted and options.large:
            search(results, world(options.large), options.large, database, options.rounds)
        if "download" in wanted:
            results += download(world(options.large or 20_000), database, options.rounds)
            print(*results[-3:], sep="\n", flush=True)
    if "cold" in wanted:
        cold(results, options.rounds)
    if "memory" in wanted:
        memory(results)
    write(results)


if __name__ == "__main__":
    main()
