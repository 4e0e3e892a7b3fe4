import logging
import re

import httpx
import pytest
import strawberry
from strawberry.extensions import MaskErrors

from schema.transport.execution import Execution
from tests.schema.transport.hall import Client, Hall, Query, application, served

PHONE = "13800138000"
TOKEN = "secret-token-of-a-resident"


async def test_an_error_meant_for_the_client_reaches_it_as_it_is(client: Client):
    response = await client.ask("{ refused }")
    assert response.status_code == 200
    (problem,) = response.json()["errors"]
    assert problem["message"] == "Only staff may see this."
    assert problem["extensions"] == {"code": "FORBIDDEN"}
    assert problem["path"] == ["refused"]


async def test_any_other_error_is_masked_and_logged_once_with_the_number_the_caller_has(
    client: Client, caplog: pytest.LogCaptureFixture
):
    response = await client.ask("query($p: String!) { broken(phone: $p) }", variables={"p": PHONE})
    assert response.json()["data"] == {"broken": None}
    (problem,) = response.json()["errors"]
    number = problem["extensions"]["errorId"]
    assert problem["extensions"]["code"] == "INTERNAL"
    assert problem["message"].startswith("Something went wrong on our side.")
    assert number in problem["message"]
    assert PHONE not in response.text
    (record,) = [r for r in caplog.records if r.name.startswith("schema.transport")]
    assert number in record.getMessage()
    assert "builtins.RuntimeError" in record.getMessage()
    assert "in broken" in record.getMessage()


@pytest.mark.parametrize("accept", ["application/graphql-response+json", "text/event-stream"])
async def test_no_variable_token_or_phone_number_goes_to_the_log(
    client: Client, caplog: pytest.LogCaptureFixture, accept: str
):
    caplog.set_level(logging.DEBUG, "schema.transport")
    client.hall.sign_in(TOKEN)
    body = b'{"query": "query($p: String!) { broken(phone: $p) }", "variables": {"p": "13800138000"}}'
    await client.post(body, authorization=f"Bearer {TOKEN}", accept=accept)
    logged = [r.getMessage() for r in caplog.records if r.name.startswith("schema.transport")]
    assert len(logged) == 1
    assert PHONE not in logged[0]
    assert TOKEN not in logged[0]


async def test_a_value_our_types_cannot_hold_is_our_mistake_and_masked(client: Client):
    (problem,) = (await client.ask("{ huge }")).json()["errors"]
    assert problem["extensions"]["code"] == "INTERNAL"
    assert str(2**40) not in str(problem)


async def test_a_variable_that_is_null_where_it_may_not_be_is_the_callers_mistake(client: Client):
    response = await client.ask('query($n: String = "a") { hello(name: $n) }', variables={"n": None})
    (problem,) = response.json()["errors"]
    assert problem["extensions"] == {"code": "BAD_USER_INPUT"}


async def test_an_unknown_fragment_is_a_validation_error_like_any_other(client: Client):
    (problem,) = (await client.ask("{ ...Nowhere }")).json()["errors"]
    assert problem["extensions"] == {"code": "GRAPHQL_VALIDATION_FAILED"}
    async with client.line() as line:
        await line.subscribe("1", "subscription { ...Nowhere }")
        message = await line.receive()
        assert message["type"] == "error"
        assert message["payload"][0]["extensions"] == {"code": "GRAPHQL_VALIDATION_FAILED"}


async def test_a_failure_outside_execution_has_a_number_too(client: Client, caplog: pytest.LogCaptureFixture):
    response = await client.post(b'{"query": "{ hello }"}', authorization="Bearer broken")
    assert response.status_code == 500
    (problem,) = response.json()["errors"]
    assert re.fullmatch("[0-9a-f]{12}", problem["extensions"]["errorId"])
    assert problem["extensions"]["errorId"] in caplog.text
    assert "database is away" not in response.text


async def test_a_failure_mid_stream_ends_the_subscription_with_a_masked_error(client: Client):
    async with client.line() as line:
        await line.subscribe("1", "subscription { breaks(after: 1) }")
        assert (await line.receive())["payload"] == {"data": {"breaks": 0}}
        message = await line.receive()
        assert (message["id"], message["type"]) == ("1", "error")
        assert message["payload"][0]["extensions"]["code"] == "INTERNAL"
        assert "errorId" in message["payload"][0]["extensions"]
        assert PHONE not in str(message)


async def test_a_refusal_mid_stream_reaches_the_client_as_it_is(client: Client):
    async with client.line() as line:
        await line.subscribe("1", "subscription { closes }")
        assert (await line.receive())["payload"] == {"data": {"closes": 1}}
        message = await line.receive()
        assert message["payload"][0]["message"] == "This is no longer yours to see."
        assert message["payload"][0]["extensions"] == {"code": "FORBIDDEN"}


async def test_a_failure_while_greeting_closes_the_socket_with_a_number(client: Client):
    async with client.dial() as socket:
        await socket.send('{"type": "connection_init", "payload": {"authorization": "Bearer broken"}}')
        await socket.wait_closed()
    assert socket.close_code == 1013
    assert re.search("the number [0-9a-f]{12}", socket.close_reason)


async def test_a_failure_of_any_other_route_is_masked(caplog: pytest.LogCaptureFixture):
    async def ready() -> bool:
        raise RuntimeError(f"no answer from {PHONE}")

    async with served(application(Hall(), ready=ready)) as address, httpx.AsyncClient(trust_env=False) as http:
        response = await http.get(f"http://{address}/readyz")
    assert response.status_code == 500
    assert response.json()["errors"][0]["extensions"]["errorId"] in caplog.text
    assert response.headers["x-content-type-options"] == "nosniff"
    assert PHONE not in response.text + caplog.text


async def test_strawberry_extensions_that_would_not_run_are_refused_at_the_start():
    with pytest.raises(ValueError, match="extensions"):
        Execution(strawberry.Schema(Query, extensions=[MaskErrors]), introspection=True)
