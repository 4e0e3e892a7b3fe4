"""Giving an honour in the transaction of what it is for: the points that bring it, or the close of a poll."""

from uuid import UUID

from db.models.honours import HonourGiven, Nomination
from db.models.points import PointsAccount
from db.queries import honours
from db.queries.polls import Standing as PollStanding
from resolvers.badges.books import book_of
from resolvers.deed import Deed
from resolvers.notices.telling import tell
from resolvers.points.streams import stream_of
from rules.honours import Honour, Standing, winners
from rules.ids import Kind, public_id

BY_POINTS = "points"


async def give_title(deed: Deed, account: PointsAccount) -> None:
    """The title of a model to whoever has earned its points, once for ever. The deed holds the ledger."""
    book = await book_of(deed, account.community_id)
    if account.earned - account.uncounted < book.model_points:
        return
    if await honours.given(deed.session, account.resident_id, Honour.MODEL, BY_POINTS):
        return
    row = HonourGiven(
        id=deed.new_id(),
        community_id=account.community_id,
        honour=Honour.MODEL,
        resident_id=account.resident_id,
        source=BY_POINTS,
        what_for=None,
        points=book.model_points,
        given_at=deed.now,
    )
    await _give(deed, row)


async def crown(deed: Deed, standing: PollStanding) -> None:
    """The honour to whoever a poll about one was won by. Those with the most votes share it.

    Who has said no meanwhile is left out, and then whoever of the others has the most votes has it.
    """
    if not await honours.voted_on(deed.session, standing.poll.id):
        return
    # Whoever says no holds the ledger too, so a no comes wholly before the close or wholly after it.
    await deed.begin(stream_of(standing.poll.community_id))
    rows = await honours.in_poll(deed.session, standing.poll.id)
    by_choice = {row.choice or "": row for row in rows if row.standing is Standing.VOTING}
    votes = {choice.key: choice.votes for choice in standing.choices}
    for choice in winners(votes, list(by_choice)):
        await _give(deed, _won(deed, by_choice[choice], standing.poll.id))
    for row in by_choice.values():
        row.standing = Standing.ENDED


def _won(deed: Deed, row: Nomination, poll_id: UUID) -> HonourGiven:
    return HonourGiven(
        id=deed.new_id(),
        community_id=row.community_id,
        honour=row.honour,
        resident_id=row.nominee_id,
        source=public_id(Kind.POLL, poll_id),
        what_for=row.what_for,
        points=None,
        given_at=deed.now,
    )


async def _give(deed: Deed, row: HonourGiven) -> None:
    deed.session.add(row)
    await deed.session.flush()
    payload = {
        "honourId": public_id(Kind.HONOUR, row.id),
        "residentId": public_id(Kind.RESIDENT, row.resident_id),
        "honour": row.honour.value,
        "source": row.source,
    }
    await deed.append(stream_of(row.community_id), "honour.given", payload)
    tell(deed, [row.resident_id], "honour.given", {"honour": row.honour.value})
