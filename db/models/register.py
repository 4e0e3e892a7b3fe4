"""The base register: places, things, organizations and events, and what each kind of them is described by."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Enum, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from rules.register import Sort


class RegisterKind(Base):
    """One version of what a kind of entry is described by. `schema` is a JSON Schema; a version is never changed."""

    __tablename__ = "register_kinds"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sort: Mapped[Sort] = mapped_column(Enum(Sort, native_enum=False, length=20))
    name: Mapped[str] = mapped_column(String(80))
    schema: Mapped[str] = mapped_column(Text)
    drawn_up_at: Mapped[datetime]


class RegisterItem(Base):
    """Something on the register, with attributes that fit the version of its kind it was written down under.

    `grid_id` is None only as long as the community has no grids. The place is in units of 1e-7 degree.
    """

    __tablename__ = "register_items"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    grid_id: Mapped[UUID | None] = mapped_column(ForeignKey("grids.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    kind_version: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(80))
    latitude: Mapped[int]
    longitude: Mapped[int]
    attributes: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("community_id", "kind", "code"),
        Index(None, "community_id", "written_at", "id"),
        ForeignKeyConstraint(
            ["community_id", "kind", "kind_version"],
            ["register_kinds.community_id", "register_kinds.code", "register_kinds.version"],
        ),
    )
