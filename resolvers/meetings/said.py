"""An utterance as everybody sees it, and how it is kept in entries and drafts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import orjson

from db.models.meetings import Utterance
from db.streams import Payload, moment
from rules.ids import Kind, key_of, public_id


@dataclass(frozen=True, slots=True)
class Said:
    """What was said, or is being said: then `seq` is None, and the next one with this id takes its place.

    It is `typed_in` where the staff did so for somebody without a phone. Where it has been taken away, nothing is left
    of speaker and text, and `reason` says why.
    """

    id: UUID
    seq: int | None
    speaker: str
    text: str
    started_at: datetime
    ended_at: datetime | None
    reason: str | None = None
    typed_in: bool = False

    @property
    def final(self) -> bool:
        """Whether it never changes any more."""
        return self.seq is not None

    @property
    def redacted(self) -> bool:
        """Whether it has been taken away."""
        return self.reason is not None


def payload(said: Said, meeting_id: UUID) -> Payload:
    """What the entries say of a final utterance; `typedIn` only where it was."""
    content = {
        "meetingId": public_id(Kind.MEETING, meeting_id),
        "utteranceId": public_id(Kind.UTTERANCE, said.id),
        "speaker": said.speaker,
        "text": said.text,
        "startedAt": moment(said.started_at),
        "endedAt": moment(said.ended_at or said.started_at),
    }
    return {**content, "typedIn": True} if said.typed_in else content


def from_payload(content: Payload, seq: int) -> Said:
    """The utterance that an entry tells of."""
    return Said(
        id=utterance_of(content),
        seq=seq,
        speaker=content["speaker"],
        text=content["text"],
        started_at=datetime.fromisoformat(content["startedAt"]),
        ended_at=datetime.fromisoformat(content["endedAt"]),
        typed_in=content.get("typedIn", False),
    )


def taken_away(row: Utterance, seq: int) -> Said:
    """What is left of an utterance that has been taken away, at its own number or at that of the taking away."""
    return Said(row.id, seq, "", "", row.started_at, row.ended_at, row.redaction_reason)


def utterance_of(content: Payload) -> UUID:
    """Which utterance an entry is about."""
    key = key_of(Kind.UTTERANCE, content["utteranceId"])
    if key is None:
        raise LookupError("An entry about no utterance.")
    return key


def draft(said: Said) -> bytes:
    """What the bus carries of an utterance that is still being said."""
    return orjson.dumps([said.id.hex, said.speaker, said.text, said.started_at, said.ended_at, said.typed_in])


def from_draft(content: bytes) -> Said:
    """The utterance in a draft."""
    key, speaker, text, started, ended, typed_in = orjson.loads(content)
    ended_at = None if ended is None else datetime.fromisoformat(ended)
    return Said(UUID(hex=key), None, speaker, text, datetime.fromisoformat(started), ended_at, typed_in=typed_in)
