"""Activities as clients see them: what is on when, for how many there is room, and who goes."""

from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import ID

from db.models import activities as kept
from resolvers.activities import codes, reading
from resolvers.activities.reading import Time
from resolvers.activities.streams import presence_of, times_of
from rules.activities import Occasion, Standing, may_lead, proposed_minutes
from rules.ids import Kind
from rules.refusals import Refusal
from schema.access import EVERYONE
from schema.asked import COMMUNITY, community_asked
from schema.context import Asked, Context
from schema.node import Node, key_or_nobody, shown_id
from schema.pages import AFTER, FIRST, Connection, asked, connected
from schema.residents import Resident
from schema.scalars import described
from schema.sentences.activities import OCCASIONS

described(
    Occasion,
    "Occasion",
    "What kind of activity it is.",
    VOLUNTEERING="Volunteering: confirmed minutes are worth points.",
    FAMILY_DAY="A day for families.",
    MARKET_STALL="A stall at the market.",
    SENIOR_COLLEGE="A course of the senior college.",
)
described(
    Standing,
    "AttendanceStanding",
    "Where somebody stands with a slot.",
    GOING="They have a place.",
    WAITING="They wait for one, and get it when somebody gives theirs up.",
    LEFT="They have signed off.",
)


def leads(context: Context, activity: kept.Activity) -> bool:
    """Whether the viewer leads an activity."""
    roles = context.roles_in(activity.community_id)
    return may_lead(roles, organiser=context.viewer == activity.organiser_id) is None


@strawberry.type(description="Somebody's place in a slot. They themselves see it, and whoever leads the activity.")
class Attendance:
    row: strawberry.Private[kept.Attendance]
    id: ID = strawberry.field(description="The id of the place.")
    name: str = strawberry.field(description="Their name.")
    standing: Standing = strawberry.field(description="Whether they have the place or wait for it.")
    came_at: datetime | None = strawberry.field(description="When they checked in; null before.")
    went_at: datetime | None = strawberry.field(description="When they checked out; null before.")
    minutes: int | None = strawberry.field(description="The minutes confirmed; null before.")
    confirmed_at: datetime | None = strawberry.field(description="When the minutes were confirmed; null before.")

    @classmethod
    def of(cls, row: kept.Attendance) -> "Attendance":
        """The place as those see it who may."""
        same = ("name", "standing", "came_at", "went_at", "minutes", "confirmed_at")
        return cls(row=row, id=shown_id(Kind.ATTENDANCE, row.id), **{name: getattr(row, name) for name in same})

    @strawberry.field(description="The resident; null for a person of whom there is only the name.")
    async def resident(self, info: Asked) -> Resident | None:
        if self.row.resident_id is None:
            return None
        found = await info.context.loaders.residents.load(self.row.resident_id)
        return Resident.of(found) if found else None

    @strawberry.field(description="The minutes between coming and going within the slot, proposed to be confirmed.")
    async def proposed_minutes(self, info: Asked) -> int | None:
        return proposed_minutes(presence_of(self.row), times_of((await self._time(info)).slot))

    @strawberry.field(description="The slot.")
    async def slot(self, info: Asked) -> "ActivitySlot":
        return ActivitySlot.of(await self._time(info))

    async def _time(self, info: Asked) -> Time:
        time = await info.context.loaders.slots.load(self.row.slot_id)
        if time is None:
            raise LookupError("A place in no slot.")
        return time


@strawberry.type(description="A time of an activity.")
class ActivitySlot:
    time: strawberry.Private[Time]
    id: ID = strawberry.field(description="The slot's id.")
    starts_at: datetime = strawberry.field(description="When it begins.")
    ends_at: datetime = strawberry.field(description="When it is over.")
    capacity: int = strawberry.field(description="For how many there is room.")
    going: int = strawberry.field(description="How many have a place.")
    waiting: int = strawberry.field(description="How many wait for one.")

    @classmethod
    def of(cls, time: Time) -> "ActivitySlot":
        """The slot as everybody sees it."""
        same = {name: getattr(time.slot, name) for name in ("starts_at", "ends_at", "capacity", "going")}
        return cls(time=time, id=shown_id(Kind.SLOT, time.slot.id), waiting=time.waiting, **same)

    @strawberry.field(description="Its activity.")
    def activity(self) -> "Activity":
        return Activity.of(self.time.activity)

    @strawberry.field(description="The viewer's own place; null where they never signed up, and for a guest.")
    async def mine(self, info: Asked) -> Attendance | None:
        if info.context.viewer is None:
            return None
        row = await info.context.loaders.places.load((self.time.slot.id, info.context.viewer))
        return Attendance.of(row) if row else None

    @strawberry.field(
        description="Who goes and who waits, in the order they asked, the first 500; null for all but the organiser"
        " and staff."
    )
    async def attendances(self, info: Asked) -> list[Attendance] | None:
        context = info.context
        if not leads(context, self.time.activity):
            return None
        context.look()
        rows = await reading.of_slot(context.house, self.time.slot.id)
        context.spend(len(rows))
        return [Attendance.of(row) for row in rows]


@strawberry.type(description="Something that a community does together.")
class Activity(Node):
    row: strawberry.Private[kept.Activity]
    id: ID = strawberry.field(description="The activity's id.")
    occasion: Occasion = strawberry.field(description="What kind of activity it is.")
    title: str = strawberry.field(description="What it is called.")
    description: str = strawberry.field(description="What it is about.")
    place: str = strawberry.field(description="Where it is.")
    starts_at: datetime = strawberry.field(description="When its first slot begins.")
    ends_at: datetime = strawberry.field(description="When its last slot is over.")
    called_off_at: datetime | None = strawberry.field(description="When it was called off; null where it takes place.")
    calling_off_reason: str | None = strawberry.field(description="Why it was called off; null where it takes place.")

    @classmethod
    def of(cls, row: kept.Activity) -> "Activity":
        """The activity as everybody sees it."""
        same = ("occasion", "title", "description", "place", "starts_at", "ends_at")
        ended = ("called_off_at", "calling_off_reason")
        shown = {name: getattr(row, name) for name in (*same, *ended)}
        return cls(row=row, id=shown_id(Kind.ACTIVITY, row.id), **shown)

    @strawberry.field(description="What kind of activity it is, in the caller's language.")
    def occasion_name(self, info: Asked) -> str:
        return OCCASIONS[self.occasion].said(info.context.language)

    @strawberry.field(description="Who leads it.")
    async def organiser(self, info: Asked) -> Resident:
        found = await info.context.loaders.residents.load(self.row.organiser_id)
        if found is None:
            raise LookupError("An activity of nobody.")
        return Resident.of(found)

    @strawberry.field(description="Whether the viewer leads it: its organiser does, and staff may.")
    def may_lead(self, info: Asked) -> bool:
        return leads(info.context, self.row)

    @strawberry.field(description="Its slots, the earliest first.")
    async def slots(self, info: Asked) -> list[ActivitySlot]:
        found = await info.context.loaders.slots_of_activity.load(self.row.id) or ()
        info.context.spend(len(found))
        return [ActivitySlot.of(each) for each in found]


@strawberry.type(description="The code that is shown on the spot, for checking in and out. It changes all the time.")
class SlotCode:
    code: str = strawberry.field(description="Six digits.")
    until: datetime = strawberry.field(description="When the next one is shown.")


@strawberry.type
class ActivityQuery:
    @strawberry.field(
        description="The activities of a community that are not over, the next first.", extensions=[EVERYONE]
    )
    async def activities(
        self,
        info: Asked,
        occasion: Annotated[Occasion | None, strawberry.argument(description="Only of this kind.")] = None,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
        community: COMMUNITY = None,
    ) -> Connection[Activity]:
        context, ask = info.context, asked(first, after)
        key = await community_asked(context, community)
        page = await reading.to_come(context.house, key, occasion, ask)
        return connected(context, page, ask, Activity.of)

    @strawberry.field(
        description="What the viewer has signed up for, the newest first; null for a guest.", extensions=[EVERYONE]
    )
    async def my_attendances(
        self,
        info: Asked,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[Attendance] | None:
        context, ask = info.context, asked(first, after)
        if context.viewer is None:
            return None
        return connected(context, await reading.mine(context.house, context.viewer, ask), ask, Attendance.of)

    @strawberry.field(
        description="The code of a slot to be shown on the spot now; null for all but the organiser and staff.",
        extensions=[EVERYONE],
    )
    async def slot_code(
        self, info: Asked, slot_id: Annotated[ID, strawberry.argument(description="The slot.")]
    ) -> SlotCode | None:
        context = info.context
        if context.actor is None:
            return None
        context.look()
        found = await codes.shown(context.house, context.actor, key_or_nobody(Kind.SLOT, slot_id))
        return None if isinstance(found, Refusal) else SlotCode(code=found.code, until=found.until)
