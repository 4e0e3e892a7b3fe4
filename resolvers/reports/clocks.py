"""The clock of a report: one runs at a time, a question stops it, and every new one is a row of its own."""

from datetime import timedelta

from db.models.deadlines import Due
from db.models.reports import Report, ReportClock
from db.queries import reports
from resolvers.deed import Deed
from resolvers.procedures import calendar_of
from rules.calendars import Calendar, add, between
from rules.procedures import WARNS_AT, Procedure
from rules.reports import ANSWERS_WITHIN, Turn, clock_for

SECOND = timedelta(seconds=1)
OF_A_CLOCK = Due.REPORT_WARNS, Due.REPORT_RUNS_OUT, Due.REPORT_UNANSWERED


async def turn(deed: Deed, report: Report, procedure: Procedure, clock: ReportClock | None, how: Turn) -> None:
    """Does to the report's clock, the one that counts if any does, what a step says.

    The deadlines of a clock that no longer counts are gone.
    """
    if how is Turn.KEEP:
        return
    if how is Turn.PAUSE:
        if clock is not None and clock.due_at is not None:
            await _pause(deed, report, procedure, clock)
        return
    if clock is not None:
        clock.ended_at = deed.now
        deed.forget_deadlines(clock.id, *OF_A_CLOCK)
    report.due_at, report.asked_at = None, None
    if how is Turn.RESTART:
        length = procedure.length(report.category, clock_for(report.stage))
        number = clock.number if clock else await reports.clocks_so_far(deed.session, report.id)
        await _begin(deed, report, procedure, _new(deed, report, number + 1, length), length)
    elif how is Turn.GO_ON and clock is not None:
        whole = timedelta(seconds=clock.seconds)
        after = _new(deed, report, clock.number + 1, whole)
        after.clock, after.warned_at = clock.clock, clock.warned_at
        await _begin(deed, report, procedure, after, timedelta(seconds=clock.left or 0))


def _new(deed: Deed, report: Report, number: int, whole: timedelta) -> ReportClock:
    return ReportClock(
        id=deed.new_id(),
        report_id=report.id,
        number=number,
        clock=clock_for(report.stage),
        begun_at=deed.now,
        seconds=whole // SECOND,
    )


async def _begin(deed: Deed, report: Report, procedure: Procedure, clock: ReportClock, left: timedelta) -> None:
    calendar = await _calendar(deed, report, procedure)
    clock.due_at = report.due_at = add(deed.now, left, calendar)
    report.warned = clock.warned_at is not None
    deed.session.add(clock)
    deed.set_deadline(Due.REPORT_RUNS_OUT, clock.id, clock.due_at)
    if clock.warned_at is None:
        part, of = WARNS_AT
        quiet = left - timedelta(seconds=clock.seconds) * (of - part) / of
        deed.set_deadline(Due.REPORT_WARNS, clock.id, add(deed.now, max(quiet, timedelta(0)), calendar))


async def _pause(deed: Deed, report: Report, procedure: Procedure, clock: ReportClock) -> None:
    if clock.due_at is None:
        raise ValueError("A clock that stands still cannot be stopped.")
    left = between(deed.now, clock.due_at, await _calendar(deed, report, procedure))
    clock.left, clock.due_at = left // SECOND, None
    report.due_at, report.asked_at = None, deed.now
    deed.forget_deadlines(clock.id, *OF_A_CLOCK)
    deed.set_deadline(Due.REPORT_UNANSWERED, clock.id, deed.now + ANSWERS_WITHIN)


async def _calendar(deed: Deed, report: Report, procedure: Procedure) -> Calendar | None:
    working = procedure.category(report.category).working_time
    return await calendar_of(deed.session, report.community_id) if working else None
