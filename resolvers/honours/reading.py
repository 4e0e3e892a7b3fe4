"""Honours and nominations, as they are read."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from db.models.honours import HonourGiven, Nomination
from db.paging import Ask, Page
from db.queries import honours
from resolvers.house import House
from rules.honours import Standing


async def board(house: House, community_id: UUID, ask: Ask) -> Page[HonourGiven]:
    """Who has which honour, newest first, of those who may be named."""
    async with house.database.read() as session:
        return await honours.board(session, community_id, ask)


async def load(house: House, resident_ids: Collection[UUID]) -> Mapping[UUID, Sequence[HonourGiven]]:
    """The honours of residents who may be named, the oldest first."""
    async with house.database.read() as session:
        return await honours.of_residents(session, resident_ids)


async def nominations(house: House, community_id: UUID, ask: Ask, *, only_open: bool = False) -> Page[Nomination]:
    """The nominations that stand, or only those whose vote has not ended, newest first, of those who may be named."""
    gone = {Standing.DECLINED, Standing.ENDED} if only_open else {Standing.DECLINED}
    async with house.database.read() as session:
        return await honours.listed(session, community_id, ask, without=gone)


async def mine(house: House, resident_id: UUID) -> Sequence[Nomination]:
    """What somebody is nominated for, oldest first."""
    async with house.database.read() as session:
        return await honours.mine(session, resident_id)
