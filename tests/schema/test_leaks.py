"""Neighbours watch the same poll and share what they are shown: nobody sees through another's eyes."""

import random
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest

from resolvers.polls import manage
from rules.ids import Kind, public_id
from rules.polls import TallyVisibility
from tests.support.backends import Backend
from tests.support.house import Hall, done, open_hall
from tests.support.server import Api, Socket, serving

TALLY = "subscription($id: ID!) { pollTally(pollId: $id) { seq votes visible choices { key votes } phase } }"
VOTERS = 8


async def watch(stack: AsyncExitStack, api: Api, poll_id: str, token: str | None) -> Socket:
    socket = await stack.enter_async_context(api.socket(token))
    await socket.subscribe(TALLY, id=poll_id)
    assert not (await socket.next())["visible"]
    return socket


async def until(socket: Socket, seq: int) -> list[dict]:
    """The states that come up to this number, in order."""
    states = [await socket.next()]
    while states[-1]["seq"] < seq:
        states.append(await socket.next())
    return states


async def close(hall: Hall, poll_id) -> int:
    closed = done(await manage.close_poll(hall.house, await hall.actor(hall.moderator), poll_id, "够了"))
    return closed.poll.seq


@pytest.mark.parametrize("seed", range(3))
async def test_each_sees_the_numbers_from_their_own_vote_on_and_nobody_before(backend: Backend, seed: int):
    chance = random.Random(seed)
    async with open_hall(backend, neighbours=VOTERS) as hall, serving(hall) as api, AsyncExitStack() as stack:
        poll = (await hall.poll(tally_visibility=TallyVisibility.AFTER_MY_VOTE, revisable=True)).poll
        poll_id = public_id(Kind.POLL, poll.id)
        sockets = [await watch(stack, api, poll_id, neighbour.token) for neighbour in hall.neighbours]
        guests = [await watch(stack, api, poll_id, None) for _ in range(3)]
        voted: dict[int, str] = {}
        for _ in range(2 * VOTERS):
            voter = chance.randrange(VOTERS)
            voted[voter] = "no" if voted.get(voter) == "yes" else "yes"
            given = {"pollId": poll_id, "choice": voted[voter]}
            receipt = await api.done("castVote", hall.neighbours[voter].token, input=given)
            if chance.random() < 0.5:
                continue
            for number, socket in enumerate(sockets):
                states = [state for state in await until(socket, receipt["seq"]) if state["seq"] >= receipt["seq"]]
                assert all(state["visible"] == (number in voted) for state in states)
            for guest in guests:
                assert not any(state["visible"] or state["choices"] for state in await until(guest, receipt["seq"]))
        end = await close(hall, poll.id)
        for socket in (*sockets, *guests):
            assert (await until(socket, end))[-1]["visible"]


async def test_a_tally_hidden_until_the_close_is_hidden_from_all_who_share_it(hall: Hall):
    async with serving(hall) as api, AsyncExitStack() as stack:
        poll = (await hall.poll(tally_visibility=TallyVisibility.AFTER_CLOSE, lasts=timedelta(hours=2))).poll
        poll_id = public_id(Kind.POLL, poll.id)
        tokens = [*(neighbour.token for neighbour in hall.neighbours), hall.moderator.token, None]
        sockets = [await watch(stack, api, poll_id, token) for token in tokens]
        for neighbour in hall.neighbours[:3]:
            given = {"pollId": poll_id, "choice": "yes"}
            receipt = await api.done("castVote", neighbour.token, input=given)
            for socket in sockets:
                assert not any(state["visible"] or state["choices"] for state in await until(socket, receipt["seq"]))
        end = await close(hall, poll.id)
        for socket in sockets:
            last = (await until(socket, end))[-1]
            assert (last["visible"], last["phase"]) == (True, "CLOSED")
