"""The board of a month: the first ten and one's own place, among 1,000 residents and among 2,000,000."""

import statistics
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from uuid import UUID

import uvloop

from bench.databases import durable_postgres, psql
from bench.findings import Findings, Verdict, shown
from bench.processes import settle
from bench.sizes import Sizes
from bench.street import Site
from db.queries.points import Board
from resolvers import communities, seeding
from resolvers.house import House
from resolvers.opening import Plan, opened
from resolvers.points import board, reading
from rules.points import TOP, month_of
from tests.support.house import SECRET, SentCodes, done, migrated
from tests.support.postgres import database

TURNS = 5
TOP_TEN, OWN_PLACE = "the first ten", "one's own place, with two on each side"


def leaderboard(sizes: Sizes, _data: Path, _place: Site) -> list[Findings]:
    """Small and large by turns in one process without HTTP, so that nothing hides what grows."""
    residents = {"small": sizes.board, "large": sizes.large}
    with ExitStack() as stack:
        server = stack.enter_context(durable_postgres())
        urls = {size: stack.enter_context(database(server, f"board_{size}")) for size in residents}
        for size, url in urls.items():
            uvloop.run(_found(url))
            psql(url, "fill.sql", residents=residents[size], polls=0, each=0, issues=0)
            psql(url, "points.sql", residents=residents[size])
        settle()
        took = uvloop.run(_measured(urls, residents, sizes.repeats))
    findings = Findings(
        "The board of a month",
        f"Milliseconds in one process, without HTTP, on PostgreSQL: the median of {TURNS} turns' medians,"
        f" {sizes.repeats} times in all, small and large by turns. Small: {sizes.board:,} residents with points in the"
        f" month; large: {sizes.large:,}. Places are asked for by residents from the first to the last.",
        ["", "small", "large", "large beside small"],
    )
    for what in (TOP_TEN, OWN_PLACE):
        small, large = (statistics.median(took[what, size]) for size in residents)
        findings.rows.append([what, shown(small), shown(large), f"{shown(large / small)} ×"])
        findings.verdicts.append(Verdict(f"The board, {what}", large / small, "most", 1.5))
    return [findings]


async def _found(url: str) -> None:
    await migrated(url)
    async with opened(_plan(url)) as house:
        done(await seeding.found_community(house))


def _plan(url: str) -> Plan:
    return Plan(url, "memory://", SECRET, SentCodes())


async def _measured(
    urls: dict[str, str], residents: dict[str, int], repeats: int
) -> dict[tuple[str, str], list[float]]:
    took: dict[tuple[str, str], list[float]] = {}
    async with AsyncExitStack() as stack:
        houses = {size: await stack.enter_async_context(opened(_plan(url))) for size, url in urls.items()}
        boards = {size: await _board(house) for size, house in houses.items()}
        assert await reading.differences(houses["small"], boards["small"].community_id) == []
        for size, house in houses.items():
            await _asked(house, boards[size], _some(residents[size], 1))  # statements are prepared once
        for turn in range(TURNS):
            for size, house in houses.items():
                who = _some(residents[size], repeats)[turn * repeats // TURNS : (turn + 1) * repeats // TURNS]
                for what, times in (await _asked(house, boards[size], who)).items():
                    took.setdefault((what, size), []).append(statistics.median(times))
    return took


async def _board(house: House) -> Board:
    return Board((await communities.home(house, None)).id, month_of(house.now()))


def _some(residents: int, repeats: int) -> list[UUID]:
    """So many of the residents that fill.sql has made, here and there among them."""
    return [UUID(int=1 + number * 7919 * residents // repeats % residents) for number in range(repeats)]


async def _asked(house: House, where: Board, who: Sequence[UUID]) -> dict[str, list[float]]:
    took: dict[str, list[float]] = {TOP_TEN: [], OWN_PLACE: []}
    for resident in who:
        began = time.perf_counter()
        best = await board.top(house, where, TOP)
        between = time.perf_counter()
        place = await board.place(house, where, resident)
        ended = time.perf_counter()
        assert len(best) == TOP
        assert place is not None
        took[TOP_TEN].append((between - began) * 1_000)
        took[OWN_PLACE].append((ended - between) * 1_000)
    return took
