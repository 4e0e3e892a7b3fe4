"""How a report ends and is opened again, and what nobody may do about a report of another community."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from db.models.deadlines import Due
from db.models.figures import FigureSource
from resolvers.actors import Actor
from resolvers.house import House
from resolvers.reports import ending, handling, submitting
from rules.figures import Figure
from rules.refusals import Code
from rules.reports import Stage
from rules.roles import Role
from tests.support.deeds import foreigner, nothing_changes, refused, swept
from tests.support.house import done
from tests.support.office import Office


async def test_rejected_means_why_and_where_to_turn_instead(office: Office):
    house, key = office.hall.house, await office.handled()
    done(await submitting.follow(house, office.neighbour, key))
    async with nothing_changes(house):
        refused(await ending.reject(house, office.officer, key, " ", "铁路 12306"), Code.INVALID, "reason")
        refused(await ending.reject(house, office.officer, key, "归铁路管", ""), Code.INVALID, "elsewhere")
    done(await ending.reject(house, office.officer, key, "归铁路管", "铁路 12306"))
    report = await office.report(key)
    assert (report.stage, report.reason, report.elsewhere) == (Stage.REJECTED, "归铁路管", "铁路 12306")
    assert (report.due_at, await office.due(), await office.dropped()) == (None, [], 0)
    for actor in (office.sender, office.neighbour):
        assert (await office.told(actor))[-1] == "report.rejected"
    async with nothing_changes(house):
        refused(await handling.start(house, office.staff, key), Code.WRONG_STAGE, "reportId")
        refused(await ending.reopen(house, office.sender, key, "还是不亮"), Code.WRONG_STAGE, "reportId")


async def test_where_there_was_a_photo_before_solving_takes_one_after(office: Office):
    house, key = office.hall.house, await office.handled(pictured=True)
    async with nothing_changes(house):
        refused(await ending.resolve(house, office.officer, key, "灯泡换了", []), Code.INVALID, "photoIds")
    photo = await office.photo(office.officer)
    solved = done(await ending.resolve(house, office.officer, key, "灯泡换了", [photo]))
    assert (solved.stage, solved.note) == (Stage.RESOLVED, "灯泡换了")
    assert await office.due() == []


async def test_its_sender_opens_it_again_within_seven_days(office: Office):
    house, clock, key = office.hall.house, office.hall.clock, await office.solved()
    clock.turn(days=6, hours=23)
    await swept(house)
    async with nothing_changes(house):
        refused(await ending.reopen(house, office.neighbour, key, "还是不亮"), Code.FORBIDDEN)
    opened = done(await ending.reopen(house, office.sender, key, "还是不亮"))
    assert (opened.stage, opened.department_id) == (Stage.REOPENED, office.lights)
    assert await office.due() == [Due.REPORT_WARNS, Due.REPORT_RUNS_OUT]
    assert (await office.told(office.officer))[-1] == "report.reopened"


async def test_after_seven_days_it_stays_solved(office: Office):
    house, clock, key = office.hall.house, office.hall.clock, await office.solved()
    clock.turn(days=7, minutes=1)
    await swept(house)  # a month may have ended meanwhile, and the house closes it by itself
    async with nothing_changes(house):
        refused(await ending.reopen(house, office.sender, key, "还是不亮"), Code.WRONG_STAGE, "reportId")


async def test_a_bad_rating_opens_it_again_once_and_those_in_charge_are_told(office: Office):
    house, key = office.hall.house, await office.solved()
    again = done(await ending.rate(house, office.sender, key, 2, "没修好"))
    assert (again.stage, again.level) == (Stage.REOPENED, 0)
    assert (await office.told(office.officer))[-1] == "report.reopened"
    assert await office.due() == [Due.REPORT_WARNS, Due.REPORT_RUNS_OUT]
    done(await handling.start(house, office.officer, key))
    done(await ending.resolve(house, office.officer, key, "又换了一次", []))
    second = done(await ending.rate(house, office.sender, key, 1, None))
    assert (second.stage, second.rating, await office.due()) == (Stage.RATED, 1, [])
    assert (await office.told(office.officer)).count("report.reopened") == 1
    assert await office.dropped() == 0


async def test_a_report_opened_again_has_a_whole_clock_and_goes_up_from_below(office: Office):
    house, clock, key = office.hall.house, office.hall.clock, await office.handled()
    clock.turn(days=8)
    await swept(house)
    assert (await office.report(key)).level == 1
    done(await ending.resolve(house, office.officer, key, "灯泡换了", []))
    opened = done(await ending.reopen(house, office.sender, key, "还是不亮"))
    assert opened.due_at is not None
    left = opened.due_at - clock.now()
    assert opened.level == 0
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)


Step = Callable[[House, Actor, UUID], Awaitable[object]]
STEPS: dict[str, Step] = {
    "assign": lambda house, who, key: handling.assign(house, who, key, None),
    "start": handling.start,
    "hand_over": lambda house, who, key: handling.hand_over(house, who, key, key, "不归我们管"),
    "ask": lambda house, who, key: handling.ask(house, who, key, "是哪一盏?"),
    "answer": lambda house, who, key: handling.answer(house, who, key, "东边那盏"),
    "resolve": lambda house, who, key: ending.resolve(house, who, key, "好了", []),
    "reject": lambda house, who, key: ending.reject(house, who, key, "不归我们管", "街道"),
    "rate": lambda house, who, key: ending.rate(house, who, key, 5, None),
    "reopen": lambda house, who, key: ending.reopen(house, who, key, "还是不亮"),
    "follow": submitting.follow,
}


@pytest.mark.parametrize("stage", ["sent", "handled", "solved"])
async def test_a_report_of_another_community_is_not_there_whatever_one_is_and_tries(office: Office, stage: str):
    house, key = office.hall.house, await getattr(office, stage)()
    strangers = [
        await foreigner(office.hall, Role.RESIDENT),
        await foreigner(office.hall, Role.COMMUNITY_STAFF, Role.STREET_OFFICER, Role.DEPARTMENT_OFFICER, Role.ADMIN),
    ]
    async with nothing_changes(house):
        for stranger in strangers:
            for step in STEPS.values():
                refused(await step(house, stranger, key), Code.NOT_FOUND, "reportId")


@pytest.mark.parametrize("stage", ["sent", "handled", "solved"])
async def test_a_neighbour_takes_no_step_of_a_report_that_is_not_theirs(office: Office, stage: str):
    house, key = office.hall.house, await getattr(office, stage)()
    async with nothing_changes(house):
        for name, step in STEPS.items():
            if name != "follow":
                refused(await step(house, office.neighbour, key), Code.FORBIDDEN)


async def test_a_report_nobody_sent_is_not_there_either(office: Office):
    house, nothing = office.hall.house, office.hall.house.new_id()
    async with nothing_changes(house):
        for step in STEPS.values():
            refused(await step(house, office.staff, nothing), Code.NOT_FOUND, "reportId")


async def figures_of(house: House) -> dict[Figure, int]:
    """How often each figure was counted."""
    async with house.database.read() as session:
        rows = await session.execute(select(FigureSource.figure, func.count()).group_by(FigureSource.figure))
        return {row[0]: row[1] for row in rows}


async def test_an_answer_after_its_time_is_late_though_nobody_has_swept(office: Office):
    house, key = office.hall.house, await office.handled()
    office.hall.clock.turn(days=7, hours=1)
    async with house.sweeping:
        done(await ending.reject(house, office.officer, key, "归铁路管", "铁路 12306"))
    counted = await figures_of(house)
    assert (counted.get(Figure.ANSWERED_LATE), counted.get(Figure.ANSWERED_IN_TIME)) == (1, None)


async def test_an_answer_in_its_time_is_punctual_though_it_was_handed_on_late(office: Office):
    house, key = office.hall.house, await office.sent()
    office.hall.clock.turn(hours=25)
    await swept(house)
    assert (await office.report(key)).overdue == 1
    done(await handling.assign(house, office.staff, key, office.lights))
    assert (await office.told(office.officer))[-1] == "report.for_you"
    done(await ending.reject(house, office.officer, key, "归铁路管", "铁路 12306"))
    assert (await figures_of(house)).get(Figure.ANSWERED_IN_TIME) == 1
