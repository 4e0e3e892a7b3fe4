"""Trainings written down before anybody was told of their end get an id and their deadline."""

from datetime import UTC, date, datetime
from uuid import uuid4

from alembic import command
from sqlalchemy import column, select, table

from db import migrate as migrating
from db.models.deadlines import Deadline, Due
from db.models.grids import Skill
from db.models.residents import Resident
from db.session import Database
from rules.grids import Trade
from tests.db.test_migrate import empty, nothing
from tests.support.writing import NOON, add, community

assert empty
assert nothing  # fixtures that are used by themselves


COLUMNS = ("resident_id", "trade", "trained_on", "expires_on")
OLD = table("skills", *(column(name, Skill.__table__.c[name].type) for name in COLUMNS))


async def test_old_trainings_get_an_id_and_those_that_end_a_deadline(empty: Database):
    await migrating.migrate(empty)
    place, person = uuid4(), uuid4()
    await add(empty, community(key=place))
    await add(empty, Resident(id=person, community_id=place, display_name="刘师傅", registered_at=NOON))
    async with empty.writer.connect() as connection:
        await connection.run_sync(lambda sync: command.downgrade(migrating._config(sync), "0014"))
        for trade, ends in ((Trade.POLICE, date(2027, 3, 31)), (Trade.MARKET, None)):
            given = {"resident_id": person, "trade": trade, "trained_on": NOON.date(), "expires_on": ends}
            await connection.execute(OLD.insert().values(**given))
        await connection.commit()
    await migrating.migrate(empty)
    async with empty.read() as session:
        skills = {row.trade: row.id for row in await session.scalars(select(Skill))}
        (due,) = await session.scalars(select(Deadline).where(Deadline.kind == Due.SKILL_EXPIRES))
    assert len(set(skills.values())) == 2
    assert (due.subject_id, due.due_at) == (skills[Trade.POLICE], datetime(2027, 3, 1, 1, tzinfo=UTC))
