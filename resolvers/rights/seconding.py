"""Standing behind an issue that a neighbour has raised."""

from collections.abc import Collection, Mapping
from uuid import UUID

from db.models.issues import Issue
from db.models.residents import Resident
from db.models.rights import Second
from db.queries import issues, rights
from db.queries.opened import is_shown
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.house import House
from resolvers.issues import UNKNOWN, stream_of
from resolvers.rights.held import allowed
from rules.ids import Kind, public_id
from rules.points import Right
from rules.refusals import Refusal
from rules.rights import may_second


@deed
async def second(deed: Deed, actor: Actor, issue_id: UUID) -> Issue | Refusal:
    """The issue with the actor behind it. Doing so twice is doing so once.

    FORBIDDEN below the level that brings the right; WRONG_STAGE once the issue has been looked at.
    """
    await deed.hold(stream_of(issue_id))
    issue = await issues.held(deed.session, issue_id)
    if issue is None:
        return UNKNOWN
    neighbour, own = issue.community_id == actor.community_id, issue.raised_by == actor.resident_id
    if refusal := may_second(issue.stage, verified=actor.verified, neighbour=neighbour, own=own):
        return refusal
    if refusal := await allowed(deed, issue.community_id, actor.resident_id, Right.SECOND_ISSUES):
        return refusal
    row = Second(issue_id=issue_id, resident_id=actor.resident_id, seconded_at=deed.now)
    if await rights.second(deed.session, row):
        by = public_id(Kind.RESIDENT, actor.resident_id) if await is_shown(deed.session, actor.resident_id) else None
        await deed.append(stream_of(issue_id), "issue.seconded", {"by": by})
    return issue


async def counts(house: House, issue_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """How many second each issue."""
    async with house.database.read() as session:
        return await rights.second_counts(session, issue_ids)


async def named(house: House, issue_id: UUID, first: int) -> list[Resident]:
    """The first who seconded an issue, of those who may be named."""
    async with house.database.read() as session:
        return await rights.seconds(session, issue_id, first)


async def load_seconded(house: House, pairs: Collection[tuple[UUID, UUID]]) -> set[tuple[UUID, UUID]]:
    """Those of the (issue, resident) where the resident seconds the issue."""
    async with house.database.read() as session:
        return await rights.seconded_by(session, pairs)
