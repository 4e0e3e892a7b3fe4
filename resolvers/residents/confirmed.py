"""Confirming that somebody lives here, whichever way it came about: the one place where `verified_at` is set."""

from uuid import UUID

from db.models.confirmations import Confirmation
from db.models.grids import Home
from db.models.residents import Resident
from db.queries import communities
from db.streams import Addition
from resolvers.deed import Deed
from rules.confirmations import Way
from rules.ids import Kind, public_id


def stream_of(community_id: UUID) -> str:
    """The name of the stream with who was confirmed, how and by whom. It names nobody but by id, and no address."""
    return f"confirmations:{community_id.hex}"


async def confirm(  # noqa: PLR0917 - what a confirmation says
    deed: Deed, resident: Resident, way: Way, by: UUID | None, household_id: UUID | None = None, note: str | None = None
) -> None:
    """Makes somebody a confirmed resident from this moment on: on the roll, and able to earn. The deed holds their row.

    Whoever is confirmed already stays as they are.
    """
    if resident.verified_at is not None:
        return
    resident.verified_at = deed.now
    if household_id is not None:
        await deed.session.merge(Home(resident_id=resident.id, household_id=household_id))
    row = Confirmation(
        resident_id=resident.id, way=way, household_id=household_id, by_id=by, note=note or None, at=deed.now
    )
    deed.session.add(row)
    await communities.add_to_roll(deed.session, resident.community_id, [resident.id])
    record(deed, resident.community_id, "household.confirmed", resident.id, by, way.value)


def record(  # noqa: PLR0917 - what an entry says
    deed: Deed, community_id: UUID, kind: str, resident_id: UUID, by: UUID | None, way: str | None = None
) -> None:
    """Writes into the record what was asked, confirmed or refused, at the end of the deed."""
    payload = {
        "residentId": public_id(Kind.RESIDENT, resident_id),
        "by": None if by is None else public_id(Kind.RESIDENT, by),
        "way": way,
    }
    deed.append_at_end(Addition(stream_of(community_id), kind, payload))
