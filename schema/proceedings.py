"""How a meeting stands, as clients see it: agenda, floor, house rules, who is there."""

from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from typing import Annotated

import strawberry
from strawberry import ID

from db.models import proceedings as kept
from resolvers.meetings import proceedings, watch
from resolvers.meetings.attendance import Rules
from rules.ids import Kind
from rules.meetings import Phase
from rules.proceedings import BreachAnswer, Ending, Party
from schema.access import EVERYONE
from schema.context import Asked
from schema.node import key_or_nobody, shown_id
from schema.scalars import described
from schema.transport.audiences import Shared, for_everyone
from schema.transport.errors import ClientError

described(
    Phase,
    "MeetingPhase",
    "Whether a meeting is to come, under way or over.",
    SCHEDULED="To come.",
    LIVE="Under way.",
    ENDED="Over.",
)
described(
    Party,
    "Party",
    "For whom somebody speaks.",
    RESIDENTS="The residents.",
    COMMUNITY="The community's staff.",
    PROPERTY_COMPANY="The company that looks after the buildings.",
    GUESTS="Anybody else.",
)
described(
    Ending,
    "TurnEnding",
    "How a turn ended.",
    WITHDRAWN="Whoever waited for it did not want it any more.",
    RETURNED="Whoever had the floor gave it back.",
    TAKEN="The moderator took the floor away.",
    TIME_OVER="The time was over.",
    MEETING_OVER="The meeting was over.",
)
described(
    BreachAnswer,
    "BreachAnswer",
    "What a moderator does about a broken rule.",
    NOTED="Noted, no more.",
    REMINDED="Reminded of the rule.",
    FLOOR_TAKEN="The floor was taken away.",
)


@strawberry.type(description="What everybody at a meeting has accepted.")
class HouseRules:
    version: int = strawberry.field(description="Grows with each new text; 0 until the community has its own.")
    text: str = strawberry.field(description="The rules.")

    @classmethod
    def of(cls, rules: Rules) -> "HouseRules":
        """The rules as everybody sees them."""
        return cls(version=rules.version, text=rules.text)


@strawberry.type(description="One item of an agenda.")
class AgendaItem:
    id: ID = strawberry.field(description="The item's id.")
    position: int = strawberry.field(description="Where it stands, from 1; where one was removed a number is missing.")
    title: str = strawberry.field(description="What it is about, in one line.")
    poll_id: ID | None = strawberry.field(description="The poll it is tied to, if it is.")
    opened_at: datetime | None = strawberry.field(description="When it was opened; null before.")
    closed_at: datetime | None = strawberry.field(description="When it was closed; null before.")

    @classmethod
    def of(cls, row: kept.AgendaItem) -> "AgendaItem":
        """The item as everybody sees it."""
        return cls(
            id=shown_id(Kind.AGENDA_ITEM, row.id),
            position=row.position,
            title=row.title,
            poll_id=shown_id(Kind.POLL, row.poll_id) if row.poll_id else None,
            opened_at=row.opened_at,
            closed_at=row.closed_at,
        )


@strawberry.type(description="Somebody who takes part in a meeting.")
class Participant:
    id: ID = strawberry.field(description="The participant's id.")
    resident_id: ID | None = strawberry.field(description="The resident; null for somebody without an account.")
    name: str = strawberry.field(description="What others call them.")
    party: Party = strawberry.field(description="For whom they speak.")
    on_spot: bool = strawberry.field(description="Whether they are in the room.")
    signed_in_by_staff: bool = strawberry.field(description="Whether the staff signed them in.")
    rules_version: int = strawberry.field(description="Which version of the house rules they have accepted.")
    entered_at: datetime = strawberry.field(description="When they came.")

    @classmethod
    def of(cls, row: kept.Participant) -> "Participant":
        """The participant as everybody sees them."""
        return cls(
            id=shown_id(Kind.PARTICIPANT, row.id),
            resident_id=shown_id(Kind.RESIDENT, row.resident_id) if row.resident_id else None,
            name=row.name,
            party=row.party,
            on_spot=row.on_spot,
            signed_in_by_staff=row.signed_in_by is not None,
            rules_version=row.rules_version,
            entered_at=row.entered_at,
        )


@strawberry.type(description="A turn to speak: waited for, had, or over.")
class Turn:
    id: ID = strawberry.field(description="The turn's id.")
    participant: Participant = strawberry.field(description="Whose turn it is.")
    asked_at: datetime = strawberry.field(description="When they asked for the floor.")
    given_at: datetime | None = strawberry.field(description="When they got it; null while they wait.")
    until: datetime | None = strawberry.field(description="When their time is over; null where nothing limits it.")

    @classmethod
    def of(cls, turn: kept.Turn, whose: kept.Participant) -> "Turn":
        """The turn as everybody sees it."""
        return cls(
            id=shown_id(Kind.TURN, turn.id),
            participant=Participant.of(whose),
            asked_at=turn.asked_at,
            given_at=turn.given_at,
            until=turn.until,
        )


@strawberry.type(description="How long somebody has had the floor.")
class SpeakingTime:
    participant: Participant = strawberry.field(description="Who.")
    seconds: int = strawberry.field(description="All their turns together until `at`.")


@strawberry.type(description="How long those of one party have had the floor.")
class PartyTime:
    party: Party = strawberry.field(description="For whom they spoke.")
    seconds: int = strawberry.field(description="All their turns together until `at`.")


@strawberry.type(description="A house rule that somebody broke.")
class Breach:
    participant: Participant = strawberry.field(description="Who.")
    note: str = strawberry.field(description="What happened, in the moderator's words.")
    answer: BreachAnswer = strawberry.field(description="What the moderator did about it.")
    noted_at: datetime = strawberry.field(description="When.")

    @classmethod
    def of(cls, breach: kept.Breach, whose: kept.Participant) -> "Breach":
        """The breach as everybody sees it."""
        return cls(participant=Participant.of(whose), note=breach.note, answer=breach.answer, noted_at=breach.noted_at)


def _seconds(time: timedelta) -> int:
    return int(time.total_seconds())


@strawberry.type(description="How a meeting stands, apart from what is said in it.")
class Proceedings:
    meeting_id: ID = strawberry.field(description="The meeting.")
    seq: int = strawberry.field(description="Grows with every change; ignore a state not above one seen.")
    phase: Phase = strawberry.field(description="Whether it is to come, under way or over.")
    house_rules: HouseRules = strawberry.field(description="The rules that hold; whoever enters accepts them.")
    agenda: list[AgendaItem] = strawberry.field(description="What there is to talk about, in order.")
    turn_seconds: int | None = strawberry.field(description="How long a turn may take; null for as long as it takes.")
    person_seconds: int | None = strawberry.field(description="How long all turns of one person may take together.")
    floor: Turn | None = strawberry.field(description="Who has the floor; null where nobody has.")
    queue: list[Turn] = strawberry.field(description="Who waits for it, in the order they asked.")
    speaking_times: list[SpeakingTime] = strawberry.field(description="How long each has had the floor.")
    party_times: list[PartyTime] = strawberry.field(description="The same by party, which shows who dominates.")
    breaches: list[Breach] = strawberry.field(description="Rules that were broken, in order.")
    online: int = strawberry.field(description="How many take part on line.")
    on_spot: int = strawberry.field(description="How many take part in the room.")
    at: datetime = strawberry.field(description="The moment this is true for.")

    @classmethod
    def of(cls, state: proceedings.Proceedings) -> "Proceedings":
        """The state as everybody sees it."""
        return cls(
            meeting_id=shown_id(Kind.MEETING, state.meeting.id),
            seq=state.seq,
            phase=state.meeting.phase,
            house_rules=HouseRules.of(state.rules),
            agenda=list(map(AgendaItem.of, state.agenda)),
            turn_seconds=state.meeting.turn_seconds,
            person_seconds=state.meeting.person_seconds,
            floor=Turn.of(*state.speaking) if state.speaking else None,
            queue=[Turn.of(*each) for each in state.queue],
            speaking_times=[
                SpeakingTime(participant=Participant.of(who), seconds=_seconds(time)) for who, time in state.spoken
            ],
            party_times=[
                PartyTime(party=party, seconds=_seconds(time)) for party, time in state.spoken_by_party.items()
            ],
            breaches=[Breach.of(*each) for each in state.breaches],
            online=state.online,
            on_spot=state.on_spot,
            at=state.at,
        )


@strawberry.type
class ProceedingsSubscription:
    @strawberry.subscription(
        description="How a meeting stands, then the newest after each change, at most five a second.",
        extensions=[EVERYONE, Shared(for_everyone)],
    )
    async def proceedings(
        self, info: Asked, meeting_id: Annotated[ID, strawberry.argument(description="The meeting.")]
    ) -> AsyncGenerator[Proceedings, None]:
        house, key = info.context.house, key_or_nobody(Kind.MEETING, meeting_id)
        if await watch.head(house, key) is None:
            raise ClientError("NOT_FOUND", "There is no such meeting.")
        async for state in proceedings.follow(house, key):
            yield Proceedings.of(state)
