import asyncio
import threading

import pytest

from tracker.serving.pools import Full, Pool, Pools


def test_a_function_runs_in_a_thread_of_its_pool():
    pool = Pool("test", threads=1, most_waiting=1)

    name = asyncio.run(pool.run(lambda word: f"{word} {threading.current_thread().name}", "in"))

    assert name.startswith("in test")
    assert pool.inside == 0


def test_who_would_wait_too_long_is_told_at_once_and_the_others_get_their_turn():
    pool, go = Pool("test", threads=1, most_waiting=2), threading.Event()

    async def crowd():
        inside = [asyncio.ensure_future(pool.run(go.wait, 10)) for _one in range(3)]
        await asyncio.sleep(0)
        with pytest.raises(Full):
            await pool.run(go.wait, 10)
        go.set()
        return await asyncio.gather(*inside)

    assert asyncio.run(crowd()) == [True] * 3
    assert pool.inside == 0


def test_an_error_leaves_the_pool_as_it_was():
    pool = Pool("test", threads=1, most_waiting=0)

    with pytest.raises(ZeroDivisionError):
        asyncio.run(pool.run(lambda: 1 / 0))
    assert pool.inside == 0


def test_what_has_not_begun_can_be_called_off():
    pool, go, begun = Pool("test", threads=1, most_waiting=2), threading.Event(), []

    async def crowd():
        first, second = pool.submit(go.wait, 10), pool.submit(begun.append, 1)
        was_called_off = second.cancel()
        go.set()
        await asyncio.wrap_future(first)
        return was_called_off

    assert asyncio.run(crowd())
    assert (pool.inside, begun) == (0, [])


def test_no_kind_of_request_waits_for_another():
    pools = Pools(lambda name, **limits: (name, limits["threads"]))

    kinds = {"static", "health", "readers", "downloads", "strangers", "staff"}
    assert {kind for kind, _threads in vars(pools).values()} == set(vars(pools)) == kinds
