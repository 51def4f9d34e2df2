"""Steps that are taken at the desk, by the buttons of a page."""

from django.urls import reverse

from tests.views.conftest import version_on

CHANGED = "Somebody else changed this meanwhile."
"""What a page says of a conflict."""


def page(name, update):
    return reverse(f"desk_{name}", args=[update.pk])


def step(client, verb, update, **data):
    """Press a button on the page of an update."""
    version = version_on(client.get(page("submission", update)))
    return client.post(page(verb, update), {"version": version, **data})
