"""What has come due: each is claimed by one worker, done once, and kept until it is done."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from db.batches import batched
from db.files import FilesAwayError
from db.models.deadlines import Due
from db.queries import deadlines
from resolvers.badges.catching_up import catch_up_when_due
from resolvers.checkpoints import sign_when_due
from resolvers.contests.moving import move_when_due
from resolvers.contests.reminding import remind_when_due
from resolvers.deed import Deed, perform
from resolvers.grids.skills import tell_when_due
from resolvers.house import House
from resolvers.meetings.floor import end_when_due
from resolvers.photos.claiming import remove_unclaimed, remove_unclaimed_files
from resolvers.points.counting import count_when_due
from resolvers.points.joining import pay_when_due
from resolvers.points.months import close_when_due as month_closes
from resolvers.polls.manage import close_when_due, open_when_due
from resolvers.reports.due import BY_ITSELF, do_together
from resolvers.residents.sightings import fade_when_due
from resolvers.rewards.redeeming import return_when_due
from resolvers.whistles.due import late_when_due, overdue_when_due

log = logging.getLogger(__name__)

AT_ONCE = 100
"""How many are looked up in one go."""
AT_A_TIME = 8
"""How many lots are under way together."""
TOGETHER = 25
"""How many clocks of reports share a transaction."""
NOT_MET = "The deadline %s of %s could not be met; it stays due."
What = tuple[Due, UUID]

DEEDS: dict[Due, Callable[[Deed, UUID], Awaitable[None]]] = {
    Due.POLL_OPENS: open_when_due,
    Due.POLL_CLOSES: close_when_due,
    Due.CHECKPOINTS: sign_when_due,
    Due.TURN_ENDS: end_when_due,
    Due.PHOTO_UNCLAIMED: remove_unclaimed,
    Due.WHISTLE_ANSWERS: late_when_due,
    Due.WHISTLE_ENDS: overdue_when_due,
    Due.SKILL_EXPIRES: tell_when_due,
    Due.MONTH_CLOSES: month_closes,
    Due.REPORTS_COUNTED: count_when_due,
    Due.VOUCHER_EXPIRES: return_when_due,
    Due.VOICES_PAID: pay_when_due,
    Due.SIGHTING_FADES: fade_when_due,
    Due.CONTEST_MOVES: move_when_due,
    Due.SHORTLIST_WAITS: remind_when_due,
    Due.BADGES_CAUGHT_UP: catch_up_when_due,
}

BEFOREHAND: dict[Due, Callable[[House, UUID], Awaitable[None]]] = {Due.PHOTO_UNCLAIMED: remove_unclaimed_files}
"""What is done before the transaction begins, since it waits for others than the database; it may be done twice."""


async def sweep(house: House) -> datetime | None:
    """Does what is due, and says when the next is.

    One that fails stops no other and stays for the next sweep, whose time is then left to the caller: None. Who comes
    while this house sweeps waits, and finds what is left.
    """
    async with house.sweeping:
        async with house.database.read() as session:
            due = await deadlines.due(session, house.now(), AT_ONCE)
        waiting = iter(_shared_out(due))
        met = await asyncio.gather(*(_do_in_turn(house, waiting) for _ in range(AT_A_TIME)))
        if not all(met):
            return None
        async with house.database.read() as session:
            return await deadlines.next_due(session)


def _shared_out(due: Sequence[What]) -> list[list[What]]:
    """What is done one after the other: clocks of reports by the dozen, of all else what is about one thing."""
    alone: dict[UUID, list[What]] = {}
    for each in due:
        if each[0] not in BY_ITSELF:
            alone.setdefault(each[1], []).append(each)
    return [*batched((each for each in due if each[0] in BY_ITSELF), TOGETHER), *alone.values()]


async def _do_in_turn(house: House, waiting: Iterator[list[What]]) -> bool:
    """Does one lot after the other, each in the order in which it came due; False where one could not be done."""
    met = True
    for lot in waiting:
        try:
            met &= await (_do_together(house, lot) if lot[0][0] in BY_ITSELF else _do_each(house, lot))
        except FilesAwayError as away:
            log.warning("The store of files is away (%s); photos that nobody uses stay due.", away)
            met = False
            list(waiting)  # nothing but photos is left, and each would wait for the store as long
    return met


async def _do_together(house: House, lot: Sequence[What]) -> bool:
    """Where one of them fails, each is tried alone, so that it stops no other."""
    try:
        await perform(house, lambda deed: do_together(deed, lot))
    except Exception:
        if len(lot) > 1:
            return all([await _do_together(house, [each]) for each in lot])
        log.exception(NOT_MET, *lot[0])
        return False
    return True


async def _do_each(house: House, lot: Sequence[What]) -> bool:
    met = True
    for kind, subject_id in lot:
        try:
            if kind in BEFOREHAND:
                await BEFOREHAND[kind](house, subject_id)
            await perform(house, partial(_do, kind=kind, subject_id=subject_id))
        except FilesAwayError:
            raise
        except Exception:
            log.exception(NOT_MET, kind, subject_id)
            met = False
    return met


async def _do(deed: Deed, *, kind: Due, subject_id: UUID) -> None:
    if await deadlines.claim(deed.session, [kind], [subject_id], deed.now):
        await DEEDS[kind](deed, subject_id)
