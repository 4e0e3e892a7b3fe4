import asyncio
import random
from collections.abc import AsyncGenerator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime import entries
from realtime.cohorts import Cohorts
from realtime.entries import BLOCK, Entries, Told
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
    async def entries(self, after: int) -> AsyncGenerator[Told, None]:
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


async def test_a_draft_reaches_those_who_are_up_to_date_and_nobody_else():
    cohorts, tape = Cohorts(), Tape(3)
    level, slow, full = joined(cohorts, tape, 3), joined(cohorts, tape, 0, FakeSink(open=False)), FakeSink(room=0)
    joined(cohorts, tape, 3, full)
    tape.say(b"half a sen")
    await level.until(1)
    tape.grow()
    await level.until(2)
    assert level.got == [b"half a sen", b"4"]
    for sink, wanted in ((slow, numbers(1, 4)), (full, [b"4"])):
        sink.reopen()
        await sink.until(len(wanted))
        assert sink.got == wanted
    await cohorts.close()


@pytest.mark.parametrize("kept", [True, False])
async def test_what_was_taken_away_is_shown_to_nobody_who_comes_later(kept: bool):
    cohorts, tape = Cohorts(), Tape(0 if kept else 3)
    first = joined(cohorts, tape, 0)
    tape.grow(3 if kept else 0)
    await first.until(3)
    tape.take_away(2)
    await first.until(4)
    later = joined(cohorts, tape, 0)
    await later.until(4)
    assert (first.got, later.got) == ([b"1", b"2", b"3", b"4"], [b"1", b"", b"3", b"4"])
    await cohorts.close()


async def test_what_is_taken_away_while_it_is_being_read_is_read_again():
    cohorts, tape = Cohorts(), Tape(3)
    first = joined(cohorts, tape, 3)
    reading, go_on = asyncio.Event(), asyncio.Event()
    content = tape.entries

    async def slowly(after: int) -> AsyncGenerator[Told, None]:
        async for told in content(after):
            if told.number == 3 and not go_on.is_set():
                reading.set()
                await go_on.wait()
            yield told

    cohorts.get("record")._read = slowly
    later = joined(cohorts, tape, 0)
    await reading.wait()
    tape.take_away(2)
    await first.until(1)
    go_on.set()
    await later.until(4)
    assert later.got == [b"1", b"", b"3", b"4"]
    await cohorts.close()
