"""The pages of the site: which there must be, by the resolver, and where, by their links."""

import re
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve

from tests.addresses import NAMES, RECORD_PAGES
from tracker.actions.accounts import FIRST_ACCOUNTS

WORKLIST = re.compile("^[^?]*(/desk/|/desk/verify/|/admin/tracker/user/)$")
"""Where a login leads: to the accounts, the verification or the work of the role.

Its own address ends like that, too, in what comes next.
"""
PUBLIC_PAGES = sorted({*RECORD_PAGES, "challenge"})
"""The page of thanks, after a form, is looked at where the form is sent."""
STATES = {
    "as-of": "/en/?as_of=2025-11-01",
    "as-of-before-all": "/en/timeline/?as_of=2020-01-01",
    "no-result": "/en/initiatives/?q=nothing+at+all+matches+this",
    "400-filter": "/en/initiatives/?status=nope",
    "400-day": "/en/?as_of=nope",
    "404": "/en/initiatives/nope/",
    "404-ru": "/ru/nope/",
    "login": "/desk/login/",
    "link-too-old": "/desk/link/MQ/too-old/",
}
PEOPLE = FIRST_ACCOUNTS
STEPS = {
    f"desk_{what}{verb}"
    for what in ("", "revision_")
    for verb in ("submit", "approve", "return", "emergency", "countersign", "discard")
}
DESK_PAGES = {name for name in NAMES if name.startswith("desk")} - STEPS
DESK = [
    "/desk/",
    "/desk/plans/action-plan-2025-2026/revise/",
    "/desk/sources/trend-2025-10-24/",
    "/desk/sources/trend-2025-10-24/revise/",
]
"""Where to begin at the desk: the worklist, and what is linked from data entry only."""
PUBLISHED = "/desk/updates/1/"
MOST_ALIKE = 4
"""So many addresses of one name are looked at for links: not each has all that another has."""


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        if tag == "a":
            self.found.append(dict(attributes).get("href", ""))


def crawl(get, *starts, within="/"):
    """Follow the links from the `starts`; return {URL name: the address of it that came first}.

    `get` takes an address and returns Playwright's answer; only pages that are there are kept, and
    none that leads to another.
    """
    pages, asked, alike, waiting = {}, set(), Counter(), list(starts)
    for address in waiting:
        name = name_of(address)
        if name is None or alike[name] == MOST_ALIKE or address in asked:
            continue
        asked.add(address)
        alike[name] += 1
        answer = get(address)
        if not answer.ok:
            continue
        if "text/html" not in answer.headers["content-type"]:
            alike[name] = MOST_ALIKE  # a file: so are its others
        else:
            if name_of(answer.url) == name:  # it may lead on, to the data entry
                pages.setdefault(name, address)
            links = Links()
            links.feed(answer.text())
            found = (urljoin(address, urldefrag(link).url) for link in links.found)
            waiting += [link for link in found if link.startswith(within)]
    return pages


def crawl_desk(get):
    """Return the same for the desk, whatever waits there: what is public has forms of its own."""
    public = crawl(get, PUBLISHED, within="/desk/updates/")
    return {**public, **crawl(get, *DESK, within="/desk/")}


def name_of(address):
    """Return the URL name of a path; None in the admin, and in another language than this."""
    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return None
    return None if match.namespace else match.url_name


def in_language(address, language):
    return re.sub(r"^/[a-z]{2}/", f"/{language}/", address)
