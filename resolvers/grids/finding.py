"""Which grid a place lies in, and who is on duty there."""

import asyncio
from datetime import datetime
from itertools import chain
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db import streams
from db.queries import grids, gridwork
from resolvers.grids.geometry import Index
from resolvers.grids.known import KnownMap
from resolvers.house import House
from rules.grids import on_duty
from rules.places import Place


def stream_of(community_id: UUID) -> str:
    """The name of the stream that tells of changes of a community's grids."""
    return f"grids:{community_id.hex}"


async def grid_at(
    house: House, community_id: UUID, place: Place, *, session: AsyncSession | None = None
) -> UUID | None:
    """The grid of the community that a place lies in; None outside of all.

    It is looked up in memory; the database is asked only after the grids have changed, here or on another worker.
    Within a deed give its session, so that it never waits for a connection that other deeds hold.
    """
    known = house.grid_maps.get(community_id)
    if known is None:
        known = house.grid_maps.setdefault(community_id, KnownMap(house.hub.follow(stream_of(community_id))))
    index = known.current
    if index is None:
        index = await _loaded(house, community_id, session)
        known.learn(index)
    return index.at(place)


async def _loaded(house: House, community_id: UUID, session: AsyncSession | None) -> Index:
    if session is None:
        async with house.database.read() as reading:
            return await _loaded(house, community_id, reading)
    name = stream_of(community_id)
    seq = (await streams.heads(session, [name])).get(name, 0)
    outlines = await grids.outlines(session, community_id)
    return await asyncio.to_thread(Index.of, seq, outlines)


async def workers_of(session: AsyncSession, grid_id: UUID, at: datetime) -> list[UUID]:
    """Who looks after a grid at this moment, whoever covers for somebody in their place."""
    assigned = (await gridwork.duties(session, [grid_id])).get(grid_id, [])
    return list(on_duty(assigned, await gridwork.covers_for(session, assigned, at), at)) if assigned else []


async def looked_after(session: AsyncSession, community_id: UUID, resident_id: UUID, at: datetime) -> list[UUID]:
    """The grids on the map that somebody looks after at this moment, be it for another."""
    duties = await gridwork.duties_in(session, community_id)
    covers = await gridwork.covers_for(session, chain.from_iterable(duties.values()), at)
    return [grid_id for grid_id, assigned in duties.items() if resident_id in on_duty(assigned, covers, at)]
