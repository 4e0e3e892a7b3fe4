"""A town with communities whose clock stands still until it is turned, and the people in it."""

import random
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.communities import Community
from db.models.departments import Department, DepartmentMember
from db.models.photos import Photo
from db.models.reports import Report
from resolvers import seeding
from resolvers.actors import Actor, actor_of
from resolvers.house import House
from resolvers.opening import Plan, opened
from rules.roles import Role
from tests.support.backends import Backend
from tests.support.house import SECRET, SentCodes

CODES = ("danger", "utilities", "lights", "noise")
OFFICERS, RESIDENTS = 2, 40


@dataclass(slots=True)
class StandingClock:
    """A clock that shows whole seconds and stands still until somebody turns it."""

    at: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))

    def now(self) -> datetime:
        return self.at


@dataclass(slots=True)
class People:
    """Who lives and works in one community; `officers` are those of each department."""

    community_id: UUID
    residents: Sequence[Actor]
    staff: Sequence[Actor]
    street: Actor
    officers: Mapping[UUID, Sequence[Actor]]

    def handler(self, report: Report, chance: random.Random) -> Actor:
        """One of those who may see to the report."""
        if report.department_id is not None and chance.random() < 0.9:
            return chance.choice(self.officers[report.department_id])
        return chance.choice([*self.staff, self.street])

    def sender(self, report: Report) -> Actor:
        """Who sent it."""
        return next(each for each in self.residents if each.resident_id == report.reporter_id)


@dataclass(slots=True)
class Town:
    """The house with its clock, more houses beside it where there are several workers, and the communities."""

    house: House
    clock: StandingClock
    plan: Plan
    communities: dict[UUID, People] = field(default_factory=dict)

    def foreigner(self, community_id: UUID, chance: random.Random) -> Actor:
        """Somebody with a part to play, in another community."""
        there = chance.choice([people for key, people in self.communities.items() if key != community_id])
        return chance.choice([*there.staff, there.street, *there.residents, *next(iter(there.officers.values()))])

    async def photo(self, owner: Actor) -> UUID:
        """A photo that its owner has just sent in, as it is kept once it has been developed."""
        key = self.house.new_id()
        sizes = {"width": 8, "height": 8}
        photo = Photo(id=key, owner_id=owner.resident_id, name=key.hex, uploaded_at=self.clock.now(), **sizes)

        async def upload(session: AsyncSession) -> None:
            session.add(photo)

        await self.house.database.write(upload, after=lambda: None)
        return key


@asynccontextmanager
async def open_town(backend: Backend, *, communities: int = 2) -> AsyncIterator[Town]:
    """A town on a migrated, empty backend."""
    clock = StandingClock()
    plan = Plan(backend.database_url, backend.bus_url, SECRET, SentCodes(), clock.now)
    async with opened(plan) as house:
        town = Town(house, clock, plan)
        for number in range(communities):
            people = await _settled(house, number)
            town.communities[people.community_id] = people
        yield town


async def _settled(house: House, number: int) -> People:
    key = await _founded(house, number)
    officer = seeding.Newcomer((Role.DEPARTMENT_OFFICER,))
    newcomers = [seeding.Newcomer()] * RESIDENTS + [officer] * OFFICERS * len(CODES)
    newcomers += [seeding.Newcomer((role,)) for role in (Role.COMMUNITY_STAFF, Role.ADMIN, Role.STREET_OFFICER)]
    actors = [
        actor
        for person in await seeding.add_residents(house, key, newcomers)
        if (actor := await actor_of(house, person.token))
    ]
    residents, officers, (*staff, street) = actors[:RESIDENTS], actors[RESIDENTS:-3], actors[-3:]
    departments = [Department(id=house.new_id(), community_id=key, code=code, name=code) for code in CODES]
    working = {each.id: officers[i * OFFICERS : (i + 1) * OFFICERS] for i, each in enumerate(departments)}

    async def employ(session: AsyncSession) -> None:
        session.add_all(departments)
        await session.flush()
        for department_id, members in working.items():
            for each in members:
                session.add(DepartmentMember(department_id=department_id, resident_id=each.resident_id))

    await house.database.write(employ, after=lambda: None)
    return People(key, residents, staff, street, working)


async def _founded(house: House, number: int) -> UUID:
    if number == 0:
        found = await seeding.found_community(house)
        assert isinstance(found, UUID)
        return found
    key = house.new_id()
    community = Community(id=key, name=f"{number}号社区", households=400, founded_at=house.now())

    async def found_another(session: AsyncSession) -> None:
        session.add(community)

    await house.database.write(found_another, after=lambda: None)
    return key
