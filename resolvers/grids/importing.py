"""Importing a file of grids, buildings, homes, trades' grids and entries of the register: all of it, or nothing."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from resolvers.deed import Deed, perform
from resolvers.grids import import_buildings, import_homes, import_items, import_map, import_people, import_trades
from resolvers.grids.lines import Counted, Line, Problem, read_lines
from resolvers.house import House

Progress = Callable[[int, int], None]
Step = Callable[[Deed, UUID, Sequence[Line]], Awaitable[list[Problem]]]


@dataclass(frozen=True, slots=True)
class Imported:
    """How many lines of each kind were taken in."""

    counts: Mapping[str, int]


class _Wrong(Exception):  # noqa: N818
    """Carries what is wrong out of the transaction, which is rolled back on the way."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__()
        self.problems = problems


class _OnlyTried(Exception):  # noqa: N818
    """Ends a dry run, so that nothing of it is kept."""


async def bring_in(
    house: House, community_id: UUID, text: str, *, kind: str | None, dry_run: bool, progress: Progress
) -> Imported | Sequence[Problem]:
    """Takes everything in the file in, in one transaction, or says what is wrong with which lines and changes nothing.

    `progress` is told how many lines of how many are done. A dry run does the same and keeps nothing.
    """
    lines = await asyncio.to_thread(read_lines, text, kind)
    wrong = [each for each in lines if isinstance(each, Problem)]
    if wrong:
        return wrong
    by_kind = _by_kind([each for each in lines if isinstance(each, Line)])

    async def work(deed: Deed) -> None:
        await _take_in(deed, community_id, by_kind, progress)
        if dry_run:
            await deed.session.flush()
            raise _OnlyTried

    try:
        await perform(house, work)
    except _Wrong as found:
        return sorted(found.problems, key=lambda problem: problem.line)
    except _OnlyTried:
        pass
    return Imported({kind: len(some) for kind, some in by_kind.items()})


def _by_kind(lines: Sequence[Line]) -> Mapping[str, list[Line]]:
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        found[line.kind].append(line)
    return found


async def _take_in(deed: Deed, community_id: UUID, by_kind: Mapping[str, list[Line]], progress: Progress) -> None:
    """Grids before what stands in them, and buildings before who lives there."""
    total, done = sum(map(len, by_kind.values())), 0
    maps = by_kind.get("community", []) + by_kind.get("grid", [])
    items = [line for kind, some in by_kind.items() if kind not in STEPS for line in some]
    to_come = {(line.kind, line.text("code")) for some in by_kind.values() for line in some}
    draw: Step = partial(import_map.take_in, to_come=to_come)
    steps = [(draw, maps), *((step, by_kind.get(kind, [])) for kind, step in STEPS.items() if step)]
    for step, lines in [*steps, (import_items.take_in, items)]:
        counted = Counted(lines, partial(_told, progress, done, total))
        if lines and (problems := await step(deed, community_id, counted)):
            raise _Wrong(problems)
        done += len(lines)
        progress(done, total)


def _told(progress: Progress, before: int, total: int, number: int) -> None:
    progress(before + number, total)


STEPS = {
    "community": None,
    "grid": None,
    "building": import_buildings.take_in,
    "household": import_homes.take_in,
    "trade_grid": import_trades.take_in,
    "home": import_people.take_in_homes,
    "duty": import_people.take_in_duties,
    "skill": import_people.take_in_skills,
}
"""What takes in the lines of each kind; all others are kinds of the register, and the map is taken in as a whole."""
