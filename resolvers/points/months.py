"""Months of the board: one begins with the first points earned in it, and closes when it is over in China."""

from datetime import date
from uuid import UUID

from db.models.deadlines import Due
from db.models.points import PointsMonth, Scorer
from db.queries import points
from db.queries.points import Board
from resolvers.deed import Deed
from resolvers.points.counting import count_waiting
from resolvers.points.streams import stream_of
from rules.ids import Kind, public_id
from rules.points import TOP, end_of


async def begin(deed: Deed, community_id: UUID, start: date) -> PointsMonth:
    """The month, which is closed once it is over. The deed holds the ledger of the community."""
    row = await points.month(deed.session, community_id, start)
    if row is None:
        row = PointsMonth(id=deed.new_id(), community_id=community_id, month=start, closed_at=None)
        deed.session.add(row)
        deed.set_deadline(Due.MONTH_CLOSES, row.id, end_of(start))
        await deed.session.flush()
    return row


async def close_when_due(deed: Deed, month_id: UUID) -> None:
    """Closes a month: who gave most is in the record then, and nothing is added to it any more.

    Whoever earns something later has waited for the ledger, and so has a moment in the month after.
    """
    row = await deed.session.get(PointsMonth, month_id)
    if row is None or row.closed_at is not None:
        return
    await deed.hold(stream_of(row.community_id))
    if await count_waiting(deed, row):
        deed.set_deadline(Due.MONTH_CLOSES, month_id, deed.now)
        return
    payload = {
        "month": row.month.isoformat()[:7],
        "top": await _best(deed, Board(row.community_id, row.month), Kind.RESIDENT, "residentId"),
        "teams": await _best(deed, Board(row.community_id, row.month, Scorer.TEAM), Kind.TEAM, "teamId"),
    }
    row.closed_at = deed.now
    await deed.append(stream_of(row.community_id), "points.month_closed", payload)


async def _best(deed: Deed, board: Board, kind: Kind, name: str) -> list[dict[str, str | int]]:
    best = await points.top(deed.session, board, TOP)
    ranks = await points.ranks(deed.session, board, {each.points for each in best})
    return [
        {"rank": ranks[each.points], name: public_id(kind, each.subject_id), "points": each.points} for each in best
    ]
