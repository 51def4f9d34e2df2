"""Addresses of the data entry, and steps that its tests begin with."""

import re

from django.urls import reverse


def url(model, page, *args):
    return reverse(f"admin:tracker_{model}_{page}", args=args)


def inlines(*prefixes):
    """The management forms of empty inlines."""
    return {f"{prefix}-{name}_FORMS": "0" for prefix in prefixes for name in ("TOTAL", "INITIAL")}


def question(client, model, row):
    """Return the address at which the deletion of a row is asked for, with the version read."""
    return client.get(url(model, "delete", row.pk))["Location"]


def choose(client, action, *drafts):
    """Send a list's action for drafts with the versions that the list carries."""
    address = url("statusupdate", "changelist")
    carried = dict(re.findall(r'name="(version-\d+)" value="(\w+)"', client.get(address).text))
    return lambda: client.post(
        address,
        {"action": action, "_selected_action": [draft.pk for draft in drafts], **carried},
        follow=True,
    )
