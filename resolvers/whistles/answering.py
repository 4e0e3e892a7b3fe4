"""What a called department says, and who of it comes."""

from dataclasses import dataclass
from uuid import UUID

from db.models.whistles import WhistleArrival, WhistleCall
from db.streams import Payload
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.departments import departments_of
from resolvers.notices.telling import tell
from resolvers.whistles.counting import count
from resolvers.whistles.reading import Whole, the_whole
from resolvers.whistles.streams import by, hold_whistle, note
from resolvers.whistles.telling import named, names_of
from rules import whistles as rules
from rules.answering import Measure
from rules.ids import Kind, public_id
from rules.places import Place, metres_between
from rules.refusals import Code, Refusal, refuse
from rules.whistles import Answer

NOT_CALLED = refuse(Code.NOT_FOUND, "whistle_not_called", "departmentId")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a department says: that it is on the way, and who comes; or that it cannot, and why."""

    answer: Answer
    who: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Called:
    """An open whistle, and the call of a department that the actor acts for."""

    whole: Whole
    call: WhistleCall


async def called(deed: Deed, actor: Actor, whistle_id: UUID, department_id: UUID) -> Called | Refusal:
    """The whistle, held, where the actor may act for this department at it.

    FORBIDDEN for all but officers who work there; NOT_FOUND where it was not called; WRONG_STAGE once it is closed.
    """
    whistle = await hold_whistle(deed, actor, whistle_id)
    if isinstance(whistle, Refusal):
        return whistle
    whole = await the_whole(deed.session, whistle)
    call = next((call for call in whole.calls if call.department_id == department_id), None)
    if call is None:
        return NOT_CALLED
    works_in = await departments_of(deed.session, actor.resident_id)
    if refusal := rules.may_act_for(actor.roles, works_in, department_id) or rules.is_open(whistle.closed_at):
        return refusal
    return Called(whole, call)


@deed
async def answer(deed: Deed, actor: Actor, whistle_id: UUID, department_id: UUID, reply: Reply) -> Whole | Refusal:
    """The whistle with the department's answer. It may change its mind; what is counted is when it first answered."""
    found = await called(deed, actor, whistle_id, department_id)
    if isinstance(found, Refusal):
        return found
    words = rules.accept_answer(reply.answer, reply.who, reply.reason)
    if isinstance(words, Refusal):
        return words
    whistle, call = found.whole.whistle, found.call
    first = call.answered_at is None
    call.answer, call.words, call.answered_by = reply.answer, words, actor.resident_id
    call.answered_at = call.answered_at or deed.now
    soon = rules.in_time(whistle.blown_at, call.answered_at)
    if first:
        await count(deed, whistle, [department_id], Measure.ANSWERED)
        await count(deed, whistle, [department_id] if soon else [], Measure.ANSWERED_IN_TIME)
    payload = {**_of(department_id), "answer": reply.answer.value, "words": words, "inTime": soon, **by(actor)}
    await note(deed, whistle, "whistle.answered", payload)
    department = (await names_of(deed.session, [department_id]))[department_id]
    kind = "whistle.coming" if reply.answer is Answer.ON_THE_WAY else "whistle.cannot_come"
    tell(deed, [whistle.blown_by], kind, {**named(whistle), "department": department})
    return await the_whole(deed.session, whistle)


def _of(department_id: UUID) -> Payload:
    return {"departmentId": public_id(Kind.DEPARTMENT, department_id)}


@deed
async def arrive(deed: Deed, actor: Actor, whistle_id: UUID, department_id: UUID, place: Place) -> Whole | Refusal:
    """The whistle with the actor there for the department. Checking in twice is checking in once."""
    found = await called(deed, actor, whistle_id, department_id)
    if isinstance(found, Refusal):
        return found
    whistle = found.whole.whistle
    here = [each for each in found.whole.arrivals if each.department_id == department_id]
    if any(each.resident_id == actor.resident_id for each in here):
        return found.whole
    metres = None
    if whistle.latitude is not None and whistle.longitude is not None:
        metres = round(metres_between(place, Place(whistle.latitude, whistle.longitude)))
    at = {"latitude": place.latitude, "longitude": place.longitude, "metres": metres}
    who = {"whistle_id": whistle.id, "resident_id": actor.resident_id, "department_id": department_id}
    deed.session.add(WhistleArrival(**who, **at, arrived_at=deed.now))
    await count(deed, whistle, [] if here else [department_id], Measure.ARRIVED)
    await note(deed, whistle, "whistle.arrived", {**_of(department_id), **at, **by(actor)})
    return await the_whole(deed.session, whistle)
