import asyncio
from contextlib import aclosing
from itertools import pairwise

from realtime.bus import Bus
from realtime.hub import Hub
from realtime.pace import INTERVAL, Pace, newest_states
from tests.realtime.fake_time import run, seconds


async def no_heads(streams):
    return {}


def watched(changes, last):
    """The states seen, with their time, while the log reaches numbers at the given times; ends on `last`."""

    async def main():
        head = 0

        async def read():
            return head, head

        async def write():
            nonlocal head
            for at, seq in changes:
                await asyncio.sleep(at - seconds())
                head = seq
                hub.ring("poll:1", seq)

        async with Bus("memory://") as bus, Hub(bus, no_heads) as hub:
            with hub.follow("poll:1") as follower:
                writing = asyncio.create_task(write())
                seen = []
                async with aclosing(newest_states(follower, read)) as states:
                    async for state in states:
                        seen.append((seconds(), state))
                        if state == last:
                            break
                await writing
        return seen

    return run(main())


def test_the_present_state_comes_first_and_a_change_after_quiet_at_once():
    assert watched([(5, 1), (9, 2)], last=2) == [(0, 0), (5, 1), (9, 2)]


def test_in_a_storm_the_newest_goes_out_five_times_a_second_and_the_last_is_never_lost():
    storm = [(5 + n / 100, n + 1) for n in range(100)]
    seen = watched(storm, last=100)
    assert seen[1] == (5, 1)
    assert seen[-1] == (6, 100)
    assert [round(later[0] - earlier[0], 3) for earlier, later in pairwise(seen[1:])] == [0.2] * 5


def test_a_ring_without_a_new_state_shows_nothing_and_does_not_spin():
    async def main():
        reads, six = [], asyncio.Event()

        async def read():
            reads.append(seconds())
            if len(reads) == 6:
                six.set()
            return 1, "the only state"

        async with Bus("memory://") as bus, Hub(bus, no_heads) as hub:
            with hub.follow("poll:1") as follower:
                hub.ring("poll:1", 999)
                states = newest_states(follower, read)
                assert await anext(states) == "the only state"
                second = asyncio.create_task(anext(states))
                await six.wait()
                assert not second.done()
                second.cancel()
                await asyncio.wait([second])
        return reads

    assert run(main()) == [0, 0.2, 0.4, 0.6, 0.8, 1]


def test_turns_are_an_interval_apart_and_free_after_quiet():
    async def main():
        pace, at = Pace(), []
        for quiet in (0, 0, 0, 7, 0):
            await asyncio.sleep(quiet)
            await pace.turn()
            at.append(seconds())
        return at

    assert INTERVAL == 0.2
    assert run(main()) == [0, 0.2, 0.4, 7.4, 7.6]
