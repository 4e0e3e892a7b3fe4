"""Departments and who works in them, as they are read."""

from collections.abc import Collection
from typing import cast
from uuid import UUID

from sqlalchemy import Table, bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.departments import Department, DepartmentMember

AT_WORK = cast("Table", DepartmentMember.__table__)
MEMBERS = select(AT_WORK.c.resident_id).where(AT_WORK.c.department_id == bindparam("department"))
OF_RESIDENT = select(AT_WORK.c.department_id).where(AT_WORK.c.resident_id == bindparam("resident"))


async def by_ids(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Department]:
    """Departments by id; those unknown are left out."""
    return {row.id: row for row in await session.scalars(select(Department).where(Department.id.in_(ids)))}


async def of_community(session: AsyncSession, community_id: UUID) -> list[Department]:
    """The departments of a community, by code."""
    query = select(Department).where(Department.community_id == community_id).order_by(Department.code)
    return list(await session.scalars(query))


async def by_code(session: AsyncSession, community_id: UUID, code: str) -> Department | None:
    """The department of a community with this code."""
    query = select(Department).where(Department.community_id == community_id, Department.code == code)
    return (await session.scalars(query)).first()


async def of_resident(session: AsyncSession, resident_id: UUID) -> set[UUID]:
    """Where somebody works."""
    return set((await session.execute(OF_RESIDENT, {"resident": resident_id})).scalars())


async def members(session: AsyncSession, department_id: UUID) -> set[UUID]:
    """Who works in a department."""
    return set((await session.execute(MEMBERS, {"department": department_id})).scalars())


async def remove_member(session: AsyncSession, department_id: UUID, resident_id: UUID) -> None:
    """Takes somebody out of a department."""
    member = DepartmentMember.department_id == department_id, DepartmentMember.resident_id == resident_id
    await session.execute(delete(DepartmentMember).where(*member))
