"""Figures: one more of each, as they are kept, and what is behind them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Executable, Table, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.figures import FigureCount, FigureSource, HandlingTime
from db.paging import Ask, Page, page
from rules.figures import MEDIAN, NINETY, Figure, Period, start_of

Counts = dict[tuple[date, Figure], int]
Times = dict[date, tuple[int | None, int | None]]


async def add(session: AsyncSession, community_id: UUID, day: date, figure: Figure) -> None:
    """One more of the figure, for the day and for its month."""
    rows = [{"community_id": community_id, **_in(period, day), "figure": figure, "n": 1} for period in Period]
    await _add(session, FigureCount, rows)


async def add_time(session: AsyncSession, community_id: UUID, day: date, minutes: int) -> None:
    """One more report that took so many minutes, for the day and for its month."""
    rows = [{"community_id": community_id, **_in(period, day), "minutes": minutes, "n": 1} for period in Period]
    await _add(session, HandlingTime, rows)


def _in(period: Period, day: date) -> dict[str, Any]:
    return {"period": period, "since": start_of(period, day)}


async def _add(
    session: AsyncSession, table: type[FigureCount] | type[HandlingTime], rows: Sequence[dict[str, Any]]
) -> None:
    await session.execute(_more(session.get_bind().dialect.name, table), rows)


@cache
def _more(dialect: str, table: type[FigureCount] | type[HandlingTime]) -> Executable:
    """The statement that adds to a row or begins it, made once: making it anew costs more than the database."""
    kept = cast("Table", table.__table__)
    statement = sqlite.insert(kept) if dialect == "sqlite" else postgresql.insert(kept)
    key = [column.name for column in kept.primary_key]
    return statement.on_conflict_do_update(index_elements=key, set_={"n": kept.c.n + statement.excluded.n})


async def counts(session: AsyncSession, community_id: UUID, period: Period, since: date, until: date) -> Counts:
    """The kept figures of the periods that begin from one day to another; where nothing happened there is none."""
    query = select(FigureCount.since, FigureCount.figure, FigureCount.n).where(
        FigureCount.community_id == community_id,
        FigureCount.period == period,
        FigureCount.since.between(since, until),
    )
    return {(start, figure): n for start, figure, n in await session.execute(query)}


async def times(session: AsyncSession, community_id: UUID, period: Period, since: date, until: date) -> Times:
    """The minutes within which half and nine tenths of the reports were solved, for each period that had any."""
    start, n = HandlingTime.since, func.sum(HandlingTime.n)
    so_far = n.over(partition_by=start, order_by=HandlingTime.minutes).label("so_far")
    whole = n.over(partition_by=start).label("whole")
    kept = (
        select(HandlingTime.since, HandlingTime.minutes, so_far, whole)
        .where(
            HandlingTime.community_id == community_id,
            HandlingTime.period == period,
            HandlingTime.since.between(since, until),
        )
        .subquery()
    )

    def reached(part: tuple[int, int]) -> Any:  # noqa: ANN401
        return func.min(kept.c.minutes).filter(kept.c.so_far * part[1] >= kept.c.whole * part[0])

    query = select(kept.c.since, reached(MEDIAN), reached(NINETY)).group_by(kept.c.since)
    return {since: (median, ninety) for since, median, ninety in await session.execute(query)}


async def behind(
    session: AsyncSession, community_id: UUID, figure: Figure, days: tuple[date, date], ask: Ask
) -> Page[FigureSource]:
    """What was counted from one day to another, newest first."""
    query = select(FigureSource).where(
        FigureSource.community_id == community_id,
        FigureSource.figure == figure,
        FigureSource.day.between(*days),
    )
    return await page(session, query, FigureSource.at, FigureSource.id, ask)


Kept = dict[tuple[str, ...], int]


async def kept(session: AsyncSession, community_id: UUID) -> Kept:
    """Every kept number of a community: counts by (period, first day, figure), times by (…, "MINUTES", minutes)."""
    found: Kept = {}
    for row in await session.scalars(select(FigureCount).where(FigureCount.community_id == community_id)):
        found[row.period.value, row.since.isoformat(), row.figure.value] = row.n
    for time in await session.scalars(select(HandlingTime).where(HandlingTime.community_id == community_id)):
        found[time.period.value, time.since.isoformat(), "MINUTES", str(time.minutes)] = time.n
    return found


async def recount(session: AsyncSession, community_id: UUID) -> Kept:
    """The same, counted anew from what is behind them. For checks, not for screens."""
    query = (
        select(FigureSource.day, FigureSource.figure, FigureSource.minutes, func.count())
        .where(FigureSource.community_id == community_id)
        .group_by(FigureSource.day, FigureSource.figure, FigureSource.minutes)
    )
    found: Kept = defaultdict(int)
    for day, figure, minutes, n in await session.execute(query):
        for period in Period:
            start = start_of(period, day).isoformat()
            found[period.value, start, figure.value] += n
            if minutes is not None:
                found[period.value, start, "MINUTES", str(minutes)] += n
    return found
