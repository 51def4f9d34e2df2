"""What is not public is nowhere: a word that stands in everything hidden is looked for everywhere.

A crawl reads every public address in every language, and whatever it links to, as a stranger:
pages, their headers, files, feeds, exports, the search, pictures (what they are made of), sitemaps.
"""

import json
import logging
import re
from collections import deque
from io import BytesIO
from urllib.parse import urljoin, urlsplit

import pypdf
import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests import factories as make
from tests import many_rows
from tests.addresses import NAMES, PUBLIC_NAMES, address
from tests.conftest import person
from tests.planted import public_world, said, source_saying
from tracker import models
from tracker.actions import notes
from tracker.models import AccountLog
from tracker.publishing import typeset as typesetting
from tracker.vocabulary import Role

CANARY = "Qzxvwkj"
"""No word of any language here; it is looked for whatever its letters' case."""
MOST_ADDRESSES = 4000


def hide(initiative):
    """Put the canary in whatever no stranger may read; return the people who wrote it."""
    author = make.UserFactory(
        username=f"{CANARY}-name", first_name=CANARY, last_name=CANARY,
        email=f"{CANARY}@ots.example", password=f"md5$salt${CANARY}",
    )  # fmt: skip
    for model, factory in many_rows.NOUNS.items():
        details = said(model, f"{CANARY} {model.__name__}", slug=f"{CANARY}-{model.__name__}")
        if model is models.Initiative:
            factory(**details)
        else:
            others = {"classification": "summit"} if model is models.Event else {}
            factory(stays_draft=True, **details, **others)
    source, quote = source_saying(CANARY, slug=CANARY, url=f"https://x.example/{CANARY}")
    citation = make.CitationFactory(source=source, quote=quote, note_en=CANARY, is_context=True)
    words = said(models.StatusUpdate, f"{CANARY} told.", review_note=CANARY)
    words.pop("emergency_reason", None)
    for moments in (
        {}, {"submitted_at": timezone.now()}, {"returned_at": timezone.now()},
    ):  # fmt: skip
        make.DraftFactory(
            initiative=initiative, reference=citation, created_by=author, **words, **moments
        )
        make.RevisionFactory(
            initiative=initiative, field="title", language="en", old=initiative.title_en,
            new=CANARY, reason=CANARY, review_note=CANARY, created_by=author, **moments,
        )  # fmt: skip
    make.MilestoneFactory(
        initiative=initiative, title_en=CANARY, reference=citation, stays_draft=True
    )
    hidden = {
        "text": CANARY, "name": CANARY, "email": f"{CANARY}@x.example",
        "link": f"https://x.example/{CANARY}", "sender": CANARY,
    }  # fmt: skip
    make.ChallengeFactory(initiative=initiative, answer_en=CANARY, **hidden)
    make.ChallengeFactory(
        initiative=initiative, outcome="answered", answer_en="It is answered.",
        resolved_by=author, resolved_at=timezone.now(), **hidden,
    )  # fmt: skip
    make.AccountLogFactory(account=author, by=author, old=CANARY, new=CANARY)
    make.TranslationReviewFactory(text=CANARY, reviewed_by=author)
    return author


@pytest.fixture
def world(db):
    """A public world, some of it written and approved by hidden people, and what is hidden."""
    rows = public_world("Open words of the test")
    initiative = rows[models.Initiative]
    initiative.refresh_from_db()
    author = hide(initiative)
    own = make.DraftFactory(
        initiative=initiative, created_by=author, changed_on="2026-08",
        sentence_en="Written by somebody hidden.",
    )  # fmt: skip
    make.publish(update=own, by=author, emergency_reason="Test")
    return rows


def waiting_update():
    return models.StatusUpdate.objects.filter(submitted_at__isnull=False, published_at=None).first()


def has_canary(text):
    return re.search(CANARY, text, re.IGNORECASE)


def texts_of(response):
    """Yield all that an answer says: its headers, and its body as what it is."""
    yield str(sorted(response.items())) + str(response.cookies)
    body = response.getvalue() if response.streaming else response.content
    if response.get("Content-Type") == "application/pdf":
        pdf = pypdf.PdfReader(BytesIO(body))
        yield str(pdf.metadata)
        yield from (page.extract_text() for page in pdf.pages)
    yield body.decode("utf-8", errors="ignore")


def links_of(response):
    if not response.get("Content-Type", "").startswith(("text/html", "application/xml")):
        return
    for attribute, location in LINKS.findall(response.text):
        yield (attribute or location).replace("&amp;", "&")


LINKS = re.compile(r'(?:href|src|action|content)="((?:https?:|/|\?)[^"]*)"|<loc>([^<]+)')


def crawl(client, starts):
    """Yield (path, answer) of each address, and of all that its page links to, once."""
    waiting, known = deque(starts), set(starts)
    while waiting:
        path = waiting.popleft()
        response = client.get(path)
        yield path, response
        for link in links_of(response):
            parts = urlsplit(urljoin(f"http://testserver{path}", link))
            found = f"{parts.path}?{parts.query}" if parts.query else parts.path
            is_ours = parts.netloc in ("testserver", "localhost:8000")
            if is_ours and is_read(found) and found not in known:
                known.add(found)
                waiting.append(found)
    assert len(known) < MOST_ADDRESSES


def is_read(path):
    """Leave out static files, and ways to narrow a list but one at a time, and in English."""
    most = 1 if path.startswith("/en/") else 0
    return not path.startswith("/static/") and path.count("=") <= most


@pytest.mark.timeout(900)
def test_a_stranger_finds_nothing_hidden(world, monkeypatch, caplog):
    caplog.set_level(logging.DEBUG)
    set_of = []
    compiled = typesetting._compile
    monkeypatch.setattr(
        typesetting, "_compile", lambda *parts: set_of.append(parts[1]) or compiled(*parts)
    )
    starts = ["/", "/robots.txt", "/sitemap.xml", "/favicon.ico", "/desk/", "/admin/"]
    by_name = {model._meta.model_name: row for model, row in world.items()}
    for language, _name in settings.LANGUAGES:
        for name in PUBLIC_NAMES:
            path = address(name, by_name)
            starts.append(path.replace("/en/", f"/{language}/", 1))
        for path in ("search/?q=", "initiatives/?q=", "initiatives.csv?q="):
            starts.append(f"/{language}/{path}{CANARY}")
        for model in many_rows.NOUNS:
            starts.append(f"/{language}/search/?q={CANARY}-{model.__name__}")
    leaks, read = {}, 0
    for path, response in crawl(Client(), starts):
        read += 1
        said_back = has_canary(path)  # the search says what was asked
        for text in texts_of(response):
            text = re.sub(rf"{CANARY}(-\w+)?", "", text) if said_back else text
            if has_canary(text):
                leaks[path] = re.search(rf".{{0,80}}{CANARY}.{{0,40}}", text, re.IGNORECASE)[0]
        if said_back and response.status_code == 200 and "/search/" in path:
            assert "Open words" not in response.text
    leaks |= {data[:80]: "typeset" for data in set_of if has_canary(json.dumps(data))}
    leaks |= {
        record.getMessage(): "log" for record in caplog.records
        if has_canary(record.getMessage()) and not has_canary(str(getattr(record, "request", "")))
    }  # fmt: skip

    assert leaks == {}
    assert read > 300
    assert set_of


def test_an_address_of_what_is_hidden_is_the_same_as_none(world, client):
    """Its very address tells nothing: neither its status nor a word of its page."""
    for name in PUBLIC_NAMES:
        path = address(name, {model._meta.model_name: row for model, row in world.items()})
        for model in many_rows.NOUNS:
            slug = f"{CANARY}-{model.__name__}"
            if f"/{world.get(model) and world[model].slug}/" not in path:
                continue
            hidden = path.replace(f"/{world[model].slug}/", f"/{slug}/")
            none = path.replace(f"/{world[model].slug}/", "/nowhere-at-all/")
            found = client.get(hidden)
            assert found.status_code == 404, name
            assert found.text.replace(slug, "") == client.get(none).text.replace(
                "nowhere-at-all", ""
            )


@pytest.mark.parametrize(
    "path", [f"/en/{file}" for file in ("initiatives.csv", "data/ledger.jsonl")]
)
@pytest.mark.parametrize("query", ["", "?as_of=2030-01-01", "?theme=Qzxvwkj-Theme", f"?q={CANARY}"])
def test_no_export_has_it(path, query, world, client):
    text = "".join(texts_of(client.get(path + query)))

    assert not has_canary(text.replace("Qzxvwkj-Theme is not one", "").replace("Qzxvwkj-Theme", ""))


def test_a_mail_tells_a_reader_only_what_they_may_see(
    world, mailoutbox, django_capture_on_commit_callbacks
):
    """Notes name the row; its words, its author and the account stay on the pages of the desk."""
    someone = person(Role.REVIEWER)
    someone.email = "someone@ots.example"
    someone.save()
    draft = models.StatusUpdate.objects.filter(
        submitted_at__isnull=False, published_at=None
    ).first()
    with django_capture_on_commit_callbacks(execute=True):
        notes.submitted(draft)
        notes.to_countersign(models.StatusUpdate.objects.exclude(emergency_reason="").get())

    sent = [message for message in mail.outbox if message.to == ["someone@ots.example"]]
    assert len(sent) == 2
    for message in sent:
        assert not has_canary(f"{message.subject} {message.body} {message.recipients()}")


@pytest.mark.parametrize("role", Role)
def test_nobody_reads_a_password_or_what_a_reader_left_as_a_sender(role, world, client):
    """Not even who may read everything else; and only administrators and auditors read accounts."""
    row = waiting_update()
    challenge = models.Challenge.objects.open().first()
    known = {model._meta.model_name: found for model, found in world.items()}
    known |= {
        "statusupdate": row, "challenge": challenge, "user": row.created_by,
        "submission": models.Submission.objects.create(created_by=row.created_by),
        "accountlog": AccountLog.objects.first(), "revision": models.Revision.objects.first(),
        "citation": row.references.first().citation,
    }  # fmt: skip
    who = person(role)
    if role == Role.FOCAL_POINT:
        who.countries.add(world[models.Country])
    client.force_login(who)
    for name in NAMES:
        if name in PUBLIC_NAMES or name == "logout":
            continue
        try:
            path = address(name, known)
        except KeyError:
            continue  # a page of a model that this world has no row of
        text = "".join(texts_of(client.get(path)))
        assert f"${CANARY}" not in text, name
        assert "md5$" not in text, name
        if role == Role.FOCAL_POINT:
            assert not has_canary(text.replace(path, "")), name
