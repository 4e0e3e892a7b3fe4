"""Agreements as they stand, and what was said about how they are carried out."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.agreements import Agreement, AgreementPoint, PointNote, Signatory
from db.models.meetings import Meeting
from db.queries import agreements, meetings
from db.queries.agreements import Place
from resolvers.deed import Deed
from resolvers.house import House
from resolvers.meetings.streams import hold_meeting
from rules.agreements import SIGNING, Standing
from rules.proceedings import Party


@dataclass(frozen=True, slots=True)
class Whole:
    """An agreement with the meeting it ends, its points in order, and who signs it for each party."""

    agreement: Agreement
    meeting: Meeting
    points: Sequence[AgreementPoint]
    signatories: Mapping[Party, Signatory]

    @property
    def standing(self) -> Standing:
        """Where it stands, for the rules."""
        residents = {row.party: row.resident_id for row in self.signatories.values()}
        signed = frozenset(row.party for row in self.signatories.values() if row.signed_at)
        return Standing(self.agreement.version, residents, signed)


async def whole(session: AsyncSession, found: Collection[Agreement]) -> Mapping[UUID, Whole]:
    """Each of these agreements with all that belongs to it, by id."""
    ids = [row.id for row in found]
    held = await meetings.by_ids(session, [row.meeting_id for row in found])
    points, signing = await agreements.points(session, ids), await agreements.signatories(session, ids)
    return {row.id: Whole(row, held[row.meeting_id], points[row.id], _by_party(signing[row.id])) for row in found}


def _by_party(rows: Sequence[Signatory]) -> Mapping[Party, Signatory]:
    return {row.party: row for row in sorted(rows, key=lambda row: SIGNING.index(row.party))}


async def hold(deed: Deed, place: Place | None) -> Whole | None:
    """The agreement, held with its meeting and their streams until the deed is done; None where there is none."""
    if place is None or await hold_meeting(deed, place.meeting_id) is None:
        return None
    rows = await agreements.by_ids(deed.session, [place.agreement_id])
    return (await whole(deed.session, rows)).get(place.agreement_id)


async def load(house: House, ids: Collection[UUID]) -> Mapping[UUID, Whole]:
    """Agreements by id; those unknown are left out."""
    async with house.database.read() as session:
        return await whole(session, await agreements.by_ids(session, ids))


async def load_of_meetings(house: House, meeting_ids: Collection[UUID]) -> Mapping[UUID, Whole]:
    """The agreement of each meeting; meetings without one are left out."""
    async with house.database.read() as session:
        found = await whole(session, await agreements.of_meetings(session, meeting_ids))
    return {each.agreement.meeting_id: each for each in found.values()}


async def load_notes(
    house: House, wanted: Collection[tuple[UUID, int]]
) -> Mapping[tuple[UUID, int], Sequence[PointNote]]:
    """The latest notes on points, oldest of them first, by the point and how many are wanted."""
    points: dict[int, list[UUID]] = defaultdict(list)
    for point_id, latest in wanted:
        points[latest].append(point_id)
    found: dict[tuple[UUID, int], Sequence[PointNote]] = {}
    async with house.database.read() as session:
        for latest, ids in points.items():
            notes = await agreements.notes(session, ids, latest)
            found.update({(point_id, latest): rows for point_id, rows in notes.items()})
    return found
