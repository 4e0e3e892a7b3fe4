"""The server is killed while the prizes of a contest are paid: everybody gets theirs once, on either database."""

import asyncio
import signal
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select

from db.models.contests import Contest, ContestWin
from resolvers.contests import reading
from resolvers.contests.streams import stream_of
from rules.contests import PAID_AT_ONCE, Award, ContestKind, Plan, Prize, Stage
from tests.faults.test_killed_shop import opened_again
from tests.resolvers.contests.contest import homes, key_of, planned, prizes, vote
from tests.support.backends import Backend
from tests.support.deeds import said
from tests.support.house import Hall, open_hall
from tests.support.program import running

WINNERS, KILLS = 3 * PAID_AT_ONCE + 5, 2
PATIENCE = 300


async def of_a_full_building(hall: Hall) -> Contest:
    """A contest that came due yesterday, in which a building with many people has the only vote."""
    hall.clock.ahead = timedelta(days=-2)
    buildings = await homes(hall, [range(WINNERS), [WINNERS, WINNERS + 1]])
    first = [Prize(Award.BUILDING, 1, 20)]
    closes_at = hall.clock.now() + timedelta(days=1)
    row = await planned(hall, Plan(ContestKind.BUILDINGS, first, closes_at, residents_weight=1, buildings=buildings))
    await vote(hall, row, WINNERS, "n1")
    return row


async def paid(hall: Hall) -> int:
    """How many prizes have been paid."""
    async with hall.house.database.read() as session:
        query = select(func.count()).select_from(ContestWin).where(ContestWin.paid_at.is_not(None))
        return await session.scalar(query) or 0


async def stage(hall: Hall, key: UUID) -> Stage:
    return (await reading.load(hall.house, [key]))[key].contest.stage


async def test_every_prize_is_paid_once_though_the_server_is_killed_again_and_again(backend: Backend):
    async with open_hall(backend, neighbours=WINNERS + 2) as hall:
        row = await of_a_full_building(hall)
        due = {await key_of(hall, number): [20] for number in range(WINNERS)}
    # This house's own clock stays behind, so that only the program finds that the contest is over.
    async with opened_again(hall) as beside, running(backend, 1) as program, asyncio.timeout(PATIENCE):
        seen = 0
        for _ in range(KILLS):
            while seen < WINNERS and await paid(beside) == seen:  # noqa: ASYNC110 - another process pays
                await asyncio.sleep(0.01)
            await program.stop(signal.SIGKILL)
            seen = await paid(beside)
            assert sum(map(len, (await prizes(beside)).values())) == seen
            await program.start()
        while await stage(beside, row.id) is not Stage.CLOSED:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.05)
        assert await prizes(beside) == due
        told = await said(beside.house, stream_of(row.id))
        wins = [key for kind, payload in told if kind == "contest.paid" for key in payload["wins"]]
        assert len(wins) == len(set(wins)) == WINNERS
        assert [kind for kind, _ in told].count("contest.decided") == 1
