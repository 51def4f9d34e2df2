"""nginx, set up as deploy/nginx.conf says, but for addresses and folders."""

import re
import subprocess
from contextlib import contextmanager

from tests.databases import ROOT


@contextmanager
def nginx_before(folder, ports, *, listen):
    """Start nginx in a folder, in front of processes at some ports; it takes TLS at `listen`."""
    tls = folder / "tls"
    run(
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
        "-subj", "/CN=tracker.example", "-keyout", f"{tls}.key", "-out", f"{tls}.pem",
    )  # fmt: skip
    text = (ROOT / "deploy/nginx.conf").read_text()
    line = re.search(r"server 127\.0\.0\.1:8000 (.*);", text)
    servers = [f"server 127.0.0.1:{port} {line[1]};" for port in ports]
    for old, new in (
        (line[0], "\n".join(servers)),
        ("listen 80;", f"listen unix:{folder}/plain;"),
        ("listen 443", f"listen {listen}"),
        ("server_name tracker.example;", "server_name tracker.example localhost;"),
        ("/etc/ssl/tracker", str(tls)),
        ("/var/log/nginx", str(folder)),
        ("/var/lib/tracker", str(folder)),
    ):
        assert old in text
        text = text.replace(old, new)
    (folder / "site.conf").write_text(text)
    (folder / "nginx.conf").write_text(
        f"user root;\npid {folder}/pid;\nerror_log {folder}/error.log;\n"
        "worker_rlimit_nofile 8192;\nevents { worker_connections 4096; }\n"
        f"http {{ include {folder}/site.conf; }}\n"
    )
    control = "nginx", "-c", str(folder / "nginx.conf"), "-e", f"{folder}/e.log"
    run(*control, "-t")
    run(*control)  # comes back once it listens
    try:
        yield
    finally:
        run(*control, "-s", "stop")


def run(*command):
    subprocess.run(command, check=True, capture_output=True, timeout=30)
