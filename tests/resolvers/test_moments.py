"""The record's clock never runs backwards."""

import asyncio
from itertools import pairwise

from db import streams
from resolvers import issues
from resolvers.issues import stream_of
from resolvers.opening import opened
from resolvers.polls import cast, manage
from resolvers.polls.ballots import Receipt
from tests.support.house import Hall, done


async def test_comments_of_two_houses_at_once_are_written_in_the_order_of_their_times(hall: Hall):
    issue = await hall.issue()
    speakers = [await hall.actor(person) for person in hall.neighbours]
    async with opened(hall.plan) as other:
        await asyncio.gather(
            *(
                issues.comment(house, speakers[number % len(speakers)], issue.id, f"第 {number} 句")
                for number in range(30)
                for house in (hall.house, other)
            )
        )
    async with hall.house.database.read() as session:
        entries = await streams.read(session, stream_of(issue.id), after=0, limit=1_000)
    assert len(entries) == 61
    assert all(before.at <= after.at for before, after in pairwise(entries))


async def test_no_counted_vote_is_later_than_the_close_of_its_poll(hall: Hall):
    moderator = await hall.actor(hall.moderator)
    voters = [await hall.actor(person) for person in hall.neighbours]
    for _ in range(4):
        poll = (await hall.poll()).poll
        *answers, closed = await asyncio.gather(
            *(cast.cast_vote(hall.house, voter.resident_id, poll.id, "yes") for voter in voters),
            manage.close_poll(hall.house, moderator, poll.id, "够了。"),
        )
        closed_at = done(closed).poll.closed_at
        assert all(answer.cast_at <= closed_at for answer in answers if isinstance(answer, Receipt))
