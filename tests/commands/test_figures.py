"""`check-figures` counts what is kept anew."""

from datetime import date
from uuid import UUID

import pytest
import typer
from sqlalchemy import update

from commands.figures import check
from db.models.figures import HandlingTime
from db.models.points import PointsAccount
from db.models.whistles import DepartmentCount
from resolvers import departments, figures
from resolvers.deed import perform
from resolvers.points.earning import earn
from rules.answering import Measure
from rules.points import Rule
from tests.support.house import Hall
from tests.support.resolutions import report
from tests.support.whistles import street

DAY = date(2026, 5, 1)


async def test_figures_that_were_tampered_with_are_said_and_stop_the_command(
    hall: Hall, capsys: pytest.CaptureFixture[str]
):
    row = await report(hall)
    await perform(hall.house, lambda deed: figures.time(deed, hall.community_id, DAY, 7, row.id))
    assert await check(hall.plan) == "Every figure is what counting anew gives."

    async def tamper(session) -> None:
        await session.execute(update(HandlingTime).values(minutes=3))

    await hall.house.database.write(tamper, after=lambda: None)
    with pytest.raises(typer.Exit) as stopped:
        await check(hall.plan)
    assert stopped.value.exit_code == 2
    said = capsys.readouterr().err
    assert "MONTH 2026-05-01 MINUTES 7: 0 kept, 1 counted" in said
    assert "DAY 2026-05-01 MINUTES 3: 1 kept, 0 counted" in said


async def test_a_count_of_a_department_that_was_tampered_with_is_said(hall: Hall, capsys: pytest.CaptureFixture[str]):
    there = await street(hall)
    await there.closed()
    assert await check(hall.plan) == "Every figure is what counting anew gives."

    async def tamper(session) -> None:
        called = DepartmentCount.department_id == there.departments[0], DepartmentCount.measure == Measure.CALLED
        await session.execute(update(DepartmentCount).where(*called).values(n=40))

    await hall.house.database.write(tamper, after=lambda: None)
    with pytest.raises(typer.Exit):
        await check(hall.plan)
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith("CALLED: 40 kept, 1 counted")
    assert f"department {await code_of(hall, there.departments[0])} " in line


async def test_a_balance_that_was_tampered_with_is_said(hall: Hall, capsys: pytest.CaptureFixture[str]):
    who = (await hall.actor(hall.neighbours[0])).resident_id
    await perform(hall.house, lambda deed: earn(deed, hall.community_id, [who], Rule.SUGGESTION, "issue_1", {}))
    assert await check(hall.plan) == "Every figure is what counting anew gives."

    async def tamper(session) -> None:
        await session.execute(update(PointsAccount).values(balance=1_000))

    await hall.house.database.write(tamper, after=lambda: None)
    with pytest.raises(typer.Exit):
        await check(hall.plan)
    assert f"{who}: (20, 1000, 0, 0) kept, (20, 20, 0, 0) summed" in capsys.readouterr().err


async def code_of(hall: Hall, department_id: UUID) -> str:
    return (await departments.load(hall.house, [department_id]))[department_id].code
