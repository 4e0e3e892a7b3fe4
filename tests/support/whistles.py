"""Whistles for tests: a street officer, departments with an officer each, and a whistle blown for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from resolvers import seeding
from resolvers.actors import Actor
from resolvers.notices.streams import stream_of as notices_of
from resolvers.whistles import answering, blowing, closing, planning
from resolvers.whistles.answering import Reply
from resolvers.whistles.blowing import Call
from resolvers.whistles.reading import Whole
from rules.agreements import today
from rules.places import Place
from rules.refusals import Refusal
from rules.roles import Role
from rules.whistles import Answer, Task
from tests.support.agreement import key
from tests.support.deeds import said
from tests.support.house import Hall, done
from tests.support.resolutions import department

HERE = Place(306_000_000, 1_040_000_000)
COMING = Reply(Answer.ON_THE_WAY, who="老张带两个人")
CANNOT = Reply(Answer.CANNOT_COME, reason="人都在抢险。")


@dataclass(frozen=True, slots=True)
class Street:
    """Those who are there when the whistle is blown."""

    hall: Hall
    street: seeding.Seeded
    officers: Sequence[seeding.Seeded]
    departments: Sequence[UUID]

    async def officer(self, number: int) -> Actor:
        """The officer of a department, as an actor."""
        return await self.hall.actor(self.officers[number])

    async def asked_to_blow(self, report_id: UUID | None = None, **more: object) -> Whole | Refusal:
        """The whistle, over this report or else over a place, or why not."""
        call = {
            "department_ids": self.departments,
            "reason": "三家都说不归自己管。",
            "due_at": self.hall.clock.now() + timedelta(days=7),
            "report_id": report_id,
            "place": HERE if report_id is None else None,
        }
        return await blowing.blow(self.hall.house, await self.hall.actor(self.street), Call(**(call | more)))

    async def blown(self, report_id: UUID | None = None, **more: object) -> Whole:
        """The whistle."""
        return done(await self.asked_to_blow(report_id, **more))

    async def answered(self, whistle_id: UUID, number: int, reply: Reply = COMING) -> Whole | Refusal:
        """The department's answer."""
        actor = await self.officer(number)
        return await answering.answer(self.hall.house, actor, whistle_id, self.departments[number], reply)

    def tasks(self, *numbers: int, days: int = 2) -> list[Task]:
        """A task for each of these departments."""
        day = today(self.hall.clock.now()) + timedelta(days=days)
        return [Task(self.departments[number], "把管子换了。", day) for number in numbers]

    async def planned(self, whistle_id: UUID, *numbers: int, version: int = 0, days: int = 2) -> Whole | Refusal:
        """A plan with a task for each of these departments, written by the street."""
        actor = await self.hall.actor(self.street)
        return await planning.plan(self.hall.house, actor, whistle_id, version, self.tasks(*numbers, days=days))

    async def finished(self, whole: Whole, number: int) -> Whole | Refusal:
        """The task in this place of the plan, done by an officer of its department."""
        task = whole.tasks[number]
        actor = await self.officer(list(self.departments).index(task.department_id))
        return await planning.finish(self.hall.house, actor, task.id, "换好了。")

    async def asked_to_close(self, whistle_id: UUID) -> Whole | Refusal:
        """The whistle closed, or why not."""
        return await closing.close(self.hall.house, await self.hall.actor(self.street), whistle_id, "水退了。")

    async def closed(self, report_id: UUID | None = None, **more: object) -> Whole:
        """A whistle of which all is done."""
        whole = await self.blown(report_id, **more)
        key, numbers = whole.whistle.id, range(len(self.departments))
        for number in numbers:
            done(await self.answered(key, number))
        whole = done(await self.planned(key, *numbers))
        for number in numbers:
            whole = done(await self.finished(whole, number))
        return done(await self.asked_to_close(key))


async def street(hall: Hall, departments: int = 2) -> Street:
    """A street officer, and departments where one officer each works."""
    roles = [(Role.STREET_OFFICER,), *[(Role.DEPARTMENT_OFFICER,)] * departments]
    people = await seeding.add_residents(hall.house, hall.community_id, [seeding.Newcomer(each) for each in roles])
    names = ("水务所", "市政所", "城管队")
    keys = [await department(hall, person, name=names[n % 3]) for n, person in enumerate(people[1:])]
    return Street(hall, people[0], people[1:], keys)


async def told(hall: Hall, person: seeding.Seeded) -> list[str]:
    """The kinds of what a person was told, in order."""
    return [entry["kind"] for _, entry in await said(hall.house, notices_of(key(person)))]
