"""Issues and comments, as they are read."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.issues import Comment, Issue, IssueStep
from db.paging import Ask, Page, page
from db.search import matching
from rules.issues import Stage


async def by_ids(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Issue]:
    """Issues by id; those unknown are left out."""
    return {row.id: row for row in await session.scalars(select(Issue).where(Issue.id.in_(ids)))}


async def listed(
    session: AsyncSession, community_id: UUID, stage: Stage | None, search: str | None, ask: Ask
) -> Page[Issue]:
    """The issues of a community, newest first, narrowed to a stage and to a text they contain."""
    query = select(Issue).where(Issue.community_id == community_id)
    if stage is not None:
        query = query.where(Issue.stage == stage)
    if search:
        query = matching(query, search)
    return await page(session, query, Issue.raised_at, Issue.id, ask)


async def steps(session: AsyncSession, issue_ids: Collection[UUID]) -> dict[UUID, list[IssueStep]]:
    """The steps of each issue, oldest first."""
    query = select(IssueStep).where(IssueStep.issue_id.in_(issue_ids)).order_by(IssueStep.issue_id, IssueStep.seq)
    found: dict[UUID, list[IssueStep]] = defaultdict(list)
    for step in await session.scalars(query):
        found[step.issue_id].append(step)
    return found


async def comments(session: AsyncSession, issue_id: UUID, ask: Ask, *, newest_first: bool) -> Page[Comment]:
    """What was said about an issue."""
    query = select(Comment).where(Comment.issue_id == issue_id)
    return await page(session, query, Comment.posted_at, Comment.id, ask, newest_first=newest_first)


async def comment_by_id(session: AsyncSession, comment_id: UUID) -> Comment | None:
    """One comment."""
    return await session.get(Comment, comment_id)


async def held(session: AsyncSession, issue_id: UUID) -> Issue | None:
    """The issue, which nobody else can change until this transaction ends."""
    return await session.get(Issue, issue_id, with_for_update=True)
