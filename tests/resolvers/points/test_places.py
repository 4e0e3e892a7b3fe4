"""Whoever earns whatever, at once and in any order: every place on the board is that of counting everybody."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from datetime import date
from itertools import count
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.queries import points
from db.queries.points import Board
from resolvers.deed import Deed, perform
from resolvers.points import board
from resolvers.points.board import Row
from resolvers.points.streams import stream_of
from tests.support.backends import Backend
from tests.support.house import Hall, open_hall

SOMEBODY = st.integers(1, 25)
AT_ONCE = st.lists(st.tuples(SOMEBODY, st.integers(-10, 10)), min_size=1, max_size=12)
EARLIEST = date(2000, 1, 1)


async def scored(hall: Hall, where: Board, who: int, amount: int) -> None:
    """Somebody's points move by so many, as whoever gives points has them move."""

    async def work(deed: Deed) -> None:
        await deed.hold(stream_of(where.community_id))
        await points.score(deed.session, where, UUID(int=who), amount)

    await perform(hall.house, work)


def counted(totals: Counter[int]) -> list[Row]:
    """The whole board by looking at everybody: most first, and the greater id first where they have the same."""
    there = {UUID(int=who): total for who, total in totals.items() if total > 0}
    return [
        Row(1 + sum(other > there[who] for other in there.values()), who, there[who])
        for who in sorted(there, key=lambda each: (there[each], each), reverse=True)
    ]


async def check(hall: Hall, where: Board, totals: Counter[int]) -> None:
    whole = counted(totals)
    assert await board.top(hall.house, where, 10) == whole[:10]
    for number, row in enumerate(whole):
        place = await board.place(hall.house, where, row.subject_id)
        assert place is not None
        assert (place.own, [*place.above]) == (row, whole[max(0, number - 2) : number])
        assert [*place.below] == whole[number + 1 : number + 3]
    for who in (who for who, total in totals.items() if total <= 0):
        assert await board.place(hall.house, where, UUID(int=who)) is None


async def play(hall: Hall, where: Board, rounds: Sequence[Sequence[tuple[int, int]]]) -> None:
    totals: Counter[int] = Counter()
    for moves in rounds:
        await asyncio.gather(*(scored(hall, where, who, amount) for who, amount in moves))
        for who, amount in moves:
            totals[who] += amount
        await check(hall, where, totals)


def test_every_place_is_that_of_counting_everybody(backend: Backend):
    numbers = count()

    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        hall = runner.run(stack.enter_async_context(open_hall(backend, neighbours=1)))

        @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
        @given(rounds=st.lists(AT_ONCE, min_size=1, max_size=3))
        def every_place(rounds: list[list[tuple[int, int]]]) -> None:
            month = EARLIEST.replace(year=EARLIEST.year + next(numbers))
            runner.run(play(hall, Board(hall.community_id, month), rounds))

        try:
            every_place()
        finally:
            runner.run(stack.aclose())
