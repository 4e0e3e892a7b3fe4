"""The replay as a command: a bar for each part of the work, then the table."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from commands.polis import Export
from commands.replay.api import ApiError
from commands.replay.report import Report, first_differences, table
from commands.replay.run import CONCURRENCY, Progress, Recount, replay
from commands.replay.tokens import Tokens

EXACT, DIFFERENT, BROKEN_OFF = 0, 1, 2


async def replay_on_screen(
    export: Export, url: str, tokens: Tokens, watchers: int, recount: Recount, *, concurrency: int = CONCURRENCY
) -> int:
    """Replays with progress bars and prints what was found.

    Returns the exit code: 1 when anything differs, 2 when the replay could not be carried through.
    """
    console, code = Console(), BROKEN_OFF
    try:
        with _bars(export, console) as progress:
            report = await replay(export, url, tokens, watchers, recount, concurrency=concurrency, progress=progress)
        show(report, console)
        code = EXACT if report.exact else DIFFERENT
    except* (ApiError, OSError, ValueError) as problems:
        console.print(f"The replay was broken off: {_first(problems)}", style="red", markup=False)
    return code


def show(report: Report, console: Console) -> None:
    """Prints the table and the first differences."""
    console.print(table(report))
    for difference in first_differences(report):
        console.print(difference, style="red", markup=False)


@contextmanager
def _bars(export: Export, console: Console) -> Iterator[Progress]:
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Bars(*columns, console=console) as bars:
        parts = {
            "polls": bars.add_task("Opening polls", total=len(export.statements)),
            "votes": bars.add_task("Voting", total=len(export.votes)),
            "comparisons": bars.add_task("Comparing", total=len(export.final)),
        }
        yield lambda part, more: bars.advance(parts[part], more)


def _first(problem: BaseException) -> BaseException:
    """The first exception in a group that is itself no group."""
    while isinstance(problem, BaseExceptionGroup):
        problem = problem.exceptions[0]
    return problem
