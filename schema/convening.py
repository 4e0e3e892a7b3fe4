"""Calling meetings, leading them and writing down what is said, as clients ask for it."""

from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import ID

from db.models import meetings as kept
from resolvers.meetings import captions, lead, transcript
from resolvers.meetings.said import Said
from rules import refusals
from rules.ids import Kind
from schema.access import SIGNED_IN, acting
from schema.context import Asked, Context
from schema.meetings import Meeting
from schema.node import key_or_nobody
from schema.refusals import Refusal, shown_or
from schema.utterances import Utterance


@strawberry.input(description="A meeting to be called.")
class ScheduleMeetingInput:
    issue_id: ID | None = strawberry.field(
        default=None, description="The issue it is about; it is then part of that issue's record."
    )
    title: str = strawberry.field(description="What it is about, in one line: 1 to 120 characters.")
    starts_at: datetime = strawberry.field(description="When it is meant to start, within a year.")


@strawberry.input(description="Something that is being said, or has been.")
class TranscriptInput:
    meeting_id: ID = strawberry.field(description="The meeting, which has to be under way.")
    utterance_id: ID | None = strawberry.field(
        default=None, description="The utterance this replaces, as it was given out; a new one if not said."
    )
    speaker: str = strawberry.field(description="Who speaks: 1 to 80 characters.")
    text: str = strawberry.field(description="What is said: 1 to 2,000 characters.")
    final: bool = strawberry.field(
        description="Whether it is numbered and never changes any more. Until then it is only shown, and not kept."
    )
    started_at: datetime | None = strawberry.field(default=None, description="When the speaker began; now if not said.")
    ended_at: datetime | None = strawberry.field(default=None, description="When the speaker ended.")
    typed_in: bool = strawberry.field(
        default=False,
        description="Whether staff type it in for somebody without a phone; the transcript and the record then say so.",
    )


@strawberry.input(description="An utterance to be taken away.")
class RedactUtteranceInput:
    meeting_id: ID = strawberry.field(description="The meeting.")
    utterance_id: ID = strawberry.field(description="The utterance.")
    reason: str = strawberry.field(description="Why, for residents to read: 1 to 1,000 characters.")


@strawberry.input(description="Captions to be read into a transcript.")
class ImportTranscriptInput:
    meeting_id: ID = strawberry.field(description="The meeting, which has to be under way or over.")
    captions: str = strawberry.field(
        description="The text of a WebVTT or SRT file, at most 3,000 captions; of longer ones send parts."
    )


@strawberry.type(description="What was read in.")
class TranscriptImported:
    utterances: int = strawberry.field(description="How many utterances there were.")
    meeting: Meeting = strawberry.field(description="The meeting.")


ScheduleMeetingResult = Annotated[
    Meeting | Refusal, strawberry.union("ScheduleMeetingResult", description="The meeting, or why not.")
]
StartMeetingResult = Annotated[
    Meeting | Refusal, strawberry.union("StartMeetingResult", description="The meeting, or why not.")
]
EndMeetingResult = Annotated[
    Meeting | Refusal, strawberry.union("EndMeetingResult", description="The meeting, or why not.")
]
AppendTranscriptResult = Annotated[
    Utterance | Refusal, strawberry.union("AppendTranscriptResult", description="The utterance, or why not.")
]
RedactUtteranceResult = Annotated[
    Utterance | Refusal,
    strawberry.union("RedactUtteranceResult", description="What is left of the utterance, or why not."),
]
ImportTranscriptResult = Annotated[
    TranscriptImported | Refusal, strawberry.union("ImportTranscriptResult", description="What was read, or why not.")
]


def _meeting_or(result: kept.Meeting | refusals.Refusal, context: Context) -> Meeting | Refusal:
    return shown_or(result, Meeting.of, context.language)


def _utterance_or(result: Said | refusals.Refusal, context: Context) -> Utterance | Refusal:
    return shown_or(result, Utterance.of, context.language)


def _imported(read: captions.ReadIn) -> TranscriptImported:
    return TranscriptImported(utterances=read.utterances, meeting=Meeting.of(read.meeting))


MEETING_ID = strawberry.argument(description="The meeting.")


@strawberry.type
class MeetingMutation:
    @strawberry.mutation(description="A moderator or somebody of the staff calls a meeting.", extensions=[SIGNED_IN])
    async def schedule_meeting(
        self, info: Asked, input: Annotated[ScheduleMeetingInput, strawberry.argument(description="The meeting.")]
    ) -> ScheduleMeetingResult:
        issue = None if input.issue_id is None else key_or_nobody(Kind.ISSUE, input.issue_id)
        result = await lead.schedule(info.context.house, acting(info), issue, input.title, input.starts_at)
        return _meeting_or(result, info.context)

    @strawberry.mutation(description="A moderator starts a meeting.", extensions=[SIGNED_IN])
    async def start_meeting(self, info: Asked, meeting_id: Annotated[ID, MEETING_ID]) -> StartMeetingResult:
        key = key_or_nobody(Kind.MEETING, meeting_id)
        return _meeting_or(await lead.start(info.context.house, acting(info), key), info.context)

    @strawberry.mutation(description="A moderator ends a meeting.", extensions=[SIGNED_IN])
    async def end_meeting(self, info: Asked, meeting_id: Annotated[ID, MEETING_ID]) -> EndMeetingResult:
        key = key_or_nobody(Kind.MEETING, meeting_id)
        return _meeting_or(await lead.end(info.context.house, acting(info), key), info.context)

    @strawberry.mutation(
        description="Writes down what is said; sent again under the same utteranceId it counts once.",
        extensions=[SIGNED_IN],
    )
    async def append_transcript(
        self, info: Asked, input: Annotated[TranscriptInput, strawberry.argument(description="What is said.")]
    ) -> AppendTranscriptResult:
        speech = transcript.Speech(
            utterance_id=None if input.utterance_id is None else key_or_nobody(Kind.UTTERANCE, input.utterance_id),
            speaker=input.speaker,
            text=input.text,
            final=input.final,
            started_at=input.started_at,
            ended_at=input.ended_at,
            typed_in=input.typed_in,
        )
        key = key_or_nobody(Kind.MEETING, input.meeting_id)
        return _utterance_or(await transcript.append(info.context.house, acting(info), key, speech), info.context)

    @strawberry.mutation(
        description="A moderator takes away what must not stand, such as a telephone number or a child's name. It is"
        " gone from screens, exports and tables; that and why it is gone stays in the record, which still verifies.",
        extensions=[SIGNED_IN],
    )
    async def redact_utterance(
        self, info: Asked, input: Annotated[RedactUtteranceInput, strawberry.argument(description="Which, and why.")]
    ) -> RedactUtteranceResult:
        meeting, key = key_or_nobody(Kind.MEETING, input.meeting_id), key_or_nobody(Kind.UTTERANCE, input.utterance_id)
        result = await transcript.redact(info.context.house, acting(info), meeting, key, input.reason)
        return _utterance_or(result, info.context)

    @strawberry.mutation(
        description="A moderator or somebody of the staff reads a file of captions into a transcript, all of it or"
        " nothing.",
        extensions=[SIGNED_IN],
    )
    async def import_transcript(
        self, info: Asked, input: Annotated[ImportTranscriptInput, strawberry.argument(description="The captions.")]
    ) -> ImportTranscriptResult:
        key = key_or_nobody(Kind.MEETING, input.meeting_id)
        result = await captions.read_in(info.context.house, acting(info), key, input.captions)
        return shown_or(result, _imported, info.context.language)
