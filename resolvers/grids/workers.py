"""Grid workers: which grids they look after, what they are trained for, and who covers for them."""

from uuid import UUID

from db.models.grids import Cover, Grid, GridDuty, Skill
from db.models.residents import Resident
from db.queries import grids, gridwork, residents
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.grids import skills
from resolvers.grids.skills import Training
from rules import grids as rules
from rules.agreements import today
from rules.grids import Standin
from rules.refusals import Code, Refusal, refuse
from rules.roles import Role

GRID_UNKNOWN = refuse(Code.NOT_FOUND, "grid_unknown", "gridId")


@deed
async def assign(deed: Deed, actor: Actor, grid_id: UUID, resident_id: UUID) -> Grid | Refusal:
    """The grid, looked after by this grid worker from now on. Assigning twice changes nothing."""
    grid = await _grid(deed, actor, grid_id)
    if isinstance(grid, Refusal):
        return grid
    if resident_id not in await _workers(deed, actor):
        return refuse(Code.INVALID, "not_a_grid_worker", "residentId")
    if await deed.session.get(GridDuty, (grid_id, resident_id)) is None:
        deed.session.add(GridDuty(grid_id=grid_id, resident_id=resident_id, since=deed.now))
    return grid


@deed
async def release(deed: Deed, actor: Actor, grid_id: UUID, resident_id: UUID) -> Grid | Refusal:
    """The grid, no longer looked after by this person. Where they were not, nothing changes."""
    grid = await _grid(deed, actor, grid_id)
    if isinstance(grid, Refusal):
        return grid
    duty = await deed.session.get(GridDuty, (grid_id, resident_id))
    if duty is not None:
        await deed.session.delete(duty)
    return grid


@deed
async def train(deed: Deed, actor: Actor, resident_id: UUID, given: Training) -> Skill | Refusal:
    """What a grid worker was trained for, in place of what was known of this trade."""
    if refusal := rules.may_draw(actor.roles):
        return refusal
    if resident_id not in await _workers(deed, actor):
        return refuse(Code.INVALID, "not_a_grid_worker", "residentId")
    if refusal := rules.accept_training(given.trained_on, given.expires_on, today(deed.now)):
        return refusal
    return await skills.put(deed, resident_id, given)


@deed
async def cover(deed: Deed, actor: Actor, wanted: Standin) -> Cover | Refusal:
    """Somebody looks after all grids of a grid worker for a while. CONFLICT where either is away meanwhile already."""
    if refusal := rules.may_draw(actor.roles):
        return refusal
    # Two covers at once could each be fine and not both.
    both = sorted((wanted.absent, wanted.cover))
    for resident_id in both:
        await deed.session.get(Resident, resident_id, with_for_update=True)
    rows = await gridwork.covers_with(deed.session, both, wanted.begins)
    known = [gridwork.standin(row) for row in rows]
    if refusal := rules.accept_cover(wanted, known, await _workers(deed, actor)):
        return refusal
    who = {"absent_id": wanted.absent, "cover_id": wanted.cover}
    row = Cover(id=deed.new_id(), begins_at=wanted.begins, ends_at=wanted.ends, **who)
    deed.session.add(row)
    return row


@deed
async def end_cover(deed: Deed, actor: Actor, cover_id: UUID) -> Cover | Refusal:
    """The cover, over from this moment on. One that had not begun never counts; one that is over stays as it is."""
    if refusal := rules.may_draw(actor.roles):
        return refusal
    row = await deed.session.get(Cover, cover_id, with_for_update=True)
    absent = None if row is None else await deed.session.get(Resident, row.absent_id)
    if row is None or absent is None or absent.community_id != actor.community_id:
        return refuse(Code.NOT_FOUND, "cover_unknown", "coverId")
    row.ends_at = min(row.ends_at, max(deed.now, row.begins_at))
    return row


async def _grid(deed: Deed, actor: Actor, grid_id: UUID) -> Grid | Refusal:
    if refusal := rules.may_draw(actor.roles):
        return refusal
    grid = (await grids.by_ids(deed.session, [grid_id])).get(grid_id)
    if grid is None or grid.community_id != actor.community_id or grid.retired_at is not None:
        return GRID_UNKNOWN
    return grid


async def _workers(deed: Deed, actor: Actor) -> set[UUID]:
    return await residents.holders(deed.session, actor.community_id, Role.GRID_WORKER)
