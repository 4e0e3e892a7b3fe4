"""The server is killed while points are earned and while months close: each pays once, each closes once, on either
database, and every sum is whole at the moment of its end."""

import asyncio
import signal
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.communities import Community
from db.models.points import PointsMonth
from db.queries.points import Board
from resolvers import issues, seeding
from resolvers.points import board, reading
from resolvers.points.streams import stream_of
from rules.ids import Kind, public_id
from rules.issues import Stage
from rules.points import month_of
from tests.faults.test_killed_shop import opened_again
from tests.resolvers.points.ledger import earned
from tests.resolvers.rewards.shop import gave
from tests.support.backends import Backend
from tests.support.deeds import said
from tests.support.house import Hall, done, open_hall
from tests.support.program import running
from tests.support.server import client_of

VOTERS = 32
TOWNS, KILLS = 12, 2
PATIENCE = 30
LAST_MONTH = timedelta(days=-31)


async def paid(hall: Hall, numbers: Sequence[int]) -> list[int]:
    """What these have earned; every sum fits."""
    return [(await earned(hall, hall.neighbours[number]))[0] for number in numbers]


async def test_a_killed_server_pays_everybody_once(backend: Backend):
    async with open_hall(backend, neighbours=VOTERS) as hall:
        issue = await hall.issue(at=Stage.VOTING)
        poll_id = public_id(Kind.POLL, (await hall.poll(issue)).poll.id)
        for person in hall.neighbours:
            done(await issues.comment(hall.house, await hall.actor(person), issue.id, "我同意。"))
    async with running(backend, 1) as program, client_of(program.address) as api:
        for person in hall.neighbours:
            await api.done("castVote", person.token, input={"pollId": poll_id, "choice": "yes"})
        await api.done("closePoll", hall.moderator.token, input={"pollId": poll_id, "reason": "投完了。"})
        await program.stop(signal.SIGKILL)
        async with opened_again(hall) as beside:
            assert set(await paid(beside, range(VOTERS))) <= {0, 10}
        await program.start()
        async with opened_again(hall) as again, asyncio.timeout(PATIENCE):
            while await paid(again, range(VOTERS)) != [10] * VOTERS:  # noqa: ASYNC110 - another process pays
                await asyncio.sleep(0.05)


async def towns_of(hall: Hall) -> list[UUID]:
    """Communities in each of which somebody gave two hours last month, and somebody else one."""
    keys, house = [hall.house.new_id() for _ in range(TOWNS)], hall.house
    founded = [Community(id=key, name=f"{n} 村", households=9, founded_at=house.now()) for n, key in enumerate(keys)]
    await house.database.write(lambda session: _all(session, founded), after=lambda: None)
    for key in keys:
        people = await seeding.add_residents(house, key, [seeding.Newcomer(), seeding.Newcomer()])
        for number, person in enumerate(people, 1):
            await gave(house, key, [(await hall.actor(person)).resident_id], number, f"activity_{number}")
    return keys


async def _all(session: AsyncSession, rows: Sequence[Community]) -> None:
    session.add_all(rows)


async def closed(hall: Hall) -> int:
    """How many months have closed."""
    async with hall.house.database.read() as session:
        query = select(func.count()).select_from(PointsMonth).where(PointsMonth.closed_at.is_not(None))
        return await session.scalar(query) or 0


async def whole(hall: Hall, towns: Sequence[UUID]) -> None:
    for town in towns:
        assert await reading.differences(hall.house, town) == []


async def test_months_that_came_due_close_once_though_the_server_is_killed_again_and_again(backend: Backend):
    async with open_hall(backend, neighbours=1) as hall:
        hall.clock.ahead = LAST_MONTH
        towns = await towns_of(hall)
        month = month_of(hall.clock.now())
    # This house's own clock stays behind, so that only the program finds that the months are over.
    async with opened_again(hall) as beside, running(backend, 1) as program:
        seen = 0
        for _ in range(KILLS):
            while seen < TOWNS and (await closed(beside)) == seen:
                pass
            await program.stop(signal.SIGKILL)
            seen = await closed(beside)
            await whole(beside, towns)
            await program.start()
        while await closed(beside) < TOWNS:
            pass
        for town in towns:
            told = await said(beside.house, stream_of(town))
            (entry,) = [payload for kind, payload in told if kind == "points.month_closed"]
            assert [(row["rank"], row["points"]) for row in entry["top"]] == [(1, 20), (2, 10)]
            assert [row.points for row in await board.top(beside.house, Board(town, month), 10)] == [20, 10]
