"""Tallies as they are watched, over WebSockets and over event streams."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from rules.ids import Kind, public_id
from rules.polls import TallyVisibility
from tests.support.backends import Backend
from tests.support.house import Hall, open_hall
from tests.support.server import Api, Events, Socket, serving

TALLY = """
subscription($id: ID!) {
  pollTally(pollId: $id) { pollId seq phase votes electorate turnout visible choices { key votes share } at }
}"""


@pytest.fixture(params=["websocket", "events"])
def transport(request: pytest.FixtureRequest) -> str:
    return request.param


@asynccontextmanager
async def watching(api: Api, transport: str, poll_id: str, token: str | None = None) -> AsyncIterator[Socket | Events]:
    """Somebody who watches a tally."""
    if transport == "events":
        async with api.events(TALLY, token, id=poll_id) as events:
            yield events
        return
    async with api.socket(token) as socket:
        await socket.subscribe(TALLY, id=poll_id)
        yield socket


async def poll_in(hall: Hall, **terms: Any) -> str:
    """The id of a new poll."""
    return public_id(Kind.POLL, (await hall.poll(**terms)).poll.id)


async def cast(api: Api, hall: Hall, number: int, poll_id: str, choice: str = "yes") -> dict[str, Any]:
    """The receipt of a neighbour's vote."""
    return await api.done("castVote", hall.neighbours[number].token, input={"pollId": poll_id, "choice": choice})


def numbers(tally: dict[str, Any]) -> dict[str, int]:
    return {choice["key"]: choice["votes"] for choice in tally["choices"]}


async def test_who_watches_sees_the_present_state_and_then_every_vote(hall: Hall, api: Api, transport: str):
    poll_id = await poll_in(hall, revisable=True)
    await cast(api, hall, 0, poll_id)
    async with watching(api, transport, poll_id) as watcher:
        first = await watcher.next()
        assert (first["pollId"], first["phase"], first["electorate"], first["visible"]) == (poll_id, "OPEN", 8, True)
        assert numbers(first) == {"yes": 1, "no": 0}
        receipt = await cast(api, hall, 1, poll_id, "no")
        second = await watcher.next()
        assert numbers(second) == {"yes": 1, "no": 1}
        assert second["seq"] >= receipt["seq"] > first["seq"]
        assert [choice["share"] for choice in second["choices"]] == [0.5, 0.5]
        assert second["turnout"] == 2 / 8
        await cast(api, hall, 0, poll_id, "no")
        third = await watcher.next()
        assert (third["votes"], numbers(third)) == (2, {"yes": 0, "no": 2})
        assert third["seq"] > second["seq"]


async def test_a_burst_of_votes_is_at_most_five_states_a_second_and_ends_on_the_last(backend: Backend, transport: str):
    async with open_hall(backend, neighbours=100) as hall, serving(hall) as api:
        poll_id = await poll_in(hall)
        time = asyncio.get_running_loop().time
        began = time()
        async with watching(api, transport, poll_id) as watcher:
            states = [await watcher.next()]

            async def watch() -> None:
                while states[-1]["votes"] < 100:
                    states.append(await watcher.next())

            seen = asyncio.create_task(watch())
            for number in range(100):
                await cast(api, hall, number, poll_id, "no" if number % 3 else "yes")
            await seen
        seconds = time() - began
    assert numbers(states[-1]) == {"yes": 34, "no": 66}
    assert 3 <= len(states) <= 1 + 5 * seconds
    sequence = [state["seq"] for state in states]
    assert sequence == sorted(set(sequence))
    assert [state["votes"] for state in states] == sorted(state["votes"] for state in states)


async def test_a_hidden_tally_is_shown_to_a_watcher_who_votes(hall: Hall, api: Api, transport: str):
    poll_id = await poll_in(hall, tally_visibility=TallyVisibility.AFTER_MY_VOTE)
    me = hall.neighbours[0].token
    async with watching(api, transport, poll_id, me) as watcher, watching(api, transport, poll_id) as guest:
        hidden = await watcher.next()
        assert (hidden["visible"], hidden["choices"], hidden["votes"]) == (False, [], 0)
        assert not (await guest.next())["visible"]
        await cast(api, hall, 1, poll_id, "no")
        still = await watcher.next()
        assert (still["visible"], still["choices"], still["votes"]) == (False, [], 1)
        assert (await guest.next())["votes"] == 1
        await cast(api, hall, 0, poll_id)
        shown = await watcher.next()
        assert (shown["visible"], numbers(shown)) == (True, {"yes": 1, "no": 1})
        of_guest = await guest.next()
        assert (of_guest["visible"], of_guest["choices"], of_guest["votes"]) == (False, [], 2)
    asked = "query($id: ID!) { poll(id: $id) { tally { visible choices { key } } } }"
    assert (await api.ask(asked, me, id=poll_id))["poll"]["tally"]["visible"]
    for token in (None, hall.neighbours[2].token, hall.moderator.token, hall.admin.token):
        hidden = {"visible": False, "choices": []}
        assert (await api.ask(asked, token, id=poll_id))["poll"]["tally"] == hidden


async def test_a_tally_for_after_the_close_is_shown_to_everybody_at_the_close(hall: Hall, api: Api, transport: str):
    poll_id = await poll_in(hall, tally_visibility=TallyVisibility.AFTER_CLOSE)
    me = hall.neighbours[0].token
    async with watching(api, transport, poll_id, me) as watcher, watching(api, transport, poll_id) as guest:
        states = [await watcher.next(), await guest.next()]
        await cast(api, hall, 0, poll_id)
        states += [await watcher.next(), await guest.next()]
        assert [(state["visible"], state["choices"]) for state in states] == [(False, [])] * 4
        await api.done("closePoll", hall.moderator.token, input={"pollId": poll_id, "reason": "都投了。"})
        for last in (await watcher.next(), await guest.next()):
            assert (last["phase"], last["visible"], numbers(last)) == ("CLOSED", True, {"yes": 1, "no": 0})


@pytest.mark.parametrize("visibility", TallyVisibility)
async def test_no_answer_gives_a_hidden_tally_away(hall: Hall, api: Api, visibility: TallyVisibility):
    poll_id = await poll_in(hall, tally_visibility=visibility)
    await cast(api, hall, 0, poll_id)
    asked = """query($id: ID!) { poll(id: $id) { tally { visible choices { votes } } issue {
        record(first: 100) { kind payload } polls { tally { visible choices { votes } } } } } }"""
    poll = (await api.ask(asked, id=poll_id))["poll"]
    live = visibility is TallyVisibility.LIVE
    assert poll["tally"]["visible"] == poll["issue"]["polls"][0]["tally"]["visible"] == live
    (entry,) = [entry for entry in poll["issue"]["record"] if entry["kind"] == "poll.tally"]
    assert entry["payload"]["votes"] == 1
    assert ("choices" in entry["payload"]) == live


async def test_a_poll_opens_and_closes_by_the_clock_before_the_watchers_eyes(hall: Hall, api: Api, transport: str):
    poll_id = await poll_in(hall, opens_in=timedelta(hours=1), lasts=timedelta(hours=1))
    async with watching(api, transport, poll_id) as watcher:
        assert (await watcher.next())["phase"] == "SCHEDULED"
        hall.clock.turn(minutes=61)
        hall.house.sweeper.wake()
        assert (await watcher.next())["phase"] == "OPEN"
        await cast(api, hall, 0, poll_id)
        assert (await watcher.next())["votes"] == 1
        hall.clock.turn(hours=1)
        hall.house.sweeper.wake()
        last = await watcher.next()
        assert (last["phase"], last["votes"], numbers(last)) == ("CLOSED", 1, {"yes": 1, "no": 0})


@pytest.mark.parametrize("poll_id", ["poll_" + "0" * 32, "issue_" + "0" * 32, "", "nonsense\0", "字" * 100])
async def test_a_poll_that_is_not_there_cannot_be_watched(api: Api, poll_id: str):
    async with api.socket() as socket:
        await socket.subscribe(TALLY, id=poll_id)
        problem = await socket.error()
    assert (problem["extensions"]["code"], problem["message"]) == ("NOT_FOUND", "There is no such poll.")


async def test_one_who_stops_watching_hears_no_more(hall: Hall, api: Api):
    poll_id = await poll_in(hall)
    async with api.socket() as socket:
        for id_ in ("a", "b"):
            await socket.subscribe(TALLY, id_, id=poll_id)
            assert (await socket.message())["id"] == id_
        await socket.complete("a")
        await cast(api, hall, 0, poll_id)
        assert (await socket.message())["id"] == "b"
        await socket.subscribe("{ viewer { roles } }", "c")
        assert {(await socket.message())["type"], (await socket.message())["type"]} == {"next", "complete"}
