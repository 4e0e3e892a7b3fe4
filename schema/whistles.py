"""Whistles as clients see them: who was called, what each said and does, and how it was rated."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import strawberry
from strawberry import ID

from db.models import whistles as kept
from resolvers.whistles.allowed import May
from resolvers.whistles.reading import Whole
from resolvers.whistles.streams import stream_of
from rules.ids import Kind
from rules.places import UNITS
from rules.whistles import Answer, Side, answer_due
from schema.context import Asked
from schema.departments import Department
from schema.node import Node, shown_id
from schema.pages import FIRST
from schema.record import RecordEntry, entries
from schema.residents import Resident
from schema.scalars import described
from schema.transport.audiences import SameForAll

if TYPE_CHECKING:
    from schema.reports import Report

described(
    Answer,
    "WhistleAnswer",
    "What a called department says.",
    ON_THE_WAY="Somebody is on the way.",
    CANNOT_COME="Nobody can come; there is a reason.",
)
START = "Start after this entry; from the first if not said."


async def department_of(info: Asked, key: UUID) -> Department:
    """The department with this key. LookupError where there is none."""
    row = await info.context.loaders.departments.load(key)
    if row is None:
        raise LookupError("A whistle for a department that is not there.")
    return Department.of(row)


async def resident_of(info: Asked, key: UUID) -> Resident:
    """The person with this key. LookupError where there is none."""
    row = await info.context.loaders.residents.load(key)
    if row is None:
        raise LookupError("A whistle with somebody who is not there.")
    return Resident.of(row)


@strawberry.type(description="A department that was called by a whistle, and what it said.")
class WhistleCall:
    row: strawberry.Private[kept.WhistleCall]
    answer: Answer | None = strawberry.field(description="What it says now; null before it has answered.")
    words: str | None = strawberry.field(description="Who comes, or why nobody can; null before it has answered.")
    answered_at: datetime | None = strawberry.field(description="When it first answered; null before.")
    late_at: datetime | None = strawberry.field(
        description="When it was recorded as late, since it had not answered after 30 minutes; null where it was not."
    )

    @classmethod
    def of(cls, row: kept.WhistleCall) -> "WhistleCall":
        """The call as everybody in the community sees it."""
        return cls(row=row, answer=row.answer, words=row.words, answered_at=row.answered_at, late_at=row.late_at)

    @strawberry.field(description="The department.", extensions=[SameForAll()])
    async def department(self, info: Asked) -> Department:
        return await department_of(info, self.row.department_id)

    @strawberry.field(description="Who answered for it last; null before.", extensions=[SameForAll()])
    async def answered_by(self, info: Asked) -> Resident | None:
        return await resident_of(info, self.row.answered_by) if self.row.answered_by else None


@strawberry.type(description="Somebody who came to where the whistle was blown for.")
class WhistleArrival:
    row: strawberry.Private[kept.WhistleArrival]
    arrived_at: datetime = strawberry.field(description="When they checked in.")
    latitude: float = strawberry.field(description="Where they were then, in degrees north (WGS 84).")
    longitude: float = strawberry.field(description="Where they were then, in degrees east (WGS 84).")
    metres: int | None = strawberry.field(
        description="How far that is from the whistle's place, in whole metres; null where the whistle has no place."
    )

    @classmethod
    def of(cls, row: kept.WhistleArrival) -> "WhistleArrival":
        """The arrival as everybody in the community sees it."""
        place = {"latitude": row.latitude / UNITS, "longitude": row.longitude / UNITS}
        return cls(row=row, arrived_at=row.arrived_at, metres=row.metres, **place)

    @strawberry.field(description="The department they came for.", extensions=[SameForAll()])
    async def department(self, info: Asked) -> Department:
        return await department_of(info, self.row.department_id)

    @strawberry.field(description="Who came.", extensions=[SameForAll()])
    async def resident(self, info: Asked) -> Resident:
        return await resident_of(info, self.row.resident_id)


@strawberry.type(description="What a department is to do, and by when.")
class WhistleTask:
    row: strawberry.Private[kept.WhistleTask]
    id: ID = strawberry.field(description="The task's id; one that is not done has a new one in a new plan.")
    number: int = strawberry.field(description="Its place in the plan: 1, 2, 3 …")
    text: str = strawberry.field(description="What is to be done.")
    due_on: date = strawberry.field(description="The day by whose end, in China, it is to be done.")
    done_at: datetime | None = strawberry.field(description="When it was done; null before.")
    note: str | None = strawberry.field(description="What was done; null before.")

    @classmethod
    def of(cls, row: kept.WhistleTask) -> "WhistleTask":
        """The task as everybody in the community sees it."""
        same = {name: getattr(row, name) for name in ("number", "text", "due_on", "done_at", "note")}
        return cls(row=row, id=shown_id(Kind.TASK, row.id), **same)

    @strawberry.field(description="The department that does it.", extensions=[SameForAll()])
    async def department(self, info: Asked) -> Department:
        return await department_of(info, self.row.department_id)

    @strawberry.field(description="Who said that it is done; null before.", extensions=[SameForAll()])
    async def done_by(self, info: Asked) -> Resident | None:
        return await resident_of(info, self.row.done_by) if self.row.done_by else None


@strawberry.type(description="How one side rates a closed whistle.")
class WhistleRating:
    ratings: int = strawberry.field(description="How many have rated it.")
    sum: int = strawberry.field(description="The sum of what they gave, each 1 to 5.")

    @classmethod
    def of(cls, whole: Whole, side: Side) -> "WhistleRating":
        """The ratings of a side as everybody in the community sees them."""
        ratings, total = whole.ratings.get(side, (0, 0))
        return cls(ratings=ratings, sum=total)


@strawberry.type(description="What a viewer may do at a whistle now.")
class MyWhistle:
    may: strawberry.Private[May]
    may_plan: bool = strawberry.field(description="Whether they may write the joint plan.")
    may_close: bool = strawberry.field(
        description="Whether they may close it: everything is done, and they are street."
    )
    may_rate: bool = strawberry.field(description="Whether their rating would count.")
    rating: int | None = strawberry.field(description="What they gave it; null before.")

    @strawberry.field(description="The departments called for which they may answer, arrive and finish tasks.")
    async def departments(self, info: Asked) -> list[Department]:
        return [await department_of(info, key) for key in self.may.department_ids]


@strawberry.type(
    description="A street officer's call to several departments over a hard case: each answers within 30 minutes,"
    " comes, does its part of a joint plan, and street and residents rate it together."
)
class Whistle(Node):
    whole: strawberry.Private[Whole]
    id: ID = strawberry.field(description="The whistle's id.")
    seq: int = strawberry.field(description="Grows with every change; ignore a state not above one seen.")
    reason: str = strawberry.field(description="Why it was blown.")
    blown_at: datetime = strawberry.field(description="When it was blown.")
    answers_due_at: datetime = strawberry.field(description="Until when each department is to answer.")
    due_at: datetime = strawberry.field(description="Until when all is to be done.")
    overdue_at: datetime | None = strawberry.field(
        description="When it was recorded that it had not been closed in time; null where it was not."
    )
    closed_at: datetime | None = strawberry.field(description="When it was closed; null while it is open.")
    result: str | None = strawberry.field(description="What came of it; null while it is open.")
    latitude: float | None = strawberry.field(
        description="Its place in degrees north (WGS 84); null where it has none."
    )
    longitude: float | None = strawberry.field(
        description="Its place in degrees east (WGS 84); null where it has none."
    )
    plan_version: int = strawberry.field(description="Grows with each plan; 0 before there is one. Plan on from it.")
    calls: list[WhistleCall] = strawberry.field(description="The departments called, in the order they were named.")
    arrivals: list[WhistleArrival] = strawberry.field(description="Who came, in the order they came.")
    tasks: list[WhistleTask] = strawberry.field(description="The joint plan, in order; empty before there is one.")
    street_rating: WhistleRating = strawberry.field(description="How street officers rate it.")
    residents_rating: WhistleRating = strawberry.field(description="How the residents it concerns rate it.")

    @classmethod
    def of(cls, whole: Whole) -> "Whistle":
        """The whistle as everybody in its community sees it."""
        row = whole.whistle
        same = ("reason", "blown_at", "due_at", "overdue_at", "closed_at", "result", "plan_version")
        return cls(
            whole=whole,
            id=shown_id(Kind.WHISTLE, row.id),
            seq=whole.seq,
            answers_due_at=answer_due(row.blown_at),
            latitude=None if row.latitude is None else row.latitude / UNITS,
            longitude=None if row.longitude is None else row.longitude / UNITS,
            calls=list(map(WhistleCall.of, whole.calls)),
            arrivals=list(map(WhistleArrival.of, whole.arrivals)),
            tasks=list(map(WhistleTask.of, whole.tasks)),
            street_rating=WhistleRating.of(whole, Side.STREET),
            residents_rating=WhistleRating.of(whole, Side.RESIDENTS),
            **{name: getattr(row, name) for name in same},
        )

    @strawberry.field(description="The street officer who blew it.", extensions=[SameForAll()])
    async def blown_by(self, info: Asked) -> Resident:
        return await resident_of(info, self.whole.whistle.blown_by)

    @strawberry.field(description="The report it is over; null where it is over a place.", extensions=[SameForAll()])
    async def report(self, info: Asked) -> Annotated["Report", strawberry.lazy("schema.reports")] | None:
        from schema.reports import Report  # noqa: PLC0415 - loaded with what it is asked for

        key = self.whole.whistle.report_id
        row = key and await info.context.loaders.reports.load(key)
        return Report.of(row) if row else None

    @strawberry.field(description="What this viewer may do now.")
    async def mine(self, info: Asked) -> MyWhistle:
        may = await info.context.loaders.my_whistles.load(self.whole)
        return MyWhistle(may=may, may_plan=may.plan, may_close=may.close, may_rate=may.rate, rating=may.rating)

    @strawberry.field(description="Everything that happened at it, oldest first.", extensions=[SameForAll()])
    async def history(
        self,
        info: Asked,
        after: Annotated[int | None, strawberry.argument(description=START)] = None,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
    ) -> list[RecordEntry]:
        return await entries(info, stream_of(self.whole.whistle.id), after, first)
