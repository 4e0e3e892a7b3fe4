"""Taking in a community's calendar of holidays and of weekend days that are worked: all of it, or nothing."""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from uuid import UUID

from db.models.reports import CalendarDay
from db.queries import procedures
from resolvers.deed import Deed, perform
from resolvers.grids.importing import Progress
from resolvers.grids.lines import Problem, whole
from resolvers.house import House
from resolvers.procedures import calendar_of, stream_of
from rules.calendars import LONGEST_NAME, accept, read_day
from rules.refusals import Code, Refusal, refuse

COLUMNS = frozenset({"day", "working"})


@dataclass(frozen=True, slots=True)
class Day:
    """A day that is unlike its weekday."""

    day: date
    working: bool
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file as it was written, before anything of it is believed."""

    line: int
    day: str
    working: str
    name: str


class _OnlyTried(Exception):  # noqa: N818
    """Ends a dry run, so that nothing of it is kept."""


async def bring_in(
    house: House, community_id: UUID, text: str, *, dry_run: bool, progress: Progress
) -> tuple[Day, ...] | list[Problem]:
    """The days taken in, in place of all that was known from the first to the last; or what is wrong with which lines.

    `progress` is told how many lines of how many are read. A dry run does the same and keeps nothing.
    """
    days = read(text, progress)
    if isinstance(days, list):
        return days

    async def work(deed: Deed) -> Refusal | None:
        refusal = await _replace(deed, community_id, days)
        if dry_run and refusal is None:
            raise _OnlyTried
        return refusal

    try:
        refusal = await perform(house, work)
    except _OnlyTried:
        refusal = None
    return whole(refusal) if refusal else days


def read(text: str, progress: Progress) -> tuple[Day, ...] | list[Problem]:
    """The days of a file, or every line that is none: CSV, or JSON as holiday-cn publishes it."""
    rows = _of_json(text) if text.lstrip("\ufeff \t\r\n").startswith("{") else _of_csv(text)
    if isinstance(rows, Refusal):
        return whole(rows)
    if not rows:
        return whole(refuse(Code.INVALID, "file_empty"))
    days: dict[date, Day] = {}
    problems = []
    for number, row in enumerate(rows, 1):
        found = _day(row)
        if isinstance(found, Refusal):
            problems.append(Problem(row.line, found))
        elif found.day in days:
            problems.append(Problem(row.line, refuse(Code.INVALID, "calendar_twice", "day", day=row.day.strip())))
        else:
            days[found.day] = found
        progress(number, len(rows))
    return problems or tuple(days[day] for day in sorted(days))


def _day(row: Row) -> Day | Refusal:
    found = read_day(row.day, row.working)
    if isinstance(found, Refusal):
        return found
    name = row.name.strip()
    if len(name) > LONGEST_NAME:
        return refuse(Code.INVALID, "calendar_name", "name", most=LONGEST_NAME)
    return Day(*found, name)


def _of_csv(text: str) -> list[Row] | Refusal:
    reader = csv.DictReader(StringIO(text.lstrip("\ufeff"), newline=""), strict=True)
    try:
        if not set(reader.fieldnames or ()) >= COLUMNS:
            return refuse(Code.INVALID, "calendar_columns")
        return [Row(reader.line_num, row["day"] or "", row["working"] or "", row.get("name") or "") for row in reader]
    except csv.Error:
        return refuse(Code.INVALID, "file_unreadable")


def _of_json(text: str) -> list[Row] | Refusal:
    try:
        days = json.loads(text.lstrip("\ufeff")).get("days")
    except (ValueError, RecursionError):
        days = None
    if not isinstance(days, list) or not all(isinstance(each, dict) for each in days):
        return refuse(Code.INVALID, "file_unreadable")
    return list(_rows(days))


def _rows(days: Sequence[dict[str, object]]) -> Iterator[Row]:
    """Numbered as they come, since a line of JSON means nothing; `isOffDay` says the opposite of `working`."""
    for number, each in enumerate(days, 1):
        off = each.get("isOffDay")
        working = ("no" if off else "yes") if isinstance(off, bool) else ""
        yield Row(number, str(each.get("date", "")), working, str(each.get("name") or ""))


async def _replace(deed: Deed, community_id: UUID, days: Sequence[Day]) -> Refusal | None:
    await deed.hold(stream_of(community_id))
    await procedures.forget_days(deed.session, community_id, days[0].day, days[-1].day)
    for each in days:
        deed.session.add(CalendarDay(community_id=community_id, day=each.day, working=each.working, name=each.name))
    await deed.session.flush()
    payload = {"days": {each.day.isoformat(): each.working for each in days}}
    await deed.append(stream_of(community_id), "calendar.taken_in", payload)
    return accept(await calendar_of(deed.session, community_id))
