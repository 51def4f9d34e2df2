"""Addresses that new rows get by themselves; rules/slugs.py says how words become one."""

import pytest

from tests import factories as make
from tracker.models import Initiative, Source, Theme
from tracker.models.slugs import base_slug, free_slug


@pytest.mark.parametrize(
    ("row", "slug"),
    [
        (Theme(name_en="Trade", name_ru="Торговля"), "trade"),
        (Theme(name_en="", name_ru="Торговля", name_ky="Соода"), "torgovlya"),
        (Theme(name_ky="Соода"), "sooda"),
        (Initiative(title_az="Yeni körpü"), "yeni-korpu"),
        (Source(publisher="Кабар", published_on="2025/2026"), "kabar-2025-2026"),
        (Theme(name_en="—"), "theme"),
    ],
)
def test_an_address_is_made_of_the_first_language_that_has_words(row, slug):
    assert base_slug(row) == slug


def test_an_address_that_is_taken_gets_the_next_number(db):
    for slug in ("trade", "trade-2", "trade-winds", "trade-4"):
        make.ThemeFactory(slug=slug)

    assert free_slug(Theme(name_en="Trade")) == "trade-3"
    assert free_slug(Theme(name_en="Trade winds")) == "trade-winds-2"
    assert free_slug(Initiative(title_en="Trade")) == "trade"
