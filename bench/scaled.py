"""Two processes behind nginx, on PostgreSQL and Redis, against one.

Says how many pages that nobody kept they make, and at what cost; whether a change published by
another process is on the very next page of either; and what is lost as one of them is killed while
readers ask. All share the cores that there are, the client, the proxy and the databases too: how
much faster two are on a machine with cores to spare is told by the cost alone.

Run it as python bench/scaled.py POSTGRES_URL REDIS_URL; it needs nginx, which nothing else does.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import servers, worlds
from bench.client import Client, ask_for
from bench.run import write

SECONDS, ROUNDS, CLIENTS = 4, 3, 8
NUMBER = count()
CONFIGURATION = """
worker_processes 1; error_log {folder}/error.log; pid {folder}/pid; daemon off;
events {{ worker_connections 256; }}
http {{
  access_log off; client_body_temp_path {folder}; proxy_temp_path {folder};
  fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
  upstream tracker {{ {upstream} keepalive 16; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://tracker; proxy_http_version 1.1;
      proxy_set_header Connection ""; proxy_set_header Host localhost;
      proxy_next_upstream error timeout; proxy_connect_timeout 1s;
    }}
  }}
}}
"""


def main(postgres, redis):
    environment = worlds.postgres_world(1_000, postgres) | {"CACHE_URL": redis}
    processes = [servers.tracker(environment, cores=(0, 1)) for _process in range(2)]
    victim, survivor = processes
    try:
        with proxy(survivor) as alone, proxy(*processes) as both:
            made = {alone: [], both: []}
            for port in [alone, both] * (ROUNDS + 1):
                made[port].append(_made(port, processes))
            (rate, cost), (rate_of_two, cost_of_two) = (
                map(median, zip(*turns[1:], strict=True)) for turns in made.values()
            )
            stale = int(worlds.script("freshness.py", both, environment=environment))
            lost, asked = _lost(both, victim)
    finally:
        survivor.stop()
        if victim.process.poll() is None:
            victim.stop()
    behind = "two processes behind nginx, PostgreSQL"
    rows = [
        {
            "what": f"pages a second that nobody kept, {behind}", "against": "one process",
            "theirs": round(rate, 1), "ours": round(rate_of_two, 1),
            "ratio": round(rate_of_two / rate, 2), "goal": "at least 1.7",
        },
        {
            "what": f"a page that nobody kept, {behind}", "against": "one process",
            "theirs": round(cost, 1), "ours": round(cost_of_two, 1),
            "ratio": round(cost_of_two / cost, 2), "goal": "at most 1.1",
        },
        {
            "what": f"stale pages of 1,200 read after 150 changes, {behind}", "against": "",
            "ours": stale, "goal": "0",
        },
        {
            "what": f"requests lost as one is killed, {behind}", "against": "",
            "ours": f"{lost} of {asked}", "goal": "0",
        },
    ]  # fmt: skip
    print(*rows, sep="\n")
    write(rows)


@contextmanager
def proxy(*processes):
    """Run nginx before some processes; yields its port."""
    folder, port = worlds.DATA / f"nginx-{len(processes)}", servers.free_port()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    upstream = " ".join(f"server 127.0.0.1:{process.port};" for process in processes)
    text = CONFIGURATION.format(folder=folder, upstream=upstream, port=port)
    (folder / "nginx.conf").write_text(text)
    nginx = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        time.sleep(1)
        yield port
    finally:
        nginx.terminate()
        nginx.wait()


def _pages():
    return (f"/en/initiatives/?n={next(NUMBER)}" for _page in count())


def _made(port, processes):
    """Return how many pages a second were made, and for how many milliseconds of processor each."""
    clients = [Client(port) for _client in range(CLIENTS)]
    before, begun = sum(process.cpu() for process in processes), time.monotonic()
    pages = ask_for(SECONDS, clients, _pages())
    rate = pages / (time.monotonic() - begun)
    return rate, (sum(process.cpu() for process in processes) - before) * 1000 / pages


def _lost(port, victim):
    """Ask for twice SECONDS; halfway a process is killed, with requests on their way.

    Returns how many were not answered by a page, and how many there were.
    """
    clients, pages = [Client(port) for _client in range(CLIENTS)], _pages()
    codes, begun, is_killed = [], time.monotonic(), False
    while (now := time.monotonic() - begun) < 2 * SECONDS:
        for client in clients:
            client.ask(next(pages))
        if now > SECONDS and not is_killed:
            os.killpg(victim.process.pid, signal.SIGKILL)
            is_killed = True
        codes += [client.answer()[0] for client in clients]
    return sum(code != 200 for code in codes), len(codes)


if __name__ == "__main__":
    main(*sys.argv[1:])
