"""Transcripts as files of captions: read in, and written out."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from db.models.meetings import Meeting
from db.queries import meetings
from resolvers.actors import Actor, roles_in
from resolvers.deed import Deed, deed
from resolvers.house import House
from resolvers.meetings.said import Said
from resolvers.meetings.streams import UNKNOWN
from resolvers.meetings.transcript import hold_transcript, write_down
from resolvers.meetings.watch import READ_AT_ONCE, transcript
from rules import meetings as rules
from rules.captions import Caption, read_captions
from rules.refusals import Refusal

NOBODY_NAMED = "—"


@dataclass(frozen=True, slots=True)
class ReadIn:
    """What was read into a transcript."""

    utterances: int
    meeting: Meeting


async def read_in(house: House, actor: Actor, meeting_id: UUID, text: str) -> ReadIn | Refusal:
    """A WebVTT or SRT file as final utterances, all of them or none; times count from the meeting's start.

    The same file again is read in once.
    """
    found = await asyncio.to_thread(read_captions, text)  # a large file takes seconds
    if isinstance(found, Refusal):
        return found
    file = hashlib.sha256(text.encode()).hexdigest()
    named = [(uuid5(meeting_id, f"{file} {number}"), caption) for number, caption in enumerate(found)]
    return await _keep(house, actor, meeting_id, named)


@deed
async def _keep(deed: Deed, actor: Actor, meeting_id: UUID, found: Sequence[tuple[UUID, Caption]]) -> ReadIn | Refusal:
    meeting = await hold_transcript(deed, meeting_id)
    if meeting is None:
        return UNKNOWN
    if refusal := rules.may_import(meeting.phase, roles_in(actor, meeting.community_id)):
        return refusal
    start = meeting.started_at or meeting.starts_at
    known = await meetings.known(deed.session, meeting_id, [key for key, _ in found])
    if new := [_said(key, start, caption) for key, caption in found if key not in known]:
        await write_down(deed, meeting, new)
    return ReadIn(len(found), meeting)


def _said(key: UUID, start: datetime, caption: Caption) -> Said:
    began, ended = (start + timedelta(milliseconds=ms) for ms in (caption.started_ms, caption.ended_ms))
    speaker = caption.speaker or NOBODY_NAMED
    return Said(key, None, speaker, caption.text, began, ended, typed_in=caption.typed_in)


async def written_out(house: House, meeting_id: UUID) -> tuple[Meeting, list[Caption]] | None:
    """The meeting and everything said in it that has not been taken away; None where there is no such meeting."""
    async with house.database.read() as session:
        meeting = (await meetings.by_ids(session, [meeting_id])).get(meeting_id)
    if meeting is None:
        return None
    start, after = meeting.started_at or meeting.starts_at, 0
    gone, found = set[UUID](), list[tuple[UUID, Caption]]()
    while page := await transcript(house, meeting_id, after=after, first=READ_AT_ONCE):
        gone |= {said.id for said in page if said.redacted}
        found += [(said.id, _caption(start, said)) for said in page if not said.redacted]
        after = page[-1].seq or after
    # One that was taken away while this was read was read as it stood before.
    return meeting, [caption for key, caption in found if key not in gone]


def _caption(start: datetime, said: Said) -> Caption:
    began, ended = (
        max((at - start) // timedelta(milliseconds=1), 0) for at in (said.started_at, said.ended_at or said.started_at)
    )
    speaker = "" if said.speaker == NOBODY_NAMED else said.speaker
    return Caption(speaker, said.text, began, ended, typed_in=said.typed_in)
