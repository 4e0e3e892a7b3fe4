"""What becomes of a report by itself: a clock warns, a clock runs out, a question goes without an answer."""

from uuid import UUID

from db.models.reports import Report, ReportClock
from db.queries import reports
from resolvers.deed import Deed
from resolvers.procedures import of_version
from resolvers.reports.following import tell_in_charge
from resolvers.reports.streams import hold_report, note
from resolvers.reports.taking import Held, put, standing_of
from rules.reports import LEVELS, go_on, go_up


async def warn_when_due(deed: Deed, clock_id: UUID) -> None:
    """Warns those in charge that a clock will run out. One that no longer counts or stands still does nothing."""
    found = await _counting(deed, clock_id)
    if found is None or found[1].due_at is None:
        return
    await _warn(deed, *found)


async def run_out_when_due(deed: Deed, clock_id: UUID) -> None:
    """Takes a report up one level, where another clock begins; warns before, where nobody has.

    A clock that no longer counts does nothing.
    """
    found = await _counting(deed, clock_id)
    if found is None or found[1].due_at is None:
        return
    report, clock = found
    if clock.warned_at is None:  # of two workers, one may come to the end before the other comes to the warning
        await _warn(deed, report, clock)
    clock.overdue_at = deed.now
    report.overdue += 1
    taken = go_up(await standing_of(deed.session, report))
    payload = {"clock": clock.clock.value, "goesUpTo": LEVELS[taken.standing.level].value}
    await put(deed, await _held(deed, report), taken, "report.overdue", payload)
    await tell_in_charge(deed, report, "report.overdue")


async def go_on_when_due(deed: Deed, clock_id: UUID) -> None:
    """Lets a clock go on whose question nobody has answered for 7 days. One that goes on already does nothing."""
    found = await _counting(deed, clock_id)
    if found is None or found[1].due_at is not None:
        return
    report = found[0]
    taken = go_on(await standing_of(deed.session, report))
    await put(deed, await _held(deed, report), taken, "report.unanswered", {})
    await tell_in_charge(deed, report, "report.unanswered")


async def _warn(deed: Deed, report: Report, clock: ReportClock) -> None:
    clock.warned_at, report.warned = deed.now, True
    await note(deed, report, "report.warned", {"clock": clock.clock.value})
    await tell_in_charge(deed, report, "report.warned")


async def _counting(deed: Deed, clock_id: UUID) -> tuple[Report, ReportClock] | None:
    """The report and its clock, held, where the clock is the one that counts."""
    report_id = await reports.report_of_clock(deed.session, clock_id)
    report = await hold_report(deed, report_id) if report_id is not None else None
    clock = await reports.newest_clock(deed.session, report.id) if report is not None else None
    if report is None or clock is None or clock.id != clock_id or clock.ended_at is not None:
        return None
    return report, clock


async def _held(deed: Deed, report: Report) -> Held:
    procedure = await of_version(deed.session, report.community_id, report.procedure_version)
    return Held(report, procedure, await standing_of(deed.session, report))
