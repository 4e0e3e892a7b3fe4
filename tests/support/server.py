"""The real application on a real socket, and a client that speaks HTTP, WebSocket and event streams to it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import orjson
from starlette.applications import Starlette
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from main import create_app
from resolvers.house import House
from resolvers.opening import opened
from schema.context import context_for
from schema.root import build_schema
from schema.routes import routes_of
from schema.transport import web
from settings import Settings
from tests.schema.transport.hall import served
from tests.support.asking import mutation
from tests.support.backends import Backend
from tests.support.house import SECRET, Hall

PATIENCE = 20.0
WORKERS = 2


@dataclass(slots=True)
class Socket:
    """One WebSocket that has been greeted; messages of one operation come in order."""

    connection: ClientConnection

    async def subscribe(self, query: str, /, id_: str = "1", **variables: object) -> None:
        """Asks under this id."""
        await self._send(id=id_, type="subscribe", payload={"query": query, "variables": variables})

    async def complete(self, id_: str = "1") -> None:
        """Wants no more of it."""
        await self._send(id=id_, type="complete")

    async def message(self, patience: float = PATIENCE) -> dict[str, Any]:
        """The next message. TimeoutError where none comes."""
        async with asyncio.timeout(patience):
            return orjson.loads(await self.connection.recv())

    async def next(self, patience: float = PATIENCE) -> Any:
        """What the next result says, of an operation with one root field."""
        message = await self.message(patience)
        assert message["type"] == "next", message
        return only(message["payload"]["data"])

    async def error(self) -> dict[str, Any]:
        """The only error of an operation that failed."""
        message = await self.message()
        assert message["type"] == "error", message
        (problem,) = message["payload"]
        return problem

    async def closed(self, patience: float = PATIENCE) -> int | None:
        """The code the server closes with; what it still sent before is passed over."""
        with suppress(ConnectionClosed):
            async with asyncio.timeout(patience):
                while True:
                    await self.connection.recv()
        return self.connection.close_code

    def tear(self) -> None:
        """Cuts the line without a word."""
        self.connection.transport.abort()

    async def _send(self, **message: object) -> None:
        await self.connection.send(orjson.dumps(message), text=True)


@dataclass(slots=True)
class Events:
    """One stream of server-sent events."""

    lines: AsyncIterator[str]

    async def event(self, patience: float = PATIENCE) -> tuple[str, dict[str, Any] | None]:
        """The next event and what it carries."""
        name, data = "", ""
        async with asyncio.timeout(patience):
            async for line in self.lines:
                if line.startswith("event:"):
                    name = line.partition(":")[2].strip()
                elif line.startswith("data:"):
                    data = line.partition(":")[2].strip()
                elif not line and name:
                    return name, orjson.loads(data) if data else None
        raise EOFError("The stream has ended.")

    async def next(self, patience: float = PATIENCE) -> Any:
        """What the next result says, of an operation with one root field."""
        name, result = await self.event(patience)
        assert name == "next", (name, result)
        assert result is not None
        return only(result["data"])


@dataclass(slots=True)
class Api:
    """A client of one server; `token` says who asks, a guest where there is none."""

    address: str
    http: httpx.AsyncClient

    async def post(
        self, query: str, /, token: str | None = None, language: str = "en", **variables: object
    ) -> httpx.Response:
        """The response to a document."""
        headers = {"Accept-Language": language.encode()}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}".encode()
        return await self.http.post("/graphql", json={"query": query, "variables": variables}, headers=headers)

    async def ask(self, query: str, /, token: str | None = None, language: str = "en", **variables: object) -> Any:
        """The data of an answer without errors."""
        response = await self.post(query, token, language, **variables)
        answer = response.json()
        assert response.status_code == 200, answer
        assert "errors" not in answer, answer
        return answer["data"]

    async def error(self, query: str, /, token: str | None = None, **variables: object) -> tuple[str, str]:
        """Code and sentence of the only error of an answer."""
        (problem,) = (await self.post(query, token, **variables)).json()["errors"]
        return problem["extensions"]["code"], problem["message"]

    async def do(self, name: str, /, token: str | None = None, language: str = "en", **arguments: object) -> Any:
        """What a mutation answers, a refusal too."""
        return (await self.ask(mutation(name), token, language, **arguments))["done"]

    async def done(self, name: str, /, token: str | None = None, **arguments: object) -> Any:
        """What a mutation answers that is not refused."""
        answer = await self.do(name, token, **arguments)
        assert answer["__typename"] != "Refusal", answer
        return answer

    def dial(self) -> connect:
        """A socket that has not been greeted."""
        return connect(
            f"ws://{self.address}/graphql", subprotocols=["graphql-transport-ws"], proxy=None, compression=None
        )

    @asynccontextmanager
    async def socket(self, token: str | None = None, language: str = "en") -> AsyncIterator[Socket]:
        """A greeted socket."""
        async with self.dial() as connection:
            payload = {"language": language} | ({} if token is None else {"authorization": f"Bearer {token}"})
            await connection.send(orjson.dumps({"type": "connection_init", "payload": payload}), text=True)
            socket = Socket(connection)
            assert await socket.message() == {"type": "connection_ack"}
            yield socket

    @asynccontextmanager
    async def events(self, query: str, /, token: str | None = None, **variables: object) -> AsyncIterator[Events]:
        """The answers to a document as an event stream."""
        headers = {"Accept": "text/event-stream"}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        body = {"query": query, "variables": variables}
        async with self.http.stream("POST", "/graphql", json=body, headers=headers) as response:
            assert response.headers["content-type"].startswith("text/event-stream")
            yield Events(response.aiter_lines())


def only(data: dict[str, Any]) -> Any:
    """The value of the only field."""
    (value,) = data.values()
    return value


def application(house: House) -> Starlette:
    """The application around a house that is open already."""

    async def ready() -> bool:
        return True

    return web.build(
        build_schema(),
        context_for=context_for(house),
        sessions=house.sessions,
        ready=ready,
        dist=Path("nowhere"),
        routes=routes_of(house),
    )


@asynccontextmanager
async def client_of(address: str) -> AsyncIterator[Api]:
    """A client of the server at `host:port`; each request is a connection, which any worker may get."""
    anew = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=f"http://{address}", trust_env=False, timeout=PATIENCE, limits=anew) as http:
        yield Api(address, http)


@asynccontextmanager
async def serving(hall: Hall | House, *, workers: int = WORKERS) -> AsyncIterator[Api]:
    """The hall on a socket of its own, or a house without one.

    Where the bus reaches other processes, the hall is served from a second house as well, as two workers would, and
    connections go to them by turns. A test that looks into the hall's own house asks for one worker.
    """
    async with AsyncExitStack() as houses:
        serving = [hall.house if isinstance(hall, Hall) else hall]
        if isinstance(hall, Hall) and not hall.plan.bus_url.startswith("memory:"):
            serving += [await houses.enter_async_context(opened(hall.plan)) for _ in range(workers - 1)]
        async with served(*map(application, serving)) as address, client_of(address) as api:
            yield api


def settings_of(backend: Backend, **more: object) -> Settings:
    """Settings for the backend that nothing in the environment changes."""
    given = {"database_url": backend.database_url, "bus_url": backend.bus_url, "secret_key": SECRET.decode(), **more}
    return Settings(_env_file=None, **given)


@asynccontextmanager
async def serving_program(settings: Settings) -> AsyncIterator[Api]:
    """The whole program as `serve` runs it, in this process."""
    app = create_app(settings)
    async with app.router.lifespan_context(app), served(app) as address, client_of(address) as api:
        yield api
