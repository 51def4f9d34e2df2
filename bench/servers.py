"""The servers that are compared, each a process of its own, and what they cost."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GRANIAN = [
    sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
    "--blocking-threads", "4", "--blocking-threads-idle-timeout", "600",
    "--backpressure", "64", "--log-level", "warning",
]  # fmt: skip
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """A server that listens; `cores` are those that it may use."""

    def __init__(self, command, *, environment=(), cores=(0,)):
        self.port = free_port()
        self.process = subprocess.Popen(
            [part.format(port=self.port) for part in command],
            cwd=ROOT, env={**os.environ, **dict(environment)}, start_new_session=True,
            preexec_fn=lambda: os.sched_setaffinity(0, cores), stdout=subprocess.DEVNULL,
        )  # fmt: skip
        self._wait()

    def _wait(self):
        for _time in range(600):
            if self.process.poll() is not None:
                raise RuntimeError(f"{self.process.args[0:4]} ended")
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port)):
                return
            time.sleep(0.1)
        raise RuntimeError("the server does not listen")

    def processes(self):
        """Return the ids of its processes."""
        group = os.getpgid(self.process.pid)
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if os.getpgid(int(path.name)) == group:
                    found.append(path)
        return found

    def cpu(self):
        """Return the seconds of processor time that it has taken."""
        return seconds(self.processes())

    def memory(self):
        """Return its memory in MB, what processes share counted once (PSS)."""
        kilobytes = 0
        for path in self.processes():
            for line in (path / "smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    kilobytes += int(line.split()[1])
        return kilobytes / 1024

    def stop(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def seconds(processes):
    """Return the seconds of processor time that some processes have taken."""
    total = 0
    for path in processes:
        with contextlib.suppress(OSError):
            fields = (path / "stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
    return total / TICKS


def backends(url):
    """Return the same of the processes that PostgreSQL runs for a database; of any other 0."""
    if not url.startswith("postgres"):
        return 0
    import psycopg

    others = (
        "SELECT pid FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with psycopg.connect(url) as connection:
        return seconds(Path(f"/proc/{pid}") for (pid,) in connection.execute(others))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def tracker(environment, *, workers=1, cores=(0,)):
    """The tracker as `make run` serves it."""
    command = [sys.executable, "-m", "tracker.serving", "--port", "{port}", "--workers"]
    return Server([*command, str(workers)], environment=environment, cores=cores)


def hello(folder):
    """Django with one view and no middleware, and WhiteNoise before it with one file."""
    command = [*GRANIAN, "--port", "{port}", "bench.hello:application"]
    return Server(command, environment={"HELLO_FOLDER": str(folder)})


def datasette(database, *, tuned):
    binary = str(ROOT / "bench" / ".venv" / "bin" / "datasette")
    settings = ["--setting", "suggest_facets", "off"] if tuned else []
    return Server([binary, "serve", "-i", str(database), "-p", "{port}", *settings])
