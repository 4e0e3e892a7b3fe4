"""A street with grids, a department and reports, as browser tests prepare them: in the house, behind the wire."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from playwright.async_api import FilePayload

from db.models.reports import Report
from db.paging import Ask
from resolvers import departments
from resolvers.grids.importing import Imported, bring_in
from resolvers.photos import sending
from resolvers.reports import ending, handling, reading, submitting
from resolvers.reports.submitting import Sent
from resolvers.seeding import Newcomer, Seeded, add_residents
from rules.ids import Kind, public_id
from rules.places import Place, place_of
from rules.roles import Role
from tests.browser.street import Street
from tests.support.agreement import key
from tests.support.ground import at, board, text
from tests.support.house import Hall, done
from tests.support.photos import exif, jpeg, picture


def photo(*, x: float | None = None, y: float = 0.5, content: bytes | None = None) -> FilePayload:
    """A photo as a phone takes one, at a spot of the town or without a place; or a file that only says it is one."""
    told = exif(at=None if x is None else at(x, y))
    return {"name": "灯.jpg", "mimeType": "image/jpeg", "buffer": content or jpeg(picture(800, 600), exif=told)}


def spot(x: float, y: float = 0.5) -> Place:
    """A place in the town."""
    place = place_of(*at(x, y))
    assert isinstance(place, Place)
    return place


async def officer_of(hall: Hall, role: Role = Role.DEPARTMENT_OFFICER) -> Seeded:
    """Somebody new who holds the office."""
    (officer,) = await add_residents(hall.house, hall.community_id, [Newcomer((role,))])
    return officer


async def set_up(hall: Hall, code: str, name: str) -> tuple[UUID, Seeded]:
    """A new department with one officer."""
    officer, staff = await officer_of(hall), await hall.actor(hall.staff)
    office = done(await departments.put(hall.house, staff, code, name))
    done(await departments.add_member(hall.house, staff, office.id, key(officer)))
    return office.id, officer


@dataclass(frozen=True, slots=True)
class Town:
    """Two grids, A1 and B1, and a department for lights with one officer."""

    street: Street
    officer: Seeded
    department_id: UUID

    @classmethod
    async def on(cls, street: Street) -> "Town":
        """The town around a street."""
        hall = street.hall
        file = text(board(2))
        drawn = await bring_in(hall.house, hall.community_id, file, kind=None, dry_run=False, progress=lambda *_: None)
        assert isinstance(drawn, Imported), drawn
        office, officer = await set_up(hall, "lights", "照明所")
        return cls(street, officer, office)

    async def department(self, code: str, name: str) -> tuple[UUID, Seeded]:
        """Another department, with one officer."""
        return await set_up(self.street.hall, code, name)

    async def photos(self, person: Seeded, number: int = 1) -> list[UUID]:
        """Photos that somebody has sent and not used."""
        hall = self.street.hall
        actor = await hall.actor(person)
        content = jpeg(picture(800, 600))
        return [done(await sending.send(hall.house, actor, content)).photo.id for _ in range(number)]

    async def report(
        self, by: Seeded, words: str = "3 号楼门口的路灯坏了", *, place: Place | None = None, photos: int = 0
    ) -> Report:
        """A report that somebody has sent."""
        hall = self.street.hall
        sent = Sent(words, await self.photos(by, photos), place)
        return done(await submitting.submit(hall.house, await hall.actor(by), sent))

    async def assigned(self, report_id: UUID, department_id: UUID | None = None) -> None:
        """Staff give it to a department: to the one for lights where none is named."""
        hall, office = self.street.hall, department_id or self.department_id
        done(await handling.assign(hall.house, await hall.actor(hall.staff), report_id, office))

    async def started(self, report_id: UUID) -> None:
        """The department begins."""
        done(await handling.start(self.street.hall.house, await self.street.hall.actor(self.officer), report_id))

    async def asked(self, report_id: UUID, question: str) -> None:
        """The department asks the sender."""
        actor = await self.street.hall.actor(self.officer)
        done(await handling.ask(self.street.hall.house, actor, report_id, question))

    async def answered(self, by: Seeded, report_id: UUID, words: str) -> None:
        """Its sender answers."""
        done(await handling.answer(self.street.hall.house, await self.street.hall.actor(by), report_id, words))

    async def solved(self, report_id: UUID, note: str = "灯换好了。", photos: int = 1) -> None:
        """The department has solved it, with photos."""
        actor = await self.street.hall.actor(self.officer)
        sent = await self.photos(self.officer, photos)
        done(await ending.resolve(self.street.hall.house, actor, report_id, note, sent))

    async def solved_for(self, by: Seeded) -> Report:
        """A report of somebody's that went all the way to being solved."""
        report = await self.report(by, place=spot(0.5), photos=1)
        await self.assigned(report.id)
        await self.started(report.id)
        await self.solved(report.id)
        return report

    async def reports_of(self, person: Seeded) -> Sequence[Report]:
        """What somebody sent or joined, newest first."""
        return (await reading.of_resident(self.street.hall.house, key(person), Ask(100))).rows


def path_of(report: Report) -> str:
    """Where a report is shown."""
    return f"/reports/{public_id(Kind.REPORT, report.id)}"
