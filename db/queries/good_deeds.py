"""The deeds that badges count, as they were done; counted anew from what there is each time."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, String, and_, cast, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models.activities import Activity, Attendance, Slot
from db.models.agreements import Agreement
from db.models.issues import Comment, Issue
from db.models.meetings import Meeting
from db.models.points import PointsEntry
from db.models.polls import Poll, Vote
from db.models.proceedings import Participant
from db.models.reports import Report
from db.models.rights import HiddenComment
from rules.activities import Occasion
from rules.badges import Badge, GoodDeed
from rules.points import Movement, Rule

Rows = Select[Any, Any, Any]
ONE = literal(1).label("n")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which deeds are counted: those of a community that a badge is for, as they stood at a moment."""

    community_id: UUID
    badge: Badge
    until: datetime


def _comments(wanted: Wanted) -> Rows:
    hidden = select(HiddenComment.comment_id).where(
        HiddenComment.comment_id == Comment.id,
        HiddenComment.hidden_at <= wanted.until,
        HiddenComment.restored_at.is_(None),
    )
    query = select(Comment.author_id.label("who"), Comment.posted_at.label("at"), ONE)
    return query.join(Issue, Issue.id == Comment.issue_id).where(
        Issue.community_id == wanted.community_id, ~hidden.exists()
    )


def _votes(wanted: Wanted) -> Rows:
    # A vote that is changed has a new time; that of the poll stays.
    query = select(Vote.resident_id.label("who"), Poll.opened_at.label("at"), ONE)
    closed = Poll.community_id == wanted.community_id, Poll.closed_at.is_not(None)
    return query.join(Poll, Poll.id == Vote.poll_id).where(*closed)


def _entries(rule: Rule) -> Callable[[Wanted], Rows]:
    def rows(wanted: Wanted) -> Rows:
        other = aliased(PointsEntry)
        corrected = select(other.id).where(other.corrects_id == PointsEntry.id, other.at <= wanted.until)
        return select(PointsEntry.resident_id.label("who"), PointsEntry.at.label("at"), ONE).where(
            PointsEntry.community_id == wanted.community_id,
            PointsEntry.rule == rule,
            PointsEntry.movement == Movement.EARNED,
            ~corrected.exists(),
        )

    return rows


def _reports(wanted: Wanted) -> Rows:
    found = _entries(Rule.REPORT)(wanted)
    if wanted.badge.category is None:
        return found
    name = literal("report_") + func.replace(cast(Report.id, String), "-", "")
    same = and_(Report.reporter_id == PointsEntry.resident_id, name == PointsEntry.source)
    return found.join(Report, same).where(Report.category == wanted.badge.category)


def _meetings(wanted: Wanted) -> Rows:
    query = select(Participant.resident_id.label("who"), Participant.entered_at.label("at"), ONE)
    return query.join(Meeting, Meeting.id == Participant.meeting_id).where(
        Meeting.community_id == wanted.community_id, Participant.on_spot
    )


def _hours(wanted: Wanted) -> Rows:
    given = Attendance.minutes.label("n")
    query = select(Attendance.resident_id.label("who"), Attendance.confirmed_at.label("at"), given)
    joined = query.join(Slot, Slot.id == Attendance.slot_id).join(Activity, Activity.id == Slot.activity_id)
    return joined.where(Activity.community_id == wanted.community_id, Activity.occasion == Occasion.VOLUNTEERING)


def _agreements(wanted: Wanted) -> Rows:
    query = select(Agreement.drafted_by.label("who"), Agreement.in_force_at.label("at"), ONE)
    return query.join(Meeting, Meeting.id == Agreement.meeting_id).where(Meeting.community_id == wanted.community_id)


DEEDS: dict[GoodDeed, Callable[[Wanted], Rows]] = {
    GoodDeed.COMMENT: _comments,
    GoodDeed.VOTE: _votes,
    GoodDeed.DELIBERATION: _entries(Rule.DELIBERATION),
    GoodDeed.MEETING: _meetings,
    GoodDeed.REPORT: _reports,
    GoodDeed.SUGGESTION: _entries(Rule.SUGGESTION),
    GoodDeed.VOLUNTEERING: _hours,
    GoodDeed.MEDIATION: _agreements,
}


async def counted(
    session: AsyncSession, wanted: Wanted, resident_ids: Collection[UUID] | None = None
) -> dict[UUID, tuple[int, datetime]]:
    """How much of it each has done, minutes for volunteering, and when they did the newest; of all where none is named.

    Those who have done nothing of it are left out.
    """
    rows = DEEDS[wanted.badge.deed](wanted).subquery()
    query = select(rows.c.who, func.sum(rows.c.n), func.max(rows.c.at)).where(
        rows.c.who.is_not(None), rows.c.at <= wanted.until
    )
    if resident_ids is not None:
        query = query.where(rows.c.who.in_(resident_ids))
    if since := wanted.badge.since(wanted.until):
        query = query.where(rows.c.at > since)
    found = await session.execute(query.group_by(rows.c.who))
    return {who: (int(number), newest) for who, number, newest in found}
