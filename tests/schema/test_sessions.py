"""Sessions and what hangs on them: sockets and event streams end with them."""

import pytest
from websockets.asyncio.client import ClientConnection

from resolvers.opening import opened
from rules.ids import Kind, public_id
from tests.support.house import Hall
from tests.support.server import Api, Socket, serving

SOON = 5.0
VIEWER = "{ viewer { resident { id } } }"
DECISION = "subscription($id: ID!) { decision(issueId: $id) { seq } }"


async def second_session(hall: Hall, api: Api) -> str:
    """The token of the first neighbour's other telephone."""
    phone = hall.neighbours[0].phone
    await api.done("requestSignInCode", phone=phone)
    return (await api.done("signIn", phone=phone, code=hall.sent.codes[phone]))["token"]


async def is_alive(socket: Socket) -> bool:
    """Whether a socket still answers."""
    await socket.subscribe(VIEWER, "alive")
    await socket.next()
    return (await socket.message())["type"] == "complete"


async def is_a_guest(api: Api, token: str) -> bool:
    """Whether the token no longer stands for anybody: over HTTP its bearer may read, and not act."""
    given = {"title": "路灯坏了", "description": "东门的路灯坏了。"}
    refused = await api.do("raiseIssue", token, input=given)
    assert (refused["__typename"], refused["code"]) == ("Refusal", "SIGN_IN_REQUIRED")
    return await api.ask(VIEWER, token) == {"viewer": None}


async def test_signing_out_ends_the_sockets_of_this_session_only(hall: Hall, api: Api):
    mine, others = hall.neighbours[0].token, hall.neighbours[1].token
    elsewhere = await second_session(hall, api)
    async with (
        api.socket(mine) as first,
        api.socket(mine) as second,
        api.socket(elsewhere) as other_telephone,
        api.socket(others) as neighbour,
        api.socket() as guest,
    ):
        assert (await api.done("signOut", mine, everywhere=False))["sessions"] == 1
        assert await first.closed(SOON) == 4403
        assert await second.closed(SOON) == 4403
        for socket in (other_telephone, neighbour, guest):
            assert await is_alive(socket)
    assert await is_a_guest(api, mine)
    assert (await api.ask(VIEWER, elsewhere))["viewer"]["resident"]["id"] == hall.neighbours[0].resident_id


async def test_signing_out_everywhere_ends_the_sockets_of_all_ones_sessions(hall: Hall, api: Api):
    mine, elsewhere = hall.neighbours[0].token, await second_session(hall, api)
    async with (
        api.socket(mine) as first,
        api.socket(elsewhere) as second,
        api.socket(hall.neighbours[1].token) as neighbour,
    ):
        assert (await api.done("signOut", elsewhere, everywhere=True))["sessions"] == 2
        assert await first.closed(SOON) == 4403
        assert await second.closed(SOON) == 4403
        assert await is_alive(neighbour)
    for token in (mine, elsewhere):
        assert await is_a_guest(api, token)


async def test_signing_out_at_another_server_ends_a_socket_here(hall: Hall, api: Api):
    token = hall.neighbours[0].token
    async with opened(hall.plan) as other_house, serving(other_house) as other, api.socket(token) as socket:
        assert await is_alive(socket)
        await other.done("signOut", token, everywhere=False)
        assert await socket.closed(SOON) == 4403


async def test_signing_out_over_the_socket_itself_ends_it(hall: Hall, api: Api):
    async with api.socket(hall.neighbours[0].token) as socket:
        await socket.subscribe("mutation { signOut { __typename ... on SignedOut { sessions } } }")
        assert await socket.next() == {"__typename": "SignedOut", "sessions": 1}
        assert await socket.closed(SOON) == 4403


async def test_an_event_stream_ends_with_its_session(hall: Hall, api: Api):
    token, issue_id = hall.neighbours[0].token, public_id(Kind.ISSUE, (await hall.issue()).id)
    async with api.events(DECISION, token, id=issue_id) as mine, api.events(DECISION, id=issue_id) as guest:
        assert (await mine.next())["seq"] == (await guest.next())["seq"] == 1
        await api.done("signOut", token, everywhere=False)
        name, result = await mine.event(SOON)
        assert (name, result["errors"][0]["extensions"]["code"]) == ("next", "SIGN_IN_REQUIRED")
        assert await mine.event(SOON) == ("complete", None)
        comment = {"issueId": issue_id, "body": "我还在。"}
        await api.done("comment", hall.neighbours[1].token, input=comment)
        assert (await guest.next())["seq"] == 2


async def test_a_session_that_expires_ends_its_sockets(hall: Hall, api: Api):
    token, issue_id = hall.neighbours[0].token, public_id(Kind.ISSUE, (await hall.issue()).id)
    async with api.socket(token) as socket, api.events(DECISION, token, id=issue_id) as events:
        await events.next()
        hall.clock.turn(days=29)
        assert await is_alive(socket)
        hall.clock.turn(days=1)
        assert await socket.closed(SOON) == 4403
        assert (await events.event(SOON))[1]["errors"][0]["extensions"]["code"] == "SIGN_IN_REQUIRED"
    assert await is_a_guest(api, token)


async def greeted_with(connection: ClientConnection, authorization: str) -> int | None:
    """The code a greeting with this token is closed with."""
    await connection.send(f'{{"type": "connection_init", "payload": {{"authorization": "{authorization}"}}}}')
    await connection.wait_closed()
    return connection.close_code


@pytest.mark.parametrize("token", ["nobody", "字", "a" * 600, "' OR 1=1 --"])
async def test_a_token_of_nobody_is_refused_on_every_way_in(api: Api, token: str):
    async with api.dial() as connection:
        assert await greeted_with(connection, f"Bearer {token}") == 4403
    assert await is_a_guest(api, token)


async def test_a_code_works_once_and_for_five_minutes(hall: Hall, api: Api):
    phone = hall.neighbours[0].phone
    token = await second_session(hall, api)
    assert (await api.ask(VIEWER, token))["viewer"]["resident"]["id"] == hall.neighbours[0].resident_id
    used = await api.do("signIn", phone=phone, code=hall.sent.codes[phone])
    assert (used["code"], used["field"]) == ("INVALID", "code")
    await api.done("requestSignInCode", phone=phone)
    hall.clock.turn(minutes=5)
    late = await api.do("signIn", phone=phone, code=hall.sent.codes[phone])
    assert (late["code"], late["message"]) == ("INVALID", "The code has expired; please ask for a new one.")
