"""Departments of a community, and who works in them."""

from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class Department(Base):
    """An office that handles reports. `code` is how procedures and files name it."""

    __tablename__ = "departments"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(80))

    __table_args__ = (UniqueConstraint("community_id", "code"),)


class DepartmentMember(Base):
    """Somebody who works in a department; acting for it takes the role of an officer as well."""

    __tablename__ = "department_members"

    department_id: Mapped[UUID] = mapped_column(ForeignKey("departments.id"), primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True, index=True)
