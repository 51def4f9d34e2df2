import os
import subprocess
from io import BytesIO
from pathlib import Path

import pytest

from tracker.serving import answer as module
from tracker.serving.answer import answer
from tracker.serving.pools import Full


class Body(BytesIO):
    """A body that knows whether it was let go."""

    def close(self):
        self.was_closed = True
        super().close()


def told(body):
    def application(environ, start_response):
        start_response("404 Not Found", [("X-Test", "1")])
        return body

    return answer(application, {})


def test_an_answer_is_whole_and_its_body_let_go():
    body = Body(b"first\nsecond")

    assert told(body) == (404, [("X-Test", "1")], b"first\nsecond", None)
    assert body.was_closed


@pytest.mark.parametrize("parts", [[b"x" * 300], [b"x" * 100, b"y" * 100, b"z" * 100]])
def test_a_long_one_lies_in_a_file_as_long_as_somebody_has_it(monkeypatch, parts):
    monkeypatch.setattr(module, "IN_MEMORY_BYTES", 150)

    found = told(parts)

    path = Path(found.file.path)
    assert (found.body, path.read_bytes()) == (b"", b"".join(parts))
    del found
    assert not path.exists()


def test_what_all_hold_together_is_bounded(monkeypatch, settings):
    monkeypatch.setattr(module, "IN_MEMORY_BYTES", 150)
    settings.PAGE_FILE_BYTES = module.LongBody.held + 100

    held = [told([b"x" * (settings.PAGE_FILE_BYTES * 2 + 200)])]
    with pytest.raises(Full):
        told([b"x" * 300])
    held.clear()

    assert told([b"x" * 300]).file.size == 300


def test_what_a_worker_left_that_was_killed_is_removed(monkeypatch, tmp_path):
    monkeypatch.setattr(module.tempfile, "tempdir", str(tmp_path))
    ended = subprocess.Popen(["true"])
    ended.wait()
    for name in (f"answer-{ended.pid}-a", f"answer-{os.getpid()}-b", "answer-x", "other"):
        (tmp_path / name).touch()

    module.sweep()

    assert {path.name for path in tmp_path.iterdir()} == {
        f"answer-{os.getpid()}-b", "answer-x", "other",
    }  # fmt: skip


def test_an_application_that_breaks_leaves_nothing_open(monkeypatch):
    body = Body(b"")

    def application(environ, start_response):
        start_response("200 OK", [])
        return body

    def broken(_parts):
        raise RuntimeError

    monkeypatch.setattr(module, "_whole", broken)
    with pytest.raises(RuntimeError):
        answer(application, {})
    assert body.was_closed
