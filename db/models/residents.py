"""Residents, the roles they hold, and how they sign in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Enum, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from rules.roles import Role


class Resident(Base):
    """A person of a community. The telephone number, if they have one, is kept sealed, and found by its keyed hash."""

    __tablename__ = "residents"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    display_name: Mapped[str] = mapped_column(String(80))
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    registered_at: Mapped[datetime]
    verified_at: Mapped[datetime | None]

    __table_args__ = (
        Index(None, "community_id", "registered_at", "id"),
        Index(None, "community_id", "display_name", postgresql_ops={"display_name": "varchar_pattern_ops"}),
    )


class RoleHeld(Base):
    """A role somebody holds in one community."""

    __tablename__ = "roles"

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    role: Mapped[Role] = mapped_column(Enum(Role, native_enum=False, length=30), primary_key=True)

    __table_args__ = (Index(None, "community_id", "role"),)


class SignInCode(Base):
    """The newest code sent to a number; only its keyed hash is kept."""

    __tablename__ = "sign_in_codes"

    phone_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    expires_at: Mapped[datetime]
    tries: Mapped[int]


class Session(Base):
    """One signed-in device. The token itself is never kept, only its hash."""

    __tablename__ = "sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
