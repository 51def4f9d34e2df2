"""The server of the site: `python -m tracker.serving`, a program of its own.

Settings are not read here: the worker does that, and this process, which only starts a new worker
where one has died, stays small. What it needs are arguments.
"""

import argparse
import resource
import socket
import sys
import tempfile

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.net import SocketHolder

from .limits import CONNECTIONS, HEADER_SECONDS, UNREAD_SECONDS

FILES_BESIDES = 200  # what a worker has open besides its connections, about


class Server(Granian):
    """granian, but for the socket: it is opened here, and each worker listens on it.

    So who connects while a worker is started anew waits and is not refused. A client that takes
    nothing of what was sent to it is cut off by the system after UNREAD_SECONDS.
    """

    def _init_shared_socket(self):
        family = socket.AF_INET6 if ":" in self.bind_addr else socket.AF_INET
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux; elsewhere the proxy in front does it
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_SECONDS * 1000)
        listening.bind((self.bind_addr, self.bind_port))
        listening.listen(self.backlog)
        listening.set_inheritable(True)
        self._sso, self._sfd = listening, listening.fileno()
        self._shd = SocketHolder(self._sfd, False, self.backlog)


def allow_files(wanted):
    """Let this process and its worker open so many files, or as many as the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return max(soft, wanted)


def main(arguments):
    parser = argparse.ArgumentParser(prog="python -m tracker.serving")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, default=1, help="processes, on this one port")
    asked = parser.parse_args(arguments)
    files = allow_files(CONNECTIONS + FILES_BESIDES)
    with tempfile.TemporaryDirectory(prefix="tracker-") as folder:
        tempfile.tempdir = folder  # long answers lie here, also those of the workers
        serve(asked, files)


def serve(asked, files):
    Server(
        "tracker.serving.front:application",
        address=asked.host,
        port=asked.port,
        workers=asked.workers,
        interface=Interfaces.RSGI,
        loop=Loops.auto,
        http=HTTPModes.http1,
        websockets=False,
        backlog=CONNECTIONS,
        backpressure=min(CONNECTIONS, files - FILES_BESIDES),
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000),
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=30,
        log_level="warning",
    ).serve()


if __name__ == "__main__":
    main(sys.argv[1:])
