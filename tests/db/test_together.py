"""Works on SQLite that wait for each other share one commit, and one that fails takes back only its own."""

import asyncio

import pytest
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.communities import Community
from db.session import Database
from db.together import AT_ONCE
from tests.support.backends import Backend
from tests.support.writing import community, names, write

MANY = 2 * AT_ONCE


@pytest.fixture
def backend(sqlite_backend: Backend) -> Backend:
    return sqlite_backend


async def added(database: Database, name: str, *, fails: bool = False) -> str:
    async def work(session: AsyncSession) -> str:
        session.add(community(name))
        await session.flush()
        if fails:
            raise LookupError(name)
        return name

    return await write(database, work)


async def test_what_waits_is_written_with_a_few_commits_and_each_has_its_own_answer(database: Database):
    commits = []
    event.listen(database.writer.sync_engine, "commit", lambda _: commits.append(1))
    wanted = [f"社区{number}" for number in range(MANY)]
    assert await asyncio.gather(*(added(database, name) for name in wanted)) == wanted
    assert sorted(await names(database)) == sorted(wanted)
    assert len(commits) <= 2 + MANY // AT_ONCE


async def test_one_that_fails_takes_back_only_its_own_and_is_told_alone(database: Database):
    working = [added(database, f"社区{number}", fails=number % 3 == 0) for number in range(9)]
    answers = await asyncio.gather(*working, return_exceptions=True)
    assert [isinstance(answer, LookupError) for answer in answers] == [number % 3 == 0 for number in range(9)]
    assert sorted(await names(database)) == [f"社区{number}" for number in range(9) if number % 3]


async def test_the_next_sees_what_the_one_before_wrote(database: Database):
    async def count(session: AsyncSession) -> int:
        session.add(community())
        await session.flush()
        return len((await session.scalars(select(Community.id))).all())

    assert await asyncio.gather(*(write(database, count) for _ in range(5))) == [1, 2, 3, 4, 5]


async def test_bells_ring_after_the_commit_though_their_caller_has_gone(database: Database):
    rung, first = asyncio.Event(), asyncio.create_task(added(database, "东村"))

    async def work(session: AsyncSession) -> None:
        session.add(community("西村"))

    second = asyncio.create_task(database.write(work, after=rung.set))
    await asyncio.sleep(0)
    second.cancel()
    await first
    await rung.wait()
    assert sorted(await names(database)) == ["东村", "西村"]
