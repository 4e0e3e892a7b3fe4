import asyncio
from collections.abc import AsyncGenerator

from realtime.cohorts import Cohorts
from realtime.states import States
from tests.realtime.watching import FakeSink, Tape, settled


def joined(cohorts: Cohorts, tape: Tape, sink: FakeSink, moved=None) -> FakeSink:
    cohort = cohorts.get("tally") or cohorts.open("tally", States(tape.states, moved))
    sink.seat = cohort.join(sink, 0)
    return sink


async def test_all_who_watch_share_one_reading():
    cohorts, tape = Cohorts(), Tape(1)
    sinks = [joined(cohorts, tape, FakeSink()) for _ in range(50)]
    for number in range(1, 4):
        for sink in sinks:
            await sink.until(number)
        tape.grow()
    assert tape.begun == 1
    assert {tuple(sink.got[:3]) for sink in sinks} == {(b"1", b"2", b"3")}
    await cohorts.close()


async def test_who_joins_gets_the_newest_state_at_once():
    cohorts, tape = Cohorts(), Tape(7)
    await joined(cohorts, tape, FakeSink()).until(1)
    late = joined(cohorts, tape, FakeSink())
    assert late.got == [b"7"]
    await cohorts.close()


async def test_who_cannot_take_more_finds_the_newest_state_and_nothing_else():
    cohorts, tape = Cohorts(), Tape(1)
    quick, slow = joined(cohorts, tape, FakeSink()), joined(cohorts, tape, FakeSink(open=False))
    for number in range(1, 6):
        await quick.until(number)
        tape.grow()
    await quick.until(6)
    slow.reopen()
    assert slow.got == [b"6"]
    tape.grow()
    await slow.until(2)
    assert slow.got == [b"6", b"7"]
    await cohorts.close()


async def test_reading_ends_with_the_last_watcher():
    before = asyncio.all_tasks()
    cohorts, tape = Cohorts(), Tape(1)
    sinks = [joined(cohorts, tape, FakeSink()) for _ in range(3)]
    await sinks[0].until(1)
    for sink in sinks:
        sink.seat.leave()
        sink.seat.leave()
    assert len(cohorts) == 0
    await settled(before)
    assert tape.readers == 0
    await joined(cohorts, tape, FakeSink()).until(1)
    assert tape.begun == 2
    await cohorts.close()


async def test_what_goes_wrong_is_told_to_everybody_once():
    async def broken() -> AsyncGenerator[bytes, None]:
        yield b"1"
        raise RuntimeError("lost")

    cohorts = Cohorts()
    cohort = cohorts.open("tally", States(broken))
    sinks = [FakeSink() for _ in range(3)]
    for sink in sinks:
        cohort.join(sink, 0)
    for sink in sinks:
        await sink.until(2)
        assert [str(error) for error in sink.ended] == ["lost"]
    assert len(cohorts) == 0


async def test_whose_audience_has_changed_is_let_go_before_the_next_state():
    gone: set[str] = set()

    async def moved(viewers):
        return gone & set(viewers)

    cohorts, tape = Cohorts(), Tape(1)
    stays, goes = (joined(cohorts, tape, FakeSink(viewer=name), moved) for name in ("stays", "goes"))
    await goes.until(1)
    gone.add("goes")
    tape.grow()
    await stays.until(2)
    assert (goes.got, goes.moved) == ([b"1"], 1)
    assert (stays.got, stays.moved) == ([b"1", b"2"], 0)
    await cohorts.close()


async def test_all_who_sit_are_counted_until_they_leave_move_or_it_ends():
    told: list[int] = []
    gone: set[str] = set()

    async def moved(viewers):
        return gone & set(viewers)

    async def states() -> AsyncGenerator[bytes, None]:
        async for state in tape.states():
            yield state
            if state == b"3":
                raise LookupError("gone")

    cohorts, tape = Cohorts(), Tape(1)
    cohort = cohorts.open("tally", States(states, moved, told.append))
    leaves, moves, stays = (FakeSink(viewer=name) for name in ("leaves", "moves", "stays"))
    for sink in (leaves, moves, stays):
        sink.seat = cohort.join(sink, 0)
    leaves.seat.leave()
    leaves.seat.leave()
    assert told == [1, 1, 1, -1]
    gone.add("moves")
    tape.grow()
    await stays.until(1)
    tape.grow()
    await stays.until(9)
    assert stays.ended
    assert sum(told) == 0


async def test_ten_thousand_come_and_go_and_nothing_is_left():
    before = asyncio.all_tasks()
    cohorts, tape = Cohorts(), Tape(1)
    for number in range(10_000):
        sink = joined(cohorts, tape, FakeSink())
        if number % 7 == 0:
            await sink.until(1)
        sink.seat.leave()
    assert len(cohorts) == 0
    await settled(before)
    assert tape.readers == 0
