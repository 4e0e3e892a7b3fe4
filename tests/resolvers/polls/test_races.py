"""A vote and the close at the same moment: it is counted if and only if it was acknowledged."""

import asyncio
import random
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import pytest

from db import streams
from resolvers import issues
from resolvers.deadlines import sweep
from resolvers.house import House
from resolvers.issues import stream_of as issue_stream
from resolvers.opening import opened
from resolvers.polls import cast, manage, watch
from resolvers.polls.ballots import Receipt
from resolvers.polls.cast import Answer
from resolvers.polls.streams import stream_of as poll_stream
from rules.issues import Stage
from rules.refusals import Code
from tests.support.deeds import kinds, poll_kinds, said, swept
from tests.support.house import Hall
from tests.support.voting import kept, recorded, voters

ROUNDS = 12


async def voted(house: House, who: UUID, poll_id: UUID, chance: random.Random) -> Answer:
    """The answer to a vote cast after a few turns of the loop."""
    for _ in range(chance.randrange(30)):
        await asyncio.sleep(0)
    return await cast.cast_vote(house, who, poll_id, chance.choice(["yes", "no"]))


async def settled(house: House, poll_id: UUID, answers: Sequence[Answer]) -> int:
    """How many votes were counted, after checking that these are the acknowledged ones."""
    receipts = [answer for answer in answers if isinstance(answer, Receipt)]
    assert {answer.code for answer in answers if not isinstance(answer, Receipt)} <= {Code.POLL_CLOSED}
    assert sum((await kept(house, poll_id)).values()) == len(receipts)
    await recorded(house, poll_id, receipts)
    poll = (await watch.load(house, [poll_id]))[poll_id].poll
    told = await said(house, issue_stream(poll.issue_id))
    closing = [payload for kind, payload in told if kind == "poll.closed"]
    assert [(entry["votes"], entry["choices"]) for entry in closing] == [(len(receipts), await kept(house, poll_id))]
    assert (await poll_kinds(house, poll_id))[-1] == "poll.closed"
    assert all(receipt.cast_at < poll.closes_at for receipt in receipts)
    return len(receipts)


async def test_a_vote_racing_a_close_by_hand_counts_if_it_was_acknowledged(hall: Hall):
    chance, everybody, moderator = random.Random(1), await voters(hall), await hall.actor(hall.moderator)
    counted = []
    async with opened(hall.plan) as beside:
        for number in range(ROUNDS):
            poll_id = (await hall.poll()).poll.id
            racing = [
                asyncio.create_task(voted((hall.house, beside)[i % 2], who, poll_id, chance))
                for i, who in enumerate(everybody)
            ]
            for _ in range(chance.randrange(40)):
                await asyncio.sleep(0)
            await manage.close_poll((beside, hall.house)[number % 2], moderator, poll_id, "够了")
            counted.append(await settled(hall.house, poll_id, await asyncio.gather(*racing)))
    assert 0 < sum(counted) < ROUNDS * len(everybody)


async def test_a_vote_racing_the_clock_counts_if_it_was_acknowledged(hall: Hall):
    chance, everybody = random.Random(2), await voters(hall)
    counted = []
    async with opened(hall.plan) as beside:
        for _ in range(ROUNDS):
            poll_id = (await hall.poll(lasts=timedelta(hours=1))).poll.id
            racing = [
                asyncio.create_task(voted((hall.house, beside)[i % 2], who, poll_id, chance))
                for i, who in enumerate(everybody)
            ]
            for _ in range(chance.randrange(40)):
                await asyncio.sleep(0)
            hall.clock.turn(hours=1)
            await asyncio.gather(sweep(hall.house), sweep(beside))
            answers = await asyncio.gather(*racing)
            await swept(hall.house)
            counted.append(await settled(hall.house, poll_id, answers))
    assert 0 < sum(counted) < ROUNDS * len(everybody)


async def test_within_a_stream_time_does_not_run_backwards(hall: Hall):
    """No vote that counts is dated after the close, however long it waited for its turn."""
    everybody, moderator = await voters(hall), await hall.actor(hall.moderator)
    async with opened(hall.plan) as beside:
        for _ in range(ROUNDS):
            poll = (await hall.poll()).poll
            votes = [
                cast.cast_vote((hall.house, beside)[i % 2], who, poll.id, "yes") for i, who in enumerate(everybody)
            ]
            talk = [issues.comment(beside, moderator, poll.issue_id, "好") for _ in range(3)]
            closing = manage.close_poll(hall.house, moderator, poll.id, "够了")
            *answers, _ = await asyncio.gather(*votes, *talk, closing)
            closed_at = (await watch.load(hall.house, [poll.id]))[poll.id].poll.closed_at
            assert all(answer.cast_at <= closed_at for answer in answers if isinstance(answer, Receipt))
            for stream in (poll_stream(poll.id), issue_stream(poll.issue_id)):
                async with hall.house.database.read() as session:
                    entries = await streams.read(session, stream, after=0, limit=1_000)
                assert all(before.at <= after.at for before, after in pairwise(entries))


async def test_a_poll_ended_by_several_at_once_ends_once(hall: Hall):
    moderator = await hall.actor(hall.moderator)
    async with opened(hall.plan) as beside:
        for _ in range(6):
            poll = (await hall.poll()).poll
            await asyncio.gather(
                *(manage.close_poll(house, moderator, poll.id, "够了") for house in (hall.house, beside) * 3)
            )
            assert await poll_kinds(hall.house, poll.id) == ["poll.opened", "poll.closed"]


@pytest.mark.parametrize("seed", range(2))
async def test_polls_opened_voted_on_and_talked_about_at_once_at_two_workers(hall: Hall, seed: int):
    """Nothing locks anything else out for good, and every stream is whole."""
    chance, everybody, moderator = random.Random(seed), await voters(hall), await hall.actor(hall.moderator)
    issue = await hall.issue(at=Stage.VOTING)
    async with opened(hall.plan) as beside:
        polls = [(await hall.poll(issue, revisable=True)).poll.id for _ in range(4)]
        deeds = [
            voted(chance.choice([hall.house, beside]), who, poll_id, chance)
            for who in everybody
            for poll_id in chance.sample(polls, 4)
        ]
        deeds += [hall.poll(issue) for _ in range(4)]
        answers = await asyncio.gather(*deeds, *(manage.close_poll(beside, moderator, polls[0], "够了") for _ in "12"))
        for poll_id in polls:
            mine = [answer for answer in answers if isinstance(answer, Receipt) and answer.poll_id == poll_id]
            assert sum((await kept(beside, poll_id)).values()) == len(mine)
            await recorded(beside, poll_id, mine)
    told = await kinds(hall.house, issue_stream(issue.id))
    assert (told.count("poll.opened"), told.count("poll.closed")) == (8, 1)
