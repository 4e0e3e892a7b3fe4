"""Two departments with an officer each, a street officer, and reports on their way, for tests of deeds."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from db.models.deadlines import Deadline, Due
from db.models.notices import Notice
from db.models.photos import Photo
from db.models.reports import Report
from db.queries import reports
from resolvers import departments, seeding
from resolvers.actors import Actor
from resolvers.reports import ending, handling, reading, submitting
from resolvers.reports.clocks import OF_A_CLOCK
from resolvers.reports.streams import stream_of
from resolvers.reports.submitting import Sent
from rules.roles import Role
from tests.support.deeds import said
from tests.support.house import Hall, done
from tests.support.resolutions import added

LAMP = "三号楼门口的路灯不亮了"
DANGER = "楼下漏气了"


@dataclass(slots=True)
class Office:
    """Who deals with reports; `lights` and `water` are departments, `officer` works in the first of them."""

    hall: Hall
    sender: Actor
    neighbour: Actor
    staff: Actor
    street: Actor
    officer: Actor
    plumber: Actor
    lights: UUID
    water: UUID

    async def sent(self, words: str = LAMP, *, pictured: bool = False) -> UUID:
        """A report that has come in."""
        photos = [await self.photo(self.sender)] if pictured else []
        return done(await submitting.receive(self.hall.house, self.sender, Sent(words, photos))).id

    async def assigned(self, words: str = LAMP, **more: Any) -> UUID:
        """A report with the first department."""
        key = await self.sent(words, **more)
        done(await handling.assign(self.hall.house, self.staff, key, self.lights))
        return key

    async def handled(self, **more: Any) -> UUID:
        """A report the first department works on."""
        key = await self.assigned(**more)
        done(await handling.start(self.hall.house, self.officer, key))
        return key

    async def solved(self) -> UUID:
        """A report that is solved."""
        key = await self.handled()
        done(await ending.resolve(self.hall.house, self.officer, key, "灯泡换了", []))
        return key

    async def photo(self, owner: Actor) -> UUID:
        """A photo that somebody has sent in."""
        key = self.hall.house.new_id()
        sizes = {"width": 8, "height": 8}
        at = self.hall.clock.now()
        await added(self.hall, Photo(id=key, owner_id=owner.resident_id, name=key.hex, uploaded_at=at, **sizes))
        return key

    async def report(self, key: UUID) -> Report:
        """The report as it stands."""
        return (await reading.load(self.hall.house, [key]))[key]

    async def kinds(self, key: UUID) -> list[str]:
        """What its history says, in short."""
        return [kind.removeprefix("report.") for kind, _ in await said(self.hall.house, stream_of(key))]

    async def told(self, actor: Actor) -> list[str]:
        """The kinds of somebody's notices, in order."""
        query = select(Notice.kind).where(Notice.resident_id == actor.resident_id).order_by(Notice.seq)
        async with self.hall.house.database.read() as session:
            return list(await session.scalars(query))

    async def due(self) -> list[Due]:
        """What reports still have before them, in order."""
        query = select(Deadline.kind).where(Deadline.kind.in_(OF_A_CLOCK)).order_by(Deadline.due_at)
        async with self.hall.house.database.read() as session:
            return list(await session.scalars(query))

    async def dropped(self) -> int:
        """How many reports nobody will ever answer."""
        async with self.hall.house.database.read() as session:
            return await reports.dropped_count(session, self.hall.community_id)


async def open_office(hall: Hall) -> Office:
    """The departments with their people."""
    parts = Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_OFFICER, Role.STREET_OFFICER
    people = [seeding.Newcomer((role,)) for role in parts]
    seeded = await seeding.add_residents(hall.house, hall.community_id, people)
    officer, plumber, street = [await hall.actor(person) for person in seeded]
    sender, neighbour, staff = [await hall.actor(each) for each in (*hall.neighbours[:2], hall.staff)]
    keys = []
    for code, name, member in (("lights", "市政所", officer), ("utilities", "水务所", plumber)):
        key = done(await departments.put(hall.house, staff, code, name)).id
        done(await departments.add_member(hall.house, staff, key, member.resident_id))
        keys.append(key)
    return Office(hall, sender, neighbour, staff, street, officer, plumber, *keys)
