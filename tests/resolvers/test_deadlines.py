"""What is due is done once, whoever runs, and whenever they run again."""

import asyncio
import logging
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from db.models.deadlines import Deadline, Due
from resolvers import deadlines
from resolvers.deadlines import sweep
from resolvers.house import House
from resolvers.issues import stream_of as issue_stream
from resolvers.opening import opened
from resolvers.polls import cast, manage, watch
from resolvers.residents import care
from rules.issues import Stage
from rules.polls import Phase
from rules.refusals import Code
from tests.support.backends import Backend
from tests.support.deeds import kinds, newcomer, poll_kinds, refused, said, swept
from tests.support.house import Hall, done, open_hall

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


async def phase(house: House, poll_id: UUID) -> Phase:
    return watch.phase_now(house, (await watch.load(house, [poll_id]))[poll_id])


async def left(house: House) -> int:
    """How many deadlines there are, besides the checkpoints of every ten minutes."""
    async with house.database.read() as session:
        return (await session.execute(select(func.count()).where(Deadline.kind != Due.CHECKPOINTS))).scalar_one()


async def test_a_poll_that_waits_opens_when_its_time_has_come_with_the_roll_of_that_moment(hall: Hall):
    poll, resident = (await hall.poll(opens_in=HOUR)).poll, await newcomer(hall)
    refused(await cast.cast_vote(hall.house, resident.resident_id, poll.id, "yes"), Code.POLL_NOT_OPEN, "pollId")
    assert await phase(hall.house, poll.id) == Phase.SCHEDULED
    assert (await watch.read_tally(hall.house, poll.id, None)).electorate == 8
    done(await care.verify(hall.house, await hall.actor(hall.staff), resident.resident_id))
    hall.clock.turn(hours=1)
    await swept(hall.house)
    assert await phase(hall.house, poll.id) == Phase.OPEN
    done(await cast.cast_vote(hall.house, resident.resident_id, poll.id, "yes"))
    told = await said(hall.house, issue_stream(poll.issue_id))
    entries = [(kind, payload["electorate"]) for kind, payload in told if kind in {"poll.scheduled", "poll.opened"}]
    assert entries == [("poll.scheduled", None), ("poll.opened", 9)]
    assert await poll_kinds(hall.house, poll.id) == ["poll.scheduled", "poll.opened", "votes.cast"]


async def test_nothing_is_done_before_its_time(hall: Hall):
    poll = (await hall.poll(opens_in=4 * MINUTE, lasts=4 * MINUTE)).poll
    assert await sweep(hall.house) == poll.opens_at
    hall.clock.turn(minutes=4)
    await swept(hall.house)
    assert await sweep(hall.house) == poll.closes_at
    hall.clock.turn(minutes=4)
    await swept(hall.house)
    assert await left(hall.house) == 0
    assert await poll_kinds(hall.house, poll.id) == ["poll.scheduled", "poll.opened", "poll.closed"]


async def test_the_clock_ends_a_poll_with_its_result(hall: Hall):
    poll, voter = (await hall.poll()).poll, await hall.actor(hall.neighbours[0])
    done(await cast.cast_vote(hall.house, voter.resident_id, poll.id, "no"))
    hall.clock.turn(hours=1)
    refused(await cast.cast_vote(hall.house, voter.resident_id, poll.id, "no"), Code.POLL_CLOSED, "pollId")
    await swept(hall.house)
    closed = (await watch.load(hall.house, [poll.id]))[poll.id].poll
    payload = (await said(hall.house, issue_stream(poll.issue_id)))[-1][1]
    assert (closed.winner, closed.closing_reason) == ("no", None)
    assert (payload["winner"], payload["closedBy"], payload["reason"]) == ("no", "clock", None)


async def test_two_workers_who_look_at_once_open_and_close_once(hall: Hall):
    async with opened(hall.plan) as beside:
        polls = [(await hall.poll(opens_in=HOUR, lasts=HOUR)).poll for _ in range(5)]
        for _ in range(2):
            hall.clock.turn(hours=1)
            await asyncio.gather(*(sweep(house) for house in (hall.house, beside) * 3))
            await swept(beside)
        for poll in polls:
            expected = ["poll.scheduled", "poll.opened", "poll.closed"]
            assert await poll_kinds(hall.house, poll.id) == expected
            told = await kinds(hall.house, issue_stream(poll.issue_id))
            assert [kind for kind in told if kind.startswith("poll.")] == expected
        assert await left(hall.house) == 0


async def test_what_came_due_while_nobody_ran_is_done_once_when_somebody_runs_again(backend: Backend):
    async with open_hall(backend) as hall:
        waiting, running = (await hall.poll(opens_in=HOUR, lasts=HOUR)).poll, (await hall.poll()).poll
        done(await cast.cast_vote(hall.house, (await hall.actor(hall.neighbours[0])).resident_id, running.id, "yes"))
    hall.clock.turn(days=1)
    async with opened(hall.plan) as house, opened(hall.plan) as beside:
        await asyncio.gather(swept(house), swept(beside))
        assert await poll_kinds(house, running.id) == ["poll.opened", "votes.cast", "poll.closed"]
        assert await poll_kinds(house, waiting.id) == ["poll.scheduled", "poll.opened", "poll.closed"]
        assert (await watch.load(house, [running.id]))[running.id].poll.winner == "yes"
    async with opened(hall.plan) as house:
        await swept(house)
        assert len(await poll_kinds(house, running.id)) == 3


async def test_nobody_has_to_ask_a_house_that_runs_looks_by_itself(backend: Backend):
    async with open_hall(backend) as hall:
        poll = (await hall.poll()).poll
        with hall.house.hub.follow(f"poll:{poll.id.hex}") as follower:
            hall.clock.turn(hours=1)
            hall.house.sweeper.wake()
            async with asyncio.timeout(10):
                await follower.beyond(1)
        assert await poll_kinds(hall.house, poll.id) == ["poll.opened", "poll.closed"]


async def test_a_poll_closed_by_hand_is_left_alone_by_the_clock(hall: Hall):
    poll = (await hall.poll()).poll
    done(await manage.close_poll(hall.house, await hall.actor(hall.moderator), poll.id, "够了"))
    hall.clock.turn(hours=1)
    await swept(hall.house)
    assert await poll_kinds(hall.house, poll.id) == ["poll.opened", "poll.closed"]
    assert await left(hall.house) == 0


async def test_what_fails_stops_nothing_else_and_stays_due(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    first, second = (await hall.poll()).poll, (await hall.poll()).poll
    close = deadlines.close_when_due

    async def fails(deed: deadlines.Deed, poll_id: UUID) -> None:
        await close(deed, poll_id)
        if poll_id == first.id:
            raise OSError("the disk is full")

    hall.clock.turn(hours=1)
    with monkeypatch.context() as patched, caplog.at_level(logging.CRITICAL):
        patched.setitem(deadlines.DEEDS, deadlines.Due.POLL_CLOSES, fails)
        while len(await poll_kinds(hall.house, second.id)) < 2:
            assert await sweep(hall.house) is None
        assert await poll_kinds(hall.house, first.id) == ["poll.opened"]
        assert await left(hall.house) == 1
    await swept(hall.house)
    assert await poll_kinds(hall.house, first.id) == ["poll.opened", "poll.closed"]


async def test_more_than_a_sweep_takes_at_once_is_done_in_several(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(deadlines, "AT_ONCE", 2)
    issue = await hall.issue(at=Stage.VOTING)
    for _ in range(5):
        await hall.poll(issue)
    hall.clock.turn(hours=1)
    await swept(hall.house)
    assert (await kinds(hall.house, issue_stream(issue.id))).count("poll.closed") == 5
