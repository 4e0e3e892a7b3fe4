"""`check-figures` counts what is kept anew."""

from datetime import date

import pytest
import typer
from sqlalchemy import update

from commands.figures import check
from db.models.figures import HandlingTime
from resolvers import figures
from resolvers.deed import perform
from tests.support.house import Hall
from tests.support.resolutions import report

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
