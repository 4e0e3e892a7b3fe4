"""Departments: who works where, and setting them up."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.departments import Department, DepartmentMember
from db.queries import departments, residents
from db.streams import Payload
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.house import House
from rules.ids import Kind, public_id
from rules.refusals import Code, Refusal, refuse
from rules.roles import STAFF
from rules.texts import CODE, NAME, accept_all

UNKNOWN = refuse(Code.NOT_FOUND, "department_unknown", "departmentId")
STAFF_ONLY = refuse(Code.FORBIDDEN, "staff_only")


def stream_of(community_id: UUID) -> str:
    """The name of the stream with the departments of a community."""
    return f"departments:{community_id.hex}"


async def departments_of(session: AsyncSession, resident_id: UUID) -> set[UUID]:
    """Where somebody works."""
    return await departments.of_resident(session, resident_id)


async def by_ids(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Department]:
    """Departments by id; those unknown are left out."""
    return await departments.by_ids(session, ids)


async def load(house: House, ids: Collection[UUID]) -> Mapping[UUID, Department]:
    """Departments by id; those unknown are left out."""
    async with house.database.read() as session:
        return await departments.by_ids(session, ids)


async def of_community(house: House, community_id: UUID) -> list[Department]:
    """The departments of a community, by code."""
    async with house.database.read() as session:
        return await departments.of_community(session, community_id)


async def member_ids(house: House, department_id: UUID) -> set[UUID]:
    """Who works in a department."""
    async with house.database.read() as session:
        return await departments.members(session, department_id)


@deed
async def put(deed: Deed, actor: Actor, code: str, name: str) -> Department | Refusal:
    """The department with this code under this name, set up where there was none."""
    if not actor.roles & STAFF:
        return STAFF_ONLY
    texts = accept_all(code=(code, CODE), name=(name, NAME))
    if isinstance(texts, Refusal):
        return texts
    await deed.hold(stream_of(actor.community_id))
    row = await departments.by_code(deed.session, actor.community_id, texts["code"])
    if row is None:
        row = Department(id=deed.new_id(), community_id=actor.community_id, **texts)
        deed.session.add(row)
    row.name = texts["name"]
    await _note(deed, actor, row, "department.named", texts)
    return row


@deed
async def add_member(deed: Deed, actor: Actor, department_id: UUID, resident_id: UUID) -> Department | Refusal:
    """The department, where this resident of the same community works from now on."""
    row = await _managed(deed, actor, department_id)
    if isinstance(row, Refusal):
        return row
    person = (await residents.by_ids(deed.session, [resident_id])).get(resident_id)
    if person is None or person.community_id != row.community_id:
        return refuse(Code.NOT_FOUND, "resident_unknown", "residentId")
    if resident_id not in await departments.members(deed.session, department_id):
        deed.session.add(DepartmentMember(department_id=department_id, resident_id=resident_id))
        await _note(deed, actor, row, "department.joined", {"residentId": public_id(Kind.RESIDENT, resident_id)})
    return row


@deed
async def remove_member(deed: Deed, actor: Actor, department_id: UUID, resident_id: UUID) -> Department | Refusal:
    """The department, where this resident no longer works."""
    row = await _managed(deed, actor, department_id)
    if isinstance(row, Refusal):
        return row
    if resident_id in await departments.members(deed.session, department_id):
        await departments.remove_member(deed.session, department_id, resident_id)
        await _note(deed, actor, row, "department.left", {"residentId": public_id(Kind.RESIDENT, resident_id)})
    return row


async def _managed(deed: Deed, actor: Actor, department_id: UUID) -> Department | Refusal:
    if not actor.roles & STAFF:
        return STAFF_ONLY
    await deed.hold(stream_of(actor.community_id))
    row = (await departments.by_ids(deed.session, [department_id])).get(department_id)
    return row if row is not None and row.community_id == actor.community_id else UNKNOWN


async def _note(deed: Deed, actor: Actor, row: Department, kind: str, payload: Payload) -> None:
    named = {"departmentId": public_id(Kind.DEPARTMENT, row.id), "by": public_id(Kind.RESIDENT, actor.resident_id)}
    await deed.append(stream_of(row.community_id), kind, {**named, **payload})
