"""The board of a month: ties share a place, everybody finds their own, and what is over does not change."""

import asyncio
from datetime import timedelta

from sqlalchemy import select

from db.models.points import PointsMonth
from db.queries.points import Board
from resolvers import seeding
from resolvers.deed import Deed, perform
from resolvers.points import board
from resolvers.points.earning import earn
from resolvers.points.streams import stream_of
from resolvers.resolutions.thanking import set_thanked
from rules.points import Rule, end_of, month_of
from tests.support.deeds import kinds, said, swept
from tests.support.house import Hall


async def gave(hall: Hall, person: seeding.Seeded, minutes: int, source: str) -> None:
    """An entry of so many minutes of volunteering."""
    who = (await hall.actor(person)).resident_id

    async def work(deed: Deed) -> None:
        await earn(deed, hall.community_id, [who], Rule.VOLUNTEERING, source, {}, minutes=minutes)

    await perform(hall.house, work)


def this_month(hall: Hall) -> Board:
    return Board(hall.community_id, month_of(hall.clock.now()))


async def key_of(hall: Hall, number: int):
    return (await hall.actor(hall.neighbours[number])).resident_id


async def test_ties_share_a_rank_and_the_next_one_is_skipped(hall: Hall):
    for number, minutes in enumerate([60, 120, 120, 30, 0]):
        await gave(hall, hall.neighbours[number], minutes, "activity_1")
    rows = await board.top(hall.house, this_month(hall), 10)
    assert [(row.rank, row.points) for row in rows] == [(1, 20), (1, 20), (3, 10), (4, 5)]


async def test_everybody_finds_their_place_between_two_on_each_side(hall: Hall):
    for number, minutes in enumerate([300, 240, 180, 120, 60]):
        await gave(hall, hall.neighbours[number], minutes, "activity_1")
    place = await board.place(hall.house, this_month(hall), await key_of(hall, 2))
    assert place is not None
    assert (place.own.rank, place.own.points) == (3, 30)
    assert [row.rank for row in place.above] == [1, 2]
    assert [row.rank for row in place.below] == [4, 5]
    assert await board.place(hall.house, this_month(hall), (await hall.actor(hall.staff)).resident_id) is None


async def test_who_does_not_want_to_be_named_is_not_on_the_board_and_still_sees_their_place(hall: Hall):
    await gave(hall, hall.neighbours[0], 120, "activity_1")
    await gave(hall, hall.neighbours[1], 60, "activity_1")
    await set_thanked(hall.house, await hall.actor(hall.neighbours[0]), thanked=False)
    rows = await board.top(hall.house, this_month(hall), 10)
    assert [(row.rank, row.subject_id) for row in rows] == [(2, await key_of(hall, 1))]
    place = await board.place(hall.house, this_month(hall), await key_of(hall, 0))
    assert place is not None
    assert place.own.rank == 1


async def test_a_month_closes_once_and_never_changes(hall: Hall):
    await gave(hall, hall.neighbours[0], 120, "activity_1")
    over, stream = this_month(hall), stream_of(hall.community_id)
    hall.clock.ahead += end_of(over.month) - hall.clock.now() + timedelta(seconds=1)
    await asyncio.gather(swept(hall.house), gave(hall, hall.neighbours[1], 60, "activity_2"))
    await swept(hall.house)
    await gave(hall, hall.neighbours[1], 60, "activity_3")
    assert (await kinds(hall.house, stream)).count("points.month_closed") == 1
    assert [row.points for row in await board.top(hall.house, over, 10)] == [20]
    assert [row.points for row in await board.top(hall.house, this_month(hall), 10)] == [20]
    async with hall.house.database.read() as session:
        months = {row.month: row.closed_at for row in await session.scalars(select(PointsMonth))}
    assert months[over.month] is not None
    assert months[this_month(hall).month] is None
    (payload,) = [payload for kind, payload in await said(hall.house, stream) if kind == "points.month_closed"]
    assert [(row["rank"], row["points"]) for row in payload["top"]] == [(1, 20)]


async def test_whoever_watches_sees_the_board_move(hall: Hall):
    watched = board.follow(hall.house, this_month(hall), 10)
    assert await anext(watched) == []
    await gave(hall, hall.neighbours[0], 60, "activity_1")
    async with asyncio.timeout(10):
        while not (rows := await anext(watched)):
            pass
    assert [(row.rank, row.points) for row in rows] == [(1, 10)]
    await watched.aclose()


async def test_a_name_goes_from_an_open_board_at_once_and_nothing_says_whose_it_was(hall: Hall):
    await gave(hall, hall.neighbours[0], 60, "activity_1")
    watched = board.follow(hall.house, this_month(hall), 10)
    assert [row.subject_id for row in await anext(watched)] == [await key_of(hall, 0)]
    quiet = await hall.actor(hall.neighbours[0])
    for _ in range(2):
        await set_thanked(hall.house, quiet, thanked=False)
    async with asyncio.timeout(10):
        assert await anext(watched) == []
    await watched.aclose()
    stream = stream_of(hall.community_id)
    assert [payload for kind, payload in await said(hall.house, stream) if kind == "points.names_changed"] == [{}]
