"""Agreements, their points, signatories and notes, as they are read."""

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.agreements import Agreement, AgreementPoint, PointNote, Signatory


class Place(NamedTuple):
    """Where something belongs; neither ever changes."""

    agreement_id: UUID
    meeting_id: UUID


async def by_ids(session: AsyncSession, ids: Collection[UUID]) -> list[Agreement]:
    """Agreements by id; those unknown are left out."""
    return list(await session.scalars(select(Agreement).where(Agreement.id.in_(ids))))


async def of_meetings(session: AsyncSession, meeting_ids: Collection[UUID]) -> list[Agreement]:
    """The agreements of these meetings; those without one are left out."""
    return list(await session.scalars(select(Agreement).where(Agreement.meeting_id.in_(meeting_ids))))


async def place(session: AsyncSession, agreement_id: UUID) -> Place | None:
    """Where an agreement belongs."""
    query = select(Agreement.id, Agreement.meeting_id).where(Agreement.id == agreement_id)
    found = (await session.execute(query)).first()
    return found and Place(*found)


async def place_of_point(session: AsyncSession, point_id: UUID) -> Place | None:
    """Where a point belongs; None for one of a version that is no longer the newest."""
    query = select(Agreement.id, Agreement.meeting_id).join(AgreementPoint, AgreementPoint.agreement_id == Agreement.id)
    found = (await session.execute(query.where(AgreementPoint.id == point_id))).first()
    return found and Place(*found)


async def points(session: AsyncSession, agreement_ids: Collection[UUID]) -> dict[UUID, list[AgreementPoint]]:
    """The points of each agreement, in order."""
    query = select(AgreementPoint).where(AgreementPoint.agreement_id.in_(agreement_ids)).order_by(AgreementPoint.number)
    found: dict[UUID, list[AgreementPoint]] = defaultdict(list)
    for point in await session.scalars(query):
        found[point.agreement_id].append(point)
    return found


async def drop_version(session: AsyncSession, agreement_id: UUID) -> None:
    """Takes points and signatures of a version away that a new one replaces."""
    await session.execute(delete(AgreementPoint).where(AgreementPoint.agreement_id == agreement_id))
    await session.execute(delete(Signatory).where(Signatory.agreement_id == agreement_id))


async def signatories(session: AsyncSession, agreement_ids: Collection[UUID]) -> dict[UUID, list[Signatory]]:
    """Who signs each agreement."""
    query = select(Signatory).where(Signatory.agreement_id.in_(agreement_ids))
    found: dict[UUID, list[Signatory]] = defaultdict(list)
    for signatory in await session.scalars(query):
        found[signatory.agreement_id].append(signatory)
    return found


async def notes(session: AsyncSession, point_ids: Collection[UUID], latest: int) -> dict[UUID, list[PointNote]]:
    """The latest notes on each point, oldest of them first."""
    query = (
        select(PointNote)
        .join(AgreementPoint, AgreementPoint.id == PointNote.point_id)
        .where(PointNote.point_id.in_(point_ids), PointNote.number > AgreementPoint.notes - latest)
        .order_by(PointNote.number)
    )
    found: dict[UUID, list[PointNote]] = defaultdict(list)
    for note in await session.scalars(query):
        found[note.point_id].append(note)
    return found
