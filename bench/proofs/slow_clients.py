"""Clients that send or take next to nothing, one kind at a time and all together."""

import contextlib
import time

from bench.proofs.site import Reader, Site, end, request, tell

SECONDS = 12
MOST = 1.0
"""Seconds that a reader may wait for a kept page, at p99."""


def unfinished_headers(site):
    client = site.connect()
    client.sendall(b"GET /en/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
    return client


def unfinished_bodies(site):
    client = site.connect()
    form = {"content_type": "application/x-www-form-urlencoded", "content_length": "5000"}
    client.sendall(request("/desk/login/", "POST", **form) + b"username=a")
    return client


def stalled_readers(site):
    client = site.connect(receive_buffer=4096)
    client.sendall(request("/en/data/ledger.jsonl"))
    return client


def idle_connections(site):
    client = site.connect()
    client.sendall(request("/en/"))
    client.recv(1 << 16)
    return client


KINDS = {unfinished_headers: 200, unfinished_bodies: 50, stalled_readers: 50, idle_connections: 500}


def withstand(site, kinds):
    clients, how = [], " and ".join(f"{n} {kind.__name__.replace('_', ' ')}" for kind, n in kinds)
    with Reader(site) as reader:
        for kind, number in kinds:
            clients += [kind(site) for _client in range(number)]
        time.sleep(SECONDS)
    tell(how, f"a kept page, {SECONDS} s", reader.figure(),
         reached=not reader.failures and reader.p99() < MOST)  # fmt: skip
    return clients


def withstand_all(site):
    for kinds in (*([pair] for pair in KINDS.items()), [*KINDS.items()]):
        for client in withstand(site, kinds):
            client.close()


def cut_off(kind, site, within):
    """Tell after how many seconds the server ends the connection of such a client."""
    began, client = time.monotonic(), kind(site)
    client.settimeout(within + 20)
    with contextlib.suppress(ConnectionResetError):
        if kind is stalled_readers:
            time.sleep(within + 5)  # it takes nothing all the time
        while client.recv(1 << 16):
            pass
    took = time.monotonic() - began
    tell(f"one of {kind.__name__.replace('_', ' ')}", "cut off", f"after {took:.0f} s",
         reached=took < within + 15)  # fmt: skip


def main():
    with Site(initiatives=2000) as site:
        _took, head = site.get("/en/data/ledger.jsonl")
        size = int(head.lower().partition("content-length: ")[2].split()[0])
        tell("the largest download", "the ledger of 2,000 initiatives", f"{size / 2**20:.0f} MB")
        withstand_all(site)
        for kind, within in (
            (unfinished_headers, 15), (unfinished_bodies, 60), (stalled_readers, 30),
            (idle_connections, 15),
        ):  # fmt: skip
            cut_off(kind, site, within)
    end()


if __name__ == "__main__":
    main()
