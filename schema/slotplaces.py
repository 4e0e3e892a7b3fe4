"""How many places are left, as clients follow it."""

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import ID

from resolvers.activities import watching
from resolvers.activities.reading import Time
from rules.ids import Kind
from schema.access import EVERYONE
from schema.context import Asked
from schema.node import key_or_nobody, shown_id
from schema.transport.audiences import Shared, for_everyone
from schema.transport.errors import ClientError


@strawberry.type(description="How full a slot is. It names nobody.")
class SlotPlaces:
    slot_id: ID = strawberry.field(description="The slot.")
    capacity: int = strawberry.field(description="For how many there is room.")
    going: int = strawberry.field(description="How many have a place.")
    waiting: int = strawberry.field(description="How many wait for one.")

    @classmethod
    def of(cls, time: Time) -> "SlotPlaces":
        """The slot as everybody sees it."""
        slot = time.slot
        key = shown_id(Kind.SLOT, slot.id)
        return cls(slot_id=key, capacity=slot.capacity, going=slot.going, waiting=time.waiting)


@strawberry.type(description="How full the slots of an activity are.")
class ActivityPlaces:
    activity_id: ID = strawberry.field(description="The activity.")
    seq: int = strawberry.field(
        description="Grows with everything that happens at the activity, coming and going among it."
    )
    called_off_at: datetime | None = strawberry.field(description="When it was called off; null where it takes place.")
    slots: list[SlotPlaces] = strawberry.field(description="Its slots, the earliest first.")

    @classmethod
    def of(cls, found: watching.Places) -> "ActivityPlaces":
        """The places as everybody sees them."""
        return cls(
            activity_id=shown_id(Kind.ACTIVITY, found.activity.id),
            seq=found.seq,
            called_off_at=found.activity.called_off_at,
            slots=list(map(SlotPlaces.of, found.times)),
        )


@strawberry.type
class ActivitySubscription:
    @strawberry.subscription(
        description="How full the slots of an activity are, then the newest after each change, at most five a second."
        " Whoever signs up, leaves, moves up, comes, goes or has their minutes confirmed brings one.",
        extensions=[EVERYONE, Shared(for_everyone)],
    )
    async def activity_places(
        self, info: Asked, activity_id: Annotated[ID, strawberry.argument(description="The activity.")]
    ) -> AsyncGenerator[ActivityPlaces, None]:
        house, key = info.context.house, key_or_nobody(Kind.ACTIVITY, activity_id)
        if await watching.places(house, key) is None:
            raise ClientError("NOT_FOUND", "There is no such activity.")
        async for found in watching.follow(house, key):
            yield ActivityPlaces.of(found)
