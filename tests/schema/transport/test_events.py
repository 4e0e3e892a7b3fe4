import asyncio

import httpx
import pytest

from schema.transport import events
from tests.schema.transport.hall import Client, opened

ACCEPT = {"accept": "text/event-stream"}


def stream(client: Client, query: str, **headers: str):
    return client.http.stream("POST", "/graphql", json={"query": query}, headers={**ACCEPT, **headers})


async def blocks(response: httpx.Response):
    """The events of a stream, each as its lines."""
    block: list[str] = []
    async for line in response.aiter_lines():
        if line:
            block.append(line)
        else:
            yield block
            block = []


async def test_a_subscription_is_a_stream_of_events(client: Client):
    async with stream(client, "subscription { count(to: 2) }") as response:
        assert response.headers["content-type"] == "text/event-stream; charset=utf-8"
        assert response.headers["x-accel-buffering"] == "no"
        assert response.headers["cache-control"] == "no-store"
        assert [block async for block in blocks(response)] == [
            ["event: next", 'data: {"data":{"count":0}}'],
            ["event: next", 'data: {"data":{"count":1}}'],
            ["event: complete", "data:"],
        ]


@pytest.mark.parametrize("query", ["{ hello }", "mutation { add(number: 1) }", "subscription { count(to: 1) }"])
async def test_any_operation_may_be_asked_for_as_events(client: Client, query: str):
    async with stream(client, query) as response:
        found = [block async for block in blocks(response)]
    assert [block[0] for block in found] == ["event: next", "event: complete"]


async def test_get_works_for_event_sources(client: Client):
    response = await client.http.get("/graphql", params={"query": "subscription { count(to: 1) }"}, headers=ACCEPT)
    assert response.text == 'event: next\ndata: {"data":{"count":0}}\n\nevent: complete\ndata:\n\n'


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ ...No }", "GRAPHQL_VALIDATION_FAILED"),
        ("query($n: Int!) { children(count: $n) { name } }", "BAD_USER_INPUT"),
    ],
)
async def test_a_refused_operation_is_told_in_the_stream(client: Client, query: str, code: str):
    async with stream(client, query) as response:
        assert response.status_code == 200
        found = [block async for block in blocks(response)]
    assert [block[0] for block in found] == ["event: next", "event: complete"]
    assert f'"code":"{code}"' in found[0][1]


async def test_nonsense_is_no_stream_but_400(client: Client):
    response = await client.post(b"[]", **ACCEPT)
    assert (response.status_code, response.headers["content-type"]) == (400, "application/json; charset=utf-8")


async def test_a_failure_mid_stream_is_masked_and_completes(client: Client):
    async with stream(client, "subscription { breaks(after: 1) }") as response:
        found = [block async for block in blocks(response)]
    assert [block[0] for block in found] == ["event: next", "event: next", "event: complete"]
    assert '"errorId"' in found[1][1]
    assert "13800138000" not in found[1][1]


async def test_a_silent_stream_is_kept_open_by_pings(monkeypatch: pytest.MonkeyPatch):
    assert events.PING_SECONDS == 12
    monkeypatch.setattr(events, "PING_SECONDS", 0.05)
    async with opened() as client, stream(client, "subscription { ticks }") as response:
        found = blocks(response)
        assert await anext(found) == ["event: next", 'data: {"data":{"ticks":0}}']
        assert await anext(found) == [": ping"]
        await client.hall.ticks.put(1)
        async for block in found:
            if block != [": ping"]:
                break
        assert block == ["event: next", 'data: {"data":{"ticks":1}}']


async def test_a_client_that_goes_ends_the_subscription_and_leaves_nothing_running(client: Client):
    before = asyncio.all_tasks()
    async with stream(client, "subscription { ticks }"):
        await client.hall.until(watchers=1)
    await client.hall.until(watchers=0)
    async with asyncio.timeout(10):
        await asyncio.gather(*(asyncio.all_tasks() - before), return_exceptions=True)
    assert asyncio.all_tasks() == before


async def test_a_session_that_ends_closes_the_stream_and_says_so(client: Client):
    client.hall.sign_in("good")
    async with stream(client, "subscription { ticks }", authorization="Bearer good") as response:
        found = blocks(response)
        assert (await anext(found))[0] == "event: next"
        client.hall.revoke("good")
        assert '"code":"SIGN_IN_REQUIRED"' in (await anext(found))[1]
        assert await anext(found) == ["event: complete", "data:"]
        with pytest.raises(StopAsyncIteration):
            await anext(found)
    await client.hall.until(watchers=0)
    assert client.hall.guarded == {}
