"""Suggestions that were taken up, and what was said of their progress, as they are read."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.adoptions import Adoption, AdoptionNote
from db.paging import Ask, Page, page


@dataclass(frozen=True, slots=True)
class Which:
    """Which suggestions are wanted; None leaves all in. `overdue_on` wants those overdue on that day, or not."""

    department_id: UUID | None = None
    issue_id: UUID | None = None
    report_id: UUID | None = None
    done: bool | None = None
    overdue_on: tuple[date, bool] | None = None


async def listed(session: AsyncSession, community_id: UUID, which: Which, ask: Ask) -> Page[Adoption]:
    """The suggestions a community took up, newest first."""
    query = select(Adoption).where(Adoption.community_id == community_id)
    if which.department_id is not None:
        query = query.where(Adoption.department_id == which.department_id)
    if which.issue_id is not None:
        query = query.where(Adoption.issue_id == which.issue_id)
    if which.report_id is not None:
        query = query.where(Adoption.report_id == which.report_id)
    if which.done is not None:
        query = query.where(Adoption.done == which.done)
    if which.overdue_on is not None:
        day, wanted = which.overdue_on
        overdue = Adoption.done.is_(False) & (Adoption.due_on < day)
        query = query.where(overdue if wanted else ~overdue)
    return await page(session, query, Adoption.adopted_at, Adoption.id, ask)


async def by_ids(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Adoption]:
    """Suggestions by id; those unknown are left out."""
    return {row.id: row for row in await session.scalars(select(Adoption).where(Adoption.id.in_(ids)))}


async def held(session: AsyncSession, adoption_id: UUID) -> Adoption | None:
    """The suggestion, which nobody else can change until this transaction ends."""
    return await session.get(Adoption, adoption_id, with_for_update=True, populate_existing=True)


async def notes(session: AsyncSession, adoption_ids: Collection[UUID], latest: int) -> dict[UUID, list[AdoptionNote]]:
    """The latest notes on each suggestion, oldest of them first."""
    query = (
        select(AdoptionNote)
        .join(Adoption, Adoption.id == AdoptionNote.adoption_id)
        .where(AdoptionNote.adoption_id.in_(adoption_ids), AdoptionNote.number > Adoption.notes - latest)
        .order_by(AdoptionNote.number)
    )
    found: dict[UUID, list[AdoptionNote]] = defaultdict(list)
    for note in await session.scalars(query):
        found[note.adoption_id].append(note)
    return found
