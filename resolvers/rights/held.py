"""Whether somebody's level allows something."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.queries import points
from resolvers.deed import Deed
from resolvers.points.tariffs import valid
from rules.points import Right
from rules.refusals import Refusal
from rules.rights import may


async def allowed(deed: Deed, community_id: UUID, resident_id: UUID, right: Right) -> Refusal | None:
    """None where somebody has the right now; else how many points it takes."""
    tariff = await valid(deed.session, community_id, deed.now)
    return may(tariff, await earned(deed.session, resident_id), right)


async def earned(session: AsyncSession, resident_id: UUID) -> int:
    """All points somebody has ever earned."""
    account = (await points.accounts(session, [resident_id])).get(resident_id)
    return account.earned if account else 0
