import asyncio

import pytest
from websockets.exceptions import InvalidStatus

from schema.transport import sockets
from tests.schema.transport.hall import Client, Line, opened

INIT = '{"type": "connection_init"}'


async def test_queries_mutations_and_subscriptions_work_over_one_socket(client: Client):
    async with client.line() as line:
        await line.subscribe("q", "query($n: String!) { hello(name: $n) }", variables={"n": "丽"})
        assert await line.receive() == {"id": "q", "type": "next", "payload": {"data": {"hello": "hello 丽"}}}
        assert await line.receive() == {"id": "q", "type": "complete"}
        await line.subscribe("m", "mutation A { add(number: 5) } query B { hello }", operationName="A")
        assert (await line.receive())["payload"] == {"data": {"add": 5}}
        assert await line.receive() == {"id": "m", "type": "complete"}
        await line.subscribe("s", "subscription { count(to: 2) }")
        assert [(await line.receive())["payload"] for _ in range(2)] == [{"data": {"count": n}} for n in range(2)]
        assert await line.receive() == {"id": "s", "type": "complete"}


async def test_each_operation_has_a_context_of_its_own(client: Client):
    numbers = []
    async with client.line() as line:
        for id_ in "ab":
            await line.subscribe(id_, "{ context }")
            numbers.append((await line.receive())["payload"]["data"]["context"])
            await line.receive()
    assert numbers[0] != numbers[1]


async def test_who_calls_is_said_in_the_greeting(client: Client):
    client.hall.sign_in("good")
    for name in ("authorization", "Authorization"):
        async with client.line(**{name: "Bearer good", "language": "en"}) as line:
            await line.subscribe("1", "{ language }")
            assert (await line.receive())["payload"] == {"data": {"language": "en"}}
            assert client.hall.guarded


@pytest.mark.parametrize(
    "greeting",
    [None, '{"type": "connection_init", "payload": null}', '{"type": "connection_init", "payload": {}}'],
)
async def test_a_guest_needs_no_payload(client: Client, greeting: str | None):
    async with client.dial() as socket:
        await socket.send(greeting or INIT)
        assert await socket.recv() == '{"type":"connection_ack"}'


GREETED = {
    "an array": "[]",
    "a number": "1",
    "null": "null",
    "a string": '"subscribe"',
    "no JSON": "{",
    "nothing": "",
    "binary": b'{"type": "ping"}',
    "NaN": '{"type": "ping", "payload": {"a": NaN}}',
    "a deep nest": '{"type": "ping", "payload": ' + "[" * 3000 + "]" * 3000 + "}",
    "no type": "{}",
    "an unknown type": '{"type": "start", "id": "1"}',
    "a type that is no string": '{"type": ["ping"]}',
    "a message of servers": '{"type": "next", "id": "1", "payload": {}}',
    "no id": '{"type": "subscribe", "payload": {"query": "{ hello }"}}',
    "an empty id": '{"type": "subscribe", "id": "", "payload": {"query": "{ hello }"}}',
    "a number for an id": '{"type": "subscribe", "id": 1, "payload": {"query": "{ hello }"}}',
    "an endless id": '{"type": "subscribe", "id": "%s", "payload": {"query": "{ hello }"}}' % ("x" * 1000),
    "no payload": '{"type": "subscribe", "id": "1"}',
    "null for a payload": '{"type": "subscribe", "id": "1", "payload": null}',
    "no query": '{"type": "subscribe", "id": "1", "payload": {}}',
    "a query of a wrong type": '{"type": "subscribe", "id": "1", "payload": {"query": 1}}',
    "variables of a wrong type": '{"type": "subscribe", "id": "1", "payload": {"query": "{ hello }", "variables": 1}}',
    "complete without an id": '{"type": "complete"}',
    "a ping with a payload of a wrong type": '{"type": "ping", "payload": 1}',
}


@pytest.mark.parametrize("frame", GREETED.values(), ids=GREETED.keys())
@pytest.mark.parametrize("greeted", [True, False], ids=["greeted", "not greeted"])
async def test_a_malformed_frame_closes_the_socket_with_4400(client: Client, frame: str | bytes, greeted: bool):
    async with client.dial() as socket:
        if greeted:
            await socket.send(INIT)
            await socket.recv()
        await socket.send(frame)
        async with asyncio.timeout(10):
            await socket.wait_closed()
    assert socket.close_code == 4400
    assert socket.close_reason.endswith(".")


@pytest.mark.parametrize("payload", ["[]", "1", '"x"', '{"authorization": 1}', '{"language": []}'])
async def test_a_greeting_with_a_malformed_payload_closes_with_4400(client: Client, payload: str):
    async with client.dial() as socket:
        await socket.send('{"type": "connection_init", "payload": ' + payload + "}")
        async with asyncio.timeout(10):
            await socket.wait_closed()
    assert socket.close_code == 4400


async def test_a_message_over_256_kb_closes_with_1009(client: Client):
    async with client.line() as line:
        await line.subscribe("1", "{ hello }" + " " * 256 * 1024)
        assert await line.closed() == (1009, "The message is larger than 256 KB.")


async def test_asking_before_the_greeting_closes_with_4401(client: Client):
    async with client.dial() as socket:
        await socket.send('{"type": "subscribe", "id": "1", "payload": {"query": "{ hello }"}}')
        await socket.wait_closed()
    assert socket.close_code == 4401


async def test_greeting_twice_closes_with_4429(client: Client):
    async with client.line() as line:
        await line.send(type="connection_init")
        assert (await line.closed())[0] == 4429


async def test_an_id_in_use_closes_with_4409(client: Client):
    async with client.line() as line:
        await line.subscribe("丽" * 100, "subscription { ticks }")
        await line.receive()
        await line.subscribe("丽" * 100, "subscription { ticks }")
        code, reason = await line.closed()
        assert code == 4409
        assert reason.startswith("Subscriber for 丽")
    await client.hall.until(watchers=0)


async def test_not_greeting_in_time_closes_with_4408(monkeypatch: pytest.MonkeyPatch):
    assert sockets.INIT_SECONDS == 10
    monkeypatch.setattr(sockets, "INIT_SECONDS", 0.05)
    async with opened() as client, client.dial() as socket:
        await socket.send('{"type": "ping"}')
        assert await socket.recv() == '{"type":"pong"}'
        await socket.wait_closed()
        assert socket.close_code == 4408


@pytest.mark.parametrize("protocols", [None, ["graphql-ws"], ["soap"]])
async def test_only_graphql_transport_ws_is_spoken(client: Client, protocols: list[str] | None):
    async with client.dial(subprotocols=protocols) as socket:
        await socket.wait_closed()
    assert socket.close_code == 4406


async def test_pings_are_answered_and_pongs_allowed(client: Client):
    async with client.line() as line:
        await line.send(type="pong")
        await line.send(type="ping", payload={"a": 1})
        assert await line.receive() == {"type": "pong"}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription { count(to: $n) }", "GRAPHQL_VALIDATION_FAILED"),
        ("subscription($n: Int!) { count(to: $n) }", "BAD_USER_INPUT"),
        ("query A { hello } query B { hello }", "OPERATION_RESOLUTION_FAILURE"),
    ],
)
async def test_a_refused_operation_ends_with_an_error_and_the_socket_stays(client: Client, query: str, code: str):
    async with client.line() as line:
        await line.subscribe("1", query)
        message = await line.receive()
        assert (message["id"], message["type"]) == ("1", "error")
        assert message["payload"][0]["extensions"] == {"code": code}
        await line.subscribe("1", "{ hello }")
        assert (await line.receive())["type"] == "next"


async def test_a_hundred_operations_are_the_limit_until_one_is_completed(client: Client):
    async with client.line() as line:
        for number in range(100):
            await line.subscribe(str(number), "subscription { ticks }")
        await client.hall.until(watchers=100)
        await line.subscribe("more", "subscription { ticks }")
        answers = [await line.receive() for _ in range(101)]
        (error,) = [a for a in answers if a["id"] == "more"]
        assert error["type"] == "error"
        assert error["payload"][0]["extensions"] == {"code": "TOO_MANY_OPERATIONS"}
        await line.send(type="complete", id="7")
        await client.hall.until(watchers=99)
        await line.subscribe("7", "{ hello }")
        assert (await line.receive())["payload"] == {"data": {"hello": "hello world"}}
    await client.hall.until(watchers=0)


async def test_completing_what_is_unknown_or_over_does_nothing(client: Client):
    async with client.line() as line:
        await line.send(type="complete", id="nothing")
        await line.subscribe("1", "{ hello }")
        assert (await line.receive())["type"] == "next"


async def test_a_completed_subscription_ends_at_once_and_its_id_is_free(client: Client):
    async with client.line() as line:
        await line.subscribe("1", "subscription { ticks }")
        assert (await line.receive())["payload"] == {"data": {"ticks": 0}}
        await line.send(type="complete", id="1")
        await line.subscribe("1", "{ hello }")
        assert (await line.receive())["payload"] == {"data": {"hello": "hello world"}}
        await client.hall.until(watchers=0)


async def test_nothing_is_left_running_when_the_client_goes(client: Client):
    before = asyncio.all_tasks()
    client.hall.sign_in("good")
    for leave in ("close", "abort"):
        async with client.dial() as socket:
            await socket.send('{"type": "connection_init", "payload": {"authorization": "Bearer good"}}')
            await socket.recv()
            for number in range(5):
                await Line(socket).subscribe(str(number), "subscription { ticks }")
            await client.hall.until(watchers=5)
            if leave == "abort":
                socket.transport.abort()
        await client.hall.until(watchers=0)
    async with asyncio.timeout(10):
        await asyncio.gather(*(asyncio.all_tasks() - before), return_exceptions=True)
    assert asyncio.all_tasks() == before
    assert client.hall.guarded == {}


async def test_a_bad_token_closes_with_4403(client: Client):
    async with client.dial() as socket:
        await socket.send('{"type": "connection_init", "payload": {"authorization": "Bearer nobody"}}')
        await socket.wait_closed()
    assert (socket.close_code, socket.close_reason) == (4403, "Session ended")


async def test_a_session_that_ends_closes_its_sockets_with_4403_and_stops_what_runs(client: Client):
    client.hall.sign_in("good")
    async with client.line() as guest, client.line(authorization="Bearer good") as line:
        await line.subscribe("1", "subscription { ticks }")
        await line.receive()
        client.hall.revoke("good")
        assert await line.closed() == (4403, "Session ended")
        await client.hall.until(watchers=0)
        await guest.subscribe("1", "{ hello }")
        assert (await guest.receive())["type"] == "next"
    assert client.hall.guarded == {}


async def test_a_session_found_ended_by_an_operation_closes_the_socket_with_4403(client: Client):
    client.hall.sign_in("good")
    async with client.line(authorization="Bearer good") as line:
        client.hall.sessions.clear()
        await line.subscribe("1", "{ hello }")
        assert await line.closed() == (4403, "Session ended")


@pytest.mark.parametrize("origin", [None, "same", "https://friends.example", "https://FRIENDS.example:443"])
async def test_welcome_origins_get_a_socket(origin: str | None):
    async with opened(allowed_origins=["https://friends.example"]) as client:
        sent = f"http://{client.address}" if origin == "same" else origin
        async with client.dial(origin=sent) as socket:
            await socket.send(INIT)
            assert await socket.recv() == '{"type":"connection_ack"}'


@pytest.mark.parametrize(
    "origin", ["https://foes.example", "null", "http://127.0.0.1:1", "https://friends.example.foes"]
)
async def test_a_foreign_origin_gets_403(origin: str):
    async with opened(allowed_origins=["https://friends.example"]) as client:
        with pytest.raises(InvalidStatus) as refused:
            async with client.dial(origin=origin):
                pass
        assert refused.value.response.status_code == 403
