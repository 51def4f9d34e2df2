from django.core.management.base import BaseCommand

from tracker.catalogues.renew import renewals


class Command(BaseCommand):
    help = (
        "Renew the catalogues in locale/ and locale_upstream/: name the texts that are used now,"
        " keep their translations, drop the others. Needs no gettext, unlike Django's command of"
        " that name, in whose place it is."
    )
    requires_system_checks = []

    def handle(self, **options):
        for renewal in renewals():
            content = renewal.content()
            new, dropped = len(renewal.missing()), len(renewal.superfluous())
            untranslated = len(renewal.untranslated())
            if content is None:
                renewal.path.unlink(missing_ok=True)
            elif content != current(renewal.path):
                renewal.path.parent.mkdir(parents=True, exist_ok=True)
                renewal.path.write_text(content, encoding="utf-8")
            if new or dropped or untranslated:
                self.stdout.write(
                    f"{renewal.name}: {new} new, {dropped} dropped, {untranslated} to translate"
                )


def current(path):
    return path.read_text(encoding="utf-8") if path.exists() else None
