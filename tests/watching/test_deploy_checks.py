import pytest
from django.core import checks
from django.utils import timezone

from tracker.watching.deploy_checks import check_deployment
from tracker.watching.last_runs import record_verify

GOOD = {
    "SITE_URL": "https://tracker.example",
    "ALLOWED_HOSTS": ["tracker.example"],
    "HTTPS": True,
    "BEHIND_PROXY": True,
    "DEFAULT_FROM_EMAIL": "tracker@tracker.example",
    "METRICS_PORT": 9100,
    "CACHES": {},
}


@pytest.fixture
def deployed(settings, tmp_path):
    """Returns the codes of what is wrong in a deployment that is well but for some settings."""
    settings.DATA_DIR = tmp_path
    tmp_path.chmod(0o750)
    record_verify(now=timezone.now(), whole=True, head="")
    tmp_path.joinpath("last_backup.json").write_text(f'{{"time": "{timezone.now().isoformat()}"}}')

    def codes(**changed):
        for name, value in {**GOOD, **changed}.items():
            setattr(settings, name, value)
        return [warning.id.removeprefix("tracker.") for warning in check_deployment()]

    return codes


def test_a_good_deployment_is_warned_of_nothing(deployed):
    assert deployed() == []
    assert check_deployment in checks.registry.registry.deployment_checks


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"SITE_URL": "http://tracker.example"}, "W010"),
        ({"ALLOWED_HOSTS": ["localhost"]}, "W011"),
        ({"ALLOWED_HOSTS": ["tracker.example", "*"]}, "W012"),
        ({"BEHIND_PROXY": False}, "W013"),
        ({"DEFAULT_FROM_EMAIL": "tracker@localhost"}, "W016"),
        ({"METRICS_PORT": 0}, "W017"),
    ],
)
def test_a_setting_that_is_missing_is_named(changed, code, deployed):
    assert deployed(**changed) == [code]


@pytest.mark.parametrize(
    ("engine", "is_made", "code"),
    [("tracker.sqlite", False, "W014"), ("django.db.backends.postgresql", True, "W015")],
)
def test_several_processes_share_a_database_and_a_key(
    engine, is_made, code, deployed, settings, monkeypatch
):
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", engine)

    assert deployed(CACHES={"pages": {}}, SECRET_KEY_IS_MADE=is_made) == [code]
    assert deployed(CACHES={}, SECRET_KEY_IS_MADE=is_made) == []


@pytest.mark.parametrize(("name", "code"), [("backup", "W018"), ("verify", "W019")])
def test_a_run_that_is_missing_or_old_is_named(name, code, deployed, tmp_path):
    path = tmp_path / f"last_{name}.json"
    path.write_text('{"time": "2020-01-01T00:00:00Z", "whole": true}')
    old = deployed()
    path.unlink()

    assert (old, deployed()) == ([code], [code])


def test_a_record_that_was_not_whole_is_named(deployed):
    record_verify(now=timezone.now(), whole=False, head="")

    assert deployed() == ["W020"]


def test_files_that_everybody_reads_are_named(deployed, tmp_path):
    (tmp_path / "last_backup.json").chmod(0o600)
    (tmp_path / "secret_key").touch(0o644)
    guarded = deployed()
    tmp_path.chmod(0o755)
    found = check_deployment()

    assert guarded == []
    assert [warning.msg for warning in found] == ["Everybody on the machine reads secret_key."]
    assert all(len(f"{warning.msg} {warning.hint}".splitlines()) == 1 for warning in found)
