"""The site of the data entry."""

import json

import polib
from django.conf import settings
from django.urls import reverse

from tests.conftest import person
from tracker.vocabulary import Role


def test_the_scripts_of_the_admin_have_the_texts_that_django_lacks(editing):
    text = editing.get(reverse("admin:jsi18n"), headers={"accept-language": "kk"}).text

    path = settings.BASE_DIR / "locale_upstream/kk/LC_MESSAGES/djangojs.po"
    catalogue = polib.pofile(str(path))
    entry = next(entry for entry in catalogue if entry.msgid == "Choose a Date")
    assert json.dumps(entry.msgstr) in text


def test_whoever_has_no_desk_finds_their_account_from_here(db, client):
    client.force_login(person(Role.ADMINISTRATOR))

    page = client.get("/admin/").text

    assert f'href="{reverse("account")}"' in page
