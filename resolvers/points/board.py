"""The board of a month: who gave most, and where somebody stands."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from db import streams
from db.models.points import Score
from db.queries import points
from db.queries.points import Board
from realtime.pace import newest_states
from resolvers.house import House
from resolvers.patience import patiently
from resolvers.points.streams import stream_of
from rules.points import BESIDE


@dataclass(frozen=True, slots=True)
class Row:
    """One place on the board. Those who earned the same share a place."""

    rank: int
    subject_id: UUID
    points: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands, with those next to them: two above, the nearest last, and two below."""

    own: Row
    above: Sequence[Row]
    below: Sequence[Row]


async def top(house: House, board: Board, first: int) -> list[Row]:
    """Those who gave most, most first."""
    async with house.database.read() as session:
        best = await points.top(session, board, first)
        return _rows(best, await points.ranks(session, board, {each.points for each in best}))


async def place(house: House, board: Board, subject_id: UUID) -> Place | None:
    """Where somebody stands; None where they have earned nothing in that month."""
    async with house.database.read() as session:
        own = await points.own(session, board, subject_id)
        if own is None or own.points <= 0:
            return None
        above, below = await points.beside(session, board, own, BESIDE)
        ranks = await points.ranks(session, board, {each.points for each in (*above, own, *below)})
    return Place(_rows([own], ranks)[0], _rows(above, ranks), _rows(below, ranks))


def _rows(scores: Sequence[Score], ranks: dict[int, int]) -> list[Row]:
    return [Row(ranks[each.points], each.subject_id, each.points) for each in scores]


async def follow(house: House, board: Board, first: int) -> AsyncGenerator[list[Row], None]:
    """The board as it stands, then its newest state after each change."""
    name = stream_of(board.community_id)

    async def read() -> tuple[int, list[Row]]:
        async with house.database.read() as session:
            seq = (await streams.heads(session, [name])).get(name, 0)
            best = await points.top(session, board, first)
            return seq, _rows(best, await points.ranks(session, board, {each.points for each in best}))

    with house.hub.follow(name) as follower:
        async for rows in newest_states(follower, partial(patiently, read)):
            yield rows
