from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tracker.actions.verify import verify
from tracker.watching import last_runs

MOST_FINDINGS = 20


class Command(BaseCommand):
    help = "Compare every digest, quote, source and projection of the record; exit 1 if one is off."

    def handle(self, **options):
        verification, findings = verify(most=MOST_FINDINGS, processes=2)
        self.leave(verification, whole=not findings)
        if findings:
            raise CommandError("\n".join(findings))
        counts = ", ".join(f"{count} {what}" for what, count in verification.counts.items())
        self.stdout.write(f"The record is whole: {counts or 'nothing in it yet'}.")
        if head := verification.head:
            time = f"{head.recorded_at:%Y-%m-%dT%H:%M:%SZ}"
            self.stdout.write(f"Head: entry {head.sequence} of {time}, {head.digest}")

    def leave(self, verification, *, whole):
        """Leave the result where `/readyz` and the figures read it, if that can be written."""
        head = verification.head.digest if verification.head else ""
        try:
            last_runs.record_verify(now=timezone.now(), whole=whole, head=head)
        except OSError as error:
            self.stderr.write(f"The result could not be left in DATA_DIR: {error.strerror}.")
