"""Departments, reports and what came of things, for tests."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from db.models.adoptions import Adoption
from db.models.departments import Department, DepartmentMember
from db.models.reports import Report
from db.paging import Ask
from db.queries.resolutions import Which
from resolvers import seeding
from resolvers.deed import perform
from resolvers.resolutions import adopting, reading
from resolvers.resolutions.adopting import Proposal
from resolvers.resolutions.publishing import Done, publish
from rules.agreements import today
from rules.refusals import Refusal
from rules.reports import Stage
from tests.support.agreement import key
from tests.support.house import Hall, done

ALL = Ask(100)


async def added(hall: Hall, *rows: Any) -> None:
    """Puts rows into the tables."""

    async def add(session: Any) -> None:
        for row in rows:
            session.add(row)
            await session.flush()

    await hall.house.database.write(add, after=lambda: None)


async def department(hall: Hall, *officers: seeding.Seeded, name: str = "市政所") -> UUID:
    """A department of the community, where these people work."""
    found = Department(id=hall.house.new_id(), community_id=hall.community_id, code=hall.house.new_id().hex, name=name)
    members = [DepartmentMember(department_id=found.id, resident_id=key(person)) for person in officers]
    await added(hall, found, *members)
    return found.id


async def report(hall: Hall, *, by: seeding.Seeded | None = None, stage: Stage = Stage.HANDLING) -> Report:
    """A report of the second neighbour, or of somebody else, at a stage."""
    row = Report(
        id=hall.house.new_id(),
        community_id=hall.community_id,
        reporter_id=key(by or hall.neighbours[1]),
        description="井盖坏了。",
        category="roads",
        procedure_version=1,
        stage=stage,
        reported_at=hall.clock.now(),
    )
    await added(hall, row)
    return row


async def published(hall: Hall, headline: str = "井盖修好了", **more: Any) -> int:
    """The number under which something was published."""
    return done(await perform(hall.house, lambda deed: publish(deed, Done(hall.community_id, headline, **more))))


async def listed(hall: Hall, which: Which | None = None) -> list[Any]:
    """What came of things, newest first."""
    return (await reading.listed(hall.house, hall.community_id, which or Which(), ALL)).rows


async def asked_to_adopt(hall: Hall, by: seeding.Seeded | None = None, **changed: Any) -> Adoption | Refusal:
    """What staff, or somebody else, take up, due in a week, or why not."""
    due = today(hall.clock.now()) + timedelta(days=7)
    asked = {"suggestion": "东门加一盏路灯", "due_on": due} | changed
    if "department_id" not in asked:
        asked["department_id"] = await department(hall)
    return await adopting.adopt(hall.house, await hall.actor(by or hall.staff), Proposal(**asked))


async def adopted(hall: Hall, **changed: Any) -> Adoption:
    """A suggestion from a report unless said otherwise, taken up by staff."""
    if not {"issue_id", "report_id"} & changed.keys():
        changed["report_id"] = (await report(hall)).id
    return done(await asked_to_adopt(hall, **changed))


async def noted(
    hall: Hall, adoption_id: UUID, note: str, *, is_done: bool = False, by: seeding.Seeded | None = None
) -> Adoption | Refusal:
    """What staff, or somebody else, say of a suggestion, or why not."""
    return await adopting.note(hall.house, await hall.actor(by or hall.staff), adoption_id, note, done=is_done)
