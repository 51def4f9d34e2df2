"""What people type is printed as they typed it, and nothing else: in every page, file and mail.

One world has every payload in every text; then every output is read once.
"""

import csv
import json
import re
from html.parser import HTMLParser
from io import BytesIO, StringIO
from xml.etree import ElementTree  # of our own feed

import pypdf
import pytest
from django.urls import reverse

from tests import factories as make
from tests.addresses import NAMES, PUBLIC_NAMES, address
from tests.conftest import person
from tests.payloads import CALL, FORMULAS, HEADERS, TYPST, XSS, packed
from tests.planted import public_world, waiting_world
from tracker import models
from tracker.actions import notes
from tracker.vocabulary import Role

SHOWS_TEXT = {
    "alt", "aria-label", "cite", "content", "data-copy", "href", "title", "value", "action",
}  # fmt: skip
"""The attributes in which a page says what somebody typed; an address has it encoded."""
RUNS = re.compile(r"[\s\x00]*(javascript|vbscript|data)[\s\x00]*:", re.IGNORECASE)


class Reader(HTMLParser):
    """Reads HTML as a browser does, and keeps what a payload became that is no text."""

    def __init__(self):
        super().__init__()
        self.wrong, self.inside, self.data, self.text = [], None, [], []

    def handle_starttag(self, tag, attributes):
        self.inside = tag
        for name, value in attributes:
            value = value or ""
            is_address = name in ("href", "src", "action", "formaction", "xlink:href")
            if (
                name.startswith(("on", "hx-on", "data-hx-on"))
                or "pwned" in name
                or (is_address and RUNS.match(value))
                or (name == "style")
                or ("pwned" in value and name not in SHOWS_TEXT)
            ):
                self.wrong.append((tag, name, value))
        if tag in ("base", "iframe", "object", "embed", "math", "template", "xmp", "style"):
            self.wrong.append((tag, attributes))
        if tag == "script" and not dict(attributes).get("src", "").startswith("/"):
            kind = dict(attributes).get("type")
            if kind not in ("application/ld+json", "application/json"):
                self.wrong.append((tag, attributes))

    def handle_endtag(self, tag):
        self.inside = None

    def handle_data(self, data):
        (self.data if self.inside == "script" else self.text).append(data)

    def handle_comment(self, data):
        if "pwned" in data:
            self.wrong.append(("comment", data))


def read(html):
    reader = Reader()
    reader.feed(html)
    reader.close()
    for block in filter(str.strip, reader.data):
        json.loads(block)
    return reader


def body(response):
    return response.getvalue() if response.streaming else response.content


def check(response, name):
    for header, value in response.items():
        assert not re.search(r"[\r\n]", value), (name, header)
        assert not value.startswith("pwned"), (name, header)
    assert "pwned" not in response.cookies, name
    assert "pwned=1" not in str(response.cookies), name
    if "text/html" in response.get("Content-Type", ""):
        assert read(response.text).wrong == [], name


@pytest.fixture(scope="module")
def texts():
    return [*packed(XSS, 290), *packed(HEADERS, 290)]


@pytest.fixture
def worlds(db, texts):
    """[{model: row}], one a text that holds many payloads."""
    address = f'https://gazette.example/?"><script>{CALL}</script>'
    return [public_world(text, url=address) for text in texts]


def test_there_are_enough_payloads():
    assert len(set(XSS)) >= 100
    assert min(len(set(TYPST)), len(set(FORMULAS)), len(set(HEADERS))) >= 30


def by_name(world):
    return {model._meta.model_name: row for model, row in world.items()}


@pytest.mark.timeout(600)
def test_no_public_page_runs_what_somebody_typed(worlds, texts, rows, client):
    seen = set()
    for world in worlds:
        known = rows | by_name(world)
        for name in PUBLIC_NAMES:
            if name.endswith("card.png") or name == "plan_brief" or "card" in name:
                continue
            response = client.get(address(name, known))
            assert response.status_code == 200, name
            check(response, name)
            if name == "initiative":
                shown = " ".join(read(response.text).text)
                seen |= {payload for payload in XSS if payload in shown}

    assert len(seen) > 90  # it is printed, and as text
    check_feed(client.get("/en/corrections.atom").content)
    lines = body(client.get("/en/data/ledger.jsonl")).decode().split("\n")
    assert all(isinstance(json.loads(line), dict) for line in lines if line)


def check_feed(feed):
    """Read each text of a feed as its readers do: a summary is HTML to them."""
    kinds, read_as_html = {"summary": "html"}, 0
    for element in ElementTree.fromstring(feed).iter():  # noqa: S314
        kind = element.get("type", kinds.get(element.tag.rpartition("}")[2], "text"))
        if kind == "html" and element.text:
            read_as_html += 1
            assert read(element.text).wrong == []
            assert "<" not in element.text
    assert read_as_html


@pytest.mark.timeout(600)
def test_no_search_or_filter_runs_what_is_asked(seeds, client):
    for payload in (*XSS, *HEADERS):
        for name in ("search", "initiatives", "timeline", "roadmap", "changes"):
            asked = {
                "search": {"q": payload}, "changes": {"from": payload, "to": payload},
            }.get(name, {"q": payload, "theme": payload, "sort": payload})  # fmt: skip
            response = client.get(reverse(name), asked)
            assert response.status_code < 500
            check(response, name)
    for name in PUBLIC_NAMES[:4]:
        check(client.get(reverse("search"), {"as_of": XSS[0], "page": XSS[0]}), name)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("role", [Role.EDITOR])
def test_no_page_of_the_staff_runs_what_somebody_typed(role, worlds, texts, rows, client):
    client.force_login(person(role))
    for index, (text, world) in enumerate(zip(texts, worlds, strict=True)):
        waiting = waiting_world(text, world[models.Initiative])
        known = rows | by_name(world) | waiting
        known["citation"] = world[models.Source].citations.first()
        for name in NAMES:
            is_of_the_data_entry = name.startswith("admin:") and index
            if name in PUBLIC_NAMES or is_of_the_data_entry or name == "logout":
                continue
            response = client.get(address(name, known))
            assert response.status_code < 500, name
            check(response, name)


def test_what_is_typed_wrong_comes_back_as_text(rows, client):
    form = reverse("challenge", args=[rows["initiative"].slug])
    for payload in (*XSS, *HEADERS):
        response = client.post(
            form, {"text": payload, "name": payload, "email": payload, "link": payload}
        )
        assert response.status_code == 422
        check(response, payload)


def test_a_spreadsheet_runs_nothing(db, client):
    plans = [make.ActionPlanFactory(name_en=payload) for payload in FORMULAS]
    for payload, plan in zip(FORMULAS, plans, strict=True):
        make.published_initiative(title_en=payload, plan=plan)

    rows = [*csv.reader(StringIO(body(client.get("/en/initiatives.csv")).decode(), newline=""))]

    assert len(rows) == len(FORMULAS) + 1
    assert not [cell for row in rows for cell in row if cell[:1] in tuple("=+-@\t\r\0")]
    assert {row[2] for row in rows[1:]} == {f"'{payload}" for payload in FORMULAS}


def test_the_spreadsheet_of_accounts_runs_nothing(auditor, client):
    for payload in FORMULAS:
        make.AccountLogFactory(old=payload, new=payload)
    client.force_login(auditor)

    text = body(client.get(reverse("admin:tracker_accountlog_csv"))).decode("utf-8-sig")

    cells = [cell for row in csv.reader(StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r\0")]
    assert len(cells) > 2 * len(FORMULAS)


def test_typst_prints_what_was_typed(db, client):
    plan = make.ActionPlanFactory(name_en="Test plan")
    printed = [text.strip() for text in TYPST]
    for text in TYPST:
        make.published_initiative(title_en=f"{text} end", plan=plan)

    response = client.get(reverse("plan_brief", args=[plan.slug]))

    assert response.status_code == 200
    pages = pypdf.PdfReader(BytesIO(response.content)).pages
    letters = "".join("".join(page.extract_text() for page in pages).split())
    missing = [text for text in printed if "".join(text.split()) not in letters]
    assert missing == []


@pytest.mark.parametrize("text", packed(TYPST, 140))
def test_a_card_is_made_of_what_was_typed(db, client, text):
    initiative = make.published_initiative(title_en=text)

    response = client.get(reverse("initiative_card", args=[initiative.slug]))

    assert (response.status_code, response["Content-Type"]) == (200, "image/png")


def test_a_mail_has_the_headers_that_we_give_it(
    reviewer, mailoutbox, django_capture_on_commit_callbacks
):
    reviewer.email = "reviewer@ots.example"
    reviewer.save()
    for text in HEADERS:
        row = make.DraftFactory(
            initiative=make.InitiativeFactory(title_en=text), created_by=reviewer,
            sentence_en=text, review_note=text, emergency_reason="",
        )  # fmt: skip
        with django_capture_on_commit_callbacks(execute=True):
            notes.returned(row)
            notes.published(row)

    assert len(mailoutbox) == 2 * len(HEADERS)
    for message in mailoutbox:
        sent = message.message()
        assert {"Bcc", "Set-Cookie", "Location"} & set(sent.keys()) == set()
        assert sent.get_all("Subject") == [sent["Subject"]]
        assert message.recipients() == ["reviewer@ots.example"]
