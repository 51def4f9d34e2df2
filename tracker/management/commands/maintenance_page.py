from django.conf import settings
from django.core.management.base import BaseCommand
from django.template.loader import render_to_string
from django.utils import translation


class Command(BaseCommand):
    help = "Print the page that a proxy shows while no process of ours answers."

    def add_arguments(self, parser):
        parser.add_argument("--language", choices=settings.LANGUAGE_NAMES, default="en")

    def handle(self, *, language, **options):
        with translation.override(language):
            self.stdout.write(render_to_string("errors/503.html"))
