"""How well departments answer: counted in the deed in which it happens, and read as it is kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db.models.whistles import DepartmentCountSource, Whistle
from db.paging import Ask, Page
from db.queries import answering
from resolvers.deed import Deed
from resolvers.house import House
from rules.agreements import today
from rules.answering import Measure, Rates, month_of, rates
from rules.figures import differing


@dataclass(frozen=True, slots=True)
class Figures:
    """What is kept of a department in a month, and the rates made of it."""

    department_id: UUID
    month: date
    counts: dict[Measure, int]

    @property
    def rates(self) -> Rates:
        """The four rates of the month."""
        return rates(self.counts)


async def count(deed: Deed, whistle: Whistle, department_ids: Collection[UUID], measure: Measure) -> None:
    """Counts one more for each of these departments, in the month of the whistle, with the whistle it was at."""
    if not department_ids:
        return
    month = month_of(today(whistle.blown_at))
    behind = {"month": month, "measure": measure, "whistle_id": whistle.id, "at": deed.now}
    deed.session.add_all(
        [DepartmentCountSource(id=deed.new_id(), department_id=key, **behind) for key in sorted(set(department_ids))]
    )
    await answering.add(deed.session, department_ids, month, measure)


async def of_month(house: House, community_id: UUID, month: date) -> Sequence[Figures]:
    """The figures of the departments of a community that were called in this month, in the order of their names."""
    async with house.database.read() as session:
        found = await answering.counts(session, community_id, month)
    return [Figures(department_id, month, counts) for department_id, counts in found.items()]


async def behind(house: House, figures: Figures, measure: Measure, ask: Ask) -> Page[DepartmentCountSource]:
    """The acts behind a count, newest first."""
    async with house.database.read() as session:
        return await answering.behind(session, figures.department_id, figures.month, measure, ask)


async def differences(house: House, community_id: UUID) -> list[str]:
    """Where what is kept is not what counting anew gives, a line each; nothing where all is well."""
    async with house.database.read() as session:
        kept, counted = await answering.kept(session, community_id), await answering.recount(session, community_id)
    return [f"department {line}" for line in differing(kept, counted)]
