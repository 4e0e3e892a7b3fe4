"""Whoever has done before what a new badge is for has it soon after the book is valid, a few residents at a time."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from db.models.badges import BadgeRound
from resolvers.badges import books, catching_up, reading
from resolvers.points.streams import stream_of
from rules.badges import Badge, BadgeSet, Book, GoodDeed
from tests.resolvers.badges.shelf import adopted, badges_of, commented
from tests.resolvers.points.ledger import earned
from tests.support.deeds import said, swept
from tests.support.house import Hall, done

TALKER = Badge("talker", "话唠", "Talker", GoodDeed.COMMENT, 2)
SPEAKER = Badge("speaker", "发言人", "Speaker", GoodDeed.COMMENT, 1)
BOTH = BadgeSet("both", "都有", "Both", ("talker", "speaker"), 50)


async def talked(hall: Hall, *numbers: int) -> None:
    """These neighbours have said two things each."""
    issue = await hall.issue()
    for number in numbers:
        for _ in range(2):
            await commented(hall, hall.neighbours[number], issue.id)


async def rounds(hall: Hall) -> list[tuple[int, bool]]:
    async with hall.house.database.read() as session:
        rows = await session.scalars(select(BadgeRound).order_by(BadgeRound.version))
        return [(row.version, row.ended_at is not None) for row in rows]


async def owners(hall: Hall) -> list[int]:
    return [number for number, person in enumerate(hall.neighbours) if await badges_of(hall, person)]


@pytest.mark.parametrize("at_once", [1, 2, 200])
async def test_who_has_done_enough_before_has_the_badge_however_few_are_looked_at_together(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, at_once: int
):
    monkeypatch.setattr(catching_up, "AT_ONCE", at_once)
    await talked(hall, 0, 2, 4)
    await adopted(hall, TALKER)
    assert await rounds(hall) == [(2, True)]
    assert await owners(hall) == [0, 2, 4]
    told = [kind for kind, _ in await said(hall.house, stream_of(hall.community_id))]
    assert told.count("badge.earned") == 3


async def test_a_badge_counts_no_further_back_than_its_days(hall: Hall):
    await talked(hall, 1)
    hall.clock.turn(days=11)
    await talked(hall, 2)
    await adopted(hall, replace(TALKER, days=10))
    assert await owners(hall) == [2]


async def test_a_set_of_badges_that_somebody_has_already_is_whole_with_the_new_book(hall: Hall):
    await talked(hall, 1)
    await adopted(hall, TALKER, SPEAKER)
    assert await earned(hall, hall.neighbours[1]) == (0, 0)
    for _ in range(2):
        await adopted(hall, TALKER, SPEAKER, sets=[BOTH])
    assert await earned(hall, hall.neighbours[1]) == (50, 50)


async def test_nobody_is_looked_at_before_the_book_is_valid_or_for_one_that_another_follows(hall: Hall):
    staff, now = await hall.actor(hall.staff), hall.clock.now()
    await talked(hall, 1)
    hall.clock.turn(days=1)
    later = hall.clock.now() + (hall.clock.now() - now)
    done(await books.adopt(hall.house, staff, Book(0, [TALKER], [], 500), later))
    done(await books.adopt(hall.house, staff, Book(0, [replace(TALKER, need=9)], [], 500), later))
    await swept(hall.house)
    assert await rounds(hall) == [(2, False), (3, False)]
    hall.clock.turn(days=2)
    await swept(hall.house)
    assert await rounds(hall) == [(2, True), (3, True)]
    assert await owners(hall) == []


async def test_the_check_misses_a_badge_that_the_round_should_have_given(hall: Hall):
    await talked(hall, 1)
    await adopted(hall, TALKER)
    who = (await hall.actor(hall.neighbours[1])).resident_id

    async def take(session) -> None:
        await session.delete((await session.scalars(select(reading.BadgeEarned))).one())

    await hall.house.database.write(take, after=lambda: None)
    assert await reading.differences(hall.house, hall.community_id) == [f"{who}: no badge talker for 2"]
