import asyncio
import random
from collections.abc import AsyncGenerator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime import entries
from realtime.cohorts import Cohorts
from realtime.entries import BLOCK, Entries
from tests.realtime.watching import FakeSink, Tape


def numbers(first: int, last: int) -> list[bytes]:
    return [str(number).encode() for number in range(first, last + 1)]


def joined(cohorts: Cohorts, tape: Tape, after: int, sink: FakeSink | None = None) -> FakeSink:
    sink = sink or FakeSink()
    cohort = cohorts.get("record") or cohorts.open("record", Entries(tape.entries, tape.written))
    sink.seat = cohort.join(sink, after)
    return sink


async def test_each_has_every_entry_from_their_own_place_in_order_and_once():
    cohorts, tape = Cohorts(), Tape(1_000)
    places = [0, 1, 199, 200, 201, 555, 999, 1_000]
    sinks = [joined(cohorts, tape, place) for place in places]
    tape.grow(5)
    for place, sink in zip(places, sinks, strict=True):
        await sink.until(1_005 - place)
        assert sink.got == numbers(place + 1, 1_005)
    await cohorts.close()


async def test_who_names_a_number_that_is_not_there_yet_gets_what_comes_after_it():
    cohorts, tape = Cohorts(), Tape(3)
    sink = joined(cohorts, tape, 5)
    tape.grow(4)
    await sink.until(2)
    assert sink.got == numbers(6, 7)
    await cohorts.close()


async def test_five_thousand_who_come_back_read_each_block_once():
    cohorts, tape = Cohorts(), Tape(5_000)
    sinks = [joined(cohorts, tape, place) for place in range(5_000)]
    tape.grow(10)
    for place, sink in enumerate(sinks):
        await sink.until(5_010 - place)
        assert sink.got == numbers(place + 1, 5_010)
    assert tape.begun <= 1 + 2 * -(-5_000 // BLOCK)
    await cohorts.close()


@given(st.integers(0, 2**32))
async def test_slow_and_quick_watchers_miss_nothing_whatever_happens(seed: int):
    chance = random.Random(seed)
    cohorts, tape = Cohorts(), Tape(chance.randrange(900))
    sinks: list[tuple[int, FakeSink]] = []
    for _ in range(60):
        what = chance.random()
        if what < 0.3:
            place = chance.randrange(tape.written + 1)
            sinks.append((place, joined(cohorts, tape, place, FakeSink(room=chance.choice([None, 0, 3, 300])))))
        elif what < 0.6:
            tape.grow(chance.randrange(1, 300))
        elif sinks:
            chance.choice(sinks)[1].reopen(chance.choice([None, 1, 50, 500]))
        for _ in range(chance.randrange(4)):
            await asyncio.sleep(0)
    for place, sink in sinks:
        sink.reopen()
        await sink.until(tape.written - place)
        assert sink.got == numbers(place + 1, tape.written)
    await cohorts.close()


async def test_what_is_long_ago_is_not_kept_at_hand(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(entries, "RECENT_BYTES", 100)
    cohorts, tape = Cohorts(), Tape()
    quick, slow = joined(cohorts, tape, 0), joined(cohorts, tape, 0, FakeSink(open=False))
    tape.grow(2_000)
    await quick.until(2_000)
    slow.reopen()
    await slow.until(2_000)
    assert quick.got == slow.got == numbers(1, 2_000)
    await cohorts.close()


class Torn(Tape):
    async def entries(self, after: int) -> AsyncGenerator[tuple[int, bytes], None]:
        if after < self.written:
            raise RuntimeError("torn")
        async for entry in super().entries(after):
            yield entry


async def test_a_block_that_cannot_be_read_ends_only_those_who_need_it():
    cohorts, tape = Cohorts(), Torn(10)
    behind, level = joined(cohorts, tape, 2), joined(cohorts, tape, 10)
    await behind.until(1)
    assert [str(error) for error in behind.ended] == ["torn"]
    assert level.ended == []
    await cohorts.close()


async def test_whoever_left_before_a_block_could_not_be_read_is_told_nothing():
    cohorts, tape = Cohorts(), Torn(10)
    stays, leaves = joined(cohorts, tape, 2), joined(cohorts, tape, 2)
    leaves.seat.leave()
    await stays.until(1)
    assert (len(stays.ended), leaves.ended) == (1, [])
    await cohorts.close()
