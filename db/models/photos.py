"""Photos that residents and staff send in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class Photo(Base):
    """A photo, saved anew. `name` is its random name in the store; `claimed_at` is when it came into use."""

    __tablename__ = "photos"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    width: Mapped[int]
    height: Mapped[int]
    uploaded_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
