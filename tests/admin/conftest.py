import pytest


@pytest.fixture
def editing(editor, client):
    client.force_login(editor)
    return client
