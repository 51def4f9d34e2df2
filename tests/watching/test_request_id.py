import pytest

from tracker.watching.request_id import id_of


def test_a_request_keeps_its_name():
    environ = {}

    assert len(id_of(environ)) == 32
    assert id_of(environ) == id_of(environ)
    assert id_of(environ) != id_of({})


def test_the_name_that_the_proxy_gave_is_taken(settings):
    settings.BEHIND_PROXY = True

    assert id_of({"HTTP_X_REQUEST_ID": "0a1b2c3d-from-proxy"}) == "0a1b2c3d-from-proxy"


def test_without_a_proxy_nobody_names_their_own_request():
    assert id_of({"HTTP_X_REQUEST_ID": "0a1b2c3d-from-client"}) != "0a1b2c3d-from-client"


@pytest.mark.parametrize(
    "sent", ["short", "a" * 65, "with blank and more", "line\nbreak0", "ключ-ключ-ключ"]
)
def test_what_is_not_well_formed_is_not_taken(sent, settings):
    settings.BEHIND_PROXY = True

    assert id_of({"HTTP_X_REQUEST_ID": sent}) != sent
