"""Meetings and utterances, as they are read."""

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, bindparam, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.batches import batched
from db.models.meetings import Meeting, Utterance
from db.paging import Ask, Page, page
from db.session import Database
from rules.meetings import Phase


async def by_ids(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Meeting]:
    """Meetings by id; those unknown are left out."""
    return {row.id: row for row in await session.scalars(select(Meeting).where(Meeting.id.in_(ids)))}


AT_ONCE = 500
IS_FINAL = exists().where(Utterance.meeting_id == Meeting.id, Utterance.id == bindparam("utterance", type_=Uuid()))
DRAFTED = select(Meeting.community_id, Meeting.phase, IS_FINAL).where(Meeting.id == bindparam("meeting", type_=Uuid()))


class Draftable(NamedTuple):
    """What has to be known to show a draft: whose meeting it is, where it stands, and whether the text is final."""

    community_id: UUID
    phase: Phase
    final: bool


async def draftable(database: Database, meeting_id: UUID, utterance_id: UUID) -> Draftable | None:
    """The same of one meeting, by one statement: engines send hundreds a second. None where there is no meeting."""
    rows = await database.rows(DRAFTED, {"meeting": meeting_id, "utterance": utterance_id})
    return Draftable(*rows[0]) if rows else None


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


async def not_over(session: AsyncSession, community_id: UUID, limit: int) -> list[UUID]:
    """The meetings of a community that are under way or to come, the earliest first, at most `limit`."""
    query = select(Meeting.id).where(Meeting.community_id == community_id, Meeting.phase != Phase.ENDED)
    return list(await session.scalars(query.order_by(Meeting.starts_at, Meeting.id).limit(limit)))


async def utterance(session: AsyncSession, meeting_id: UUID, utterance_id: UUID) -> Utterance | None:
    """One final utterance of a meeting."""
    return await session.get(Utterance, (meeting_id, utterance_id))


async def known(session: AsyncSession, meeting_id: UUID, ids: Collection[UUID]) -> set[UUID]:
    """Those of the ids that are final utterances of this meeting."""
    found = set[UUID]()
    for some in batched(ids, AT_ONCE):
        query = select(Utterance.id).where(Utterance.meeting_id == meeting_id, Utterance.id.in_(some))
        found.update(await session.scalars(query))
    return found


async def redacted(
    session: AsyncSession, meeting_id: UUID, ids: Collection[UUID], numbers: Collection[int]
) -> list[Utterance]:
    """The utterances of a meeting that have been taken away and have one of these ids or numbers."""
    either = Utterance.id.in_(ids) | Utterance.seq.in_(numbers)
    query = select(Utterance).where(Utterance.meeting_id == meeting_id, Utterance.redacted_at.is_not(None), either)
    return list(await session.scalars(query))
