"""Reports come in, one or many at once."""

import asyncio

from resolvers.opening import opened
from resolvers.reports import submitting
from resolvers.reports.streams import board_of
from resolvers.reports.submitting import Sent
from tests.support.deeds import kinds
from tests.support.house import done
from tests.support.office import DANGER, Office

MANY = 16


async def test_the_first_reports_of_a_community_may_all_come_in_at_once(office: Office):
    """Nobody has begun its board then, nor its figures, so that there is nothing to wait for in the same order."""
    hall = office.hall
    async with opened(hall.plan) as beside:
        houses = hall.house, beside
        coming = [submitting.receive(houses[n % 2], office.sender, Sent(DANGER)) for n in range(MANY)]
        keys = {done(report).id for report in await asyncio.gather(*coming)}
    assert len(keys) == MANY
    assert await kinds(hall.house, board_of(hall.community_id)) == ["report.received"] * MANY
