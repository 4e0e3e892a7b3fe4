"""Pages by keyset: a page starts after the row a cursor names, however many rows come before it."""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ScalarResult, Select, literal, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

Row = TypeVar("Row")

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list ordered by time and then by id."""

    at: datetime
    id: UUID

    def __str__(self) -> str:
        micros = (self.at - EPOCH) // timedelta(microseconds=1)
        return base64.urlsafe_b64encode(micros.to_bytes(8, "big", signed=True) + self.id.bytes).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """The place a cursor names, or None when we never gave out such a cursor."""
        try:
            raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
            if len(raw) != 24:
                return None
            at = EPOCH + timedelta(microseconds=int.from_bytes(raw[:8], "big", signed=True))
        except (binascii.Error, ValueError, OverflowError):
            return None
        return cls(at, UUID(bytes=raw[8:]))


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows in order, each with its cursor, and whether more follow."""

    rows: list[Row]
    cursors: list[str]
    more: bool


@dataclass(frozen=True, slots=True)
class Ask:
    """Which page is wanted: the first `first` rows after `after`."""

    first: int
    after: Cursor | None = None


async def page(
    session: AsyncSession,
    query: Select[Row],
    at: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
    key: InstrumentedAttribute[UUID],
    ask: Ask,
    *,
    newest_first: bool = True,
) -> Page[Row]:
    """The page of the query's rows asked for, in order of time."""
    place = tuple_(at, key)
    if ask.after is not None:
        # Typed literals: without the column's type SQLite compares text with something else and loses rows.
        start: Any = tuple_(literal(ask.after.at, at.type), literal(ask.after.id, key.type))
        query = query.where(place < start if newest_first else place > start)
    order = (at.desc(), key.desc()) if newest_first else (at, key)
    scalars: ScalarResult[Row] = await session.scalars(query.order_by(*order).limit(ask.first + 1))
    found = list(scalars)
    rows = found[: ask.first]
    cursors = [str(Cursor(getattr(row, at.key), getattr(row, key.key))) for row in rows]
    return Page(rows, cursors, more=len(found) > ask.first)
