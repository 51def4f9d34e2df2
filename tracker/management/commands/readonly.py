from django.core.management.base import BaseCommand

from tracker.actions.read_only import switch_off, switch_on


class Command(BaseCommand):
    help = "Let the site be read and not written to, on this machine: on waits for begun writes."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("state", choices=("on", "off"))

    def handle(self, *, state, **options):
        if state == "on":
            switch_on()
            self.stdout.write("Read-only: whoever sends a form is asked to send it again later.")
        else:
            switch_off()
            self.stdout.write("Forms are saved again.")
