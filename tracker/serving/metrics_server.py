"""The figures of a process, on a port of their own that no proxy leads to."""

import logging
from functools import cache
from socket import AF_INET, AF_INET6
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from django.conf import settings
from django.db import connections
from django.utils import timezone
from prometheus_client import REGISTRY, make_wsgi_app
from prometheus_client.core import GaugeMetricFamily

from ..reading.health import health

logger = logging.getLogger(__name__)


class SiteFigures:
    """What is asked of the database and the disk once somebody reads the figures."""

    def describe(self):
        return []

    def collect(self):
        found = health(now=timezone.now())
        figures = {
            "tracker_database_up": ("Whether the database answers.", int(found.has_database)),
            "tracker_migrations_missing": ("Migrations that are not applied.", len(found.missing)),
            "tracker_data_version": (
                "The number that moves with what the public sees.",
                found.version,
            ),
            "tracker_ledger_entries": ("The sequence of the newest entry.", found.entries),
            "tracker_disk_free_bytes": ("What is free in DATA_DIR.", found.disk_free),
            "tracker_last_backup_timestamp_seconds": (
                "When a backup was last made.",
                found.backup_at,
            ),
            "tracker_last_verify_timestamp_seconds": (
                "When the record was last read.",
                found.verify_at,
            ),
            "tracker_last_verify_whole": ("Whether it was whole then.", found.is_whole),
        }
        for name, (words, value) in figures.items():
            if value is not None:
                yield GaugeMetricFamily(name, words, value=value)
        alarms = GaugeMetricFamily("tracker_alarm", "What /readyz calls an alarm.", labels=["name"])
        for name in found.alarms:
            alarms.add_metric([name], 1)
        yield alarms


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Handler(WSGIRequestHandler):
    timeout = 10

    def log_message(self, *_arguments):
        """Leave no line: the figures are read every few seconds."""


@cache
def start():
    """Serve the figures beside the pages, from METRICS_PORT if there is one: once a process."""
    if not settings.METRICS_PORT:
        return
    try:
        serve(settings.METRICS_HOST, settings.METRICS_PORT)
    except OSError as error:
        logger.error("METRICS_PORT %s can't be used: %s", settings.METRICS_PORT, error.strerror)
        return
    REGISTRY.register(SiteFigures())


def serve(host, port, registry=REGISTRY):
    """Begin to serve a registry, and return the server."""
    figures = make_wsgi_app(registry)

    def application(environ, start_response):
        try:
            return figures(environ, start_response)
        finally:
            connections.close_all()  # a thread answers once

    class OfFamily(Server):
        address_family = AF_INET6 if ":" in host else AF_INET

    server = make_server(host, port, application, OfFamily, Handler)
    Thread(target=server.serve_forever, daemon=True, name="metrics").start()
    return server
