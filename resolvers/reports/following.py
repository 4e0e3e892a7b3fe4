"""Whom a report concerns, and who is told of it."""

from collections.abc import Collection
from functools import partial
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.reports import Report
from db.queries import departments, reports, residents
from resolvers.deed import Deed
from resolvers.notices.telling import tell
from rules.ids import Kind, public_id
from rules.reports import LEVELS, Stage
from rules.roles import Role

EXCERPT = 24


async def followers(session: AsyncSession, report_id: UUID) -> set[UUID]:
    """The sender and whoever joined; nobody where there is no such report."""
    report = (await reports.by_ids(session, [report_id])).get(report_id)
    return set() if report is None else {report.reporter_id} | await reports.joined(session, report_id)


async def followed(session: AsyncSession, report_ids: Collection[UUID], resident_id: UUID) -> set[UUID]:
    """Those of these reports that somebody sent or joined."""
    found = await reports.by_ids(session, report_ids)
    joined = await reports.joined_by(session, [(key, resident_id) for key in found])
    return {key for key, row in found.items() if row.reporter_id == resident_id or (key, resident_id) in joined}


async def in_charge(session: AsyncSession, report: Report) -> set[UUID]:
    """Who has to see to a report: officers of its department, and where it went up those of its level as well.

    Before a department has it that is the staff. Where nobody holds that part it is the staff, and where there are
    none the administrators.
    """
    found: set[UUID] = set()
    if report.department_id is not None and report.stage is not Stage.RECEIVED:
        found |= await departments.members(session, report.department_id)
    if report.level or not found:
        found |= await residents.holders(session, report.community_id, LEVELS[max(1, report.level)])
    for role in (Role.COMMUNITY_STAFF, Role.ADMIN):
        found = found or await residents.holders(session, report.community_id, role)
    return found


def named(report: Report) -> dict[str, str | int]:
    """What every notice of a report carries: its id, and how it begins."""
    words = " ".join(report.description.split())
    what = words if len(words) <= EXCERPT else words[:EXCERPT] + "…"
    return {"reportId": public_id(Kind.REPORT, report.id), "what": what}


async def tell_followers(deed: Deed, report: Report, kind: str, **details: str | int) -> None:
    """Tells the sender and whoever joined."""
    people = {report.reporter_id} | await reports.joined(deed.session, report.id)
    tell(deed, people, kind, {**named(report), **details})


async def tell_former(deed: Deed, report: Report, department_id: UUID, *, department: str) -> None:
    """Tells those who had to see to it that it is with another department now."""
    people = await departments.members(deed.session, department_id)
    tell(deed, people, "report.with_others", {**named(report), "department": department})


async def tell_in_charge(deed: Deed, report: Report, kind: str, **details: str | int) -> None:
    """Tells those who have to see to it."""
    handed_on = report.stage is not Stage.RECEIVED
    where = "in charge", report.community_id, report.department_id, report.level, handed_on
    people = await deed.once(where, partial(in_charge, deed.session, report))
    tell(deed, people, kind, {**named(report), **details})
