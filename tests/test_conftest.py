"""What holds for each test: nothing is logged, and nothing is endless."""

import logging

import pytest

from tests.conftest import MEMORY


def test_warnings_of_all_loggers_are_noticed(logged):
    names = ["tracker.serving.page_cache", "django.security.csrf", "django.db.backends", "granian"]
    for name in names:
        logging.getLogger(name).warning("A test")

    assert [record.name for record in logged] == names


def test_an_answer_that_refuses_is_left_out_and_one_that_fails_is_not(logged):
    for status in (403, 404, 500):
        logging.getLogger("django.request").warning("A test", extra={"status_code": status})

    assert [record.status_code for record in logged] == [500]


def test_memory_is_limited():
    with pytest.raises(MemoryError):
        bytearray(MEMORY)
