"""Deadlines, as they are found and claimed."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, Delete, Table, bindparam, delete, func, insert, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from db.batches import padded
from db.models.deadlines import Deadline, Due

# The table itself, and statements made once: the mapped class costs more than the database.
DEADLINES = cast("Table", Deadline.__table__)


def _gone(*which: ColumnElement[bool]) -> Delete:
    """Takes away those of the deadlines that no other transaction has claimed."""
    free = select(DEADLINES.c.kind, DEADLINES.c.subject_id).where(*which).with_for_update(skip_locked=True)
    return delete(DEADLINES).where(tuple_(DEADLINES.c.kind, DEADLINES.c.subject_id).in_(free))


NEW = insert(DEADLINES)
FORGET = _gone(
    DEADLINES.c.kind.in_(bindparam("kinds", expanding=True)),
    DEADLINES.c.subject_id.in_(bindparam("subjects", expanding=True)),
)
CLAIM = _gone(
    DEADLINES.c.kind.in_(bindparam("kinds", expanding=True)),
    DEADLINES.c.subject_id.in_(bindparam("subjects", expanding=True)),
    DEADLINES.c.due_at <= bindparam("now"),
).returning(DEADLINES.c.kind, DEADLINES.c.subject_id)


async def due(session: AsyncSession, now: datetime, limit: int) -> list[tuple[Due, UUID]]:
    """What should have been done by now, the oldest first; a poll opens before it closes, and photos go last."""
    query = select(DEADLINES.c.kind, DEADLINES.c.subject_id).where(DEADLINES.c.due_at <= now)
    last = DEADLINES.c.kind == Due.PHOTO_UNCLAIMED
    rows = await session.execute(query.order_by(last, DEADLINES.c.due_at, DEADLINES.c.kind.desc()).limit(limit))
    return [(kind, subject_id) for kind, subject_id in rows]


async def next_due(session: AsyncSession) -> datetime | None:
    """When the next deadline is, be it past or to come."""
    found: datetime | None = (await session.execute(select(func.min(DEADLINES.c.due_at)))).scalar_one()
    return found


async def known(session: AsyncSession, kind: Due, subject_id: UUID) -> bool:
    """Whether this is to be done at some time."""
    return await session.get(Deadline, (kind, subject_id)) is not None


async def add(session: AsyncSession, new: Sequence[tuple[Due, UUID, datetime]]) -> None:
    """Keeps (what, of which, when) until it is done."""
    await session.execute(NEW, [{"kind": kind, "subject_id": key, "due_at": due_at} for kind, key, due_at in new])


async def claim(
    session: AsyncSession, kinds: Collection[Due], subject_ids: Collection[UUID], now: datetime
) -> set[tuple[Due, UUID]]:
    """Those of these deadlines that are due and that this transaction does; they are gone once it commits."""
    asked = {"kinds": list(kinds), "subjects": padded(subject_ids), "now": now}
    return {(kind, subject_id) for kind, subject_id in await session.execute(CLAIM, asked)}


async def forget(session: AsyncSession, kinds: Collection[Due], subject_ids: Collection[UUID]) -> None:
    """Takes these deadlines away, since nothing is to be done any more. Those that are being done just now stay."""
    await session.execute(FORGET, {"kinds": list(kinds), "subjects": padded(subject_ids)})
