"""Votes as tests cast and count them."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from resolvers.house import House
from resolvers.issues import stream_of as issue_stream
from resolvers.polls import audit, cast, watch
from resolvers.polls.ballots import Receipt
from resolvers.polls.cast import Answer
from resolvers.polls.streams import stream_of as poll_stream
from tests.support.deeds import said
from tests.support.house import Hall

Cast = tuple[UUID, str]
"""Who votes, and for what."""


async def voters(hall: Hall) -> list[UUID]:
    """Everybody on the roll."""
    people = (*hall.neighbours, hall.moderator, hall.staff, hall.admin)
    return [(await hall.actor(person)).resident_id for person in people]


async def cast_all(house: House, poll_id: UUID, votes: Sequence[Cast]) -> list[Answer]:
    """The answer to each vote, all cast at once."""
    return await asyncio.gather(*(cast.cast_vote(house, who, poll_id, choice) for who, choice in votes))


async def kept(house: House, poll_id: UUID) -> dict[str, int]:
    """The tally as it is kept, after making sure that counting anew gives the same."""
    standing = (await watch.load(house, [poll_id]))[poll_id]
    tally = {choice.key: choice.votes for choice in standing.choices}
    assert tally == (await audit.recount(house, standing.poll.issue_id))[poll_id]
    return tally


async def recorded(house: House, poll_id: UUID, receipts: Sequence[Answer]) -> None:
    """Fails unless the poll's stream holds exactly the trackers of these receipts, each under its own number."""
    told = await said(house, poll_stream(poll_id))
    trackers = {
        tracker: seq
        for seq, (kind, payload) in enumerate(told, 1)
        if kind == "votes.cast"
        for tracker in payload["trackers"]
    }
    assert trackers == {receipt.tracker: receipt.seq for receipt in receipts if isinstance(receipt, Receipt)}


async def told_before_the_close(house: House, poll_id: UUID) -> list[dict[str, object]]:
    """What both streams say about how the votes stand, up to the close."""
    issue_id = (await watch.load(house, [poll_id]))[poll_id].poll.issue_id
    told = await said(house, poll_stream(poll_id)) + await said(house, issue_stream(issue_id))
    return [payload for kind, payload in told if kind in {"votes.cast", "poll.tally"}]
