"""Two processes behind nginx, on PostgreSQL and Redis: one is killed while readers ask.

Prints how many answers there were and how many were not 200: python bench/scaled.py POSTGRES REDIS
Needs nginx, which nothing else here does.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import servers, worlds
from bench.client import Client

SECONDS = 8
CONFIGURATION = """
worker_processes 1; error_log {folder}/error.log; pid {folder}/pid; daemon off;
events {{ worker_connections 256; }}
http {{
  access_log off; client_body_temp_path {folder}; proxy_temp_path {folder};
  fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
  upstream tracker {{ server 127.0.0.1:{first}; server 127.0.0.1:{second}; keepalive 16; }}
  server {{
    listen 127.0.0.1:{{port}};
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
    folder = worlds.DATA / "nginx"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    text = CONFIGURATION.format(
        folder=folder, first=processes[0].port, second=processes[1].port
    ).replace("{port}", str(port := servers.free_port()))
    (folder / "nginx.conf").write_text(text)
    proxy = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")])
    try:
        time.sleep(1)
        print(*_ask(port, processes[0]))
    finally:
        proxy.terminate()
        proxy.wait()
        processes[1].stop()


def _ask(port, victim):
    """Ask for SECONDS, half of them with one process killed; return (answers, not 200)."""
    client, number, codes = Client(port), count(), []
    begun = time.monotonic()
    is_killed = False
    while (now := time.monotonic() - begun) < SECONDS:
        if now > SECONDS / 2 and not is_killed:
            os.killpg(victim.process.pid, signal.SIGKILL)
            is_killed = True
        code, _headers, _body = client.get(f"/en/initiatives/?n={next(number)}")
        codes.append(code)
    return len(codes), sum(code != 200 for code in codes)


if __name__ == "__main__":
    main(*sys.argv[1:])
