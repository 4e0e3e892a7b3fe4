import asyncio
from uuid import UUID

from realtime.sessions import Sessions
from tests.realtime.fake_time import run, seconds

ANNA, BOLIN = UUID(int=1), UUID(int=2)


class Database:
    def __init__(self, *valid):
        self.valid = set(valid)
        self.away = False
        self.asked = []

    async def __call__(self, session_ids):
        self.asked.append((seconds(), set(session_ids)))
        if self.away:
            raise ConnectionError("the database is away")
        return self.valid & set(session_ids)


def test_a_revoked_session_ends_for_all_who_hold_it_and_for_nobody_else():
    async def main():
        database = Database(ANNA, BOLIN)
        async with Sessions(database) as sessions:
            with sessions.ended(ANNA) as phone, sessions.ended(ANNA) as desk, sessions.ended(BOLIN) as other:
                await asyncio.sleep(9)
                assert not phone.is_set()
                database.valid.remove(ANNA)
                await phone.wait()
                assert desk.is_set()
                assert not other.is_set()
        return seconds()

    assert run(main()) == 10


def test_all_sessions_are_asked_for_in_one_query_and_ended_ones_no_more():
    async def main():
        database = Database(BOLIN)
        async with Sessions(database) as sessions:
            with sessions.ended(ANNA), sessions.ended(BOLIN):
                await asyncio.sleep(5)
            await asyncio.sleep(60)
        return database.asked

    assert run(main()) == [(2, {ANNA, BOLIN}), (4, {BOLIN})]


def test_a_session_ended_here_ends_at_once():
    async def main():
        async with Sessions(Database(ANNA)) as sessions:
            with sessions.ended(ANNA) as ended:
                sessions.end(ANNA)
                sessions.end(BOLIN)
                assert ended.is_set()

    run(main())


def test_a_database_that_is_away_ends_nobody_and_is_mentioned_once(caplog):
    async def main():
        database = Database()
        database.away = True
        async with Sessions(database) as sessions:
            with sessions.ended(ANNA) as ended:
                await asyncio.sleep(21)
                assert not ended.is_set()
                database.away = False
                await ended.wait()
        return seconds()

    assert run(main()) == 22
    assert len(caplog.records) == 1


def test_nothing_is_left_running():
    async def main():
        async with Sessions(Database()):
            pass
        return asyncio.all_tasks() - {asyncio.current_task()}

    assert run(main()) == set()
