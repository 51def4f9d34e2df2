import os
import socket
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from tracker.sqlite.file import WrongFile


class Command(BaseCommand):
    help = "Bring the database up to date, load the seeds and serve; needs collectstatic before."
    requires_system_checks = []

    def handle(self, **options):
        address = free_address()
        refuse_silent_database()
        call_command("migrate", verbosity=0, interactive=False)
        call_command("rebuild", stdout=self.stdout)
        call_command("seed", stdout=self.stdout)
        call_command("first_accounts", stdout=self.stdout)
        host = "localhost" if settings.HOST == "127.0.0.1" else settings.HOST
        url = f"http://{f'[{host}]' if ':' in host else host}:{settings.PORT}/"
        self.stdout.write(f"OTS Tracker: {url}  (staff: {url}desk/; Ctrl+C stops it)")
        self.stdout.flush()
        serve(address)


def free_address():
    """Return the IP address to listen on; refuse a foreign host and a taken port."""
    try:
        found = socket.getaddrinfo(settings.HOST, settings.PORT, type=socket.SOCK_STREAM)
        family, _kind, _protocol, _name, address = found[0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise CommandError(
            f"Port {settings.PORT} on {settings.HOST} can't be used: {error.strerror}."
            f" Choose another: PORT={settings.PORT + 1} make run"
        ) from None
    return address[0]


def refuse_silent_database():
    try:
        connection.prepare_database()
        connection.ensure_connection()
    except WrongFile as error:
        raise CommandError(str(error)) from None
    except OperationalError as error:
        reason = " ".join(str(error).split())
        raise CommandError(f"The database does not answer: {reason}") from None


def serve(address):
    """Become the server."""
    command = [sys.executable, "-m", "tracker.serving", "--host", address]
    os.execv(sys.executable, [*command, "--port", str(settings.PORT)])  # noqa: S606
