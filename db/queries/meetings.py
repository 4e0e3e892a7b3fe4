"""Meetings and utterances, as they are read."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.meetings import Meeting, Utterance
from db.paging import Ask, Page, page


async def by_ids(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Meeting]:
    """Meetings by id; those unknown are left out."""
    return {row.id: row for row in await session.scalars(select(Meeting).where(Meeting.id.in_(ids)))}


async def held(session: AsyncSession, meeting_id: UUID) -> Meeting | None:
    """The meeting, which nobody else can change until this transaction ends."""
    return await session.get(Meeting, meeting_id, with_for_update=True)


async def of_issues(session: AsyncSession, issue_ids: Collection[UUID]) -> dict[UUID, list[Meeting]]:
    """The meetings about each issue, the earliest first."""
    query = select(Meeting).where(Meeting.issue_id.in_(issue_ids)).order_by(Meeting.starts_at, Meeting.id)
    found: dict[UUID, list[Meeting]] = defaultdict(list)
    for meeting in await session.scalars(query):
        if meeting.issue_id is not None:
            found[meeting.issue_id].append(meeting)
    return found


async def listed(session: AsyncSession, community_id: UUID, ask: Ask) -> Page[Meeting]:
    """The meetings of a community, the latest start first."""
    query = select(Meeting).where(Meeting.community_id == community_id)
    return await page(session, query, Meeting.starts_at, Meeting.id, ask)


async def utterance(session: AsyncSession, utterance_id: UUID) -> Utterance | None:
    """One final utterance."""
    return await session.get(Utterance, utterance_id)


async def redacted(
    session: AsyncSession, meeting_id: UUID, ids: Collection[UUID], numbers: Collection[int]
) -> list[Utterance]:
    """The utterances of a meeting that have been taken away and have one of these ids or numbers."""
    either = Utterance.id.in_(ids) | Utterance.seq.in_(numbers)
    query = select(Utterance).where(Utterance.meeting_id == meeting_id, Utterance.redacted_at.is_not(None), either)
    return list(await session.scalars(query))
