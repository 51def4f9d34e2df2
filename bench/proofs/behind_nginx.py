"""The slow clients of `slow_clients`, in front of nginx as deploy/nginx.conf sets it up.

Each comes from an address of its own, as nginx lets one have only so many connections.
"""

import itertools
import socket
import ssl
import tempfile
from pathlib import Path

from bench.proofs import slow_clients
from bench.proofs.site import Site, end, free_port
from tests.nginx import nginx_before

HOST, LOCAL = "localhost", "127.0.0.1"


class SiteBehindNginx(Site):
    """A site whose clients speak TLS with nginx."""

    def __init__(self, port, **options):
        self.nginx_port, self.addresses = port, itertools.count(2)
        self.tls = ssl.create_default_context()
        self.tls.check_hostname, self.tls.verify_mode = False, ssl.CERT_NONE
        self.is_behind = False
        super().__init__(BEHIND_PROXY="1", **options)

    def connect(self, *, timeout=30, receive_buffer=None):
        if not self.is_behind:
            return super().connect(timeout=timeout, receive_buffer=receive_buffer)
        plain = socket.socket()
        if receive_buffer:
            plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        plain.settimeout(timeout)
        number = next(self.addresses)
        plain.bind((f"127.{1 + number // 250 % 250}.7.{1 + number % 250}", 0))
        plain.connect((LOCAL, self.nginx_port))
        return self.tls.wrap_socket(plain, server_hostname=HOST)


def main():
    port = free_port()
    with (
        tempfile.TemporaryDirectory(prefix="nginx-") as folder,
        SiteBehindNginx(port, initiatives=2000) as site,
        nginx_before(Path(folder), [site.port], listen=f"{LOCAL}:{port}"),
    ):
        site.is_behind = True
        slow_clients.withstand_all(site)
    end()


if __name__ == "__main__":
    main()
