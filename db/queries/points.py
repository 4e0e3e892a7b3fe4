"""The ledger of points: what was given, what is kept of it, and the board of a month."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, literal, or_, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models.grids import Home, Household, Unit
from db.models.guards import PointsHold
from db.models.points import PointsAccount, PointsEntry, PointsMonth, PointsTariff, Score, ScoreCount, Scorer
from db.models.resolutions import Unthanked
from db.paging import Ask, Page, page
from rules.guards import Outcome
from rules.points import Movement, Rule, Sum, days_of


async def tariff(session: AsyncSession, community_id: UUID, at: datetime) -> PointsTariff | None:
    """The version that is valid at a moment; None where the community has adopted none until then."""
    query = select(PointsTariff).where(PointsTariff.community_id == community_id, PointsTariff.valid_from <= at)
    return await session.scalar(query.order_by(PointsTariff.version.desc()).limit(1))


async def tariffs(session: AsyncSession, community_id: UUID) -> list[PointsTariff]:
    """Every version a community has adopted, oldest first."""
    query = select(PointsTariff).where(PointsTariff.community_id == community_id).order_by(PointsTariff.version)
    return list(await session.scalars(query))


async def open_account(session: AsyncSession, resident_id: UUID, community_id: UUID) -> PointsAccount:
    """The account, begun where there was none, held until this transaction ends."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    begun = insert(PointsAccount).values(
        resident_id=resident_id, community_id=community_id, earned=0, balance=0, owed=0, uncounted=0
    )
    await session.execute(begun.on_conflict_do_nothing())
    return await session.get_one(PointsAccount, resident_id, with_for_update=True, populate_existing=True)


async def accounts(session: AsyncSession, resident_ids: Collection[UUID]) -> dict[UUID, PointsAccount]:
    """The accounts of residents; those who have none are left out."""
    rows = await session.scalars(select(PointsAccount).where(PointsAccount.resident_id.in_(resident_ids)))
    return {row.resident_id: row for row in rows}


async def given_for(session: AsyncSession, rule: Rule, pairs: Collection[tuple[UUID, str]]) -> set[tuple[UUID, str]]:
    """Those of the (resident, source) pairs that the rule has given points for, be they held."""
    wanted = or_(
        *(and_(PointsEntry.resident_id == resident, PointsEntry.source == source) for resident, source in pairs)
    )
    query = select(PointsEntry.resident_id, PointsEntry.source).where(
        wanted, PointsEntry.rule == rule, PointsEntry.movement.in_((Movement.EARNED, Movement.HELD))
    )
    return {(resident, source) for resident, source in await session.execute(query)}


async def entry_for(session: AsyncSession, resident_id: UUID, rule: Rule, source: str) -> PointsEntry | None:
    """What the rule gave somebody for a source."""
    return await session.scalar(
        select(PointsEntry).where(
            PointsEntry.resident_id == resident_id,
            PointsEntry.rule == rule,
            PointsEntry.source == source,
            PointsEntry.movement == Movement.EARNED,
        )
    )


async def corrected(session: AsyncSession, entry_id: UUID) -> bool:
    """Whether an entry has been put right."""
    return bool(await session.scalar(select(PointsEntry.id).where(PointsEntry.corrects_id == entry_id)))


async def so_far(session: AsyncSession, resident_id: UUID, rule: Rule, day: date) -> Sum:
    """What a rule has given somebody on a day, and in the month of that day up to it, with what waits."""
    of_entries = PointsEntry.resident_id == resident_id, PointsEntry.rule == rule
    of_holds = PointsHold.resident_id == resident_id, PointsHold.rule == rule
    return await _so_far(session, day, of_entries, of_holds)


async def household_so_far(session: AsyncSession, household_id: UUID, day: date) -> Sum:
    """What all rules have given all who live in a household, in the same way."""
    of_entries = PointsEntry.household_id == household_id, PointsEntry.rule.is_not(None)
    return await _so_far(session, day, of_entries, (PointsHold.household_id == household_id,))


Those = tuple[ColumnElement[bool], ...]


async def _so_far(session: AsyncSession, day: date, of_entries: Those, of_holds: Those) -> Sum:
    """What was held counts for the day on which it was, and not again for that on which it is released.

    What was taken back counts for no day: neither for that on which it was given nor for that on which it was taken.
    """
    later = aliased(PointsEntry)
    stands = ~select(later.id).where(later.corrects_id == PointsEntry.id).exists()
    given = PointsEntry.movement == Movement.EARNED, PointsEntry.releases_id.is_(None), stands
    entered = await _sums(session, PointsEntry, day, *of_entries, *given)
    kept = or_(PointsHold.outcome.is_(None), PointsHold.outcome == Outcome.RELEASED)
    waiting = await _sums(session, PointsHold, day, *of_holds, kept)
    return entered[0] + waiting[0], entered[1] + waiting[1]


async def _sums(
    session: AsyncSession, table: type[PointsEntry] | type[PointsHold], day: date, *which: ColumnElement[bool]
) -> Sum:
    of_day = func.coalesce(func.sum(table.points).filter(table.day == day), 0)
    query = select(of_day, func.coalesce(func.sum(table.points), 0))
    today, month = (await session.execute(query.where(*which, table.day.between(day.replace(day=1), day)))).one()
    return int(today), int(month)


async def uncounted(session: AsyncSession, community_id: UUID, month: date, limit: int) -> list[PointsEntry]:
    """Entries of a month that no board counts yet, in the order in which they are to be counted."""
    query = select(PointsEntry).where(
        PointsEntry.counted_at.is_(None),
        PointsEntry.community_id == community_id,
        PointsEntry.day.between(*days_of(month)),
    )
    return list(await session.scalars(query.order_by(PointsEntry.day, PointsEntry.id).limit(limit)))


async def owed_since(session: AsyncSession, resident_id: UUID, since: datetime) -> int:
    """By how much what somebody owes has grown after a moment; below zero where it has shrunk."""
    query = select(func.coalesce(func.sum(PointsEntry.owed), 0))
    return int(await session.scalar(query.where(PointsEntry.resident_id == resident_id, PointsEntry.at > since)) or 0)


async def of_resident(session: AsyncSession, resident_id: UUID, ask: Ask) -> Page[PointsEntry]:
    """Somebody's entries, newest first."""
    query = select(PointsEntry).where(PointsEntry.resident_id == resident_id)
    return await page(session, query, PointsEntry.at, PointsEntry.id, ask)


class Lived(NamedTuple):
    """The household and the building that somebody lives in; None where nobody has said."""

    household_id: UUID | None = None
    building_id: UUID | None = None


async def home_of(session: AsyncSession, resident_id: UUID) -> Lived:
    """Where somebody lives."""
    query = select(Home.household_id, Unit.building_id).join(Household, Household.id == Home.household_id)
    row = (
        await session.execute(query.join(Unit, Unit.id == Household.unit_id).where(Home.resident_id == resident_id))
    ).first()
    return Lived(*row) if row else Lived()


@dataclass(frozen=True, slots=True)
class Board:
    """Whose month it is: of a community, by person, building or team."""

    community_id: UUID
    month: date
    scorer: Scorer = Scorer.PERSON

    def of(self, table: type[Score] | type[ScoreCount]) -> ColumnElement[bool]:
        """The rows of this board."""
        return and_(table.community_id == self.community_id, table.month == self.month, table.scorer == self.scorer)

    def row(self, **values: object) -> dict[str, Any]:
        """A row of this board with these values."""
        return {"community_id": self.community_id, "month": self.month, "scorer": self.scorer, **values}


OPENED = {
    Scorer.PERSON: PointsEntry.resident_id,
    Scorer.BUILDING: PointsEntry.building_id,
    Scorer.TEAM: PointsEntry.team_id,
}
"""By what the entries behind a place are found."""


async def score(session: AsyncSession, board: Board, subject_id: UUID, points: int) -> None:
    """Adds to what somebody earned in a month, and keeps the count of those with just so many in step."""
    key = [*board.row(subject_id=subject_id).values()]
    kept = await session.get(
        Score, dict(zip(("community_id", "month", "scorer", "subject_id"), key, strict=True)), with_for_update=True
    )
    before = kept.points if kept else None
    if kept is None:
        kept = Score(**board.row(subject_id=subject_id, points=0))
        session.add(kept)
    kept.points += points
    if before == kept.points:
        return
    steps = [{**board.row(points=kept.points), "n": 1}]
    if before is not None:
        steps.append({**board.row(points=before), "n": -1})
    await session.flush()
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(ScoreCount).values(sorted(steps, key=lambda step: step["points"]))
    keys = [column.name for column in ScoreCount.__table__.primary_key]
    await session.execute(
        statement.on_conflict_do_update(index_elements=keys, set_={"n": ScoreCount.n + statement.excluded.n})
    )


async def month(session: AsyncSession, community_id: UUID, start: date) -> PointsMonth | None:
    """A month of a community in which somebody earned something."""
    query = select(PointsMonth).where(PointsMonth.community_id == community_id, PointsMonth.month == start)
    return await session.scalar(query)


async def months(session: AsyncSession, community_id: UUID) -> list[PointsMonth]:
    """The months of a community in which somebody earned something, newest first."""
    query = select(PointsMonth).where(PointsMonth.community_id == community_id)
    return list(await session.scalars(query.order_by(PointsMonth.month.desc())))


async def top(session: AsyncSession, board: Board, first: int) -> list[Score]:
    """Those who earned most, most first, and by id where they earned the same. Those who decline are left out.

    Order and bounds go one way through the index of the scores, here and in `beside`, however many share a place.
    """
    query = select(Score).where(board.of(Score), Score.points > 0, _shown(board))
    return list(await session.scalars(query.order_by(Score.points.desc(), Score.subject_id.desc()).limit(first)))


def _shown(board: Board) -> ColumnElement[bool]:
    if board.scorer is not Scorer.PERSON:
        return Score.points > 0
    return ~select(Unthanked.resident_id).where(Unthanked.resident_id == Score.subject_id).exists()


async def own(session: AsyncSession, board: Board, subject_id: UUID) -> Score | None:
    """What somebody earned in a month."""
    return await session.scalar(select(Score).where(board.of(Score), Score.subject_id == subject_id))


async def beside(session: AsyncSession, board: Board, mine: Score, each_side: int) -> tuple[list[Score], list[Score]]:
    """Those next to somebody on the board: so many above, the nearest last, and so many below, the nearest first."""
    place = tuple_(Score.points, Score.subject_id)
    here: Any = tuple_(literal(mine.points), literal(mine.subject_id, Score.subject_id.type))
    shown = (board.of(Score), Score.points > 0, _shown(board))
    up = select(Score).where(*shown, place > here).order_by(Score.points, Score.subject_id).limit(each_side)
    down = select(Score).where(*shown, place < here).order_by(Score.points.desc(), Score.subject_id.desc())
    return list(await session.scalars(up))[::-1], list(await session.scalars(down.limit(each_side)))


async def ranks(session: AsyncSession, board: Board, points: Collection[int]) -> dict[int, int]:
    """The place of those with so many points: one more than there are with more. Ties share a place."""
    if not points:
        return {}
    wanted = sorted(set(points))
    more = [func.coalesce(func.sum(ScoreCount.n).filter(ScoreCount.points > value), 0) for value in wanted]
    found = (await session.execute(select(*more).where(board.of(ScoreCount), ScoreCount.points > wanted[0]))).one()
    return {value: 1 + int(count) for value, count in zip(wanted, found, strict=True)}


async def entry(session: AsyncSession, entry_id: UUID) -> PointsEntry | None:
    """An entry of the ledger."""
    return await session.get(PointsEntry, entry_id)
