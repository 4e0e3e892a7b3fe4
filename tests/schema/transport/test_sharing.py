"""Watchers who ask the same, over real sockets, with frames written straight to them and over plain ASGI."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio

from tests.schema.transport.hall import DIRECT, PLAIN, Client, Line
from tests.schema.transport.shared_hall import Board, opened

NEWS = "subscription { news { seq text } }"
JOURNAL = "subscription J($after: Int) { journal(after: $after) { seq text } }"


@pytest_asyncio.fixture(params=[DIRECT, PLAIN], ids=["direct", "plain"])
async def wall(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Client, Board]]:
    async with opened(request.param) as given:
        yield given


async def lines(stack: AsyncExitStack, client: Client, count: int, token: str | None = None) -> list[Line]:
    payload = {} if token is None else {"authorization": f"Bearer {token}"}
    return [await stack.enter_async_context(client.line(**payload)) for _ in range(count)]


async def result(line: Line) -> dict[str, object]:
    message = await line.receive()
    assert message["type"] == "next", message
    (value,) = message["payload"]["data"].values()
    return value


async def test_one_reading_serves_all_under_ids_of_their_own(wall: tuple[Client, Board]):
    client, board = wall
    board.write("一")
    ids = ["1", "二", 'quote"d', "back\\slash", "line\nbreak"]
    async with AsyncExitStack() as stack:
        watchers = await lines(stack, client, len(ids))
        for line, id_ in zip(watchers, ids, strict=True):
            await line.subscribe(id_, NEWS)
            told = await line.receive()
            assert told == {"id": id_, "type": "next", "payload": {"data": {"news": {"seq": 1, "text": "一"}}}}
        board.write("two")
        assert {(await result(line))["text"] for line in watchers} == {"two"}
    assert board.readings == 1


async def test_two_on_one_socket_are_told_apart(wall: tuple[Client, Board]):
    client, board = wall
    board.write("one")
    async with client.line() as line:
        for id_ in "ab":
            await line.subscribe(id_, NEWS)
            assert (await line.receive())["id"] == id_
        await line.send(id="a", type="complete")
        await line.send(type="ping")
        assert await line.receive() == {"type": "pong"}
        board.write("two")
        assert (await line.receive())["id"] == "b"
        await line.subscribe("a", NEWS)
        assert (await line.receive())["id"] == "a"


async def test_whatever_the_place_is_written_as_the_readings_are_few(wall: tuple[Client, Board]):
    client, board = wall
    board.write(*(str(number) for number in range(1, 451)))
    async with AsyncExitStack() as stack:
        watchers = await lines(stack, client, 30)
        for place, line in enumerate(watchers):
            await line.subscribe("1", JOURNAL, variables={"after": place * 15})
        board.write("451", "452")
        for place, line in enumerate(watchers):
            seen = [await result(line) for _ in range(452 - place * 15)]
            assert [each["seq"] for each in seen] == list(range(place * 15 + 1, 453))
    assert board.readings <= 1 + 2 * 3


@pytest.mark.parametrize(
    ("query", "variables", "first"),
    [
        ("subscription { journal(after: 2) { seq } }", {}, 3),
        ("subscription { journal { seq } }", {}, 1),
        ("subscription { journal(after: null) { seq } }", {}, 1),
        ("subscription ($a: Int = 1) { journal(after: $a) { seq } }", {}, 2),
        ("subscription ($a: Int = 1) { journal(after: $a) { seq } }", {"a": 2}, 3),
        ("subscription ($a: Int!) { journal(after: $a) { ...L } } fragment L on Line { seq }", {"a": 1}, 2),
    ],
)
async def test_a_place_can_be_named_in_many_ways(query: str, variables: dict[str, int], first: int):
    async with opened() as (client, board), client.line() as line:
        board.write("one", "two", "three")
        await line.subscribe("1", query, variables=variables)
        assert (await result(line))["seq"] == first


async def test_what_differs_from_viewer_to_viewer_is_not_shared(wall: tuple[Client, Board]):
    client, board = wall
    board.write("one")
    async with AsyncExitStack() as stack:
        for query in ("subscription { whoami }", "subscription { news { mine } }"):
            before = board.readings
            for name in ("Li", "Wang"):
                (line,) = await lines(stack, client, 1, name)
                await line.subscribe("1", query)
                value = await result(line)
                assert (value if isinstance(value, str) else value["mine"]) == name
            assert board.readings - before == 2


async def test_who_loses_a_role_is_shown_nothing_more(wall: tuple[Client, Board]):
    client, board = wall
    board.staff |= {"Li", "Wang"}
    board.write("one")
    async with AsyncExitStack() as stack:
        (stays,), (goes,) = await lines(stack, client, 1, "Li"), await lines(stack, client, 1, "Wang")
        for line in (stays, goes):
            await line.subscribe("news", "subscription { staffNews { text } }")
            await line.subscribe("all", "subscription { staffJournal { text } }")
            assert {(await line.receive())["id"] for _ in range(2)} == {"news", "all"}
        board.staff.remove("Wang")
        board.write("secret")
        ends = [await goes.receive() for _ in range(2)]
        assert {end["type"] for end in ends} == {"error"}
        assert {end["payload"][0]["extensions"]["code"] for end in ends} == {"FORBIDDEN"}
        assert {(await result(stays))["text"] for _ in range(2)} == {"secret"}
        await goes.send(type="ping")
        assert await goes.receive() == {"type": "pong"}


async def test_whoever_is_no_staff_gets_no_seat_beside_those_who_are(wall: tuple[Client, Board]):
    client, board = wall
    board.staff.add("Li")
    board.write("secret")
    async with AsyncExitStack() as stack:
        (staff,), (guest,) = await lines(stack, client, 1, "Li"), await lines(stack, client, 1)
        await staff.subscribe("1", "subscription { staffNews { text } }")
        await result(staff)
        await guest.subscribe("1", "subscription { staffNews { text } }")
        refused = await guest.receive()
        assert (refused["type"], refused["payload"][0]["extensions"]["code"]) == ("error", "FORBIDDEN")


async def test_events_share_with_sockets():
    async with opened() as (client, board), client.line() as line:
        board.write("one")
        await line.subscribe("1", NEWS)
        await result(line)
        headers = {"Accept": "text/event-stream"}
        async with client.http.stream("POST", "/graphql", json={"query": NEWS}, headers=headers) as response:
            texts = response.aiter_lines()
            seen = [await anext(texts) for _ in range(3)]
            board.write("two")
            seen += [await anext(texts) for _ in range(2)]
        assert [each for each in seen if each.startswith("data")] == [
            'data: {"data":{"news":{"seq":1,"text":"one"}}}',
            'data: {"data":{"news":{"seq":2,"text":"two"}}}',
        ]
    assert board.readings == 1


async def test_nothing_is_left_of_those_who_have_gone(wall: tuple[Client, Board]):
    client, board = wall
    board.write("one")
    before = asyncio.all_tasks()
    for _ in range(20):
        async with AsyncExitStack() as stack:
            for line in await lines(stack, client, 10):
                await line.subscribe("1", NEWS)
                await line.subscribe("2", JOURNAL, variables={"after": 0})
                await line.receive()
    async with asyncio.timeout(10):
        await asyncio.gather(*asyncio.all_tasks() - before, return_exceptions=True)
    assert asyncio.all_tasks() <= before
