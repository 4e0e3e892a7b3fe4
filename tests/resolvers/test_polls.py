"""Deeds of polls."""

import asyncio

from resolvers.polls import cast
from resolvers.polls.ballots import Receipt
from rules.refusals import Code
from tests.support.house import Hall


async def test_fifty_requests_with_one_key_are_one_vote(hall: Hall):
    poll = (await hall.poll()).poll
    voter = await hall.actor(hall.neighbours[1])
    answers = await asyncio.gather(
        *(cast.cast_vote(hall.house, voter.resident_id, poll.id, "yes", "one tap") for _ in range(50))
    )
    assert len(set(answers)) == 1
    assert isinstance(answers[0], Receipt)
    other = await cast.cast_vote(hall.house, voter.resident_id, poll.id, "no", "one tap")
    assert other.code == Code.CONFLICT
