"""Who is told of what happens at a whistle, and whom it concerns."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.whistles import Whistle
from db.queries import grids, residents, whistles
from resolvers import departments
from resolvers.deed import Deed
from resolvers.notices.telling import tell
from resolvers.reports import following
from rules.ids import Kind, public_id
from rules.whistles import GOES_UP_TO


def named(whistle: Whistle) -> dict[str, str | int]:
    """What a notice opens: the whistle, and its report where it is over one."""
    opens: dict[str, str | int] = {"whistleId": public_id(Kind.WHISTLE, whistle.id)}
    if whistle.report_id is not None:
        opens["reportId"] = public_id(Kind.REPORT, whistle.report_id)
    return opens


async def names_of(session: AsyncSession, department_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """What each department is called."""
    return {key: row.name for key, row in (await departments.by_ids(session, department_ids)).items()}


async def tell_departments(
    deed: Deed, whistle: Whistle, department_ids: Collection[UUID], kind: str, **more: Mapping[UUID, int] | int
) -> None:
    """Tells everybody who works in these departments; a mapping in `more` gives each department its own number."""
    names = await names_of(deed.session, department_ids)
    members = await whistles.members(deed.session, department_ids)
    for key in sorted(names):
        own = {name: value[key] if isinstance(value, Mapping) else value for name, value in more.items()}
        tell(deed, members[key], kind, {**named(whistle), "department": names[key], **own})


async def tell_upwards(deed: Deed, whistle: Whistle, kind: str, **details: str | int) -> None:
    """Tells the street officers, the staff and the supervisors of the community."""
    people: set[UUID] = set()
    for role in GOES_UP_TO:
        people |= await residents.holders(deed.session, whistle.community_id, role)
    tell(deed, people, kind, {**named(whistle), **details})


async def tell_concerned(deed: Deed, whistle: Whistle, kind: str, **details: str | int) -> None:
    """Tells those it concerns: sender and joiners of the report, or those whose homes are known to be in the grid."""
    if whistle.report_id is not None:
        people = await following.followers(deed.session, whistle.report_id)
    elif whistle.grid_id is not None:
        people = await whistles.living_in(deed.session, whistle.grid_id)
    else:
        return
    tell(deed, people, kind, {**named(whistle), **details})


async def concerning(session: AsyncSession, rows: Sequence[Whistle], resident_id: UUID) -> set[UUID]:
    """Those of these whistles of a resident's community that concern them: as above.

    Where nobody knows the grid of the place, or of their home, a whistle over a place concerns every resident.
    """
    over = {row.report_id for row in rows if row.report_id is not None}
    followed = await following.followed(session, over, resident_id) if over else set()
    placed = any(row.report_id is None and row.grid_id is not None for row in rows)
    home = await grids.grid_of_home(session, resident_id) if placed else None
    return {
        row.id
        for row in rows
        if (row.report_id in followed if row.report_id else None in {row.grid_id, home} or row.grid_id == home)
    }
