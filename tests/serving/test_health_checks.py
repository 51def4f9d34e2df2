import pytest

from tests.databases import ENVIRONMENT, manage


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "10.1.2.3", "web", "tracker.example"])
def test_a_process_answers_by_any_name(host, db, client, settings):
    settings.ALLOWED_HOSTS = ["tracker.example"]
    settings.SECURE_SSL_REDIRECT = True

    for path in ("/healthz", "/readyz"):
        response = client.get(path, headers={"host": host})
        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store"
        assert not response.cookies


def test_nothing_else_does(db, client, settings, logged):
    settings.ALLOWED_HOSTS = ["tracker.example"]
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/en/", headers={"host": "10.1.2.3"}).status_code == 400
    assert client.get("/en/", headers={"host": "tracker.example"}).status_code == 301


def test_a_process_without_a_database_is_alive_and_not_ready(tmp_path):
    script = (
        "from django.test import Client\n"
        "for path in ('/healthz', '/readyz'):\n"
        "    print(Client().get(path).status_code)"
    )
    result = manage(
        "shell", "-v0", "-c", script,
        environment={
            **ENVIRONMENT,
            "DATA_DIR": str(tmp_path),
            "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
            "HTTPS": "1",
            "ALLOWED_HOSTS": "tracker.example",
        },
    )  # fmt: skip

    assert result.stdout.split() == ["200", "503"], result.stderr
