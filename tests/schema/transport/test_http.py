import asyncio

import httpx
import pytest

from tests.schema.transport.hall import PLAYGROUND, Client, opened

GRAPHQL = "application/graphql-response+json"


async def test_a_query_is_answered(client: Client):
    response = await client.ask("query($n: String!) { hello(name: $n) }", variables={"n": "丽"})
    assert response.status_code == 200
    assert response.json() == {"data": {"hello": "hello 丽"}}
    assert response.headers["content-type"] == f"{GRAPHQL}; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"


async def test_each_request_has_a_context_of_its_own(client: Client):
    first, second = await client.ask("{ context }"), await client.ask("{ context }")
    assert first.json()["data"]["context"] != second.json()["data"]["context"]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        (f"{GRAPHQL}, application/json;q=0.9", GRAPHQL),
        (f"application/json;q=0.5, {GRAPHQL}", GRAPHQL),
        ("application/json;q=0, */*", GRAPHQL),
        (f"{GRAPHQL}, application/graphql+json, application/json, text/event-stream, multipart/mixed", GRAPHQL),
    ],
)
async def test_the_answer_is_of_the_type_the_client_likes_best(client: Client, accept: str | None, expected: str):
    request = client.http.build_request("POST", "/graphql", json={"query": "{ hello }"})
    del request.headers["accept"]
    if accept:
        request.headers["accept"] = accept
    response = await client.http.send(request)
    assert response.headers["content-type"] == f"{expected}; charset=utf-8"


async def test_a_client_that_accepts_none_of_our_types_is_told_so(client: Client):
    response = await client.post(b'{"query": "{ hello }"}', accept="image/png")
    assert (response.status_code, code(response)) == (406, "NOT_ACCEPTABLE")


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "text/plain,application/json",
        "application/json,text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=gbk",
        "",
    ],
)
async def test_only_json_is_taken(client: Client, content_type: str):
    response = await client.post(b'{"query": "{ hello }"}', content_type=content_type)
    assert (response.status_code, code(response)) == (415, "UNSUPPORTED_MEDIA_TYPE")


NONSENSE = {
    "nothing": b"",
    "null": b"null",
    "a number": b"1",
    "a string": b'"a"',
    "a batch": b'[{"query": "{ hello }"}]',
    "an empty list": b"[]",
    "no query": b"{}",
    "an empty query": b'{"query": ""}',
    "a query of a wrong type": b'{"query": ["{ hello }"]}',
    "variables of a wrong type": b'{"query": "{ hello }", "variables": [1]}',
    "an operation name of a wrong type": b'{"query": "{ hello }", "operationName": 1}',
    "extensions of a wrong type": b'{"query": "{ hello }", "extensions": "x"}',
    "half of it": b'{"query": "{ he',
    "no UTF-8": b'{"query": "\xff\xfe"}',
    "half a sign": rb'{"query": "{ hello }", "variables": {"a": "\ud800"}}',
    "a number of 5,000 digits": b'{"query": "{ hello }", "variables": {"a": ' + b"1" * 5000 + b"}}",
    "NaN": b'{"query": "{ hello }", "variables": {"a": NaN}}',
    "a deep nest": b'{"query": "{ hello }", "variables": {"a": ' + b"[" * 5000 + b"]" * 5000 + b"}}",
}


@pytest.mark.parametrize("body", NONSENSE.values(), ids=NONSENSE.keys())
async def test_nonsense_is_answered_with_one_sentence(client: Client, body: bytes):
    response = await client.post(body)
    assert (response.status_code, code(response)) == (400, "BAD_REQUEST")
    assert response.json()["errors"][0]["message"].endswith(".")
    assert "data" not in response.json()


@pytest.mark.parametrize(
    ("query", "variables", "expected"),
    [
        ("{", None, "GRAPHQL_PARSE_FAILED"),
        ("{ nothing }", None, "GRAPHQL_VALIDATION_FAILED"),
        ("{ ...Unknown }", None, "GRAPHQL_VALIDATION_FAILED"),
        ("query($n: Int!) { children(count: $n) { name } }", {"n": "many"}, "BAD_USER_INPUT"),
        ("query($n: Int!) { children(count: $n) { name } }", {"n": 10**300}, "BAD_USER_INPUT"),
        ("query($n: Int!) { children(count: $n) { name } }", None, "BAD_USER_INPUT"),
        ("query A { hello } query B { hello }", None, "OPERATION_RESOLUTION_FAILURE"),
        ("fragment F on Query { hello }", None, "GRAPHQL_VALIDATION_FAILED"),
    ],
)
async def test_a_request_that_cannot_be_carried_out_has_a_code_and_no_data(
    client: Client, query: str, variables: dict[str, object] | None, expected: str
):
    response = await client.ask(query, variables=variables)
    assert (response.status_code, code(response)) == (400, expected)
    assert "data" not in response.json()


async def test_to_clients_of_plain_json_a_refused_document_is_an_answer(client: Client):
    response = await client.post(b'{"query": "{"}', accept="application/json")
    assert (response.status_code, code(response)) == (200, "GRAPHQL_PARSE_FAILED")


async def test_variables_too_deep_or_too_many_are_refused(client: Client):
    query = "query($n: [String]) { length(names: $n) }"
    deep: object = "x"
    for _ in range(20):
        deep = [deep]
    assert code(await client.ask(query, variables={"n": deep})) == "BAD_USER_INPUT"
    assert code(await client.ask(query, variables={"n": [None] * 6000})) == "BAD_USER_INPUT"
    assert (await client.ask(query, variables={"n": [None] * 4000})).json() == {"data": {"length": 4000}}


async def test_get_asks_and_changes_nothing(client: Client):
    asked = await client.http.get(
        "/graphql", params={"query": "query($n: String) { hello(name: $n) }", "variables": '{"n": "you"}'}
    )
    assert asked.json() == {"data": {"hello": "hello you"}}
    for accept in ("application/json", GRAPHQL, "text/event-stream"):
        refused = await client.http.get(
            "/graphql", params={"query": "mutation { add(number: 1) }"}, headers={"accept": accept}
        )
        assert (refused.status_code, refused.headers["allow"], code(refused)) == (405, "POST", "METHOD_NOT_ALLOWED")
    assert client.hall.sum == 0
    assert (await client.ask("mutation { add(number: 2) }")).json() == {"data": {"add": 2}}


@pytest.mark.parametrize("query", ["query=%ff", "query={hello}&variables=1", "query={hello}&variables={", ""])
async def test_a_get_of_nonsense_is_refused(client: Client, query: str):
    response = await client.http.get(f"/graphql?{query}", headers={"accept": "application/json"})
    assert (response.status_code, code(response)) == (400, "BAD_REQUEST")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
async def test_other_methods_are_refused(client: Client, method: str):
    response = await client.http.request(method, "/graphql")
    assert (response.status_code, response.headers["allow"]) == (405, "GET, POST")


async def test_a_subscription_without_a_stream_is_told_where_to_go(client: Client):
    response = await client.ask("subscription { count(to: 1) }")
    assert (response.status_code, code(response)) == (406, "NOT_ACCEPTABLE")


async def test_a_body_that_says_it_is_too_large_is_not_read(client: Client):
    host, port = client.address.split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 262145\r\n\r\n"
    writer.write(head.encode())
    async with asyncio.timeout(10):
        assert (await reader.readline()).split()[1] == b"413"
    writer.close()
    await writer.wait_closed()


async def test_a_body_without_a_length_is_refused_as_soon_as_it_is_too_large(client: Client):
    host, port = client.address.split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = "POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"8000\r\n" + b" " * 0x8000 + b"\r\n"
    writer.write(head.encode() + chunk * 9)  # and no end
    async with asyncio.timeout(10):
        assert (await reader.readline()).split()[1] == b"413"
    writer.close()
    await writer.wait_closed()


async def test_a_body_of_256_kb_is_read(client: Client):
    body = b'{"query": "{ hello }"}'.ljust(256 * 1024)
    assert (await client.post(body)).json() == {"data": {"hello": "hello world"}}
    assert (await client.post(body + b" ")).status_code == 413


async def test_whoever_brings_an_ended_session_is_answered_as_a_guest(client: Client):
    client.hall.sign_in("good")
    client.hall.revoke("good")
    answer = await client.post(b'{"query": "{ hello }"}', authorization="bearer good")
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("en-GB,en;q=0.9,zh;q=0.1", "en"),
        ("zh-CN,en;q=0.9", "zh"),
        ("fr", "zh"),
        ("en;q=0.2,zh;q=0.8", "zh"),
        ("", "zh"),
    ],
)
async def test_the_language_is_chinese_unless_english_is_wanted_more(client: Client, header: str, expected: str):
    response = await client.post(b'{"query": "{ language }"}', accept_language=header)
    assert response.json() == {"data": {"language": expected}}


async def test_browsers_get_the_playground(client: Client):
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    response = await client.http.get("/graphql", headers={"accept": accept})
    assert response.content == PLAYGROUND
    policy = response.headers["content-security-policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self';" in policy


async def test_playground_and_introspection_can_be_switched_off():
    async with opened(graphiql_html=None, introspection=False) as client:
        page = await client.http.get("/graphql", headers={"accept": "text/html,*/*;q=0.8"})
        assert page.status_code == 404
        asked = await client.ask("{ __schema { types { name } } }")
        assert code(asked) == "GRAPHQL_VALIDATION_FAILED"
        assert "Did you mean" not in (await client.ask("{ helo }")).text
        assert (await client.ask("{ __typename }")).json() == {"data": {"__typename": "Query"}}


def code(response: httpx.Response) -> str:
    (problem,) = response.json()["errors"][:1]
    return str(problem["extensions"]["code"])
