"""Calling a meeting, starting it and ending it."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from db.models.meetings import Meeting
from db.paging import Ask, Page
from db.queries import issues, meetings
from db.streams import moment
from resolvers.actors import Actor, roles_in
from resolvers.deed import Deed, deed
from resolvers.house import House
from resolvers.issues import UNKNOWN as ISSUE_UNKNOWN
from resolvers.issues import stream_of as issue_stream
from resolvers.meetings.agenda import close_open_item
from resolvers.meetings.floor import end_all
from resolvers.meetings.streams import led, note
from rules import meetings as rules
from rules.ids import Kind, public_id
from rules.meetings import Phase
from rules.refusals import Refusal
from rules.texts import TITLE, accept


@deed
async def schedule(
    deed: Deed, actor: Actor, issue_id: UUID | None, title: str, starts_at: datetime
) -> Meeting | Refusal:
    """A meeting to come: about an issue, or of the actor's community."""
    community_id = actor.community_id
    if issue_id is not None:
        await deed.hold(issue_stream(issue_id))
        issue = await issues.held(deed.session, issue_id)
        if issue is None:
            return ISSUE_UNKNOWN
        community_id = issue.community_id
    if refusal := rules.may_schedule(starts_at, roles_in(actor, community_id), deed.now):
        return refusal
    words = accept(title, TITLE)
    if isinstance(words, Refusal):
        return words
    meeting = Meeting(
        id=deed.new_id(),
        community_id=community_id,
        issue_id=issue_id,
        title=words,
        phase=Phase.SCHEDULED,
        scheduled_at=deed.now,
        starts_at=starts_at,
    )
    deed.session.add(meeting)
    await note(deed, meeting, "meeting.scheduled", {"title": words, "startsAt": moment(starts_at)})
    return meeting


@deed
async def start(deed: Deed, actor: Actor, meeting_id: UUID) -> Meeting | Refusal:
    """The meeting, under way from now on."""
    meeting = await led(deed, actor, meeting_id, rules.may_start)
    if isinstance(meeting, Refusal):
        return meeting
    meeting.phase, meeting.started_at = Phase.LIVE, deed.now
    await note(deed, meeting, "meeting.started", {"by": public_id(Kind.RESIDENT, actor.resident_id)})
    return meeting


@deed
async def end(deed: Deed, actor: Actor, meeting_id: UUID) -> Meeting | Refusal:
    """The meeting, which is over from now on."""
    meeting = await led(deed, actor, meeting_id, rules.may_end)
    if isinstance(meeting, Refusal):
        return meeting
    await end_all(deed, meeting)
    await close_open_item(deed, meeting)
    meeting.phase, meeting.ended_at = Phase.ENDED, deed.now
    await note(deed, meeting, "meeting.ended", {"by": public_id(Kind.RESIDENT, actor.resident_id)})
    return meeting


async def load(house: House, ids: Collection[UUID]) -> Mapping[UUID, Meeting]:
    """Meetings by id; those unknown are left out."""
    async with house.database.read() as session:
        return await meetings.by_ids(session, ids)


async def load_of_issues(house: House, ids: Collection[UUID]) -> Mapping[UUID, list[Meeting]]:
    """The meetings about each issue, the earliest first."""
    async with house.database.read() as session:
        return await meetings.of_issues(session, ids)


async def listed(house: House, community_id: UUID, ask: Ask) -> Page[Meeting]:
    """The meetings of a community, the latest start first."""
    async with house.database.read() as session:
        return await meetings.listed(session, community_id, ask)
