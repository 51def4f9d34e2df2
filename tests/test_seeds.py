"""The seeds against the two articles and against the table of facts found in them."""

import csv
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

from tracker.models import Citation, Country, Initiative, Organization, Source
from tracker.rules.digest import source_digest

FACTS = {
    row["id"]: row
    for row in csv.DictReader((Path(__file__).parent / "facts.csv").read_text("utf-8").splitlines())
}
ROWS = [
    (path.stem, row)
    for path in sorted(settings.SEEDS_DIR.glob("*.toml"))
    for rows in tomllib.loads(path.read_text("utf-8")).values()
    for row in rows
]
ARTICLES = {
    row["slug"]: (settings.SEEDS_DIR / row["file"]).read_bytes().decode()
    for file, row in ROWS
    if file == "sources"
}
QUOTED = [(file, row) for file, row in ROWS if "quote" in row]
FILE_OF = {
    "ActionPlan": "action_plans",
    "Event": "events",
    "Initiative": "initiatives",
    "Organization": "organizations",
    "WorkingGroup": "working_groups",
    "context quote, no initiative": "citations",
    "speaker of article A": "speakers",
}


def test_every_fact_is_there_once():
    counts = Counter(row["fact"] for _file, row in ROWS if "fact" in row)

    assert len(FACTS) == 50
    assert counts == dict.fromkeys(FACTS, 1)


@pytest.mark.parametrize(
    ("file", "row"),
    QUOTED,
    ids=lambda value: value if isinstance(value, str) else value.get("slug", value.get("fact")),
)
def test_a_quote_stands_in_its_article_as_whole_words(file, row):
    text, quote = ARTICLES[row["source"]], row["quote"]

    start = text.find(quote)

    assert start >= 0
    assert quote == quote.strip()
    before, after = text[start - 1], text[start + len(quote) : start + len(quote) + 1]
    assert not (before.isalnum() and quote[0].isalnum())
    assert not (after.isalnum() and quote[-1].isalnum())


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
def test_a_fact_is_recorded_as_the_table_has_it(fact):
    [(file, row)] = [(file, row) for file, row in ROWS if row.get("fact") == fact["id"]]

    assert file == FILE_OF[fact["model"]]
    assert fact["quote"] in row["quote"]
    assert fact["date_edtf"] in (
        row.get("original_due", ""), row.get("period", ""), row.get("held_on", ""),
    )  # fmt: skip
    if file == "initiatives":
        assert row["kind"] == fact["kind"].replace(" ", "_").replace("-", "_")
        assert row["status"] == fact["status"].replace(" ", "_")
        assert row["evidence"] == fact["evidence"]


@pytest.mark.parametrize(("file", "row"), ROWS)
def test_every_text_is_there_in_english_and_russian(file, row):
    texts = {key.rpartition("_")[0] for key in row if key.endswith(("_en", "_ru"))}

    assert all(row.get(f"{text}_en") and row.get(f"{text}_ru") for text in texts)


def test_the_articles_are_byte_for_byte(seeds):
    assert sorted(Source.objects.values_list("sha256", flat=True)) == sorted(
        source_digest(text) for text in ARTICLES.values()
    )
    assert all(ARTICLES[source.slug] == source.text for source in Source.objects.all())


def test_all_of_it_is_public(seeds):
    assert Initiative.objects.published().count() == 32
    assert Organization.objects.published().count() == Organization.objects.count()
    assert Citation.objects.filter(references=None).count() == 4 - 1, "A13 shares A12's quote"


def test_no_fact_is_linked_to_a_state_that_the_articles_do_not_name(seeds):
    unnamed = Country.objects.exclude(slug__in=["kg", "tr", "uz"])

    assert not unnamed.filter(initiatives__isnull=False).exists()
    assert not unnamed.filter(events__isnull=False).exists()


def test_the_wishes_to_all_states_are_not_promises_of_one(seeds):
    wishes = Initiative.objects.filter(
        slug__in=[
            row["slug"] for _f, row in ROWS if row.get("fact") in ("B11", "B12", "B13", "B14")
        ]
    )

    assert wishes.count() == 4
    assert {wish.kind for wish in wishes} == {"aspiration"}
    assert not any(wish.countries.exists() or wish.organizations.exists() for wish in wishes)
