"""Meetings for tests."""

from datetime import timedelta
from uuid import UUID

from db.models.meetings import Meeting
from resolvers.meetings import lead, transcript
from resolvers.meetings.said import Said
from rules.refusals import Refusal
from tests.support.house import Hall, done


async def scheduled(hall: Hall, issue_id: UUID | None = None) -> Meeting:
    """A meeting in an hour, about the issue where one is given."""
    moderator, soon = await hall.actor(hall.moderator), hall.clock.now() + timedelta(hours=1)
    return done(await lead.schedule(hall.house, moderator, issue_id, "路灯议事会", soon))


async def under_way(hall: Hall, issue_id: UUID | None = None) -> Meeting:
    """A meeting that has started."""
    meeting = await scheduled(hall, issue_id)
    return done(await lead.start(hall.house, await hall.actor(hall.moderator), meeting.id))


async def asked_to_say(
    hall: Hall, meeting_id: UUID, text: str, *, final: bool = True, key: UUID | None = None, speaker: str = "王秀英"
) -> Said | Refusal:
    """What the moderator writes down, or why not."""
    speech = transcript.Speech(key, speaker, text, final)
    return await transcript.append(hall.house, await hall.actor(hall.moderator), meeting_id, speech)


async def say(hall: Hall, meeting_id: UUID, text: str, **how: object) -> Said:
    """What the moderator writes down."""
    return done(await asked_to_say(hall, meeting_id, text, **how))  # type: ignore[arg-type]


async def redact(hall: Hall, meeting_id: UUID, utterance_id: UUID, reason: str = "有电话号码。") -> Said:
    """What is left of an utterance that the moderator takes away."""
    return done(await transcript.redact(hall.house, await hall.actor(hall.moderator), meeting_id, utterance_id, reason))
