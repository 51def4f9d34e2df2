import pytest

from tests.serving.site import Site, left_open


@pytest.fixture
def make_site():
    """Return a Site of an application of WSGI, Django's if none is named."""
    made = []

    def make(application=None, **parts):
        made.append(Site(application, **parts))
        return made[-1]

    with left_open():
        yield make
    for site in made:
        site.close()


@pytest.fixture
def site(make_site, db):
    return make_site()


@pytest.fixture
def ask(site):
    return site.ask
