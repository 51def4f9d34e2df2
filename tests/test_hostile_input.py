"""Whatever is sent to whatever address, nothing breaks, and a refusal says what is wrong.

Forms, the parameters of lists and the addresses are not listed here: they are read from the pages
and the resolver. HOSTILE=10000 tries as many in all; `make proof` does.
"""

import os
import re
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import quote, urlencode

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.addresses import NAMES, ROOT, address, addresses
from tests.conftest import person
from tests.payloads import HEADERS, XSS
from tracker.filters import InitiativeFilter, RoadmapFilter, TimelineFilter
from tracker.vocabulary import Role

CASES = int(os.environ.get("HOSTILE", "90")) // 3
TRIED = settings(
    max_examples=CASES, deadline=None, database=None, derandomize="HOSTILE" not in os.environ,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, Phase.shrink],  # to explain a failure takes too much memory
)  # fmt: skip
KNOWN = (
    "", " ", "\x00", "a\x00b", "9" * 30, "-1", "0", "1", str(2**63), str(2**31), "9" * 5000, "1e9",
    "NaN", "Infinity", "٣", "²", "1_000", "0x10", "true", "null", "None", "undefined", "[]", "{}",
    "\u200b", "\u202e", "\ufeff", "\ufffe", "\U0010ffff", "ß" * 400, "İ" * 400, "e\u0301" * 200,
    "a" * 70_000, "%", "%00", "%s", "{0}", "../../etc/passwd", "..%2f", "' OR 1=1--", '"; DROP x',
    "\\", "\r\n", "\t", "2026-13-45", "0000-00-00", "9999-99", "99999-01", "2026/..", "../2026",
    "y-170000002", "1985-04-12T23:20:30Z", "2026-W01", "http://[", "https://a.example:99999/",
    "javascript:1", "//x.example", "a@b", "a@[1.1.1.1]", "x" * 300 + "@x.example", "x@" + "a." * 99,
    "()" * 100, "(a+)+$", "*" * 200, "AND", '"', "NEAR(", "col:x", "xx-YY", "on", *XSS[:9],
    *HEADERS[:5],
)  # fmt: skip
"""What breaks programs."""
TEXTS = st.sampled_from(KNOWN) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=60
)  # fmt: skip
WHO = [None, *Role, "superuser"]


class FormReader(HTMLParser):
    """Finds the forms of a page that are posted: [(action, {name: [values]})]."""

    def __init__(self):
        super().__init__()
        self.forms, self.fields = [], None

    def handle_starttag(self, tag, attributes):
        details = dict(attributes)
        if tag == "form":
            is_posted = (details.get("method") or "get").lower() == "post"
            self.fields = {} if is_posted else None
            if is_posted:
                self.forms.append((details.get("action") or "", self.fields))
        name = details.get("name")
        if name and self.fields is not None:
            self.fields.setdefault(name, []).append(details.get("value") or "")

    def handle_endtag(self, tag):
        if tag == "form":
            self.fields = None


class Visitor:
    """Somebody whose every request is taken back."""

    def __init__(self, who):
        self.client = Client()
        if who:
            self.client.force_login(who)
        self.cookies = self.client.cookies.output(header="", sep=";")

    def ask(self, method, path, data=None):
        self.client.cookies = SimpleCookie(self.cookies)
        with transaction.atomic():
            response = getattr(self.client, method)(path, data)
            if response.streaming:
                response.getvalue()
            transaction.set_rollback(True)
        assert response.status_code < 500, (method, path, data)
        return response


@pytest.fixture
def visitors(rows, administrator, caplog):
    caplog.set_level("CRITICAL", logger="django")
    people = {role: person(role) for role in Role}
    people["focal point"].countries.add(rows["country"])
    rows["initiative"].countries.add(rows["country"])
    return {
        who: Visitor(administrator if who == "superuser" else people.get(who)) for who in WHO
    }  # fmt: skip


@pytest.fixture
def forms(rows, visitors):
    """[(who, path, {name: [values]})] of every form that anybody is shown."""
    found, known = [], set()
    for who, visitor in visitors.items():
        for name in NAMES:
            path = address(name, rows)
            response = visitor.ask("get", path)
            if response.status_code != 200 or "text/html" not in response["Content-Type"]:
                continue
            reader = FormReader()
            reader.feed(response.text)
            for action, fields in reader.forms:
                form = who, action or path, tuple(sorted(fields))
                if fields and form not in known:
                    known.add(form)
                    found.append((who, action or path, fields))
    return found


def test_no_form_breaks(forms, visitors):
    names = {name for _who, _path, fields in forms for name in fields}
    paths = " ".join(path for _who, path, _fields in forms)
    assert {"sentence_en", "quote", "username", "text", "email", "version", "name_en"} <= names
    assert all(part in paths for part in ("/challenge/", "/update/", "/tracker/source/add/"))
    assert len(forms) > 60

    @TRIED
    @given(st.data())
    def one(data):
        who, path, fields = data.draw(st.sampled_from(forms))
        changed = data.draw(
            st.dictionaries(
                st.sampled_from(sorted(fields)), st.lists(TEXTS, max_size=3), min_size=1, max_size=6
            )
        )
        response = visitors[who].ask("post", path, {**fields, **changed})
        if response.status_code == 422 and "version" not in changed:  # which nobody types
            assert 'class="error' in response.text or "messages" in response.text, path

    one()
    check_each_field(forms, visitors)


def check_each_field(forms, visitors):
    """Send the worst for a field at a time, which the mixture may miss."""
    many = "HOSTILE" in os.environ
    known = set()
    for who, path, fields in forms:
        for name in fields:
            kind = re.sub(r"\d+", "1", f"{path} {name}" if many else name)
            if kind not in known:
                known.add(kind)
                for text in KNOWN if many else ("9" * 30, "\x00", "\u200b"):
                    visitors[who].ask("post", path, {**fields, name: [text]})


def names_of_parameters():
    found = {"page", "as_of", "p", "q", "o", "all", "_popup", "_to_field", "e", "next", "update"}
    for filterset in (InitiativeFilter, TimelineFilter, RoadmapFilter):
        found |= {*filterset.base_filters}
    for lookup in ("", "__exact", "__in", "__isnull", "__gte", "__id__exact", "__contains"):
        for name in ("id", "theme", "country", "source", "published_at", "slug", "due_latest"):
            found.add(f"{name}{lookup}")
    return sorted(found | {"from", "to", "version", "app_label", "model_name", "field_name"})


def test_no_query_breaks(rows, visitors):
    paths = [address(name, rows) for name in NAMES if name != "logout"]
    names = names_of_parameters()

    @TRIED
    @given(st.data())
    def one(data):
        who = data.draw(st.sampled_from(WHO))
        path = data.draw(st.sampled_from(paths))
        asked = data.draw(
            st.dictionaries(st.sampled_from(names) | TEXTS, st.lists(TEXTS, max_size=3), max_size=4)
        )
        query = urlencode(asked, doseq=True, errors="surrogatepass")
        raw = data.draw(st.sampled_from(["", "&%ff", "&=", "&&", "&q=%", "&q=%ed%a0%80", ";x"]))
        visitors[who].ask("get", f"{path.partition('?')[0]}?{query}{raw}")

    one()


def test_no_address_breaks(rows, visitors):
    routes = [str(pattern.pattern) for pattern in addresses(ROOT)]

    @TRIED
    @given(st.data())
    def one(data):
        route = data.draw(st.sampled_from(routes))
        start = data.draw(st.sampled_from(["/", "/en/", "/kk/", "/xx/", "/admin/tracker/source/"]))
        parts = [quote(data.draw(TEXTS)[:2000], safe="") for _part in range(3)]
        path = start + re.sub("<[^>]+>", lambda _match: parts.pop() if parts else "x", route)
        who = data.draw(st.sampled_from(WHO))
        method = data.draw(st.sampled_from(["get", "post", "head", "put", "options"]))
        visitors[who].ask(method, path)

    one()
