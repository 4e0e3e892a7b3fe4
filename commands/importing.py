"""`import` and `calendar`: what the community is made of, and when it works, from a file."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn
from uuid import UUID

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from commands.house import stop
from resolvers import calendars, communities
from resolvers.grids.importing import Imported, bring_in
from resolvers.grids.importing import Progress as Told
from resolvers.grids.lines import LARGEST_FILE, Problem
from resolvers.house import House
from resolvers.opening import Plan, opened
from rules.ids import Kind, key_of
from schema.sentences import refusal

MOST_SHOWN = 100
COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())


async def import_file(plan: Plan, path: Path, community: str | None, kind: str | None, *, dry_run: bool) -> str:
    """Takes the file in and says what was taken in. Stops with every wrong line, and then nothing has changed."""
    text = text_of(path)
    async with opened(plan) as house:
        community_id = await community_of(house, community)
        with _told(path) as progress:
            result = await bring_in(house, community_id, text, kind=kind, dry_run=dry_run, progress=progress)
    if not isinstance(result, Imported):
        _stop_with(path, result)
    told = ", ".join(f"{number} × {name}" for name, number in result.counts.items())
    return f"Dry run, nothing was kept. It would take in: {told}." if dry_run else f"Taken in: {told}."


async def import_calendar(plan: Plan, path: Path, community: str | None, *, dry_run: bool) -> str:
    """Takes the calendar in and says what it covers. Stops with every wrong line, and then nothing has changed."""
    text = text_of(path)
    async with opened(plan) as house:
        community_id = await community_of(house, community)
        with _told(path) as progress:
            result = await calendars.bring_in(house, community_id, text, dry_run=dry_run, progress=progress)
    if isinstance(result, list):
        _stop_with(path, result)
    worked = sum(each.working for each in result)
    told = f"{len(result) - worked} × day off, {worked} × day worked, from {result[0].day} to {result[-1].day}"
    return f"Dry run, nothing was kept. It would take in: {told}." if dry_run else f"Taken in: {told}."


@contextmanager
def _told(path: Path) -> Iterator[Told]:
    """A bar on the terminal, and what moves it."""
    with Progress(*COLUMNS, transient=True) as bar:
        task = bar.add_task(path.name, total=None)

        def progress(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield progress


def text_of(path: Path) -> str:
    """The text of a file. Stops where it is too large or no UTF-8."""
    if path.stat().st_size > LARGEST_FILE:
        stop(f"{path}: larger than {LARGEST_FILE // 1_000_000} MB; please cut it into several files.")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        stop(f"{path}: not UTF-8 text; please save it as UTF-8.")


def _stop_with(path: Path, problems: Sequence[Problem]) -> NoReturn:
    for problem in problems[:MOST_SHOWN]:
        where = f"{path}:{problem.line}: " if problem.line else f"{path}: "
        typer.secho(where + refusal(problem.why, "en"), fg=typer.colors.RED, err=True)
    more = f" (the first {MOST_SHOWN} are shown)" if len(problems) > MOST_SHOWN else ""
    typer.secho(f"{len(problems)} to put right{more}; nothing was taken in.", err=True)
    raise typer.Exit(1)


async def community_of(house: House, community: str | None) -> UUID:
    """The community with this id; the oldest one where none is named. Stops where there is none."""
    if community is None:
        try:
            return (await communities.home(house, None)).id
        except LookupError as missing:
            stop(str(missing))
    key = key_of(Kind.COMMUNITY, community)
    if key is None or key not in await communities.load(house, [key]):
        stop(f"There is no community {community}.")
    return key
