"""Documents known beforehand."""

import hashlib

import pytest

from schema.transport.documents import Trust
from tests.schema.transport.hall import Client, Hall, application, opened

HELLO = "query($n: String) { hello(name: $n) }"
COUNT = "subscription { count(to: 2) }"
ADD = "mutation { add(number: 1) }"


def id_of(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


TRUST = Trust({id_of(text): text for text in (HELLO, COUNT, ADD)})
ONLY = Trust(TRUST.documents, only=True)


async def by_id(client: Client, text: str, **parts: object) -> dict[str, object]:
    response = await client.http.post("/graphql", json={"documentId": id_of(text), **parts})
    return response.json()


async def test_an_id_stands_for_its_document():
    async with opened(trust=TRUST) as client:
        assert await by_id(client, HELLO, variables={"n": "you"}) == {"data": {"hello": "hello you"}}
        assert await by_id(client, ADD) == {"data": {"add": 1}}
        response = await client.http.get("/graphql", params={"documentId": id_of(HELLO)})
        assert response.json() == {"data": {"hello": "hello world"}}


async def test_a_link_still_changes_nothing():
    async with opened(trust=TRUST) as client:
        response = await client.http.get("/graphql", params={"documentId": id_of(ADD)})
        assert response.status_code == 405


async def test_sockets_and_event_streams_take_ids_too():
    async with opened(trust=TRUST) as client:
        async with client.line() as line:
            await line.send(id="1", type="subscribe", payload={"documentId": id_of(COUNT)})
            told = [await line.receive() for _ in range(3)]
            assert [message["type"] for message in told] == ["next", "next", "complete"]
        headers = {"Accept": "text/event-stream"}
        response = await client.http.post("/graphql", json={"documentId": id_of(COUNT)}, headers=headers)
        assert 'data: {"data":{"count":1}}' in response.text


async def test_an_id_nobody_knows_is_told_so_and_the_text_still_works():
    async with opened(trust=TRUST) as client:
        (problem,) = (await by_id(client, "{ hello }"))["errors"]
        assert problem["extensions"]["code"] == "DOCUMENT_NOT_FOUND"
        assert (await client.ask("{ hello }")).json() == {"data": {"hello": "hello world"}}
        async with client.line() as line:
            await line.send(id="1", type="subscribe", payload={"documentId": "sha256:0"})
            refused = await line.receive()
            assert (refused["type"], refused["payload"][0]["extensions"]["code"]) == ("error", "DOCUMENT_NOT_FOUND")


@pytest.mark.parametrize("parts", [{}, {"query": HELLO, "documentId": id_of(HELLO)}, {"documentId": 1}, {"query": ""}])
async def test_a_request_names_one_document_and_one_only(parts: dict[str, object]):
    async with opened(trust=TRUST) as client:
        response = await client.http.post("/graphql", json=parts)
        assert response.status_code == 400
        assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
        async with client.line() as line:
            await line.send(id="1", type="subscribe", payload=parts)
            assert (await line.closed())[0] == 4400


async def test_where_only_they_are_taken_no_other_is():
    async with opened(trust=ONLY) as client:
        assert await by_id(client, HELLO) == {"data": {"hello": "hello world"}}
        assert (await client.ask(HELLO)).json() == {"data": {"hello": "hello world"}}
        (problem,) = (await client.ask("{ hello }")).json()["errors"]
        assert problem["extensions"]["code"] == "DOCUMENT_NOT_TRUSTED"
        async with client.line() as line:
            await line.subscribe("1", "subscription { count(to: 1) }")
            assert (await line.receive())["payload"][0]["extensions"]["code"] == "DOCUMENT_NOT_TRUSTED"


@pytest.mark.parametrize(
    ("documents", "sentence"),
    [
        ({"sha256:00": HELLO}, "has another hash"),
        ({id_of("{ nothing }"): "{ nothing }"}, "is refused: Cannot query field 'nothing'"),
        ({id_of("{"): "{"}, "is refused: Syntax Error"),
    ],
)
def test_one_that_cannot_be_trusted_stops_the_start(documents: dict[str, str], sentence: str):
    with pytest.raises(ValueError, match=sentence):
        application(Hall(), trust=Trust(documents))
