"""Some hundred reports among people who act by chance: none is dropped, and each clock fires once."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.deadlines import Deadline, Due
from db.models.reports import Report, ReportClock
from db.queries import reports
from resolvers.opening import opened
from resolvers.reports import handling
from rules.reports import OPEN, Stage
from tests.support.backends import Backend
from tests.support.closed_loop.checking import chained, checked
from tests.support.closed_loop.judging import Story, Turns
from tests.support.closed_loop.playing import Pace, play
from tests.support.closed_loop.town import StandingClock, open_town
from tests.support.house import Hall, done
from tests.support.office import Office

A_FEW = Pace(reports=150, a_turn=5, minutes=(30, 300))


async def test_no_report_is_dropped_and_every_clock_fires_once(backend: Backend):
    async with open_town(backend) as town, opened(town.plan) as beside:
        played = await play(town, A_FEW, seed=1, beside=[beside])
        told = await checked(town, played)
        assert await chained(town.house) > told.total() * 2
    assert played.refused.keys() >= {"FORBIDDEN", "NOT_FOUND", "WRONG_STAGE"}
    assert told.keys() >= {"report.warned", "report.overdue", "report.asked", "report.rejected", "report.resolved"}


REMOVED = {
    "the end of a clock": delete(Deadline).where(Deadline.kind == Due.REPORT_RUNS_OUT),
    "the clock of a report": update(Report).values(due_at=None),
    "a clock": update(ReportClock).values(ended_at=ReportClock.begun_at),
    "another end than the report's": update(ReportClock).values(due_at=ReportClock.begun_at),
}


@pytest.mark.parametrize("what", REMOVED)
async def test_a_report_whose_clock_was_removed_is_found(office: Office, what: str):
    first = await office.assigned()
    assert await office.dropped() == 0
    await done_by_hand(office.hall, REMOVED[what])
    await office.assigned()
    async with office.hall.house.database.read() as session:
        found = await reports.dropped(session, office.hall.community_id, 10)
    assert [report.id for report in found] == [first]


async def test_a_report_that_ended_without_a_reason_is_found(office: Office):
    await office.solved()
    assert await office.dropped() == 0
    await done_by_hand(office.hall, update(Report).values(note=None))
    assert await office.dropped() == 1
    await done_by_hand(office.hall, update(Report).values(stage=Stage.REJECTED))
    assert await office.dropped() == 1


async def test_a_question_that_waits_for_ever_is_found(office: Office):
    key = await office.assigned()
    done(await handling.ask(office.hall.house, office.officer, key, "是哪一盏?"))
    assert await office.dropped() == 0
    await done_by_hand(office.hall, delete(Deadline).where(Deadline.kind == Due.REPORT_UNANSWERED))
    assert await office.dropped() == 1


async def done_by_hand(hall: Hall, statement: object) -> None:
    """What no deed does."""

    async def work(session: AsyncSession) -> None:
        await session.execute(statement)  # type: ignore[call-overload]

    await hall.house.database.write(work, after=lambda: None)


NOON = StandingClock().at
TURNS = Turns([NOON + timedelta(minutes=minutes) for minutes in range(0, 600, 10)])
GONE_UP = {"clock": "DISPATCH", "goesUpTo": "STREET_OFFICER"}
WARNED = {"clock": "DISPATCH"}


def story(*entries: tuple[int, str, dict[str, str]], end: int) -> Story:
    """A dangerous thing reported at noon, whose clock is an hour, and what is told of it then."""
    told = Story(TURNS)
    told.take("report.received", NOON, {"category": "danger"})
    for minutes, kind, payload in entries:
        told.take(f"report.{kind}", NOON + timedelta(minutes=minutes), payload)
    told.end(NOON + timedelta(minutes=end))
    return told


def test_the_judge_takes_a_story_as_it_should_be():
    told = story((50, "warned", WARNED), (60, "overdue", GONE_UP), end=100)
    assert (told.level, told.stage in OPEN) == (2, True)


@pytest.mark.parametrize(
    "entries",
    [
        [],
        [(40, "warned", WARNED)],
        [(50, "warned", WARNED), (50, "warned", WARNED)],
        [(60, "warned", WARNED)],
        [(50, "warned", WARNED)],
        [(60, "overdue", GONE_UP)],
        [(50, "warned", WARNED), (50, "overdue", GONE_UP)],
        [(50, "warned", WARNED), (70, "overdue", GONE_UP)],
        [(50, "warned", WARNED), (60, "overdue", GONE_UP), (60, "overdue", GONE_UP)],
        [(60, "assigned", {})],
        [(10, "resolved", {})],
        [(10, "answered", {})],
        [(10, "assigned", {}), (50, "warned", WARNED)],
        [(10, "asked", {}), (50, "warned", WARNED)],
    ],
)
def test_the_judge_finds_a_clock_that_is_silent_early_late_or_heard_twice(entries: list):
    with pytest.raises(ValueError, match=r"report|due|clock|stand"):
        story(*entries, end=100)
