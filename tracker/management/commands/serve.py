import os
import socket
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection


class Command(BaseCommand):
    help = "Bring the database up to date, load the seeds and serve; needs collectstatic before."
    requires_system_checks = []

    def handle(self, **options):
        refuse_taken_port()
        refuse_silent_database()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("seed", stdout=self.stdout)
        call_command("first_accounts", stdout=self.stdout)
        host = "localhost" if settings.HOST == "127.0.0.1" else settings.HOST
        address = f"http://{host}:{settings.PORT}/"
        self.stdout.write(f"OTS Tracker: {address}  (staff: {address}desk/; Ctrl+C stops it)")
        self.stdout.flush()
        serve()


def refuse_taken_port():
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.HOST, settings.PORT))
        except OSError as error:
            raise CommandError(
                f"Port {settings.PORT} on {settings.HOST} can't be used: {error.strerror}."
                f" Choose another: PORT={settings.PORT + 1} make run"
            ) from None


def refuse_silent_database():
    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = " ".join(str(error).split())
        raise CommandError(f"The database does not answer: {reason}") from None


def serve():
    """Become the server: one process with a few threads, each with a connection of its own."""
    arguments = {
        "interface": "wsgi",
        "host": settings.HOST,
        "port": settings.PORT,
        "workers": 1,
        "blocking-threads": 4,
        "backpressure": 64,
        "log-level": "warning",
    }
    flags = [part for name, value in arguments.items() for part in (f"--{name}", str(value))]
    command = [sys.executable, "-m", "granian", *flags, "tracker.wsgi:application"]
    os.execv(sys.executable, command)  # noqa: S606
