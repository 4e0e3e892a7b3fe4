"""What residents are told reaches each of them once, and nobody else."""

import asyncio
from uuid import UUID

import pytest

from db import streams
from db.paging import Ask
from resolvers import checkpoints, deadlines, record
from resolvers.deed import Deed, perform
from resolvers.notices import marking, reading
from resolvers.notices.streams import stream_of
from resolvers.notices.telling import tell
from rules.refusals import Code, Refusal, refuse
from tests.support.house import Hall

ALL = Ask(first=100)
REPORT = "report_" + "0" * 31


async def told(hall: Hall, *resident_ids: UUID, number: int = 1, kind: str = "report.received") -> None:
    """Tells them of a report."""

    async def work(deed: Deed) -> None:
        tell(deed, resident_ids, kind, {"reportId": f"{REPORT}{number}"})

    await perform(hall.house, work)


async def ids(hall: Hall) -> list[UUID]:
    return [(await hall.actor(neighbour)).resident_id for neighbour in hall.neighbours]


async def test_each_is_told_once_however_often_they_are_named(hall: Hall):
    first, second, third, *_ = await ids(hall)
    await told(hall, first, second, first)
    await told(hall, second, number=2)
    numbers = {}
    for resident in (first, second, third):
        rows = (await reading.of(hall.house, resident, ALL)).rows
        numbers[resident] = [(row.seq, row.kind, row.details) for row in rows]
    received = "report.received", '{"reportId":"' + REPORT + '%d"}'
    assert numbers == {
        first: [(1, received[0], received[1] % 1)],
        second: [(2, received[0], received[1] % 2), (1, received[0], received[1] % 1)],
        third: [],
    }
    (entry,) = await record.entries(hall.house, stream_of(first), after=0, first=10)
    assert entry.kind == "notice.told"


async def test_nobody_is_no_harm(hall: Hall):
    await told(hall)
    assert await record.heads(hall.house, [stream_of(each) for each in await ids(hall)]) == {}


async def test_a_deed_that_is_refused_tells_nobody(hall: Hall):
    (first, *_) = await ids(hall)

    async def work(deed: Deed) -> Refusal:
        tell(deed, [first], "report.received", {"reportId": REPORT})
        return refuse(Code.CONFLICT, "photo_used")

    assert isinstance(await perform(hall.house, work), Refusal)
    assert (await reading.of(hall.house, first, ALL)).rows == []
    assert await reading.unread(hall.house, [first]) == {}


async def test_a_notice_that_is_not_whole_is_told_to_nobody(hall: Hall):
    (first, *_) = await ids(hall)
    with pytest.raises(ValueError, match="no notice"):
        await told(hall, first, kind="weather.fine")
    assert (await reading.of(hall.house, first, ALL)).rows == []


async def test_many_who_are_told_at_once_by_many_are_each_told_all(hall: Hall):
    everybody = await ids(hall)
    await asyncio.gather(*(told(hall, *everybody[:: 1 if n % 2 else -1], number=n) for n in range(8)))
    for resident in everybody:
        rows = await reading.after(hall.house, resident, 0)
        assert [row.seq for row in rows] == list(range(1, 9))
        assert len({row.details for row in rows}) == 8


async def test_notices_are_read_up_to_a_number_and_by_their_reader_alone(hall: Hall):
    mine, theirs = await hall.actor(hall.neighbours[0]), await hall.actor(hall.neighbours[1])
    for number in range(1, 5):
        await told(hall, mine.resident_id, theirs.resident_id, number=number)
    assert await marking.mark_read(hall.house, mine, 3) == 1
    assert await marking.mark_read(hall.house, mine, 3) == 1
    assert await marking.mark_read(hall.house, mine, 0) == 1
    first_read = (await reading.after(hall.house, mine.resident_id, 0))[0].read_at
    hall.clock.turn(hours=1)
    assert await marking.mark_read(hall.house, mine, 99) == 0
    assert (await reading.after(hall.house, mine.resident_id, 0))[0].read_at == first_read
    assert await reading.unread(hall.house, [mine.resident_id, theirs.resident_id]) == {theirs.resident_id: 4}


async def test_whoever_follows_gets_every_notice_once_and_in_order(hall: Hall):
    first, second, *_ = await ids(hall)
    await told(hall, first)
    following = reading.follow(hall.house, first, number=0)
    assert (await anext(following)).seq == 1
    coming = asyncio.ensure_future(anext(following))
    await told(hall, second)
    await told(hall, first, number=2)
    assert (await coming).seq == 2
    await following.aclose()
    resumed = reading.follow(hall.house, first, number=1)
    assert (await anext(resumed)).seq == 2
    await resumed.aclose()


async def test_no_checkpoint_tells_who_was_told_how_much(hall: Hall):
    issue = await hall.issue()
    (first, *_) = await ids(hall)
    await told(hall, first)
    hall.clock.turn(minutes=11)
    await deadlines.sweep(hall.house)
    signed = {each.stream for each in (await checkpoints.newest(hall.house, 100)).checkpoints}
    assert f"issue:{issue.id.hex}" in signed
    assert not any(stream.startswith(streams.PRIVATE) for stream in signed)
