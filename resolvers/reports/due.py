"""What becomes of reports by themselves: a clock warns, a clock runs out, a question goes without an answer."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from uuid import UUID

from db.models.deadlines import Due
from db.models.reports import Report, ReportClock
from db.queries import deadlines, reports
from resolvers.deed import Deed
from resolvers.procedures import of_version
from resolvers.reports.following import tell_in_charge
from resolvers.reports.streams import board_of, note, stream_of
from resolvers.reports.taking import Held, put, standing_of
from rules.reports import LEVELS, go_on, go_up


async def do_together(deed: Deed, due: Sequence[tuple[Due, UUID]]) -> None:
    """Does what came due of clocks, in the order given and in one transaction, since many come due at the same hour.

    Another worker's are left to it. A clock that no longer counts does nothing; only one that stands still goes on.
    """
    clock_ids = {clock_id for _, clock_id in due}
    claimed = await deadlines.claim(deed.session, BY_ITSELF.keys(), clock_ids, deed.now)
    places = set((await reports.places_of_clocks(deed.session, clock_ids)).values()) if claimed else None
    if not places:
        return
    await deed.hold(*{name for place in places for name in (board_of(place[0]), stream_of(place[1]))})
    counting = await reports.held_together(deed.session, {report_id for _, report_id in places})
    place_in_line = {each: number for number, each in enumerate(due)}
    with deed.session.no_autoflush:  # nothing that is asked for on the way is about these reports
        for kind, clock_id in sorted(claimed, key=lambda each: place_in_line.get(each, len(due))):
            if clock_id in counting:
                await _do(deed, kind, *counting[clock_id])


async def _do(deed: Deed, kind: Due, report: Report, clock: ReportClock) -> None:
    stands_still = clock.due_at is None
    if clock.ended_at is None and stands_still == (kind is Due.REPORT_UNANSWERED):
        version = report.community_id, report.procedure_version
        procedure = await deed.once(("procedure", *version), partial(of_version, deed.session, *version))
        await BY_ITSELF[kind](deed, Held(report, procedure, standing_of(report), clock), clock)


async def _warn(deed: Deed, held: Held, clock: ReportClock) -> None:
    if clock.warned_at is None:
        clock.warned_at, held.report.warned = deed.now, True
        note(deed, held.report, "report.warned", {"clock": clock.clock.value})
        await tell_in_charge(deed, held.report, "report.warned")


async def _run_out(deed: Deed, held: Held, clock: ReportClock) -> None:
    """Up one level, where another clock begins. Where both came due while nobody looked, it warns first."""
    await _warn(deed, held, clock)
    clock.overdue_at = deed.now
    held.report.overdue += 1
    taken = go_up(held.standing)
    payload = {"clock": clock.clock.value, "goesUpTo": LEVELS[taken.standing.level].value}
    report = await put(deed, held, taken, "report.overdue", payload)
    await tell_in_charge(deed, report, "report.overdue")


async def _go_on(deed: Deed, held: Held, _: ReportClock) -> None:
    report = await put(deed, held, go_on(held.standing), "report.unanswered", {})
    await tell_in_charge(deed, report, "report.unanswered")


BY_ITSELF: dict[Due, Callable[[Deed, Held, ReportClock], Awaitable[None]]] = {
    Due.REPORT_WARNS: _warn,
    Due.REPORT_RUNS_OUT: _run_out,
    Due.REPORT_UNANSWERED: _go_on,
}
