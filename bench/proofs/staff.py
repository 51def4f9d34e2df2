"""People of the staff who write at once, as a browser would, and know what was confirmed."""

import html
import re
import threading
from urllib.parse import urlencode, urlsplit

from bench.proofs.site import request

TOKEN = "t" * 32
LOGGED_IN = """
from django.test import Client
from tracker.models import User
for name in {names}:
    client = Client()
    client.force_login(User.objects.get(username=name))
    print(name, client.cookies["{cookie}"].value)
"""
COUNTS = """
from tracker.models import LedgerEntry, StatusUpdate
print("sentences", *StatusUpdate.objects.values_list("sentence_en", flat=True), sep="|")
print("public", *StatusUpdate.objects.published().values_list("sentence_en", flat=True), sep="|")
"""
MATERIAL = """
import json
from tracker.models import Citation, Initiative
slugs = [*Initiative.objects.published().values_list("slug", flat=True)]
print(json.dumps([slugs, Citation.objects.order_by("pk").first().quote]))
"""
FORM = re.compile(r'<form[^>]*action="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
INPUT = re.compile(r"<input\b([^>]*)>")


def sessions(site, *names, cookie="sessionid"):
    """Return the Cookie header of each of some accounts, logged in."""
    printed = site.manage("shell", "-v0", "-c", LOGGED_IN.format(names=names, cookie=cookie))
    pairs = [line.split() for line in printed.splitlines() if line.count(" ") == 1]
    return {name: f"{cookie}={value}; csrftoken={TOKEN}" for name, value in pairs}


class Writer(threading.Thread):
    """Saves drafts, hands each in, and has it approved by somebody else, again and again.

    `saved` and `published` hold the sentences that the site confirmed; `statuses` all its answers.
    """

    def __init__(self, site, number, author, reviewer, material, *, most=10**9):
        super().__init__(daemon=True)
        self.site, self.number, self.author, self.reviewer = site, number, author, reviewer
        (self.slugs, self.quote), self.most = material, most
        self.ended = threading.Event()
        self.saved, self.published, self.statuses, self.wrong = [], [], [], []

    def run(self):
        written = 0
        while not self.ended.is_set() and written < self.most:
            try:
                written += self.write(written)
            except OSError:
                self.ended.wait(0.1)

    def write(self, written):
        """Take an update as far as it goes; return how many writes were confirmed."""
        slug = self.slugs[(self.number + written) % len(self.slugs)]
        sentence = f"Proof {self.number}.{written} of what was written."
        typed = {
            "status": "planned", "evidence": "stated", "changed_on": "2025",
            "sentence_en": sentence, "quote": self.quote, "source": "",
        }  # fmt: skip
        place = self.post(f"/desk/initiatives/{slug}/update/", self.author, typed)
        if not place:
            return 0
        self.saved.append(sentence)
        if self.press(place, "submit/", self.author) and self.press(
            place, "approve/", self.reviewer
        ):
            self.published.append(sentence)
            return 3
        return 1

    def press(self, place, verb, cookie):
        """Send the form of a page whose address ends so; return where it leads, if it was taken."""
        _status, page, _place = self.send("GET", place, cookie)
        for action, form in FORM.findall(page):
            if action.endswith(verb):
                fields = dict(map(_field, re.findall(r"<input\b([^>]*)>", form)))
                fields |= dict.fromkeys(re.findall(r'<textarea[^>]*name="([^"]+)"', form), "")
                return self.post(action, cookie, fields)
        self.wrong.append(f"no form {verb} on {place}")
        return None

    def post(self, path, cookie, fields):
        fields = {name: value for name, value in fields.items() if name}
        body = urlencode(fields | {"csrfmiddlewaretoken": TOKEN}).encode()
        status, page, place = self.send("POST", path, cookie, body)
        self.statuses.append(status)
        if status != 302:
            self.wrong.append(f"{status} {path} {page[:200]!r}")
        return place if status == 302 else None

    def send(self, method, path, cookie, body=b""):
        form = {"content_type": "application/x-www-form-urlencoded", "connection": "close"}
        answer = b""
        with self.site.connect(timeout=90) as client:
            client.sendall(request(path, method, body, cookie=cookie, **form))
            while part := client.recv(1 << 16):
                answer += part
        if not answer:
            raise ConnectionError
        head, _line, page = answer.partition(b"\r\n\r\n")
        head = head.decode("latin-1")
        place = re.search(r"(?i)\nlocation: (\S+)", head)
        return int(head[9:12]), page.decode(), place and urlsplit(place[1]).path


def _field(attributes):
    named = re.search(r'name="([^"]*)"', attributes)
    value = re.search(r'value="([^"]*)"', attributes)
    return named[1] if named else "", html.unescape(value[1]) if value else ""


def lost(site, writers):
    """Return which confirmed sentences the record does not hold, or not as public."""
    lines = site.manage("shell", "-v0", "-c", COUNTS).splitlines()
    held = {line.partition("|")[0]: {*line.split("|")[1:]} for line in lines if "|" in line}
    saved = {sentence for writer in writers for sentence in writer.saved}
    published = {sentence for writer in writers for sentence in writer.published}
    return (saved - held.get("sentences", set())) | (published - held.get("public", set()))
