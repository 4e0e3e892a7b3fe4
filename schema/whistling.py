"""Blowing a whistle, answering it, planning, closing and rating, as clients ask for it."""

from datetime import date, datetime
from typing import Annotated

import strawberry
from strawberry import ID

from resolvers.whistles import answering, blowing, closing, planning
from resolvers.whistles.answering import Reply
from resolvers.whistles.blowing import Call
from resolvers.whistles.reading import Whole
from rules import refusals
from rules.ids import Kind
from rules.places import place_of
from rules.whistles import Answer, Task
from schema.access import SIGNED_IN, acting
from schema.context import Asked
from schema.deeds import About
from schema.node import key_or_nobody
from schema.refusals import Refusal, shown_or
from schema.whistles import Whistle

WHISTLE = "The whistle."
DEPARTMENT = "The department you act for; it has to be called, and you have to work there."


@strawberry.input(description="A place on the map.")
class WhistlePlaceInput:
    latitude: float = strawberry.field(description="Degrees north (WGS 84), -90 to 90.")
    longitude: float = strawberry.field(description="Degrees east (WGS 84), -180 to 180.")


@strawberry.input(description="A whistle to be blown: over a report or over a place.")
class BlowWhistleInput:
    department_ids: list[ID] = strawberry.field(description="The departments to call: 1 to 12 of the community.")
    reason: str = strawberry.field(description="Why, in plain words: 1 to 1,000 characters.")
    due_at: datetime = strawberry.field(description="Until when all is to be done: from an hour to 90 days ahead.")
    report_id: ID | None = strawberry.field(default=None, description="The open report it is over; not with a place.")
    place: WhistlePlaceInput | None = strawberry.field(
        default=None, description="The place it is over; not with a report."
    )


@strawberry.input(description="What a called department says.")
class AnswerWhistleInput:
    whistle_id: ID = strawberry.field(description=WHISTLE)
    department_id: ID = strawberry.field(description=DEPARTMENT)
    answer: Answer = strawberry.field(description="Whether somebody comes.")
    who: str | None = strawberry.field(
        default=None, description="Who comes, needed for ON_THE_WAY: 1 to 200 characters."
    )
    reason: str | None = strawberry.field(
        default=None, description="Why nobody can, needed for CANNOT_COME: 1 to 500 characters."
    )


@strawberry.input(description="Checking in where the whistle was blown for.")
class ArriveAtWhistleInput:
    whistle_id: ID = strawberry.field(description=WHISTLE)
    department_id: ID = strawberry.field(description=DEPARTMENT)
    place: WhistlePlaceInput = strawberry.field(description="Where you are.")


@strawberry.input(description="What one department is to do.")
class WhistleTaskInput:
    department_id: ID = strawberry.field(description="One of the departments called.")
    text: str = strawberry.field(description="What is to be done: 1 to 500 characters.")
    due_on: date = strawberry.field(description="By when: from today in China to the day of the whistle's deadline.")


@strawberry.input(description="The joint plan. It replaces what is not done of the plan before.")
class PlanWhistleInput:
    whistle_id: ID = strawberry.field(description=WHISTLE)
    version: int = strawberry.field(description="The version of the plan you have read; 0 for the first.")
    tasks: list[WhistleTaskInput] = strawberry.field(
        description="1 to 30 tasks in order, one at least for each department that can come and has not done one."
    )


@strawberry.input(description="A task that is done.")
class FinishWhistleTaskInput:
    task_id: ID = strawberry.field(description="The task, of a department you work in.")
    note: str = strawberry.field(description="What was done: 1 to 1,000 characters.")


@strawberry.input(description="A whistle whose tasks are all done.")
class CloseWhistleInput:
    whistle_id: ID = strawberry.field(description=WHISTLE)
    result: str = strawberry.field(description="What came of it, for residents to read: 1 to 1,000 characters.")


@strawberry.input(description="How well it was done.")
class RateWhistleInput:
    whistle_id: ID = strawberry.field(description=WHISTLE)
    rating: int = strawberry.field(description="1, very bad, to 5, very good.")
    comment: str | None = strawberry.field(default=None, description="A word on it, up to 1,000 characters; only kept.")


def _result(name: str) -> object:
    return strawberry.union(name, description="The whistle, or why not.")


BlowWhistleResult = Annotated[Whistle | Refusal, _result("BlowWhistleResult")]
AnswerWhistleResult = Annotated[Whistle | Refusal, _result("AnswerWhistleResult")]
ArriveAtWhistleResult = Annotated[Whistle | Refusal, _result("ArriveAtWhistleResult")]
PlanWhistleResult = Annotated[Whistle | Refusal, _result("PlanWhistleResult")]
FinishWhistleTaskResult = Annotated[Whistle | Refusal, _result("FinishWhistleTaskResult")]
CloseWhistleResult = Annotated[Whistle | Refusal, _result("CloseWhistleResult")]
RateWhistleResult = Annotated[Whistle | Refusal, _result("RateWhistleResult")]


def _shown(result: Whole | refusals.Refusal, info: Asked) -> Whistle | Refusal:
    return shown_or(result, Whistle.of, info.context.language)


_done = About(Kind.WHISTLE, Whistle.of)
_task_done = About(Kind.TASK, Whistle.of)


@strawberry.type
class WhistleMutation:
    @strawberry.mutation(
        description="A street officer calls departments together over a hard report or a place. Each is to answer"
        " within 30 minutes.",
        extensions=[SIGNED_IN],
    )
    async def blow_whistle(
        self, info: Asked, input: Annotated[BlowWhistleInput, strawberry.argument(description="The whistle.")]
    ) -> BlowWhistleResult:
        place = place_of(input.place.latitude, input.place.longitude) if input.place else None
        if isinstance(place, refusals.Refusal):
            return _shown(place, info)
        called = [key_or_nobody(Kind.DEPARTMENT, each) for each in input.department_ids]
        report_id = None if input.report_id is None else key_or_nobody(Kind.REPORT, input.report_id)
        call = Call(called, input.reason, input.due_at, report_id, place)
        return _shown(await blowing.blow(info.context.house, acting(info), call), info)

    @strawberry.mutation(
        description="An officer says for a called department who comes, or why nobody can. It may be said anew while"
        " the whistle is open; the first time counts.",
        extensions=[SIGNED_IN],
    )
    async def answer_whistle(
        self, info: Asked, input: Annotated[AnswerWhistleInput, strawberry.argument(description="The answer.")]
    ) -> AnswerWhistleResult:
        office, reply = (
            key_or_nobody(Kind.DEPARTMENT, input.department_id),
            Reply(input.answer, input.who, input.reason),
        )
        return await _done(info, answering.answer, input.whistle_id, office, reply)

    @strawberry.mutation(
        description="An officer of a called department checks in on the spot. Doing so twice is doing it once.",
        extensions=[SIGNED_IN],
    )
    async def arrive_at_whistle(
        self, info: Asked, input: Annotated[ArriveAtWhistleInput, strawberry.argument(description="Who is where.")]
    ) -> ArriveAtWhistleResult:
        office = key_or_nobody(Kind.DEPARTMENT, input.department_id)
        place = place_of(input.place.latitude, input.place.longitude)
        if isinstance(place, refusals.Refusal):
            return _shown(place, info)
        return await _done(info, answering.arrive, input.whistle_id, office, place)

    @strawberry.mutation(
        description="A street officer, or an officer of a called department, writes down who does what by when.",
        extensions=[SIGNED_IN],
    )
    async def plan_whistle(
        self, info: Asked, input: Annotated[PlanWhistleInput, strawberry.argument(description="The plan.")]
    ) -> PlanWhistleResult:
        tasks = [
            Task(key_or_nobody(Kind.DEPARTMENT, each.department_id), each.text, each.due_on) for each in input.tasks
        ]
        return await _done(info, planning.plan, input.whistle_id, input.version, tasks)

    @strawberry.mutation(description="An officer of its department says that a task is done.", extensions=[SIGNED_IN])
    async def finish_whistle_task(
        self, info: Asked, input: Annotated[FinishWhistleTaskInput, strawberry.argument(description="The task.")]
    ) -> FinishWhistleTaskResult:
        return await _task_done(info, planning.finish, input.task_id, input.note)

    @strawberry.mutation(
        description="A street officer closes a whistle whose tasks are all done; those it concerns are asked to rate"
        " it.",
        extensions=[SIGNED_IN],
    )
    async def close_whistle(
        self, info: Asked, input: Annotated[CloseWhistleInput, strawberry.argument(description="What came of it.")]
    ) -> CloseWhistleResult:
        return await _done(info, closing.close, input.whistle_id, input.result)

    @strawberry.mutation(
        description="Street officers and residents it concerns rate a closed whistle, each once.",
        extensions=[SIGNED_IN],
    )
    async def rate_whistle(
        self, info: Asked, input: Annotated[RateWhistleInput, strawberry.argument(description="The rating.")]
    ) -> RateWhistleResult:
        return await _done(info, closing.rate, input.whistle_id, input.rating, input.comment)
