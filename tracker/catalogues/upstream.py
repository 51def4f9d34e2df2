"""The texts of the installed packages, and which of them a language lacks."""

from functools import cache
from pathlib import Path

import django
from django.apps import apps
from django.conf import global_settings, settings

from .catalogue import file_of, read, texts_in, translations_in
from .texts import find_texts

DJANGO = Path(django.__file__).parent / "conf"
# Django has the names of a hundred languages; those of ours are texts of our own.
LANGUAGES = {name for _code, name in global_settings.LANGUAGES}


@cache
def texts_of_packages(domain):
    """Return the texts of Django and of each installed package, each with where it was found.

    They stand in the package's English catalogue; where it has none, they are looked for in its
    code, and texts for scripts are not.
    """
    found = {}
    for package in packages():
        english = file_of(package / "locale", "en", domain)
        if english.exists():
            place = english.relative_to(package.parent).as_posix()
            found |= dict.fromkeys(texts_in(read(english)), place)
        elif domain == "django":
            parts = [path for path in package.iterdir() if path.name != "tests"]
            code = [path for part in parts for path in (part, *part.rglob("*"))]
            found |= find_texts(code, package.parent)
    return {text: place for text, place in found.items() if text.text not in LANGUAGES}


@cache
def translations_of_packages(language, domain):
    found = {}
    for package in packages():
        found |= translations_in(read(file_of(package / "locale", language, domain)))
    return found


def packages():
    """Return the folders of Django's core and of all apps but our own; the last has precedence.

    Those of allauth are left out: none of its texts is shown, ours stand in their place.
    """
    configs = apps.get_app_configs()
    folders = [Path(app.path) for app in configs if not app.name.startswith("allauth.")]
    return [DJANGO, *(path for path in reversed(folders) if path.parent != settings.BASE_DIR)]


def plural_forms(language):
    """Return the rule that Django has for the plurals of a language, else that of English."""
    known = read(file_of(DJANGO / "locale", language, "django")).metadata
    return known.get("Plural-Forms", "nplurals=2; plural=(n != 1);")
