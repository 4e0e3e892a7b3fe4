"""Nominations and honours, as they are read."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from db.models.honours import HonourGiven, Nomination
from db.models.resolutions import Unthanked
from db.paging import Ask, Page, page
from rules.honours import Honour, Standing


def _named(who: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    return ~select(Unthanked.resident_id).where(Unthanked.resident_id == who).exists()


async def given(session: AsyncSession, resident_id: UUID, honour: Honour, source: str) -> bool:
    """Whether somebody has an honour from a source."""
    query = select(HonourGiven.id).where(
        HonourGiven.resident_id == resident_id, HonourGiven.honour == honour, HonourGiven.source == source
    )
    return await session.scalar(query) is not None


async def board(session: AsyncSession, community_id: UUID, ask: Ask) -> Page[HonourGiven]:
    """Who has which honour, newest first, without those who do not want to be named."""
    query = select(HonourGiven).where(HonourGiven.community_id == community_id, _named(HonourGiven.resident_id))
    return await page(session, query, HonourGiven.given_at, HonourGiven.id, ask)


async def of_residents(session: AsyncSession, resident_ids: Collection[UUID]) -> dict[UUID, list[HonourGiven]]:
    """The honours of residents, the oldest first, without those who do not want to be named."""
    query = select(HonourGiven).where(HonourGiven.resident_id.in_(resident_ids), _named(HonourGiven.resident_id))
    found: dict[UUID, list[HonourGiven]] = {}
    for row in await session.scalars(query.order_by(HonourGiven.given_at, HonourGiven.id)):
        found.setdefault(row.resident_id, []).append(row)
    return found


async def held(session: AsyncSession, nomination_id: UUID) -> Nomination | None:
    """A nomination, which nobody else can change until this transaction ends."""
    return await session.get(Nomination, nomination_id, with_for_update=True)


async def open_for(session: AsyncSession, nominee_id: UUID, honour: Honour) -> Nomination | None:
    """The nomination of somebody for an honour that waits for a vote."""
    return await session.scalar(
        select(Nomination).where(
            Nomination.nominee_id == nominee_id, Nomination.honour == honour, Nomination.standing == Standing.OPEN
        )
    )


async def waiting_of(session: AsyncSession, nominator_id: UUID, honour: Honour) -> int:
    """How many that somebody has nominated for an honour wait for its vote, of those who may be named."""
    query = select(func.count()).where(
        Nomination.honour == honour,
        Nomination.standing == Standing.OPEN,
        Nomination.nominated_by == nominator_id,
        _named(Nomination.nominee_id),
    )
    return (await session.execute(query)).scalar_one()


async def waiting(session: AsyncSession, community_id: UUID, honour: Honour, most: int) -> list[Nomination]:
    """The oldest nominations for an honour that wait for a vote, oldest first, of those who may be named."""
    query = select(Nomination).where(
        Nomination.community_id == community_id,
        Nomination.honour == honour,
        Nomination.standing == Standing.OPEN,
        _named(Nomination.nominee_id),
    )
    return list(await session.scalars(query.order_by(Nomination.nominated_at, Nomination.id).limit(most)))


async def voted_on(session: AsyncSession, poll_id: UUID) -> bool:
    """Whether a poll is about an honour."""
    return await session.scalar(select(Nomination.id).where(Nomination.poll_id == poll_id).limit(1)) is not None


async def in_poll(session: AsyncSession, poll_id: UUID) -> list[Nomination]:
    """The nominations that a poll is about, oldest first."""
    query = select(Nomination).where(Nomination.poll_id == poll_id)
    return list(await session.scalars(query.order_by(Nomination.nominated_at, Nomination.id)))


async def listed(
    session: AsyncSession, community_id: UUID, ask: Ask, without: Collection[Standing]
) -> Page[Nomination]:
    """The nominations that do not stand like this, newest first, of those who may be named."""
    query = select(Nomination).where(
        Nomination.community_id == community_id,
        Nomination.standing.not_in(without),
        _named(Nomination.nominee_id),
    )
    return await page(session, query, Nomination.nominated_at, Nomination.id, ask)


async def mine(session: AsyncSession, resident_id: UUID) -> list[Nomination]:
    """The nominations of somebody, oldest first."""
    query = select(Nomination).where(Nomination.nominee_id == resident_id)
    return list(await session.scalars(query.order_by(Nomination.nominated_at, Nomination.id)))
