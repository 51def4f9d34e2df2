import threading

import pytest

from tracker.publishing import typeset as module
from tracker.publishing.typeset import MOST_WAITING, Busy, typeset

CARD = {
    "mark": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
    "site": "Test", "title": "A test", "kind": "Test", "wish": None, "address": "localhost/",
    "language": "en",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch):
    monkeypatch.setattr(module, "_kept", {})


def test_equal_data_are_set_once_and_make_the_same_bytes(monkeypatch):
    first = typeset("card.typ", CARD, form="png")
    module._kept.clear()
    assert typeset("card.typ", CARD, form="png") == first

    monkeypatch.setattr(module, "_compile", None)
    assert typeset("card.typ", {**CARD}, form="png") == first


def test_a_text_is_never_markup():
    plain, hostile = (
        typeset("card.typ", {**CARD, "title": title}, form="png")
        for title in ("", '#panic("no") #read("card.typ") $ *x* \\ ] } "')
    )

    assert plain != hostile


def test_only_the_last_are_kept(monkeypatch):
    monkeypatch.setattr(module, "_compile", lambda *key: b"")
    monkeypatch.setattr(module, "MOST_KEPT", 2)

    for number in range(4):
        typeset("card.typ", number, form="png")

    assert [key[1] for key in module._kept] == ["2", "3"]


def test_one_is_set_at_a_time_and_few_may_wait(monkeypatch):
    at_once, begun, go_on = [], threading.Semaphore(0), threading.Event()

    def compile_slowly(template, data, form):
        at_once.append(module._setting.locked())
        begun.release()
        assert go_on.wait(10)
        return data.encode()

    monkeypatch.setattr(module, "_compile", compile_slowly)
    threads = [
        threading.Thread(target=typeset, args=("card.typ", n), kwargs={"form": "png"})
        for n in range(1 + MOST_WAITING)
    ]
    threads[0].start()
    assert begun.acquire(timeout=10)
    for thread in threads[1:]:
        thread.start()
    while module._places.acquire(blocking=False):  # until the others wait
        module._places.release()

    with pytest.raises(Busy):
        typeset("card.typ", "one more", form="png")
    assert len(at_once) == 1
    go_on.set()
    for thread in threads:
        thread.join(10)

    assert len(at_once) == len(threads)
    assert typeset("card.typ", "one more", form="png") == b'"one more"'
