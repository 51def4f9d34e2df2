"""A record of any size, filled with test data: for measuring, never for the public."""

from datetime import UTC, date, datetime, timedelta
from random import Random

from django.db import connection, transaction

from ..actions.history import histories, links_of
from ..actions.ledger import next_entry
from ..actions.payloads import (
    DESCRIBED,
    initiative_payload,
    noun_payload,
    quote_payload,
    source_payload,
    texts_of,
    update_payloads,
)
from ..actions.projection import FIXED, LINKED, STANDING, WORDING, states
from ..models import (
    ActionPlan,
    Citation,
    Country,
    Event,
    Initiative,
    LedgerEntry,
    Organization,
    Reference,
    Snapshot,
    Source,
    StatusUpdate,
    Theme,
    WorkingGroup,
    data_version,
)
from ..models.revision import target_name
from ..rules import digest, edtf
from ..rules.projection import effective_day
from ..vocabulary import BodyClass, EventClass, Evidence, Kind, LedgerKind, Membership, Status
from .bulk import CHUNK, Table, change, much_memory, restart_sequences
from .words import FIELDS, NOUNS, QUOTES, SENTENCE, SUMMARY, TITLE

BEGIN, END = datetime(2019, 1, 7, tzinfo=UTC), datetime(2025, 12, 19, tzinfo=UTC)
TICK = timedelta(microseconds=1)
QUOTES_A_SOURCE = 20
KINDS = {
    Kind.ACTION_PLAN_ITEM: 50,
    Kind.ANNOUNCED_COMMITMENT: 25,
    Kind.JOINT_INITIATIVE: 15,
    Kind.ASPIRATION: 10,
}
PATHS = {
    Status.ANNOUNCED: {Status.PLANNED: 6, Status.IN_PROGRESS: 3, Status.DROPPED: 1},
    Status.PLANNED: {Status.IN_PROGRESS: 8, Status.SUSPENDED: 1, Status.SUPERSEDED: 1},
    Status.IN_PROGRESS: {Status.PARTLY_DELIVERED: 4, Status.DELIVERED: 3, Status.IN_PROGRESS: 3},
    Status.PARTLY_DELIVERED: {Status.DELIVERED: 6, Status.PARTLY_DELIVERED: 4},
    Status.SUSPENDED: {Status.IN_PROGRESS: 3, Status.DROPPED: 1},
}
"""What becomes of a status, with weights; one that is not here stays as it is."""
LINKS = {
    "themes": ("theme_id", len(FIELDS["en"]), 2),
    "countries": ("country_id", 8, 3),
    "organizations": ("organization_id", 120, 2),
    "working_groups": ("workinggroup_id", 30, 1),
    "events": ("event_id", 40, 1),
}
"""{field: (column, how many there are, how many an initiative has at most)}."""


class NotEmpty(ValueError):
    """There is something in the record already."""


@transaction.atomic
def make_sample_data(*, initiatives, updates, seed, say):
    """Fill an empty record with so many published initiatives and updates of them.

    The same numbers make the same record, to the digest. `say` is called with lines of progress.
    Raises NotEmpty; ValueError if there are fewer updates than initiatives.
    """
    if LedgerEntry.objects.exists() or Initiative.objects.exists():
        raise NotEmpty
    if not 0 < initiatives <= updates:
        raise ValueError("an initiative needs an update")
    random = Random(seed)  # noqa: S311
    with connection.constraint_checks_disabled(), much_memory():
        citations = _Nouns(random).make(sources=max(10, initiatives // 200))
        world = _Initiatives(random, initiatives, say)
        world.make()
        _Publications(random, citations, world, updates, say).make()
        _project(say)
    data_version.bump()
    restart_sequences(
        *(ActionPlan, Citation, Country, Event, Initiative, Organization, Reference, Snapshot),
        *(Source, StatusUpdate, Theme, WorkingGroup),
        *(getattr(Initiative, field).through for field in LINKS),
    )


class _Nouns:
    """What initiatives are linked to, and the archived texts that they rest on."""

    def __init__(self, random):
        self.random = random

    def make(self, *, sources):
        """Return how many citations there are."""
        self._named(Theme, len(FIELDS["en"]), "Test theme", "Тестовая тема")
        self._named(Country, 8, "Test country", "Тестовая страна", membership=Membership.MEMBER)
        self._sources(sources)
        self.citations, self.references = sources * QUOTES_A_SOURCE, Table(Reference)
        self._cited(
            *(Organization, 120, "Test organization", "Тестовая организация"),
            classification=BodyClass.CHAMBER,
        )
        self._cited(WorkingGroup, 30, "Test working group", "Тестовая рабочая группа")
        self._cited(ActionPlan, 6, "Test plan", "Тестовый план", **_dated("period", "2019/2025"))
        self._cited(
            *(Event, 40, "Test summit", "Тестовый саммит"),
            classification=EventClass.SUMMIT,
            **_dated("held_on", "2021-11"),
        )
        self.references.write()
        return self.citations

    def _named(self, model, count, en, ru, **values):
        table, prefix = Table(model), en.lower().replace("test", "world").replace(" ", "-")
        for number in range(1, count + 1):
            names = {"en": f"{en} {number}", "ru": f"{ru} {number}"}
            table.add(slug=f"{prefix}-{number}", **_texts("name", names), **values)
        table.write()

    def _cited(self, model, count, *names, **values):
        self._named(model, count, *names, **values)
        target = f"{Reference.target_of(model)}_id"
        for key in range(1, count + 1):
            cited = self.random.randint(1, self.citations)
            self.references.add(citation_id=cited, created_at=BEGIN, **{target: key})

    def _sources(self, count):
        sources, citations, number, spans = Table(Source), Table(Citation), 0, []
        for key in range(1, count + 1):
            language = [*QUOTES][key % len(QUOTES)]
            day = BEGIN + self.random.random() * (END - BEGIN)
            quotes = []
            for _place in range(QUOTES_A_SOURCE):
                number += 1
                quotes.append(QUOTES[language].format(number=number))
            text, start = "\n".join(quotes), 0
            sources.add(
                slug=f"world-source-{key}",
                title=f"Test article {key}",
                publisher="Test News Agency",
                language=language,
                url=f"https://news.example/{key}",
                text=text,
                sha256=digest.source_digest(text),
                archived_at=day,
                **_dated("published_on", f"{day:%Y-%m-%d}"),
            )
            for quote in quotes:
                spans.append((key, quote, start, start + len(quote)))
                start += len(quote) + 1
        sources.write()
        for key, quote, start, end in spans:
            citations.add(source_id=key, quote=quote, start=start, end=end)
        citations.write()


class _Initiatives:
    """The initiatives and their links, all still without an update.

    `countries` are the keys of those that each is linked to.
    """

    def __init__(self, random, count, say):
        self.random, self.count, self.say = random, count, say
        self.countries = {}

    def make(self):
        table = Table(Initiative)
        links = {field: Table(getattr(Initiative, field).through) for field in LINKS}
        for key in range(1, self.count + 1):
            table.add(**self._row(key))
            for field, (column, among, most) in LINKS.items():
                linked = self._some(among, most)
                for other in linked:
                    links[field].add(initiative_id=key, **{column: other})
                if field == "countries":
                    self.countries[key] = linked
        for written in (table, *links.values()):
            written.write()
        self.say(f"{self.count:,} initiatives")

    def _row(self, key):
        [kind] = self.random.choices([*KINDS], KINDS.values())
        return {
            "slug": f"world-initiative-{key}",
            "kind": kind,
            "plan_id": self.random.randint(1, 6) if kind == Kind.ACTION_PLAN_ITEM else None,
            **_texts("title", _said(TITLE, self.random, number=key)),
            **_texts("summary", _said(SUMMARY, self.random, number=key)),
            **_dated("original_due", self._deadline()),
        }

    def _deadline(self):
        if self.random.random() < 0.3:
            return ""
        day = date(self.random.randint(2020, 2030), self.random.randint(1, 12), 15)
        return _rough(day, self.random)

    def _some(self, among, most):
        """Return the keys of some, the first far more often than the last."""
        count = self.random.randint(0, most)
        return sorted({1 + int(among * self.random.random() ** 2) for _choice in range(count)})


class _Publications:
    """The updates and the ledger, in the order of time."""

    def __init__(self, random, citations, world, count, say):
        self.random, self.citations, self.world = random, citations, world
        self.count, self.say = count, say
        self.references, self.updates = Table(Reference), Table(StatusUpdate)
        self.references.next_key = Reference.objects.count() + 1
        self.ledger = Table(LedgerEntry)
        self.head, self.at = None, BEGIN
        self.status, self.days = {}, {}

    def make(self):
        self._record_sources()
        moments = self._moments()
        for first in range(0, self.count, CHUNK):
            some = moments[first : first + CHUNK]
            self._write(first + 1, some)
            if first // CHUNK % 25 == 24 or first + CHUNK >= self.count:
                self.say(f"{first + len(some):,} of {self.count:,} updates")

    def _record_sources(self):
        recorded = []
        for source in Source.objects.order_by("pk").iterator(chunk_size=CHUNK):
            self.at += TICK
            described = {column: getattr(source, column) for column in DESCRIBED}
            self._append(LedgerKind.SOURCE, source_payload(source, described), self.at)
            recorded.append((self.at, source.pk))
        change(Source, ["recorded_at"], recorded)
        self._record_nouns()

    def _record_nouns(self):
        cited = Citation.objects.filter(references__isnull=False).distinct()
        for model in (Citation, Theme, Country, Organization, WorkingGroup, ActionPlan, Event):
            rows = cited.select_related("source") if model is Citation else model.objects.all()
            recorded = []
            for row in rows.order_by("pk"):
                self.at += TICK
                is_quote = model is Citation
                kind = "citation" if is_quote else target_name(model)
                payload = quote_payload(row) if is_quote else noun_payload(row, texts_of(row))
                self._append(LedgerKind(kind), payload, self.at)
                recorded.append((self.at, row.pk))
            change(model, ["published_at"], recorded)

    def _moments(self):
        """Return [(moment, initiative)] by time; a few initiatives have many, most have few."""
        amounts = dict.fromkeys(range(1, self.world.count + 1), 1)
        for _update in range(self.count - self.world.count):
            amounts[1 + int(self.world.count * self.random.random() ** 1.3)] += 1
        found = []
        for initiative, amount in amounts.items():
            begin = BEGIN + 0.8 * self.random.random() * (END - BEGIN)
            found += [
                (begin + self.random.random() * (END - begin), initiative)
                for _update in range(amount)
            ]
        return sorted(found)

    def _write(self, first, some):
        new = {initiative for _moment, initiative in some} - self.status.keys()
        rows = [self._row(key, *place) for key, place in enumerate(some, first)]
        # A reference to what is published is refused, so the references are there before it.
        self.references.write()
        for row in rows:
            self.updates.add(**row)
        self.updates.write()
        found = Initiative.objects.select_related("plan").in_bulk(new)
        said = links_of(new)
        links = {key: dict.fromkeys(LINKED, "") | said[key] for key in new}
        written = StatusUpdate.objects.filter(pk__gte=first, pk__lt=first + len(some))
        for row, (_key, at, payload) in zip(rows, update_payloads(written), strict=True):
            if initiative := found.pop(row["initiative_id"], None):
                wording = {column: getattr(initiative, column) for column in WORDING}
                opening = initiative_payload(
                    initiative, wording, initiative.original_due, links[initiative.pk]
                )
                self._append(LedgerKind.INITIATIVE, opening, at - TICK)
            self._append(LedgerKind.UPDATE, payload, at)
        self.ledger.write()

    def _row(self, key, moment, initiative):
        is_first = initiative not in self.status
        at = self.at = max(moment, self.at + 2 * TICK)
        status = self._next_status(self.status.get(initiative))
        country = None
        if not is_first and self.world.countries[initiative] and self.random.random() < 0.1:
            country = self.random.choice(self.world.countries[initiative])
        else:
            self.status[initiative] = status
        for cited in {self.random.randint(1, self.citations) for _quote in range(2)}:
            self.references.add(citation_id=cited, update_id=key, created_at=at)
        changed_on = _rough(at - timedelta(days=31), self.random)
        scope = initiative, country
        self.days[scope] = effective_day(changed_on, after=self.days.get(scope))
        return {
            "initiative_id": initiative,
            "country_id": country,
            "status": status,
            "evidence": self.random.choice(Evidence.values),
            "effective_on": self.days[scope],
            "created_at": at,
            "published_at": at,
            **_dated("changed_on", changed_on),
            **_texts("sentence", _said(SENTENCE, self.random, number=key)),
        }

    def _next_status(self, status):
        if status is None:
            return self.random.choice([Status.ANNOUNCED, Status.PLANNED])
        paths = PATHS.get(status, {status: 1})
        return self.random.choices([*paths], paths.values())[0]

    def _append(self, kind, payload, at):
        salt = self.random.randbytes(16).hex()
        self.head = next_entry(self.head, kind=kind, payload=payload, at=at, salt=salt)
        self.ledger.add(**self.head)


def _project(say):
    """Write what follows from the updates: the columns of the initiatives and their snapshots."""
    snapshots, columns, found = Table(Snapshot), [*STANDING], []
    for count, history in enumerate(histories(Initiative.objects.order_by("pk")), 1):
        initiative = history.initiative
        fixed = {column: getattr(initiative, column) for column in FIXED}
        state = {}
        for since, until, state in states(history):
            snapshots.add(
                initiative_id=initiative.pk, since=since, until=until, title=state["title_en"],
                summary=state["summary_en"], **fixed, **state,
            )  # fmt: skip
        found.append([*(state[column] for column in columns), initiative.pk])
        if len(found) == CHUNK:
            change(Initiative, columns, found)
            found.clear()
            if count % (25 * CHUNK) == 0:
                say(f"{count:,} initiatives projected")
    change(Initiative, columns, found)
    snapshots.write()


def _dated(field, text):
    earliest, latest = edtf.days(text) if text else (None, None)
    return {field: text, f"{field}_earliest": earliest, f"{field}_latest": latest}


def _texts(field, texts):
    return {field: texts["en"]} | {f"{field}_{code}": text for code, text in texts.items()}


def _said(words, random, *, number):
    """Return {language: text} of a sentence about something, the same thing in each language."""
    noun, field = random.randrange(len(NOUNS["en"])), random.randrange(len(FIELDS["en"]))
    return {
        code: text.format(number=number, noun=NOUNS[code][noun], field=FIELDS[code][field])
        for code, text in words.items()
    }


def _rough(day, random):
    """Return the EDTF text of a day, its month, its quarter or its year."""
    quarter = 33 + (day.month - 1) // 3
    exact = [f"{day:%Y-%m-%d}", f"{day:%Y-%m}", f"{day:%Y}-{quarter}", f"{day:%Y}"]
    return random.choices(exact, [6, 2, 1, 1])[0]
