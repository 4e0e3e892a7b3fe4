"""Communities, as everybody may see them."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from db.models.communities import Community
from db.queries import communities
from resolvers.actors import Actor
from resolvers.house import House


async def home(house: House, actor: Actor | None) -> Community:
    """The actor's community; for a guest the oldest one here. LookupError where none has been founded."""
    async with house.database.read() as session:
        if actor is not None:
            return (await communities.by_ids(session, [actor.community_id]))[actor.community_id]
        oldest = await communities.first(session)
    if oldest is None:
        raise LookupError("There is no community yet; run the seed command first.")
    return oldest


async def listed(house: House) -> Sequence[Community]:
    """Every community, the oldest first."""
    async with house.database.read() as session:
        return await communities.listed(session)


async def load(house: House, ids: Collection[UUID]) -> Mapping[UUID, Community]:
    """Communities by id; those unknown are left out."""
    async with house.database.read() as session:
        return await communities.by_ids(session, ids)
