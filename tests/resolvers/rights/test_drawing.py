"""A council is drawn from those who are willing and may be, and anybody can draw it again from the record."""

from hashlib import sha256

from db import streams
from db.paging import Ask
from resolvers.notices import reading as notices
from resolvers.rights import drawing
from rules.ids import Kind, public_id
from rules.refusals import Code
from tests.support.deeds import nothing_changes, refused, said
from tests.support.house import Hall, done
from tests.support.standing import risen


async def willing(hall: Hall, numbers: range) -> None:
    for number in numbers:
        person = hall.neighbours[number]
        await risen(hall, person, 1_500)
        assert done(await drawing.set_willing(hall.house, await hall.actor(person), willing=True)) is True


async def test_only_an_expert_can_be_willing_and_anybody_can_change_their_mind(hall: Hall):
    me = await hall.actor(hall.neighbours[0])
    await risen(hall, hall.neighbours[0], 1_499)
    async with nothing_changes(hall.house):
        refused(await drawing.set_willing(hall.house, me, willing=True), Code.FORBIDDEN)
    await willing(hall, range(1))
    await willing(hall, range(1))
    assert await drawing.is_willing(hall.house, me)
    assert done(await drawing.set_willing(hall.house, me, willing=False)) is False
    assert not await drawing.is_willing(hall.house, me)


async def test_the_record_alone_is_enough_to_draw_a_council_again(hall: Hall):
    await willing(hall, range(4))
    row = done(await drawing.draw(hall.house, await hall.actor(hall.staff), "监督改造", 2))
    stream = drawing.stream_of(hall.community_id)
    (first, pool), (second, result) = await said(hall.house, stream)
    assert (first, second) == ("council.pool", "council.drawn")
    async with hall.house.database.read() as session:
        entry = (await streams.read(session, stream, after=0, limit=1))[0]
    seed = entry.digest.hex()
    again = sorted(pool["pool"], key=lambda name: sha256(f"{seed}:{name}".encode()).digest())
    assert (result["seed"], result["order"], result["pool"]) == (seed, again, 1)
    keys = {public_id(Kind.RESIDENT, (await hall.actor(each)).resident_id) for each in hall.neighbours[:4]}
    assert set(again) == keys
    lots = [public_id(Kind.RESIDENT, key) for key in await drawing.lots(hall.house, row.id)]
    assert lots == again
    told = []
    for person in hall.neighbours:
        key = (await hall.actor(person)).resident_id
        rows = (await notices.of(hall.house, key, Ask(5))).rows
        told += [public_id(Kind.RESIDENT, key) for row in rows if row.kind == "council.drawn"]
    assert sorted(told) == sorted(again[:2])


async def test_staff_draw_and_not_more_than_are_willing(hall: Hall):
    await willing(hall, range(2))
    staff, neighbour = await hall.actor(hall.staff), await hall.actor(hall.neighbours[0])
    async with nothing_changes(hall.house):
        refused(await drawing.draw(hall.house, neighbour, "监督改造", 1), Code.FORBIDDEN)
        refused(await drawing.draw(hall.house, staff, "监督改造", 3), Code.CONFLICT, "places")
        refused(await drawing.draw(hall.house, staff, "监督改造", 0), Code.INVALID, "places")
        refused(await drawing.draw(hall.house, staff, " ", 1), Code.INVALID, "purpose")
    assert (await drawing.listed(hall.house, hall.community_id, Ask(5))).rows == []
