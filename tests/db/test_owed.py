"""Corrections from before anything could be owed: what they could not take is owed from now on."""

from datetime import timedelta
from uuid import UUID, uuid4

from alembic import command
from sqlalchemy import Connection, column, select, table

from db import migrate as migrating
from db.models.points import PointsAccount, PointsEntry
from db.models.residents import Resident
from db.session import Database
from rules.points import Movement, Rule
from tests.db.test_migrate import empty, nothing
from tests.support.writing import NOON, add, community

assert empty
assert nothing  # fixtures that are used by themselves

ENTRIES = table("points_entries", *(column(c.name, c.type) for c in PointsEntry.__table__.c if c.name != "owed"))
ACCOUNTS = table("points_accounts", *(column(c.name, c.type) for c in PointsAccount.__table__.c if c.name != "owed"))
FIELDS = {"rule": Rule.SUGGESTION, "tariff_version": 1, "day": NOON.date(), "reason": None, "corrects_id": None}


def gave(connection: Connection, place: UUID, person: UUID, wrong: int, taken: int) -> None:
    """An entry and its correction, which took so many of its points."""
    first, last = uuid4(), uuid4()
    both = {**FIELDS, "community_id": place, "resident_id": person, "source": f"issue_{first}", "uncut": 0}
    given = {"id": first, "movement": Movement.EARNED, "points": wrong, "material": wrong, "at": NOON}
    connection.execute(ENTRIES.insert().values(**(both | given)))
    back = {"id": last, "movement": Movement.CORRECTED, "points": -wrong, "material": -taken, "corrects_id": first}
    connection.execute(ENTRIES.insert().values(**(both | back), at=NOON + timedelta(days=1)))


async def test_what_earlier_corrections_could_not_take_is_owed(empty: Database):
    await migrating.migrate(empty)
    place, debtor, even = uuid4(), uuid4(), uuid4()
    await add(empty, community(key=place))
    for person in (debtor, even):
        await add(empty, Resident(id=person, community_id=place, display_name="王姨", registered_at=NOON))

    def before(connection: Connection) -> None:
        command.downgrade(migrating._config(connection), "0018")
        for person, taken in ((debtor, 5), (debtor, 20), (even, 20)):
            gave(connection, place, person, 20, taken)
        for person in (debtor, even):
            row = {"resident_id": person, "community_id": place, "earned": 0, "balance": 0}
            connection.execute(ACCOUNTS.insert().values(**row))
        connection.commit()

    async with empty.writer.connect() as connection:
        await connection.run_sync(before)
    await migrating.migrate(empty)
    async with empty.read() as session:
        owed = {row.resident_id: row.owed for row in await session.scalars(select(PointsAccount))}
        entries = sorted(row.owed for row in await session.scalars(select(PointsEntry)))
    assert owed == {debtor: 15, even: 0}
    assert entries == [0, 0, 0, 0, 0, 15]
