"""Addresses of the data entry, and steps that its tests begin with."""

import re

from django.urls import reverse


def url(model, page, *args):
    return reverse(f"admin:tracker_{model}_{page}", args=args)


def inlines(*prefixes):
    """The management forms of empty inlines."""
    return {f"{prefix}-{name}_FORMS": "0" for prefix in prefixes for name in ("TOTAL", "INITIAL")}


def filled(page, **changes):
    """Return what a browser sends from the form of a page, with what somebody changed in it."""
    form = page.context["adminform"].form
    data = {bound.name: bound.value() for bound in form}
    data = {name: value for name, value in data.items() if value not in (None, False)}
    data |= inlines(*(one.formset.prefix for one in page.context["inline_admin_formsets"]))
    data |= changes
    for name, value in data.items():
        if isinstance(value, str):
            data[name] = value.replace("\r\n", "\n").replace("\n", "\r\n")
    return data


def save(client, address, **changes):
    """Open the form at an address, change it, save it, and return the answer."""
    return client.post(address, filled(client.get(address), **changes))


def said(client, response):
    """Return the messages that the page shows to which an answer leads."""
    page = client.get(response["Location"])
    return [str(message) for message in page.context["messages"]]


def told(response):
    """Return {field: errors} of the form that an answer shows once more."""
    assert response.status_code == 200
    errors = response.context["adminform"].form.errors
    return {field: [str(error) for error in errors] for field, errors in errors.items()}


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
