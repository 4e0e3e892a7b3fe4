"""What becomes of a report by itself: a clock warns, a clock runs out, a question goes without an answer."""

from uuid import UUID

from db.queries import reports
from resolvers.deed import Deed
from resolvers.procedures import of_version
from resolvers.reports.following import tell_in_charge
from resolvers.reports.streams import hold_in, note
from resolvers.reports.taking import Held, put, standing_of
from rules.reports import LEVELS, go_on, go_up


async def warn_when_due(deed: Deed, clock_id: UUID) -> None:
    """Warns those in charge that a clock will run out. One that no longer counts or stands still does nothing."""
    held = await _counting(deed, clock_id, runs=True)
    if held is not None:
        await _warn(deed, held)


async def run_out_when_due(deed: Deed, clock_id: UUID) -> None:
    """Takes a report up one level, where another clock begins. A clock that no longer counts does nothing.

    Where it has not warned yet, because both came due while nobody ran or two workers looked at once, it warns first.
    """
    held = await _counting(deed, clock_id, runs=True)
    if held is None or held.clock is None:
        return
    await _warn(deed, held)
    held.clock.overdue_at = deed.now
    held.report.overdue += 1
    taken = go_up(held.standing)
    payload = {"clock": held.clock.clock.value, "goesUpTo": LEVELS[taken.standing.level].value}
    report = await put(deed, held, taken, "report.overdue", payload)
    await tell_in_charge(deed, report, "report.overdue")


async def go_on_when_due(deed: Deed, clock_id: UUID) -> None:
    """Lets a clock go on whose question nobody has answered for 7 days. One that goes on already does nothing."""
    held = await _counting(deed, clock_id, runs=False)
    if held is not None:
        report = await put(deed, held, go_on(held.standing), "report.unanswered", {})
        await tell_in_charge(deed, report, "report.unanswered")


async def _warn(deed: Deed, held: Held) -> None:
    if held.clock is None or held.clock.warned_at is not None:
        return
    held.clock.warned_at, held.report.warned = deed.now, True
    note(deed, held.report, "report.warned", {"clock": held.clock.clock.value})
    await tell_in_charge(deed, held.report, "report.warned")


async def _counting(deed: Deed, clock_id: UUID, *, runs: bool) -> Held | None:
    """The report and its clock, held, where the clock is the one that counts, and runs or stands still as said."""
    place = await reports.place_of_clock(deed.session, clock_id)
    found = await hold_in(deed, *place) if place is not None else None
    if found is None or found[1] is None or found[1].id != clock_id or (found[1].due_at is not None) != runs:
        return None
    report, clock = found
    procedure = await of_version(deed.session, report.community_id, report.procedure_version)
    return Held(report, procedure, standing_of(report), clock)
