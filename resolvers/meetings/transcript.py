"""Writing down what is said, and taking away what must not stand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert

from db import streams
from db.models.meetings import Meeting, Utterance
from db.queries import meetings
from db.streams import Addition
from resolvers.actors import Actor, roles_in
from resolvers.deed import Deed, deed
from resolvers.house import House
from resolvers.meetings.said import Said, draft, from_payload, payload, taken_away
from resolvers.meetings.streams import UNKNOWN, record_of, transcript_of
from resolvers.record import REDACTED
from rules import meetings as rules
from rules.ids import Kind, public_id
from rules.meetings import Span
from rules.refusals import Code, Refusal, refuse
from rules.texts import REASON, SPEAKER, UTTERANCE, accept, accept_all

FINAL_ALREADY = refuse(Code.CONFLICT, "utterance_final", "utteranceId")
UTTERANCE_UNKNOWN = refuse(Code.NOT_FOUND, "utterance_unknown", "utteranceId")
NOBODY = UUID(int=0)
SAID = "utterance.said"


@dataclass(frozen=True, slots=True)
class Speech:
    """Something that is being said, or has been. Without an id it is a new utterance.

    It is `typed_in` where the staff does so for somebody without a phone, and the record then says so.
    """

    utterance_id: UUID | None
    speaker: str
    text: str
    final: bool
    started_at: datetime | None = None
    ended_at: datetime | None = None
    typed_in: bool = False


async def append(house: House, actor: Actor, meeting_id: UUID, speech: Speech) -> Said | Refusal:
    """The utterance: numbered and kept where it is final, else shown until the next one with its id.

    The same final utterance again is the same; another text or mark under its id is a CONFLICT.
    """
    if speech.utterance_id == NOBODY:
        return UTTERANCE_UNKNOWN
    texts = accept_all(speaker=(speech.speaker, SPEAKER), text=(speech.text, UTTERANCE))
    if isinstance(texts, Refusal):
        return texts
    now = house.now()
    span = rules.accept_span(speech.started_at, speech.ended_at, final=speech.final, now=now)
    if isinstance(span, Refusal):
        return span
    said = _said(house, speech, texts, span)
    if not speech.final:
        return await _show(house, actor, meeting_id, said)
    kept = await _keep(house, actor, meeting_id, said)
    if not isinstance(kept, Refusal):
        house.drafts.drop(transcript_of(meeting_id), said.id.hex)
    return kept


def _said(house: House, speech: Speech, texts: dict[str, str], span: Span) -> Said:
    key = speech.utterance_id or house.new_id()
    at = span.started_at, span.ended_at
    return Said(key, None, texts["speaker"], texts["text"], *at, typed_in=speech.typed_in)


async def _show(house: House, actor: Actor, meeting_id: UUID, said: Said) -> Said | Refusal:
    meeting = await meetings.draftable(house.database, meeting_id, said.id)
    if meeting is None:
        return UNKNOWN
    if refusal := rules.may_write(meeting.phase, roles_in(actor, meeting.community_id)):
        return refusal
    if meeting.final:
        return FINAL_ALREADY
    house.drafts.put(transcript_of(meeting_id), said.id.hex, draft(said))
    return said


@deed
async def _keep(deed: Deed, actor: Actor, meeting_id: UUID, said: Said) -> Said | Refusal:
    meeting = await hold_transcript(deed, meeting_id)
    if meeting is None:
        return UNKNOWN
    refusal = rules.may_write(meeting.phase, roles_in(actor, meeting.community_id))
    if refusal and refusal.code == Code.FORBIDDEN:
        return refusal
    if known := await meetings.utterance(deed.session, meeting_id, said.id):
        return await _again(deed, known, meeting_id, said)  # also once the meeting is over
    if refusal:
        return refusal
    (number,) = await write_down(deed, meeting, [said])
    return replace(said, seq=number, ended_at=said.ended_at or said.started_at)


async def write_down(deed: Deed, meeting: Meeting, all_said: Sequence[Said]) -> Sequence[int]:
    """The numbers of the utterances in the transcript; they are in the record as well."""
    contents = [payload(said, meeting.id) for said in all_said]
    numbers, in_record = [
        await deed.append_all([Addition(stream, SAID, content) for content in contents])
        for stream in (transcript_of(meeting.id), record_of(meeting))
    ]
    rows = [
        {
            "id": said.id,
            "meeting_id": meeting.id,
            "seq": seq,
            "record_seq": record_seq,
            "started_at": said.started_at,
            "ended_at": said.ended_at or said.started_at,
        }
        for said, seq, record_seq in zip(all_said, numbers, in_record, strict=True)
    ]
    await deed.session.execute(insert(Utterance), rows)
    return numbers


async def _again(deed: Deed, known: Utterance, meeting_id: UUID, said: Said) -> Said | Refusal:
    if known.redacted_at is not None:
        return taken_away(known, known.seq)
    (entry,) = await streams.read(deed.session, transcript_of(meeting_id), after=known.seq - 1, limit=1)
    kept = from_payload(streams.payload_of(entry), known.seq)
    alike = (kept.speaker, kept.text, kept.typed_in) == (said.speaker, said.text, said.typed_in)
    return kept if alike else FINAL_ALREADY


async def hold_transcript(deed: Deed, meeting_id: UUID) -> Meeting | None:
    """The meeting, with its transcript and record held until the deed is done; None where there is none."""
    meeting = (await meetings.by_ids(deed.session, [meeting_id])).get(meeting_id)
    if meeting is not None:
        await deed.hold(transcript_of(meeting_id), record_of(meeting))
        await deed.session.refresh(meeting, with_for_update={"read": True})
    return meeting


async def redact(house: House, actor: Actor, meeting_id: UUID, utterance_id: UUID, reason: str) -> Said | Refusal:
    """What is left of the utterance, which is gone from transcript and record; that and why it is gone stays."""
    left = await _take_away(house, actor, meeting_id, utterance_id, reason)
    if not isinstance(left, Refusal):
        await house.database.forget()
    return left


@deed
async def _take_away(deed: Deed, actor: Actor, meeting_id: UUID, utterance_id: UUID, reason: str) -> Said | Refusal:
    meeting = await hold_transcript(deed, meeting_id)
    if meeting is None:
        return UNKNOWN
    if refusal := rules.may_redact(roles_in(actor, meeting.community_id)):
        return refusal
    words = accept(reason, REASON)
    if isinstance(words, Refusal):
        return words
    row = await meetings.utterance(deed.session, meeting_id, utterance_id)
    if row is None:
        return UTTERANCE_UNKNOWN
    if row.redacted_at is not None:
        return taken_away(row, row.seq)
    row.redacted_at, row.redaction_reason = deed.now, words
    places = [(transcript_of(meeting.id), row.seq)]
    if row.record_seq:
        places.append((record_of(meeting), row.record_seq))
    await streams.redact(deed.session, places)
    content = {
        "meetingId": public_id(Kind.MEETING, meeting.id),
        "utteranceId": public_id(Kind.UTTERANCE, row.id),
        "reason": words,
        "by": public_id(Kind.RESIDENT, actor.resident_id),
    }
    await deed.append_all([Addition(stream, REDACTED, {**content, "entry": seq}) for stream, seq in places])
    return taken_away(row, row.seq)
