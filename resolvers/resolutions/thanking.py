"""Thanking those who took part by name, unless they said no."""

from collections.abc import Collection, Mapping
from uuid import UUID

from db.models.resolutions import Credit, Unthanked
from db.paging import Ask, Page
from db.queries import contests, resolutions
from resolvers.actors import Actor
from resolvers.contests.streams import stream_of as contest_stream
from resolvers.deed import Deed, deed
from resolvers.house import House
from resolvers.points.streams import stream_of


@deed
async def set_thanked(deed: Deed, actor: Actor, *, thanked: bool) -> bool:
    """Whether the actor is thanked by name from now on, for what they did before as well. Saying it twice is once.

    The record says that names have changed, so that open boards and contests follow, and not whose.
    """
    if await resolutions.unthanked(deed.session, actor.resident_id) is not thanked:
        return thanked
    for contest_id in await contests.naming(deed.session, actor.community_id, actor.resident_id):
        await deed.append(contest_stream(contest_id), "contest.names_changed", {})
    await deed.append(stream_of(actor.community_id), "points.names_changed", {})
    if thanked:
        await resolutions.forget_unthanked(deed.session, actor.resident_id)
    else:
        deed.session.add(Unthanked(resident_id=actor.resident_id, since=deed.now))
    return thanked


async def is_thanked(house: House, actor: Actor) -> bool:
    """Whether the actor is thanked by name."""
    async with house.database.read() as session:
        return not await resolutions.unthanked(session, actor.resident_id)


async def load(house: House, wanted: Collection[tuple[UUID, int]]) -> Mapping[tuple[UUID, int], list[Credit]]:
    """Who is thanked for resolutions, by the resolution and how many are wanted at most."""
    found: dict[tuple[UUID, int], list[Credit]] = {}
    async with house.database.read() as session:
        for most in {most for _, most in wanted}:
            keys = [key for key, number in wanted if number == most]
            thanked = await resolutions.thanks(session, keys, most)
            found.update({(key, most): rows for key, rows in thanked.items()})
    return found


async def listed(house: House, community_id: UUID, resident_id: UUID | None, ask: Ask) -> Page[Credit]:
    """Who did what in a community, newest first, or what one of them did."""
    async with house.database.read() as session:
        return await resolutions.credits_listed(session, community_id, resident_id, ask)
