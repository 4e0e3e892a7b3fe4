"""The bank of hours as it is read."""

from collections.abc import Collection, Mapping
from uuid import UUID

from db.models.hours import Help, HelpPost, HoursAccount, HoursEntry, HoursGift, HoursMove
from db.paging import Ask, Page
from db.queries import helping, hours, residents
from resolvers.actors import Actor
from resolvers.house import House
from rules.helping import OVERDUE, HelpSkill, Side
from rules.hours import Account, Move
from rules.ids import Kind, public_id
from rules.refusals import Code, Refusal, refuse
from rules.roles import STAFF


async def account(house: House, resident_id: UUID) -> HoursAccount | None:
    """Somebody's account; None where they have never had any hours."""
    async with house.database.read() as session:
        return await hours.account(session, resident_id)


async def entries(house: House, resident_id: UUID, ask: Ask) -> Page[HoursEntry]:
    """Somebody's entries, newest first."""
    async with house.database.read() as session:
        return await hours.entries(session, resident_id, ask)


async def moves(house: House, ids: Collection[UUID]) -> Mapping[UUID, HoursMove]:
    """Moves by id."""
    async with house.database.read() as session:
        return await hours.moves(session, ids)


async def gifts(house: House, resident_id: UUID, ask: Ask) -> Page[HoursGift]:
    """What somebody has given or been given, newest first."""
    async with house.database.read() as session:
        return await hours.gifts(session, resident_id, ask)


async def helps(house: House, resident_id: UUID, ask: Ask) -> Page[Help]:
    """What somebody has to do with as helper or as helped, newest first."""
    async with house.database.read() as session:
        return await helping.helps(session, resident_id, ask)


async def disputed(house: House, actor: Actor, ask: Ask) -> Page[Help] | Refusal:
    """The helps of the actor's community that wait for staff, oldest first. FORBIDDEN for all but staff."""
    if not actor.roles & STAFF:
        return refuse(Code.FORBIDDEN, "staff_only")
    async with house.database.read() as session:
        return await helping.disputed(session, actor.community_id, house.now() - OVERDUE, ask)


async def for_staff(house: House, actor: Actor, resident_id: UUID) -> tuple[HoursAccount | None, bool] | Refusal:
    """Somebody's account, and whether staff have entered what they had from before. FORBIDDEN for all but staff."""
    if not actor.roles & STAFF:
        return refuse(Code.FORBIDDEN, "staff_only")
    async with house.database.read() as session:
        person = (await residents.by_ids(session, [resident_id])).get(resident_id)
        if person is None or person.community_id != actor.community_id:
            return refuse(Code.NOT_FOUND, "resident_unknown", "residentId")
        opened = await hours.moved(session, actor.community_id, Move.OPENING, public_id(Kind.RESIDENT, resident_id))
        return await hours.account(session, resident_id), opened is not None


async def posts(house: House, community_id: UUID, side: Side, skill: HelpSkill | None, ask: Ask) -> Page[HelpPost]:
    """The open posts of one side, newest first."""
    async with house.database.read() as session:
        return await helping.posts(session, community_id, side, skill, ask)


async def posts_of(house: House, resident_id: UUID, ask: Ask) -> Page[HelpPost]:
    """Somebody's own posts, newest first."""
    async with house.database.read() as session:
        return await helping.posts_of(session, resident_id, ask)


async def load_posts(house: House, ids: Collection[UUID]) -> Mapping[UUID, HelpPost]:
    """Posts by id; those unknown are left out."""
    async with house.database.read() as session:
        return await helping.posts_by_ids(session, ids)


async def converted(house: House, helps: Collection[tuple[UUID, str]]) -> Mapping[tuple[UUID, str], bool]:
    """Which helps, as (community, public id), had their hours turned into points; the others are left out."""
    found: dict[tuple[UUID, str], bool] = {}
    async with house.database.read() as session:
        for community_id in {community_id for community_id, _ in helps}:
            names = {name for community, name in helps if community == community_id}
            gone = await hours.converted(session, community_id, names)
            found |= dict.fromkeys(((community_id, name) for name in gone), True)
    return found


async def sums(house: House, community_id: UUID) -> Mapping[Account, tuple[int, int]]:
    """What the accounts of each kind have, and what they owe."""
    async with house.database.read() as session:
        return await hours.sums(session, community_id)


async def differences(house: House, community_id: UUID) -> list[str]:
    """Where the bank is not even, a line each; nothing where all is well."""
    async with house.database.read() as session:
        return await hours.differences(session, community_id)
