"""How the database is reached: whole writes, readers that only read, and nobody in anybody's way."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from sqlalchemy import exists, func, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.ext.asyncio import AsyncSession

from db import session
from db.models.communities import Community
from db.models.residents import Resident
from db.session import Database, database_url
from tests.support import postgres
from tests.support.backends import Backend
from tests.support.writing import NOON, Halves, add, community, names, write

FIRST, SECOND = UUID(int=1), UUID(int=2)


async def test_a_caller_who_goes_away_leaves_a_whole_write_and_no_lock(database: Database):
    halves = Halves()
    caller = asyncio.create_task(database.write(halves.work, after=halves.written.set))
    await halves.between.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    halves.go_on.set()
    async with asyncio.timeout(10):
        await halves.written.wait()
        await add(database, community("三"))
    assert sorted(await names(database)) == sorted(["一", "二", "三"])


async def test_closing_waits_for_a_write_whose_caller_went_away(backend: Backend, database: Database):
    closing = Database(backend.database_url)
    await closing.open()
    halves = Halves()
    caller = asyncio.create_task(closing.write(halves.work, after=halves.written.set))
    await halves.between.wait()
    caller.cancel()
    close = asyncio.create_task(closing.close())
    await asyncio.sleep(0)
    assert not close.done()
    halves.go_on.set()
    await close
    assert halves.written.is_set()
    assert len(await names(database)) == 2


async def test_what_fails_leaves_nothing_behind_and_rings_no_bell(database: Database):
    rung: list[bool] = []

    async def fails(session: AsyncSession) -> None:
        session.add(community("一"))
        await session.flush()
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await database.write(fails, after=lambda: rung.append(True))
    assert (await names(database), rung) == ([], [])
    await add(database, community("二"))
    assert await names(database) == ["二"]


async def test_the_bell_is_rung_once_and_after_the_commit(database: Database, beside: Database):
    seen: list[asyncio.Task[list[str]]] = []

    async def work(session: AsyncSession) -> str:
        session.add(community("一"))
        await session.flush()
        assert await names(beside) == []
        return "done"

    assert await database.write(work, after=lambda: seen.append(asyncio.create_task(names(beside)))) == "done"
    assert [await task for task in seen] == [["一"]]


async def test_what_is_there_already_cannot_be_added_and_hinders_nobody(database: Database):
    await add(database, community("一", FIRST))
    with pytest.raises(IntegrityError):
        await add(database, community("二", FIRST))
    await add(database, community("三"))
    assert sorted(await names(database)) == sorted(["一", "三"])


async def test_what_belongs_to_nothing_is_refused(database: Database):
    orphan = Resident(
        id=FIRST, community_id=SECOND, display_name="王", phone_sealed=b"", phone_hash=b"", registered_at=NOON
    )
    with pytest.raises(IntegrityError):
        await add(database, orphan)


async def test_counting_up_at_once_from_two_workers_loses_nothing(database: Database, beside: Database):
    await add(database, community("一", FIRST))

    async def count_up(session: AsyncSession) -> None:
        row = await session.get_one(Community, FIRST, with_for_update=True)
        await asyncio.sleep(0)
        row.roll_heads += 1

    await asyncio.gather(*(write((database, beside)[number % 2], count_up) for number in range(40)))
    async with database.read() as session:
        assert (await session.get_one(Community, FIRST)).roll_heads == 40


async def test_two_who_lock_each_other_out_both_get_through(database: Database, beside: Database):
    """On PostgreSQL one of them is thrown out and does its work anew; SQLite lets one begin after the other."""
    await add(database, community("0", FIRST), community("0", SECOND))
    holding = [asyncio.Event(), asyncio.Event()]
    attempts = 0

    async def both(session: AsyncSession, mine: int) -> None:
        nonlocal attempts
        attempts += 1
        order = (FIRST, SECOND) if mine == 0 else (SECOND, FIRST)
        if not database.embedded:
            await session.execute(text("SET LOCAL deadlock_timeout = '20ms'"))
        for place, key in enumerate(order):
            await session.execute(
                update(Community).where(Community.id == key).values(roll_heads=Community.roll_heads + 1)
            )
            if place == 0:
                holding[mine].set()
                if not database.embedded:
                    await holding[1 - mine].wait()

    await asyncio.gather(
        write(database, lambda session: both(session, 0)), write(beside, lambda session: both(session, 1))
    )
    async with database.read() as session:
        assert set(await session.scalars(select(Community.roll_heads))) == {2}
    assert attempts == 2 if database.embedded else attempts > 2


async def test_who_was_a_moment_late_to_add_a_row_finds_it_at_the_second_try(database: Database, beside: Database):
    """On PostgreSQL both see that it is missing; on SQLite the second one looks only after the first has written."""
    looked = [asyncio.Event(), asyncio.Event()]

    async def found(session: AsyncSession, mine: int) -> bool:
        missing = not (await session.execute(select(exists().where(Community.id == FIRST)))).scalar_one()
        looked[mine].set()
        if not database.embedded:
            await looked[1 - mine].wait()
        if missing:
            session.add(community("一", FIRST))
            await session.flush()
        return missing

    results = await asyncio.gather(
        write(database, lambda session: found(session, 0)), write(beside, lambda session: found(session, 1))
    )
    assert sorted(results) == [False, True]
    assert await names(database) == ["一"]


async def test_a_moment_comes_back_aware_and_in_utc(database: Database):
    row = community("一", FIRST)
    row.founded_at = datetime(2026, 5, 1, 20, 0, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    await add(database, row)
    async with database.read() as session:
        kept = (await session.get_one(Community, FIRST)).founded_at
        assert (kept, kept.tzinfo) == (datetime(2026, 5, 1, 12, 0, 0, 123456, tzinfo=UTC), UTC)
        later = select(func.count()).where(Community.founded_at > row.founded_at - timedelta(microseconds=1))
        assert (await session.execute(later)).scalar_one() == 1


async def test_a_moment_without_a_zone_is_refused(database: Database):
    row = community("一")
    row.founded_at = datetime(2026, 5, 1, 12)  # noqa: DTZ001
    with pytest.raises(StatementError, match="without a zone"):
        await add(database, row)
    assert await names(database) == []


@pytest.mark.parametrize("url", ["mysql://localhost/heyi", "oracle://localhost/heyi"])
def test_an_unknown_database_is_named(url: str):
    with pytest.raises(ValueError, match="is not a database Heyi knows"):
        database_url(url)


@pytest.mark.parametrize("statement", ["DELETE FROM communities", "CREATE TABLE more (id INTEGER)"])
async def test_readers_cannot_write(database: Database, statement: str):
    await add(database, community("一"))
    async with database.read() as session:
        with pytest.raises(DBAPIError):
            await session.execute(text(statement))
    assert await names(database) == ["一"]


async def test_whoever_writes_after_a_reader_can(database: Database):
    """Readers and writers share connections on PostgreSQL."""
    for number in range(20):
        assert len(await names(database)) == number
        await add(database, community(str(number)))


async def test_a_reading_session_sees_one_state_throughout(database: Database):
    await add(database, community("一"))
    async with database.read() as session:
        counting = select(func.count()).select_from(Community)
        assert (await session.execute(counting)).scalar_one() == 1
        await add(database, community("二"))
        assert (await session.execute(counting)).scalar_one() == 1
    assert len(await names(database)) == 2


@pytest.mark.parametrize("backend", ["postgres+redis"], indirect=True)
async def test_a_connection_that_was_lost_while_nobody_used_it_is_replaced_unnoticed(
    backend: Backend, database: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(session, "FRESH_SECONDS", 0.0)
    await add(database, community("一"))
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    await postgres.execute(backend.database_url, f"{others} AND pid <> pg_backend_pid()")
    assert await names(database) == ["一"]
    assert [row[0] for row in await database.rows(text("SELECT 1"), {})] == [1]
