"""What a resident was told, as they read it and as it comes."""

from collections.abc import AsyncGenerator, Collection, Mapping
from functools import partial
from uuid import UUID

from db.models.notices import Notice
from db.paging import Ask, Page
from db.queries import notices
from resolvers.house import House
from resolvers.notices.streams import stream_of
from resolvers.patience import patiently

READ_AT_ONCE = 200


async def of(house: House, resident_id: UUID, ask: Ask) -> Page[Notice]:
    """What this resident was told, newest first."""
    async with house.database.read() as session:
        return await notices.of(session, resident_id, ask)


async def unread(house: House, resident_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """How many notices each of them has not read; those without any are left out."""
    async with house.database.read() as session:
        return await notices.unread(session, resident_ids)


async def own(house: House, resident_id: UUID, notice_id: UUID) -> Notice | None:
    """A notice of this resident's own; None for anybody else's."""
    async with house.database.read() as session:
        return await notices.own(session, resident_id, notice_id)


async def after(house: House, resident_id: UUID, number: int) -> list[Notice]:
    """Some of what this resident was told after this number, oldest first."""
    async with house.database.read() as session:
        return await notices.after(session, resident_id, number, READ_AT_ONCE)


async def follow(house: House, resident_id: UUID, *, number: int) -> AsyncGenerator[Notice, None]:
    """Every notice after this number, in order and once each, first those there are and then as they come."""
    with house.hub.follow(stream_of(resident_id)) as follower:
        while True:
            found = await patiently(partial(after, house, resident_id, number))
            for notice in found:
                yield notice
                number = notice.seq
            if len(found) < READ_AT_ONCE:
                await follower.beyond(number)
