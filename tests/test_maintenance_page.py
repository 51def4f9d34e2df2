from io import StringIO

from django.core.management import call_command


def test_the_page_is_whole_and_in_the_language_asked_for():
    out = StringIO()

    call_command("maintenance_page", language="kk", stdout=out)

    assert out.getvalue().startswith('<!doctype html>\n<html lang="kk">')
    assert "503" in out.getvalue()
