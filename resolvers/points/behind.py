"""From a public figure to the entries that it is the sum of."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.grids import Building
from db.models.guards import HoldDecision, PointsHold
from db.models.points import PointsEntry, Scorer
from db.models.residents import Resident
from db.models.teams import Team
from db.paging import Ask, Page
from db.queries import grids, guards, opened, residents, teams
from db.queries.points import Board
from resolvers.house import House


async def of_place(house: House, board: Board, subject_id: UUID, ask: Ask) -> Page[PointsEntry]:
    """The entries behind a place on the board of a month, newest first."""
    async with house.database.read() as session:
        return await opened.behind(session, board, subject_id, ask)


Found = Awaitable[Mapping[UUID, Resident | Building | Team]]
BY_ID: Mapping[Scorer, Callable[[AsyncSession, Collection[UUID]], Found]] = {
    Scorer.PERSON: residents.by_ids,
    Scorer.BUILDING: grids.buildings_by_ids,
    Scorer.TEAM: teams.by_ids,
}


async def of_one(
    house: House, board: Board, subject_id: UUID, viewer: UUID | None, ask: Ask
) -> Page[PointsEntry] | None:
    """The same for one person, building or team. None where it is none of the board's community, and for who does not
    want to be shown to others."""
    async with house.database.read() as session:
        row = (await BY_ID[board.scorer](session, [subject_id])).get(subject_id)
        if row is None or row.community_id != board.community_id:
            return None
        if board.scorer is Scorer.PERSON and subject_id != viewer and not await opened.is_shown(session, subject_id):
            return None
        return await opened.behind(session, board, subject_id, ask)


async def of_resident(house: House, resident_id: UUID, ask: Ask) -> Page[PointsEntry] | None:
    """The entries behind all that somebody ever earned, newest first; None for who does not want to be shown."""
    async with house.database.read() as session:
        if not await opened.is_shown(session, resident_id):
            return None
        return await opened.behind_all(session, resident_id, ask)


async def load_holds(house: House, entry_ids: Collection[UUID]) -> Mapping[UUID, PointsHold]:
    """What holds or held each of these entries; those that nothing did are left out."""
    async with house.database.read() as session:
        return await guards.holds_of_entries(session, entry_ids)


async def load_entries(house: House, ids: Collection[UUID]) -> Mapping[UUID, PointsEntry]:
    """Entries of the ledger by id; those unknown are left out."""
    async with house.database.read() as session:
        return await guards.entries_by_ids(session, ids)


async def load_parties(house: House, hold_ids: Collection[UUID]) -> Mapping[UUID, list[UUID]]:
    """Who else is in the ring that each waits for; those without one are left out."""
    async with house.database.read() as session:
        return await guards.parties(session, hold_ids)


async def load_decisions(house: House, hold_ids: Collection[UUID]) -> Mapping[UUID, list[HoldDecision]]:
    """What staff decided about each, oldest first; those nobody has decided on are left out."""
    async with house.database.read() as session:
        return await guards.decisions(session, hold_ids)
