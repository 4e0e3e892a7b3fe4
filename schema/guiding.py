"""Guiding a meeting and taking part in it, as clients ask for it."""

from typing import Annotated

import strawberry
from strawberry import ID

from db.models import meetings as kept
from db.models.proceedings import Turn
from resolvers.meetings import agenda, attendance, floor
from rules import refusals
from rules.ids import Kind
from rules.proceedings import BreachAnswer, Limits, Party
from schema.access import SIGNED_IN, acting
from schema.context import Asked, Context
from schema.meetings import Meeting
from schema.node import key_or_nobody, shown_id
from schema.proceedings import AgendaItem, HouseRules, Participant
from schema.refusals import Refusal, shown_or


@strawberry.input(description="An item for a meeting's agenda.")
class AddAgendaItemInput:
    meeting_id: ID = strawberry.field(description="The meeting, which must not be over.")
    title: str = strawberry.field(description="What it is about, in one line: 1 to 120 characters.")
    poll_id: ID | None = strawberry.field(default=None, description="A poll on the meeting's issue to tie it to.")


@strawberry.input(description="How long people may speak.")
class LimitSpeakingInput:
    meeting_id: ID = strawberry.field(description="The meeting, which must not be over.")
    turn_seconds: int | None = strawberry.field(
        default=None, description="How long a turn may take, 10 to 3,600; as long as it takes if not said."
    )
    person_seconds: int | None = strawberry.field(
        default=None, description="How long one person's turns may take together; not less than a turn."
    )


@strawberry.input(description="Somebody the staff signs in.")
class SignInParticipantInput:
    meeting_id: ID = strawberry.field(description="The meeting, which must not be over.")
    resident_id: ID | None = strawberry.field(default=None, description="The resident, if they have an account.")
    name: str = strawberry.field(default="", description="What others call them, where there is no account.")
    party: Party = strawberry.field(default=Party.RESIDENTS, description="For whom they speak.")
    on_spot: bool = strawberry.field(default=True, description="Whether they are in the room.")


@strawberry.input(description="A broken rule.")
class NoteBreachInput:
    participant_id: ID = strawberry.field(description="Who broke it.")
    note: str = strawberry.field(description="What happened: 1 to 1,000 characters, for all to read.")
    answer: BreachAnswer = strawberry.field(description="What you do about it.")


@strawberry.type(description="A place among those who wait for the floor.")
class FloorAsked:
    turn_id: ID = strawberry.field(description="The turn that is waited for.")


@strawberry.type(description="A breach that was noted.")
class BreachNoted:
    answer: BreachAnswer = strawberry.field(description="What was done about it.")


AddAgendaItemResult = Annotated[
    AgendaItem | Refusal, strawberry.union("AddAgendaItemResult", description="The item, or why not.")
]
GuideMeetingResult = Annotated[
    Meeting | Refusal, strawberry.union("GuideMeetingResult", description="The meeting, or why not.")
]
AdoptHouseRulesResult = Annotated[
    HouseRules | Refusal, strawberry.union("AdoptHouseRulesResult", description="The rules, or why not.")
]
EnterMeetingResult = Annotated[
    Participant | Refusal, strawberry.union("EnterMeetingResult", description="The participant, or why not.")
]
AskForFloorResult = Annotated[
    FloorAsked | Refusal, strawberry.union("AskForFloorResult", description="The place in the queue, or why not.")
]
NoteBreachResult = Annotated[
    BreachNoted | Refusal, strawberry.union("NoteBreachResult", description="What was noted, or why not.")
]
MEETING_ID = strawberry.argument(description="The meeting.")
ITEM_ID = strawberry.argument(description="The item.")
TURN_ID = strawberry.argument(description="The turn.")


def _meeting(result: kept.Meeting | refusals.Refusal, context: Context) -> Meeting | Refusal:
    return shown_or(result, Meeting.of, context.language)


@strawberry.type
class GuidingMutation:
    @strawberry.mutation(description="Moderators and staff put an item on the agenda.", extensions=[SIGNED_IN])
    async def add_agenda_item(
        self, info: Asked, input: Annotated[AddAgendaItemInput, strawberry.argument(description="The item.")]
    ) -> AddAgendaItemResult:
        poll = None if input.poll_id is None else key_or_nobody(Kind.POLL, input.poll_id)
        key = key_or_nobody(Kind.MEETING, input.meeting_id)
        result = await agenda.add(info.context.house, acting(info), key, input.title, poll)
        return shown_or(result, AgendaItem.of, info.context.language)

    @strawberry.mutation(description="Takes an item off the agenda that was not opened.", extensions=[SIGNED_IN])
    async def remove_agenda_item(self, info: Asked, item_id: Annotated[ID, ITEM_ID]) -> GuideMeetingResult:
        key = key_or_nobody(Kind.AGENDA_ITEM, item_id)
        return _meeting(await agenda.remove(info.context.house, acting(info), key), info.context)

    @strawberry.mutation(
        description="The moderator opens an item; the one that was open is closed.", extensions=[SIGNED_IN]
    )
    async def open_agenda_item(self, info: Asked, item_id: Annotated[ID, ITEM_ID]) -> GuideMeetingResult:
        key = key_or_nobody(Kind.AGENDA_ITEM, item_id)
        return _meeting(await agenda.open_item(info.context.house, acting(info), key), info.context)

    @strawberry.mutation(description="The moderator closes the open item.", extensions=[SIGNED_IN])
    async def close_agenda_item(self, info: Asked, item_id: Annotated[ID, ITEM_ID]) -> GuideMeetingResult:
        key = key_or_nobody(Kind.AGENDA_ITEM, item_id)
        return _meeting(await agenda.close_item(info.context.house, acting(info), key), info.context)

    @strawberry.mutation(
        description="Moderators and staff limit turns that are given from now on.", extensions=[SIGNED_IN]
    )
    async def limit_speaking(
        self, info: Asked, input: Annotated[LimitSpeakingInput, strawberry.argument(description="The limits.")]
    ) -> GuideMeetingResult:
        limits, key = Limits(input.turn_seconds, input.person_seconds), key_or_nobody(Kind.MEETING, input.meeting_id)
        return _meeting(await agenda.limit(info.context.house, acting(info), key, limits), info.context)

    @strawberry.mutation(
        description="Moderators and staff give the community's meetings new house rules.", extensions=[SIGNED_IN]
    )
    async def adopt_house_rules(
        self, info: Asked, text: Annotated[str, strawberry.argument(description="The rules: 1 to 2,000 characters.")]
    ) -> AdoptHouseRulesResult:
        result = await attendance.adopt_rules(info.context.house, acting(info), text)
        return shown_or(result, HouseRules.of, info.context.language)

    @strawberry.mutation(
        description="A verified resident takes part, and accepts the house rules.", extensions=[SIGNED_IN]
    )
    async def enter_meeting(
        self,
        info: Asked,
        meeting_id: Annotated[ID, MEETING_ID],
        rules_version: Annotated[int, strawberry.argument(description="The version of the house rules you accept.")],
    ) -> EnterMeetingResult:
        key = key_or_nobody(Kind.MEETING, meeting_id)
        result = await attendance.enter(info.context.house, acting(info), key, rules_version)
        return shown_or(result, Participant.of, info.context.language)

    @strawberry.mutation(
        description="Moderators and staff sign somebody in who is in the room or has no phone.", extensions=[SIGNED_IN]
    )
    async def sign_in_participant(
        self, info: Asked, input: Annotated[SignInParticipantInput, strawberry.argument(description="Who came.")]
    ) -> EnterMeetingResult:
        resident = None if input.resident_id is None else key_or_nobody(Kind.RESIDENT, input.resident_id)
        guest = attendance.Guest(input.name, input.party, resident, input.on_spot)
        key = key_or_nobody(Kind.MEETING, input.meeting_id)
        result = await attendance.sign_in(info.context.house, acting(info), key, guest)
        return shown_or(result, Participant.of, info.context.language)

    @strawberry.mutation(description="A participant asks for the floor.", extensions=[SIGNED_IN])
    async def ask_for_floor(self, info: Asked, meeting_id: Annotated[ID, MEETING_ID]) -> AskForFloorResult:
        result = await floor.ask(info.context.house, acting(info), key_or_nobody(Kind.MEETING, meeting_id))
        return shown_or(result, _asked, info.context.language)

    @strawberry.mutation(
        description="The moderator asks for the floor for somebody in the room.", extensions=[SIGNED_IN]
    )
    async def ask_for_floor_of(
        self, info: Asked, participant_id: Annotated[ID, strawberry.argument(description="The participant.")]
    ) -> AskForFloorResult:
        result = await floor.ask_for(info.context.house, acting(info), key_or_nobody(Kind.PARTICIPANT, participant_id))
        return shown_or(result, _asked, info.context.language)

    @strawberry.mutation(
        description="The moderator gives the floor to somebody who waits; nobody else may have it.",
        extensions=[SIGNED_IN],
    )
    async def give_floor(self, info: Asked, turn_id: Annotated[ID, TURN_ID]) -> GuideMeetingResult:
        key = key_or_nobody(Kind.TURN, turn_id)
        return _meeting(await floor.give(info.context.house, acting(info), key), info.context)

    @strawberry.mutation(
        description="Gives one's floor back, or one's place in the queue; a moderator takes that of others.",
        extensions=[SIGNED_IN],
    )
    async def end_turn(self, info: Asked, turn_id: Annotated[ID, TURN_ID]) -> GuideMeetingResult:
        key = key_or_nobody(Kind.TURN, turn_id)
        return _meeting(await floor.give_back(info.context.house, acting(info), key), info.context)

    @strawberry.mutation(description="The moderator notes that a house rule was broken.", extensions=[SIGNED_IN])
    async def note_breach(
        self, info: Asked, input: Annotated[NoteBreachInput, strawberry.argument(description="What happened.")]
    ) -> NoteBreachResult:
        key = key_or_nobody(Kind.PARTICIPANT, input.participant_id)
        result = await floor.note_breach(info.context.house, acting(info), key, input.note, input.answer)
        return shown_or(result, lambda breach: BreachNoted(answer=breach.answer), info.context.language)


def _asked(turn: Turn) -> FloorAsked:
    return FloorAsked(turn_id=shown_id(Kind.TURN, turn.id))
