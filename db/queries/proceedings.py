"""How meetings go, as it is read."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.proceedings import AgendaItem, Breach, HouseRules, Participant, Turn


async def newest_rules(session: AsyncSession, community_id: UUID) -> HouseRules | None:
    """The house rules of a community; None where it has none of its own."""
    query = select(HouseRules).where(HouseRules.community_id == community_id).order_by(HouseRules.version.desc())
    return (await session.scalars(query.limit(1))).first()


async def agenda(session: AsyncSession, meeting_id: UUID) -> list[AgendaItem]:
    """The items of a meeting's agenda, in order."""
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).order_by(AgendaItem.position)
    return list(await session.scalars(query))


async def item(session: AsyncSession, item_id: UUID) -> AgendaItem | None:
    """One item of an agenda, as it is now."""
    return await session.get(AgendaItem, item_id, populate_existing=True)


async def participant(session: AsyncSession, participant_id: UUID) -> Participant | None:
    """One participant."""
    return await session.get(Participant, participant_id)


async def participants(session: AsyncSession, meeting_id: UUID, limit: int) -> list[Participant]:
    """Those who are at a meeting, the first to come first, at most `limit`."""
    query = select(Participant).where(Participant.meeting_id == meeting_id)
    return list(await session.scalars(query.order_by(Participant.entered_at, Participant.id).limit(limit)))


async def resident_at(session: AsyncSession, meeting_id: UUID, resident_id: UUID) -> Participant | None:
    """The participant that a resident is at a meeting."""
    of = Participant.meeting_id == meeting_id, Participant.resident_id == resident_id
    return (await session.scalars(select(Participant).where(*of))).first()


async def present(session: AsyncSession, meeting_id: UUID) -> tuple[int, int]:
    """How many are at a meeting on line, and on the spot."""
    query = select(Participant.on_spot, func.count()).where(Participant.meeting_id == meeting_id)
    counts = {row[0]: row[1] for row in await session.execute(query.group_by(Participant.on_spot))}
    return counts.get(False, 0), counts.get(True, 0)


async def turns(session: AsyncSession, meeting_id: UUID) -> list[tuple[Turn, Participant]]:
    """All turns of a meeting, those that wait too, with whose they are, in the order they were asked for."""
    query = select(Turn, Participant).join(Participant, Participant.id == Turn.participant_id)
    rows = await session.execute(query.where(Turn.meeting_id == meeting_id).order_by(Turn.asked_at, Turn.id))
    return [(turn, participant) for turn, participant in rows]


async def turn(session: AsyncSession, turn_id: UUID) -> Turn | None:
    """One turn, as it is now."""
    return await session.get(Turn, turn_id, populate_existing=True)


async def breaches(session: AsyncSession, meeting_id: UUID) -> Sequence[tuple[Breach, Participant]]:
    """The breaches of rules in a meeting, in order, with whose they are."""
    query = select(Breach, Participant).join(Participant, Participant.id == Breach.participant_id)
    rows = await session.execute(query.where(Breach.meeting_id == meeting_id).order_by(Breach.noted_at, Breach.id))
    return [(breach, participant) for breach, participant in rows]
