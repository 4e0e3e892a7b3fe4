"""The demonstration's whistle: two departments at work together over a report that neither could solve alone."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from resolvers import departments
from resolvers.actors import Actor
from resolvers.demonstration.hall import Hall, done
from resolvers.reports.submitting import Sent, submit
from resolvers.whistles import answering, blowing, planning
from resolvers.whistles.answering import Reply
from resolvers.whistles.blowing import Call
from rules.agreements import today
from rules.places import Place
from rules.whistles import Answer, Task

EAST_GATE = Place(306_571_000, 1_040_668_000)
BESIDE = Place(306_571_300, 1_040_668_200)
OFFICES = (("water", "水务所", "郝师傅带两个人"), ("roads", "市政所", "钱工带一台抽水车"))


async def under_way(hall: Hall, street: Actor, officers: Sequence[Actor]) -> None:
    """A whistle that visitors find under way: both departments are there, and one of two tasks is done."""
    offices = [await _office(hall, code, name, who) for (code, name, _), who in zip(OFFICES, officers, strict=True)]
    sent = Sent("东门口下雨就积水，车进不来，老人也走不过去。", place=EAST_GATE)
    report = done(await submit(hall.house, hall.neighbours[3], sent))
    due = hall.house.now() + timedelta(days=7)
    call = Call(offices, "排水管归水务，路面归市政，两家都修过，一下雨还是积水。", due, report_id=report.id)
    key = done(await blowing.blow(hall.house, street, call)).whistle.id
    for (_, _, who), officer, office in zip(OFFICES, officers, offices, strict=True):
        done(await answering.answer(hall.house, officer, key, office, Reply(Answer.ON_THE_WAY, who=who)))
        done(await answering.arrive(hall.house, officer, key, office, BESIDE))
    day = today(hall.house.now())
    tasks = [
        Task(offices[0], "疏通东门下面的排水管。", day + timedelta(days=1)),
        Task(offices[1], "把低的那段路面垫高。", day + timedelta(days=6)),
    ]
    planned = done(await planning.plan(hall.house, street, key, 0, tasks))
    note = "管子里是建筑垃圾，已经清走，试过水，通了。"
    done(await planning.finish(hall.house, officers[0], planned.tasks[0].id, note))


async def _office(hall: Hall, code: str, name: str, officer: Actor) -> UUID:
    office = done(await departments.put(hall.house, hall.staff, code, name))
    done(await departments.add_member(hall.house, hall.staff, office.id, officer.resident_id))
    return office.id
