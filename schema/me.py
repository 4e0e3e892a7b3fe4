"""What the viewer is at a meeting, as they see it."""

import strawberry

from resolvers.meetings.me import Mine
from schema.proceedings import Participant, Turn


@strawberry.type(description="What the viewer is at a meeting that they have entered, or been signed in at.")
class MyAttendance:
    participant: Participant = strawberry.field(description="The participant they are.")
    accepted_rules: bool = strawberry.field(
        description="Whether they have accepted the house rules that hold now; before, they cannot ask for the floor."
    )
    turn: Turn | None = strawberry.field(description="The turn they have or wait for; null where they want none.")
    may_ask: bool = strawberry.field(description="Whether they may ask for the floor now.")

    @classmethod
    def of(cls, mine: Mine) -> "MyAttendance":
        """What the viewer is, as they see it."""
        return cls(
            participant=Participant.of(mine.participant),
            accepted_rules=mine.accepted_rules,
            turn=Turn.of(mine.turn, mine.participant) if mine.turn else None,
            may_ask=mine.may_ask,
        )
