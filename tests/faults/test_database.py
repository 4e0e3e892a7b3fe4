"""PostgreSQL goes away for a moment: callers get a number to tell us, and then everything goes on."""

import asyncio
import logging
import signal
from collections.abc import Iterator

import pytest

from rules.ids import Kind, public_id
from tests.support import house, postgres
from tests.support.backends import Backend
from tests.support.house import open_hall
from tests.support.server import Api, serving
from tests.support.servers import PostgresServer

TALLY = "subscription($id: ID!) { pollTally(pollId: $id) { votes } }"
POLL = "query($id: ID!) { poll(id: $id) { tally { votes } } }"


@pytest.fixture
def mortal() -> Iterator[PostgresServer]:
    """A PostgreSQL of the test's own, with every table."""
    with PostgresServer() as server:
        postgres.finish(house.migrated(server.url))
        yield server


async def masked(api: Api, query: str, token: str | None = None, **variables: object) -> str:
    """The number of the error that a query is answered with; nothing else of it is told."""
    response = await api.post(query, token, **variables)
    (problem,) = response.json()["errors"]
    number = problem["extensions"]["errorId"]
    assert problem["extensions"] == {"code": "INTERNAL", "errorId": number}
    assert number in problem["message"]
    for inside in ("postgres", "asyncpg", "sqlalchemy", "Connect", "Traceback", "127.0.0.1"):
        assert inside not in response.text
    return number


async def test_while_the_database_is_away_errors_are_masked_and_afterwards_all_goes_on(
    mortal: PostgresServer, caplog: pytest.LogCaptureFixture
):
    backend = Backend("postgres", mortal.url, "memory://")
    async with open_hall(backend) as hall, serving(hall) as api, api.socket() as socket:
        poll_id = public_id(Kind.POLL, (await hall.poll()).poll.id)
        await socket.subscribe(TALLY, id=poll_id)
        assert (await socket.next())["votes"] == 0
        await asyncio.to_thread(mortal.process.stop, signal.SIGQUIT)
        with caplog.at_level(logging.ERROR):
            numbers = {await masked(api, POLL, id=poll_id), await masked(api, "{ community { name } }")}
            vote = f'mutation {{ castVote(input: {{pollId: "{poll_id}", choice: "yes"}}) {{ __typename }} }}'
            numbers.add(await masked(api, vote, hall.neighbours[0].token))
        assert len(numbers) == 3
        assert all(number in caplog.text for number in numbers)
        await asyncio.to_thread(mortal.start)
        for number in range(2):
            given = {"pollId": poll_id, "choice": "yes"}
            await api.done("castVote", hall.neighbours[number].token, input=given)
        assert (await api.ask(POLL, id=poll_id))["poll"]["tally"]["votes"] == 2
        while (await socket.next())["votes"] < 2:
            pass
