"""What a browser says in its console, and whom it asks."""

import re
from contextlib import contextmanager

REFUSED = re.compile(r"the server responded with a status of [45]\d\d")
"""Chromium notes each page and form that we answer so; nothing is wrong with that."""


@contextmanager
def listening(page, site):
    """Yield a list that fills with what should not be: messages, errors, requests of other hosts.

    A breach of the content security policy is such a message.
    """
    said = []

    def hear(message):
        if not REFUSED.search(message.text) or "/static/" in message.location["url"]:
            said.append(message.text)

    def look(request):
        if not request.url.startswith(site):
            said.append(f"outside: {request.url}")

    heard = {
        "console": hear,
        "pageerror": lambda error: said.append(str(error)),
        "request": look,
    }
    for event, noticed in heard.items():
        page.on(event, noticed)
    try:
        yield said
    finally:
        for event, noticed in heard.items():
            page.remove_listener(event, noticed)
