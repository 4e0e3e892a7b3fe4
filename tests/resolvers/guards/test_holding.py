"""What a guard stops counts nowhere until two members of staff agree, and is void only where they do."""

import asyncio

import pytest
from sqlalchemy import select

from db.models.guards import PointsHold, Sighting
from db.models.points import PointsEntry
from db.paging import Ask
from db.queries.points import Board
from resolvers import seeding
from resolvers.points import behind, board, earning, holding, reading
from resolvers.residents.sign_in import request_code, sign_in
from rules.agreements import today
from rules.guards import THRESHOLDS, Guard, Outcome
from rules.refusals import Code
from rules.roles import Role
from tests.resolvers.guards.door import household
from tests.resolvers.guards.test_confirming import gives, points_of, told
from tests.support.deeds import nothing_changes, refused, swept
from tests.support.house import Hall, done

RELEASE, VOID = Outcome.RELEASED, Outcome.VOIDED


async def crowded(hall: Hall, person: seeding.Seeded) -> None:
    """Makes somebody's device one that many accounts are signed in to."""
    actor, now, new = await hall.actor(person), hall.clock.now(), hall.house.new_id
    others = await seeding.add_residents(hall.house, hall.community_id, [seeding.Newcomer()] * 6)
    keys = [actor.resident_id, *[(await hall.actor(each)).resident_id for each in others]]

    async def put(session) -> None:
        for key in keys:
            session.add(Sighting(id=new(), mark=b"m" * 32, resident_id=key, trace="DEVICE", seen_at=now))

    await hall.house.database.write(put, after=lambda: None)


async def held(hall: Hall) -> PointsHold:
    """Points of the first neighbour that wait."""
    await crowded(hall, hall.neighbours[0])
    await gives(hall, await hall.actor(hall.neighbours[0]))
    async with hall.house.database.read() as session:
        return (await session.scalars(select(PointsHold))).one()


async def three(hall: Hall):
    """Three members of staff."""
    more = (await seeding.add_residents(hall.house, hall.community_id, [seeding.Newcomer((Role.COMMUNITY_STAFF,))]))[0]
    return [await hall.actor(each) for each in (hall.staff, hall.admin, more)]


async def test_held_points_are_neither_in_the_balance_nor_on_the_board_and_their_owner_is_told(hall: Hall):
    row, owner = await held(hall), await hall.actor(hall.neighbours[0])
    assert (row.guard, row.points, row.outcome) == (Guard.CROWD, 20, None)
    assert await points_of(hall, owner) == 0
    month = Board(hall.community_id, today(hall.clock.now()).replace(day=1))
    assert await board.top(hall.house, month, 10) == []
    assert await told(hall, owner) == ["points.held_crowd"]
    assert "hold.waiting" in await told(hall, await hall.actor(hall.staff))


@pytest.mark.parametrize(
    ("votes", "outcome", "points"),
    [
        ([RELEASE], None, 0),
        ([RELEASE, RELEASE], RELEASE, 20),
        ([VOID, VOID], VOID, 0),
        ([RELEASE, VOID], None, 0),
        ([RELEASE, VOID, RELEASE], RELEASE, 20),
        ([RELEASE, VOID, VOID], VOID, 0),
    ],
)
async def test_two_have_to_agree(hall: Hall, votes: list[Outcome], outcome: Outcome | None, points: int):
    row, staff = await held(hall), await three(hall)
    for actor, vote in zip(staff, votes, strict=False):
        found = done(await holding.decide(hall.house, actor, row.id, vote, "看过了"))
    assert found.outcome == outcome
    assert await points_of(hall, await hall.actor(hall.neighbours[0])) == points


async def test_nobody_decides_twice_or_about_their_own_and_nothing_is_decided_again(hall: Hall):
    row, staff = await held(hall), await three(hall)
    admin, owner = await hall.actor(hall.admin), await hall.actor(hall.neighbours[0])
    async with nothing_changes(hall.house):
        refused(await holding.decide(hall.house, owner, row.id, RELEASE, "是我的"), Code.FORBIDDEN)
    done(await holding.decide(hall.house, staff[0], row.id, RELEASE, "看过了"))
    async with nothing_changes(hall.house):
        refused(await holding.decide(hall.house, staff[0], row.id, RELEASE, "再看"), Code.CONFLICT, "holdId")
    done(await holding.decide(hall.house, admin, row.id, RELEASE, "看过了"))
    async with nothing_changes(hall.house):
        refused(await holding.decide(hall.house, staff[2], row.id, VOID, "不行"), Code.CONFLICT, "holdId")


async def test_what_two_have_released_only_administrators_take_back(hall: Hall):
    row, staff = await held(hall), await three(hall)
    for actor in (staff[0], staff[2]):
        done(await holding.decide(hall.house, actor, row.id, Outcome.RELEASED, "看过了"))
    async with hall.house.database.read() as session:
        (released,) = list(await session.scalars(select(PointsEntry).where(PointsEntry.releases_id == row.entry_id)))
    ordinary, admin = staff[0], staff[1]
    async with nothing_changes(hall.house):
        refused(await earning.correct(hall.house, ordinary, released.id, "不对"), Code.FORBIDDEN, "entryId")
    done(await earning.correct(hall.house, admin, released.id, "不对"))
    assert await points_of(hall, await hall.actor(hall.neighbours[0])) == 0


async def test_nobody_decides_about_the_points_of_those_they_live_with(hall: Hall):
    row, staff, owner = await held(hall), await hall.actor(hall.staff), await hall.actor(hall.neighbours[0])
    await household(hall, 2, [owner.resident_id, staff.resident_id])
    async with nothing_changes(hall.house):
        refused(await holding.decide(hall.house, staff, row.id, RELEASE, "看过了"), Code.FORBIDDEN)


async def test_three_who_decide_at_once_release_once(hall: Hall):
    row, staff = await held(hall), await three(hall)
    await asyncio.gather(*(holding.decide(hall.house, each, row.id, RELEASE, "看过了") for each in staff))
    owner = await hall.actor(hall.neighbours[0])
    assert await points_of(hall, owner) == 20
    page = await behind.of_resident(hall.house, owner.resident_id, Ask(20))
    assert page is not None
    assert [entry.points for entry in page.rows] == [20]


async def test_a_device_is_kept_as_a_keyed_hash_and_forgotten(hall: Hall):
    device = "a device that says its name"
    await request_code(hall.house, "+8613900000001", "192.0.2.1")
    code = hall.sent.codes["+8613900000001"]
    done(await sign_in(hall.house, "+8613900000001", code, "192.0.2.1", device))
    async with hall.house.database.read() as session:
        rows = list(await session.scalars(select(Sighting)))
    assert sorted(row.trace for row in rows) == ["ADDRESS", "DEVICE"]
    assert all(device.encode() not in row.mark and b"192.0.2.1" not in row.mark for row in rows)
    hall.clock.turn(days=THRESHOLDS.accounts_within.days + 1)
    await swept(hall.house)
    async with hall.house.database.read() as session:
        assert list(await session.scalars(select(Sighting))) == []
    assert await reading.differences(hall.house, hall.community_id) == []
