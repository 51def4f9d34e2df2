"""An initiative, and the two people that every publication needs."""

import re

import pytest

from tests import factories as make
from tests.html import compact


@pytest.fixture
def initiative(db):
    """A published one that the focal point's country is linked to."""
    initiative = make.InitiativeFactory(title_en="Test bridge", title_ru="Мост")
    initiative.countries.add(make.CountryFactory(name_en="Testland"))
    make.published_update(initiative=initiative)
    initiative.refresh_from_db()
    return initiative


@pytest.fixture
def author(focal_point, initiative):
    """A focal point in whose scope the initiative is."""
    focal_point.countries.set(initiative.countries.all())
    return focal_point


@pytest.fixture
def browse(client):
    """Log somebody in; the client is theirs from then on."""

    def browse(user):
        client.force_login(user)
        return client

    return browse


def version_on(page):
    """Return the version that the form of a page carries."""
    return re.search(r'name="version" value="([0-9a-f]{16})"', page.text)[1]


def entry_on(page, update):
    """Return the HTML by which a page shows an update."""
    html = compact(page.text)
    start = re.search(rf'<article class="[^"]+" id="update-{update.pk}">', html).start()
    return html[start : html.index("</article>", start)]


def told_at(page, field):
    """Return the errors that a page tells at a field; its summary leads there."""
    html = compact(page.text)
    part = re.search(rf'<div class="field wrong"><label for="id_{field}">.*?</ul>', html)
    assert not part or f'<a href="#id_{field}">' in html
    return part[0].partition('<ul class="errorlist"')[2] if part else ""
