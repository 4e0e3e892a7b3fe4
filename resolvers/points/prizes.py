"""The prizes of contests, as entries of the ledger."""

from collections.abc import Sequence
from uuid import UUID

from db.models.contests import ContestWin
from db.models.points import PointsEntry
from db.queries import teams
from resolvers.deed import Deed
from resolvers.points.earning import enter
from resolvers.points.streams import stream_of
from resolvers.points.tariffs import valid
from rules.agreements import today
from rules.ids import Kind, public_id
from rules.points import WHOLE, Movement


async def pay(deed: Deed, community_id: UUID, wins: Sequence[ContestWin]) -> None:
    """Writes an entry for each win, which is its source, so that none is paid twice.

    The part that can be spent falls as the tariff says. Call it last in a deed: it waits for the ledger.
    """
    if not wins:
        return
    await deed.begin(stream_of(community_id))
    tariff, day = await valid(deed.session, community_id, deed.now), today(deed.now)
    for win in wins:
        entry = PointsEntry(
            id=deed.new_id(),
            community_id=community_id,
            resident_id=win.resident_id,
            movement=Movement.PRIZE,
            source=public_id(Kind.CONTEST_WIN, win.id),
            tariff_version=tariff.version,
            points=win.points,
            material=win.points * tariff.percent(day) // WHOLE,
            uncut=win.points,
            owed=0,
            day=day,
            at=deed.now,
            team_id=await teams.team_at(deed.session, win.resident_id, deed.now),
        )
        await enter(deed, entry)
