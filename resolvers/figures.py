"""Public figures: counted as things happen, in the transaction in which they do, and read as they are kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db.models.figures import FigureSource
from db.paging import Ask, Page
from db.queries import figures
from resolvers.deed import Deed
from resolvers.house import House
from rules.figures import Figure, Period, differing, end_of, starts
from rules.refusals import Refusal


async def count(deed: Deed, community_id: UUID, day: date, figure: Figure, report_id: UUID) -> None:
    """Counts one more of this figure, for the day in China and for its month, with the report it is about."""
    _trace(deed, FigureSource(community_id=community_id, day=day, figure=figure, report_id=report_id))
    await figures.add(deed.session, community_id, day, figure)


async def time(deed: Deed, community_id: UUID, day: date, minutes: int, report_id: UUID) -> None:
    """Takes down how many whole minutes a report took, on the day in China; counted beside SOLVED, as TIMED."""
    behind = FigureSource(community_id=community_id, day=day, figure=Figure.TIMED, report_id=report_id, minutes=minutes)
    _trace(deed, behind)
    await figures.add(deed.session, community_id, day, Figure.TIMED)
    await figures.add_time(deed.session, community_id, day, minutes)


def _trace(deed: Deed, source: FigureSource) -> None:
    source.id, source.at = deed.new_id(), deed.now
    deed.session.add(source)


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one day or month, with the minutes within which half and nine tenths were solved."""

    community_id: UUID
    since: date
    until: date
    counts: Mapping[Figure, int]
    median: int | None
    ninety: int | None


async def rows(house: House, community_id: UUID, period: Period, since: date, until: date) -> list[Row] | Refusal:
    """The kept figures from one day to another, oldest first, with a row of zeros where nothing happened."""
    begun = starts(period, since, until)
    if isinstance(begun, Refusal):
        return begun
    async with house.database.read() as session:
        counts = await figures.counts(session, community_id, period, begun[0], begun[-1])
        times = await figures.times(session, community_id, period, begun[0], begun[-1])
    return [
        Row(
            community_id,
            start,
            end_of(period, start),
            {figure: counts.get((start, figure), 0) for figure in Figure},
            *times.get(start, (None, None)),
        )
        for start in begun
    ]


async def behind(house: House, row: Row, figure: Figure, ask: Ask) -> Page[FigureSource]:
    """What a figure was counted from, newest first."""
    async with house.database.read() as session:
        return await figures.behind(session, row.community_id, figure, (row.since, row.until), ask)


async def differences(house: House, community_id: UUID) -> list[str]:
    """Where what is kept is not what counting anew gives, a line each; nothing where all is well."""
    async with house.database.read() as session:
        kept, counted = await figures.kept(session, community_id), await figures.recount(session, community_id)
    return differing(kept, counted)
