from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from django.conf import settings

from .catalogue import (
    file_of,
    name_of,
    new_catalogue,
    read,
    texts_in,
    translations_in,
    with_texts,
)
from .texts import find_texts
from .upstream import plural_forms, texts_of_packages, translations_of_packages

OWN = settings.BASE_DIR / "locale"
UPSTREAM = settings.BASE_DIR / "locale_upstream"
TITLES = {
    "locale": "{} translation of OTS Tracker.",
    "locale_upstream": "What the {} catalogues of Django, its admin and django-filter lack.",
}


@dataclass
class Renewal:
    """A catalogue as it should be: it names `texts`, each kept with where it was found."""

    path: Path
    language: str
    texts: dict

    @property
    def name(self):
        return "/".join(self.path.parts[-4:])

    @cached_property
    def catalogue(self):
        """What the file says now."""
        return read(self.path)

    def content(self):
        """Return what the file should say; None where no file is needed."""
        if not self.texts:
            return None
        if self.path.exists():
            return with_texts(self.catalogue, self.texts)
        title = TITLES[self.path.parts[-4]].format(name_of(self.language))
        new = new_catalogue(self.language, title, plural_forms(self.language))
        return with_texts(new, self.texts)

    def missing(self):
        return self.texts.keys() - texts_in(self.catalogue).keys()

    def superfluous(self):
        return texts_in(self.catalogue).keys() - self.texts.keys()

    def untranslated(self):
        return self.texts.keys() - translations_in(self.catalogue).keys()


def renewals():
    """Return all catalogues as they should be, for each language but English.

    A catalogue in `locale_upstream` names what neither the packages nor `locale` have in its
    language, and keeps what it says in other words than they.
    """
    own = own_texts()
    packages = {domain: texts_of_packages(domain) for domain in ("django", "djangojs")}
    for language, _name in settings.LANGUAGES:
        if language == "en":
            continue
        yield Renewal(file_of(OWN, language, "django"), language, own)
        for domain, texts in packages.items():
            path = file_of(UPSTREAM, language, domain)
            theirs = translations_of_packages(language, domain)
            ours = theirs | translations_in(read(path))
            lacking = {
                text: place
                for text, place in texts.items()
                if text not in theirs or ours[text] != theirs[text]
            }
            if domain == "django":
                lacking = {text: place for text, place in lacking.items() if text not in own}
            yield Renewal(path, language, lacking)


def own_texts():
    """Return the texts of our code and templates, each with the first file that has it."""
    folders = (settings.BASE_DIR / "tracker", settings.BASE_DIR / "templates")
    return find_texts([path for folder in folders for path in folder.rglob("*")], settings.BASE_DIR)
