"""While the site is read-only, pages are read, and a form is answered 503 with what was typed."""

import pytest
from django.urls import reverse

from tests.conftest import person
from tests.factories import published_initiative
from tracker.actions.read_only import switch_off, switch_on
from tracker.models import Challenge
from tracker.vocabulary import Role

TYPED = 'It is <open>, I saw it on "Monday".\nReally.'


@pytest.fixture
def initiative(db):
    return published_initiative()


@pytest.fixture
def read_only(tmp_path, settings, logged):
    settings.DATA_DIR = tmp_path
    switch_on()


def challenge(client, initiative):
    address = reverse("challenge", args=[initiative.slug])
    return client.post(address, {"text": TYPED, "link": "https://gazette.example/2"})


def test_what_was_typed_is_kept_to_be_sent_again(client, initiative, read_only):
    response = challenge(client, initiative)

    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert response["Cache-Control"] == "no-store"
    assert "Nothing was saved" in response.text
    assert "It is &lt;open&gt;, I saw it on &quot;Monday&quot;.<br>Really." in response.text
    assert '<input type="hidden" name="link" value="https://gazette.example/2">' in response.text
    assert f'action="{reverse("challenge", args=[initiative.slug])}"' in response.text
    assert not Challenge.objects.exists()

    switch_off()
    assert challenge(client, initiative).status_code == 302
    assert Challenge.objects.get().text.split() == TYPED.split()


def test_pages_and_forms_are_read(client, initiative, read_only):
    client.force_login(person(Role.EDITOR))

    for name in ("dashboard", "desk", "admin:index", "login"):
        assert client.get(reverse(name)).status_code == 200
    assert client.get(reverse("desk_update", args=[initiative.slug])).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize(
    "name", ["login", "logout", "desk", "admin:tracker_theme_add", "dashboard"]
)
def test_no_other_method_comes_in(client, initiative, read_only, name, method):
    client.force_login(person(Role.EDITOR))

    assert getattr(client, method)(reverse(name)).status_code == 503


def test_a_password_is_not_printed_and_not_sent_again(client, initiative, read_only):
    response = client.post(reverse("login"), {"username": "aigul", "password": "a secret word"})

    assert response.status_code == 503
    assert "secret" not in response.text
    assert "Send it again" not in response.text


def test_the_language_of_the_desk_can_be_chosen(client, initiative, read_only):
    response = client.post(reverse("set_language"), {"language": "kk", "next": "/desk/"})

    assert response.status_code == 302


def test_it_is_told_in_the_language_of_the_page(client, initiative, read_only):
    response = client.post(f"/ru/initiatives/{initiative.slug}/challenge/", {"text": TYPED})

    assert response.status_code == 503
    assert 'lang="ru"' in response.text
