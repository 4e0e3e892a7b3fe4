"""Whether what is kept of points is the sum of the entries of the ledger."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from db.models.points import PointsAccount, PointsEntry, Score, ScoreCount
from db.queries.points import OPENED

NOTHING = (0, 0, 0, 0)


async def differences(session: AsyncSession, community_id: UUID) -> list[str]:
    """Where what is kept is not the sum of the entries, a line each; nothing where all is well. For checks."""
    accounts_kept = {
        row.resident_id: (row.earned, row.balance, row.owed, row.uncounted)
        for row in await session.scalars(select(PointsAccount).where(PointsAccount.community_id == community_id))
    }
    later = case((PointsEntry.counted_at.is_(None), PointsEntry.points), else_=0)
    columns = (PointsEntry.points, PointsEntry.material, PointsEntry.owed, later)
    sums = select(PointsEntry.resident_id, *map(func.sum, columns)).where(PointsEntry.community_id == community_id)
    summed = {
        resident: tuple(map(int, values))
        for resident, *values in await session.execute(sums.group_by(PointsEntry.resident_id))
    }
    apart = [
        f"{resident}: {accounts_kept.get(resident, NOTHING)} kept, {summed.get(resident, NOTHING)} summed"
        for resident in sorted(accounts_kept.keys() | summed.keys())
        if accounts_kept.get(resident, NOTHING) != summed.get(resident, NOTHING)
    ]
    return apart + await _corrections_apart(session, community_id) + await _scores_apart(session, community_id)


async def _corrections_apart(session: AsyncSession, community_id: UUID) -> list[str]:
    old = aliased(PointsEntry)
    wrong = select(PointsEntry.id, PointsEntry.material, PointsEntry.owed, old.material).join(
        old, old.id == PointsEntry.corrects_id
    )
    found = wrong.where(
        PointsEntry.community_id == community_id, PointsEntry.owed - PointsEntry.material != old.material
    )
    return [
        f"{key}: {-taken} taken and {owed} owed of {given}"
        for key, taken, owed, given in await session.execute(found.order_by(PointsEntry.id))
    ]


async def _scores_apart(session: AsyncSession, community_id: UUID) -> list[str]:
    kept: dict[tuple[object, ...], int] = defaultdict(int)
    counted: dict[tuple[object, ...], int] = defaultdict(int)
    for row in await session.scalars(select(Score).where(Score.community_id == community_id)):
        counted[row.month, row.scorer.value, row.points] += 1
        if row.scorer in OPENED:
            kept[row.month, row.scorer.value, str(row.subject_id)] += row.points
    for count in await session.scalars(select(ScoreCount).where(ScoreCount.community_id == community_id)):
        kept[count.month, count.scorer.value, count.points] += count.n
    of_community = PointsEntry.community_id == community_id, PointsEntry.counted_at.is_not(None)
    for entry in await session.scalars(select(PointsEntry).where(*of_community)):
        counted[entry.day.replace(day=1), "PERSON", str(entry.resident_id)] += entry.points
        if entry.building_id is not None:
            counted[entry.day.replace(day=1), "BUILDING", str(entry.building_id)] += entry.points
        if entry.team_id is not None:
            counted[entry.day.replace(day=1), "TEAM", str(entry.team_id)] += entry.points
    return [
        f"{' '.join(map(str, key))}: {kept[key]} kept, {counted[key]} counted"
        for key in sorted(set(kept) | set(counted), key=str)
        if kept[key] != counted[key]
    ]
