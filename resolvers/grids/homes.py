"""Where residents live, and which grids the trades draw for themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from db.models.grids import Grid, Home, TradeGrid, TradeGridPart
from db.models.residents import Resident
from db.queries import grids
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.grids.finding import stream_of
from rules.grids import Trade, may_draw
from rules.refusals import Code, Refusal, refuse
from rules.texts import CODE, NAME, accept_all


@dataclass(frozen=True, slots=True)
class Named:
    """Which grid of which trade."""

    trade: Trade
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Mapped:
    """A trade's grid and the grids it is made of."""

    row: TradeGrid
    grids: Sequence[Grid]


@deed
async def settle(deed: Deed, actor: Actor, resident_id: UUID, household_id: UUID) -> Resident | Refusal:
    """The resident, living in this household from now on. Both are of the actor's community."""
    if refusal := may_draw(actor.roles):
        return refusal
    resident = await deed.session.get(Resident, resident_id)
    if resident is None or resident.community_id != actor.community_id:
        return refuse(Code.NOT_FOUND, "resident_unknown", "residentId")
    if await grids.community_of_household(deed.session, household_id) != actor.community_id:
        return refuse(Code.NOT_FOUND, "household_unknown", "householdId")
    await deed.session.merge(Home(resident_id=resident_id, household_id=household_id))
    return resident


@deed
async def map_trade(deed: Deed, actor: Actor, named: Named, grid_ids: Sequence[UUID]) -> Mapped | Refusal:
    """A trade's grid, made of these grids from now on. CONFLICT where one of them is part of another of the trade's."""
    if refusal := may_draw(actor.roles):
        return refusal
    await deed.hold(stream_of(actor.community_id))
    known = {row.id: row for row in await grids.on_map(deed.session, actor.community_id)}
    if not grid_ids or not known.keys() >= set(grid_ids):
        return refuse(Code.NOT_FOUND, "grid_unknown", "gridIds")
    parts = [known[grid_id] for grid_id in dict.fromkeys(grid_ids)]
    return await put_trade(deed, actor.community_id, named, parts)


async def put_trade(deed: Deed, community_id: UUID, named: Named, parts: Sequence[Grid]) -> Mapped | Refusal:
    """The trade's grid with this code, new or in place of what it was."""
    words = accept_all(code=(named.code, CODE), name=(named.name or named.code, NAME))
    if isinstance(words, Refusal):
        return words
    trade, code = named.trade, words["code"]
    drawn = await grids.trade_grids_drawn(deed.session, community_id)
    row = next((row for row in drawn if (row.trade, row.code) == (trade, code)), None)
    if row is None:
        row = TradeGrid(id=deed.new_id(), community_id=community_id, trade=trade, code=code)
        deed.session.add(row)
    row.name = words["name"]
    await deed.session.flush()
    await grids.drop_parts(deed.session, row.id)
    taken = await grids.trade_grids(deed.session, [part.id for part in parts])
    for part in parts:
        if any(other.trade == trade for other in taken.get(part.id, ())):
            return refuse(Code.CONFLICT, "trade_grid_taken", "gridIds", what=part.code)
        deed.session.add(TradeGridPart(grid_id=part.id, trade=trade, trade_grid_id=row.id))
    await deed.session.flush()
    return Mapped(row, parts)
