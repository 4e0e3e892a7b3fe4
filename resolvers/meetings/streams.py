"""What the streams say about meetings, and who writes there."""

from collections.abc import Callable
from uuid import UUID

from db.models.meetings import Meeting
from db.queries import meetings
from db.streams import Addition, Payload
from resolvers.actors import Actor, roles_in
from resolvers.deed import Deed
from resolvers.issues import stream_of as issue_stream
from rules.ids import Kind, public_id
from rules.meetings import Phase
from rules.refusals import Code, Refusal, refuse
from rules.roles import Role

May = Callable[[Phase, frozenset[Role]], Refusal | None]
UNKNOWN = refuse(Code.NOT_FOUND, "meeting_unknown", "meetingId")


def stream_of(meeting_id: UUID) -> str:
    """The name of the stream with everything about a meeting but what was said."""
    return f"meeting:{meeting_id.hex}"


def transcript_of(meeting_id: UUID) -> str:
    """The name of the stream with what was said in a meeting, and what was taken away of it."""
    return f"transcript:{meeting_id.hex}"


async def note(deed: Deed, meeting: Meeting, kind: str, payload: Payload) -> None:
    """The same entry in the meeting's stream and in the record it belongs to."""
    whole = {"meetingId": public_id(Kind.MEETING, meeting.id), **payload}
    streams = stream_of(meeting.id), record_of(meeting)
    await deed.append_all([Addition(stream, kind, whole) for stream in streams])


def record_of(meeting: Meeting) -> str:
    """The stream of the record a meeting belongs to: that of its issue, or its own where it is about none."""
    return issue_stream(meeting.issue_id) if meeting.issue_id else f"record:{meeting.id.hex}"


async def hold_meeting(deed: Deed, meeting_id: UUID) -> Meeting | None:
    """The meeting, held with its streams until the deed is done; None where there is none."""
    meeting = (await meetings.by_ids(deed.session, [meeting_id])).get(meeting_id)
    if meeting is None:
        return None
    await deed.hold(stream_of(meeting_id), record_of(meeting))
    await deed.session.refresh(meeting, with_for_update=True)
    return meeting


async def led(deed: Deed, actor: Actor, meeting_id: UUID, may: May) -> Meeting | Refusal:
    """The meeting, held like that, where the rule lets the actor do this."""
    meeting = await hold_meeting(deed, meeting_id)
    if meeting is None:
        return UNKNOWN
    return may(meeting.phase, roles_in(actor, meeting.community_id)) or meeting
