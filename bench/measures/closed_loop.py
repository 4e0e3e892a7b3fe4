"""Reports among people who act by chance: how many steps a second, and whether every report got an answer."""

import sys
from collections.abc import Callable
from pathlib import Path

import uvloop

from bench.databases import durable_postgres
from bench.findings import Findings, Verdict, shown
from bench.sizes import Sizes
from bench.street import Site, scratch
from tests.support.backends import Backend
from tests.support.closed_loop.checking import chained, checked
from tests.support.closed_loop.judging import BY_THEMSELVES
from tests.support.closed_loop.playing import Pace, play
from tests.support.closed_loop.town import open_town
from tests.support.house import migrated
from tests.support.postgres import database

SEED = 5
Row = tuple[int, float, int, int]


def closed_loop(sizes: Sizes, _data: Path, _place: Site) -> list[Findings]:
    """In one process on either database, without HTTP; what was played is checked from the streams afterwards."""
    with scratch() as folder:
        rows = {"SQLite": _played(sizes, "SQLite", f"sqlite:///{folder / 'heyi.db'}")}
    with durable_postgres() as server, database(server, "closed_loop") as url:
        rows["PostgreSQL"] = _played(sizes, "PostgreSQL", url)
    findings = Findings(
        "The closed loop",
        f"{sizes.reports:,} reports in two communities, with residents and staff who do by chance what is theirs to do,"
        " what is not, or nothing, 16 of them at once, and a clock that is turned. A step is a deed that was committed,"
        " be it of people or of a clock. Afterwards no report is dropped, each clock has fired once and in its time,"
        " every stream is a chain, and the public figures are what counting anew gives; anything else ends the run.",
        ["", "steps", "steps a second", "clocks that warned, ran out or went on", "refusals"],
    )
    for name, (steps, seconds, fired, refusals) in rows.items():
        findings.rows.append([name, f"{steps:,}", shown(steps / seconds), f"{fired:,}", f"{refusals:,}"])
        findings.verdicts.append(Verdict(f"{name}, steps a second", steps / seconds, "least", 300, "a second"))
    return [findings]


def _played(sizes: Sizes, name: str, url: str) -> Row:
    return uvloop.run(_play(sizes, url, lambda said: sys.stderr.write(f"bench: {name}: {said}\n")))


async def _play(sizes: Sizes, url: str, told: Callable[[str], object]) -> Row:
    await migrated(url)
    async with open_town(Backend("measured", url, "memory://")) as town:
        played = await play(town, Pace(sizes.reports), SEED, told=told)
        kinds = await checked(town, played)
        await chained(town.house)
    fired = sum(kinds[kind] for kind in BY_THEMSELVES)
    return kinds.total(), played.seconds, fired, played.refused.total()
