"""Every step of a report asks who holds an office; in a city that must not be a walk past every resident."""

from sqlalchemy import select, text

from db.models.residents import RoleHeld
from rules.roles import Role
from tests.support.house import Hall


async def test_who_holds_an_office_is_found_by_an_index(hall: Hall):
    query = select(RoleHeld.resident_id).where(
        RoleHeld.community_id == hall.community_id, RoleHeld.role == Role.COMMUNITY_STAFF
    )
    async with hall.house.database.read() as session:
        if not hall.house.database.embedded:
            await session.execute(text("SET enable_seqscan = off"))  # of a table this small it would read everything
        asked = str(query.compile(dialect=session.get_bind().dialect, compile_kwargs={"literal_binds": True}))
        explain = "EXPLAIN QUERY PLAN " if hall.house.database.embedded else "EXPLAIN "
        plan = " ".join(str(row) for row in await session.execute(text(explain + asked)))
    assert "ix_roles_community_id_role" in plan
