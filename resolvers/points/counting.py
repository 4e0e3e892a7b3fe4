"""What boards count of the ledger, and when."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from db.models.deadlines import Due
from db.models.points import PointsAccount, PointsEntry, PointsMonth, Scorer
from db.queries import points
from db.queries.points import Board
from resolvers.deed import Deed
from resolvers.honours.giving import give_title
from resolvers.points.streams import stream_of
from rules.points import Rule, counted_at, end_of

AT_ONCE = 200
"""How many entries are counted in one transaction."""


def new_entry_id(deed: Deed, rule: Rule | None) -> UUID:
    """An id for an entry, which does not tell when it was given where boards count it later."""
    return deed.new_id() if counted_at(rule, deed.now) <= deed.now else uuid4()


async def count(deed: Deed, account: PointsAccount, entry: PointsEntry, month: PointsMonth) -> None:
    """Counts an entry on the boards of its month, now or when its time has come. The deed holds the ledger."""
    at = counted_at(entry.rule, deed.now) if entry.points else deed.now
    if at <= deed.now:
        await _count(deed, account, entry, deed.now)
        return
    # One clock is enough for all that wait in a month, and what is left when the month closes is counted then.
    if at < end_of(month.month) and not await points.uncounted(deed.session, entry.community_id, month.month, 1):
        deed.set_deadline(Due.REPORTS_COUNTED, month.id, at)
    account.uncounted += entry.points
    deed.session.add(entry)


async def _count(deed: Deed, account: PointsAccount, entry: PointsEntry, at: datetime) -> None:
    entry.counted_at = at
    deed.session.add(entry)
    month = entry.day.replace(day=1)
    if entry.points:
        await points.score(deed.session, Board(entry.community_id, month), entry.resident_id, entry.points)
        if entry.building_id is not None:
            board = Board(entry.community_id, month, Scorer.BUILDING)
            await points.score(deed.session, board, entry.building_id, entry.points)
        if entry.team_id is not None:
            await points.score(deed.session, Board(entry.community_id, month, Scorer.TEAM), entry.team_id, entry.points)
    if entry.points > 0:
        await give_title(deed, account)


async def count_when_due(deed: Deed, month_id: UUID) -> None:
    """Counts on the boards what has waited for it, and comes back for what is too much for one transaction."""
    month = await deed.session.get_one(PointsMonth, month_id)
    await deed.hold(stream_of(month.community_id))
    if await count_waiting(deed, month):
        deed.set_deadline(Due.REPORTS_COUNTED, month_id, deed.now)


async def count_waiting(deed: Deed, month: PointsMonth) -> bool:
    """Counts some of the entries of a month that have waited, and says whether there may be more.

    The deed holds the ledger.
    """
    rows = await points.uncounted(deed.session, month.community_id, month.month, AT_ONCE)
    at = min(deed.now, end_of(month.month) - timedelta(microseconds=1))
    for row in rows:
        account = await points.open_account(deed.session, row.resident_id, row.community_id)
        account.uncounted -= row.points
        await _count(deed, account, row, at)
    if rows:
        payload = {"month": month.month.isoformat()[:7], "entries": len(rows)}
        await deed.append(stream_of(month.community_id), "points.reports_counted", payload)
    return len(rows) == AT_ONCE
