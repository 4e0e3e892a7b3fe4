"""What is done about activities: put on and called off, joined and left, come and gone, confirmed."""

from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import ID

from resolvers.activities import attending, joining, planning, reading
from resolvers.activities.joining import Person
from resolvers.activities.planning import Proposal
from rules.activities import Occasion, Times
from rules.ids import Kind
from schema.access import SIGNED_IN, acting
from schema.activities import Activity, Attendance
from schema.context import Asked
from schema.deeds import About
from schema.node import key_or_nobody
from schema.refusals import Refusal, shown_or

SLOT_ID = strawberry.argument(description="The slot.")
ATTENDANCE_ID = strawberry.argument(description="Their place in the slot.")
CODE = strawberry.argument(description="The six digits shown on the spot.")


@strawberry.input(description="A time of an activity.")
class SlotInput:
    starts_at: datetime = strawberry.field(description="When it begins: within a year.")
    ends_at: datetime = strawberry.field(description="When it is over: 15 minutes to 12 hours later.")
    capacity: int = strawberry.field(description="For how many there is room: 1 to 2,000.")


@strawberry.input(description="An activity to be put on.")
class PlanActivityInput:
    occasion: Occasion = strawberry.field(description="What kind of activity it is.")
    title: str = strawberry.field(description="What it is called: 1 to 120 characters.")
    description: str = strawberry.field(description="What it is about: 1 to 10,000 characters.")
    place: str = strawberry.field(description="Where it is: 1 to 200 characters.")
    slots: list[SlotInput] = strawberry.field(description="Its slots: 1 to 50.")
    organiser_id: ID | None = strawberry.field(
        default=None, description="Who leads it: a confirmed resident; whoever puts it on if not said."
    )


@strawberry.input(description="Somebody whom the organiser writes down for a slot.")
class EnterAttendeeInput:
    slot_id: ID = strawberry.field(description="The slot.")
    name: str = strawberry.field(default="", description="Their name, where they are no resident: 1 to 80 characters.")
    resident_id: ID | None = strawberry.field(default=None, description="The resident; null for anybody else.")
    here: bool = strawberry.field(default=False, description="Whether they have come and are checked in at once.")


@strawberry.type(description="The address of one's own calendar, told this once.")
class CalendarMade:
    path: str = strawberry.field(description="The path under this server. Whoever has it reads the calendar.")


ActivityResult = Annotated[
    Activity | Refusal, strawberry.union("ActivityResult", description="The activity, or why not.")
]
AttendanceResult = Annotated[
    Attendance | Refusal, strawberry.union("AttendanceResult", description="The place in the slot, or why not.")
]
NewCalendarAddressResult = Annotated[
    CalendarMade | Refusal, strawberry.union("NewCalendarAddressResult", description="The address, or why not.")
]
about_activity = About(Kind.ACTIVITY, Activity.of)
about_slot = About(Kind.SLOT, Attendance.of)
about_attendance = About(Kind.ATTENDANCE, Attendance.of)


@strawberry.type
class ActivityMutation:
    @strawberry.mutation(description="Staff, moderators and grid workers put an activity on.", extensions=[SIGNED_IN])
    async def plan_activity(
        self, info: Asked, input: Annotated[PlanActivityInput, strawberry.argument(description="The activity.")]
    ) -> ActivityResult:
        organiser = None if input.organiser_id is None else key_or_nobody(Kind.RESIDENT, input.organiser_id)
        slots = [(Times(each.starts_at, each.ends_at), each.capacity) for each in input.slots]
        proposal = Proposal(input.occasion, input.title, input.description, input.place, slots, organiser)
        result = await planning.plan(info.context.house, acting(info), proposal)
        return shown_or(result, Activity.of, info.context.language)

    @strawberry.mutation(
        description="The organiser or staff call an activity off; all who wanted to come are told why.",
        extensions=[SIGNED_IN],
    )
    async def call_off_activity(
        self,
        info: Asked,
        activity_id: Annotated[ID, strawberry.argument(description="The activity.")],
        reason: Annotated[str, strawberry.argument(description="Why: 1 to 1,000 characters.")],
    ) -> ActivityResult:
        return await about_activity(info, planning.call_off, activity_id, reason)

    @strawberry.mutation(
        description="Gives the caller a place in a slot, or a place in the queue where it is full.",
        extensions=[SIGNED_IN],
    )
    async def sign_up_for_slot(self, info: Asked, slot_id: Annotated[ID, SLOT_ID]) -> AttendanceResult:
        return await about_slot(info, joining.sign_up, slot_id)

    @strawberry.mutation(
        description="Gives the caller's place up; who has waited longest gets it and is told.", extensions=[SIGNED_IN]
    )
    async def leave_slot(self, info: Asked, slot_id: Annotated[ID, SLOT_ID]) -> AttendanceResult:
        return await about_slot(info, joining.leave, slot_id)

    @strawberry.mutation(description="Checks the caller in with the code shown on the spot.", extensions=[SIGNED_IN])
    async def check_in(
        self, info: Asked, slot_id: Annotated[ID, SLOT_ID], code: Annotated[str, CODE]
    ) -> AttendanceResult:
        return await about_slot(info, attending.check_in, slot_id, code)

    @strawberry.mutation(description="Checks the caller out with the code shown on the spot.", extensions=[SIGNED_IN])
    async def check_out(
        self, info: Asked, slot_id: Annotated[ID, SLOT_ID], code: Annotated[str, CODE]
    ) -> AttendanceResult:
        return await about_slot(info, attending.check_out, slot_id, code)

    @strawberry.mutation(
        description="The organiser or staff write somebody down who has no phone: a resident, or just a name.",
        extensions=[SIGNED_IN],
    )
    async def enter_attendee(
        self, info: Asked, input: Annotated[EnterAttendeeInput, strawberry.argument(description="Who, and where.")]
    ) -> AttendanceResult:
        resident = None if input.resident_id is None else key_or_nobody(Kind.RESIDENT, input.resident_id)
        return await about_slot(info, joining.enter, input.slot_id, Person(input.name, resident, input.here))

    @strawberry.mutation(
        description="The organiser or staff take somebody off the list who has not come.", extensions=[SIGNED_IN]
    )
    async def strike_attendee(self, info: Asked, attendance_id: Annotated[ID, ATTENDANCE_ID]) -> AttendanceResult:
        return await about_attendance(info, joining.strike, attendance_id)

    @strawberry.mutation(description="The organiser or staff check somebody in by hand.", extensions=[SIGNED_IN])
    async def check_in_by_hand(self, info: Asked, attendance_id: Annotated[ID, ATTENDANCE_ID]) -> AttendanceResult:
        return await about_attendance(info, attending.came, attendance_id)

    @strawberry.mutation(description="The organiser or staff check somebody out by hand.", extensions=[SIGNED_IN])
    async def check_out_by_hand(self, info: Asked, attendance_id: Annotated[ID, ATTENDANCE_ID]) -> AttendanceResult:
        return await about_attendance(info, attending.went, attendance_id)

    @strawberry.mutation(
        description="The organiser or staff confirm how many minutes somebody was there, once; nobody confirms their"
        " own or those of their household, and no time counts twice. For volunteering the points come with it.",
        extensions=[SIGNED_IN],
    )
    async def confirm_minutes(
        self,
        info: Asked,
        attendance_id: Annotated[ID, ATTENDANCE_ID],
        minutes: Annotated[int, strawberry.argument(description="0 up to the length of the slot and 15 more.")],
    ) -> AttendanceResult:
        return await about_attendance(info, attending.confirm, attendance_id, minutes)

    @strawberry.mutation(
        description="Makes the address of the caller's own calendar; the one before is good no more.",
        extensions=[SIGNED_IN],
    )
    async def new_calendar_address(self, info: Asked) -> NewCalendarAddressResult:
        result = await reading.new_calendar(info.context.house, acting(info))
        return shown_or(result, lambda token: CalendarMade(path=f"/calendars/mine/{token}.ics"), info.context.language)
