"""Nobody writes once the site is read-only, and who began before has ended by then."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.databases import ENVIRONMENT, manage
from tracker.actions import read_only
from tracker.actions.read_only import is_read_only, switch_off, switch_on, write


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, settings):
    settings.DATA_DIR = tmp_path


def test_it_is_off_until_it_is_switched_on_and_after_it_is_switched_off():
    found = [is_read_only()]
    for switch in (switch_on, switch_on, switch_off, switch_off):
        switch()
        with write() as may_write:
            found.append(is_read_only())
            assert may_write is not is_read_only()

    assert found == [False, True, True, False, False]


def test_two_may_write_at_once():
    with write() as first, write() as second:
        assert first
        assert second


def test_switching_it_on_waits_for_who_began_before(monkeypatch):
    with ThreadPoolExecutor(1) as thread:
        with write() as may_write:
            switching = thread.submit(switch_on)
            while not is_read_only():  # it is on at once, for who begins now
                pass
            with write() as too_late:
                assert not too_late
            assert not switching.done()
            assert may_write
        switching.result(timeout=60)


def test_a_command_switches_it_for_all_processes_of_the_folder(tmp_path):
    environment = {**ENVIRONMENT, "DATA_DIR": str(tmp_path)}

    assert manage("readonly", "on", environment=environment).returncode == 0
    assert is_read_only()
    assert (tmp_path / read_only.MARKER).stat().st_mode & 0o077 == 0
    assert manage("readonly", "off", environment=environment).returncode == 0
    assert not is_read_only()
