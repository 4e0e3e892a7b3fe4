"""A small schema that has everything a transport can meet, and a real server for it."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import strawberry
import uvicorn
from starlette.types import ASGIApp
from strawberry import Info
from uvicorn.server import ServerState
from websockets.asyncio.client import ClientConnection, connect

from schema.transport.audiences import Audience
from schema.transport.caller import Caller
from schema.transport.errors import ClientError
from schema.transport.web import build

DIRECT, PLAIN = "schema.transport.direct:DirectSockets", "websockets-sansio"
PLAYGROUND = b"<!doctype html><title>playground</title>"


@dataclass(frozen=True, slots=True)
class Context:
    session_id: UUID | None
    caller: Caller
    number: int
    hall: "Hall"
    token_refused: bool = False
    language: str = "en"

    @property
    def viewer(self) -> int:
        """Everybody is somebody else."""
        return self.number

    def of_audience(self, audience: Audience) -> "Context":
        raise AssertionError("Nothing here is for an audience.")

    def begin(self) -> None:
        """Nothing is counted here."""


@strawberry.type
class Child:
    name: str = "child"

    @strawberry.field
    def child(self) -> "Child":
        return Child()


@strawberry.type
class Query:
    @strawberry.field
    def hello(self, name: str = "world") -> str:
        return f"hello {name}"

    @strawberry.field
    def child(self) -> Child:
        return Child()

    @strawberry.field
    def children(self, count: int) -> list[Child]:
        return [Child() for _ in range(count)]

    @strawberry.field
    def length(self, names: list[str | None] | None) -> int:
        return len(names or [])

    @strawberry.field
    def language(self, info: Info) -> str:
        return info.context.caller.language

    @strawberry.field
    def context(self, info: Info) -> int:
        return info.context.number

    @strawberry.field
    def refused(self) -> str | None:
        raise ClientError("FORBIDDEN", "Only staff may see this.")

    @strawberry.field
    def broken(self, phone: str = "13800138000") -> str | None:
        raise RuntimeError(f"nobody has the number {phone}")

    @strawberry.field
    def huge(self) -> int | None:
        return 2**40


@strawberry.type
class Mutation:
    @strawberry.mutation
    def add(self, info: Info, number: int) -> int:
        info.context.hall.sum += number
        return info.context.hall.sum


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def count(self, to: int) -> AsyncIterator[int]:
        for number in range(to):
            yield number

    @strawberry.subscription
    async def ticks(self, info: Info) -> AsyncIterator[int]:
        hall = info.context.hall
        hall.watchers += 1
        hall.changed.set()
        try:
            yield 0
            while True:
                yield await hall.ticks.get()
        finally:
            hall.watchers -= 1
            hall.changed.set()

    @strawberry.subscription
    async def breaks(self, after: int, phone: str = "13800138000") -> AsyncIterator[int]:
        for number in range(after):
            yield number
        raise RuntimeError(f"lost the line to {phone}")

    @strawberry.subscription
    async def closes(self) -> AsyncIterator[int]:
        yield 1
        raise ClientError("FORBIDDEN", "This is no longer yours to see.")


@dataclass(slots=True)
class Hall:
    """What the server knows, and a test may look at and turn."""

    sum: int = 0
    contexts: int = 0
    watchers: int = 0
    ready: bool = True
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    ticks: asyncio.Queue[int] = field(default_factory=asyncio.Queue)
    sessions: dict[str, UUID] = field(default_factory=dict)
    guarded: dict[UUID, asyncio.Event] = field(default_factory=dict)

    def sign_in(self, token: str) -> UUID:
        self.sessions[token] = uuid4()
        return self.sessions[token]

    def revoke(self, token: str) -> None:
        if event := self.guarded.get(self.sessions.pop(token)):
            event.set()

    @contextmanager
    def ended(self, session_id: UUID) -> Iterator[asyncio.Event]:
        self.guarded[session_id] = asyncio.Event()
        self.changed.set()
        try:
            yield self.guarded[session_id]
        finally:
            del self.guarded[session_id]
            self.changed.set()

    async def context_for(self, caller: Caller) -> Context:
        if caller.token == "broken":
            raise RuntimeError("the database is away")
        refused = caller.token is not None and caller.token not in self.sessions
        self.contexts += 1
        return Context(self.sessions.get(caller.token or ""), caller, self.contexts, self, refused)

    async def is_ready(self) -> bool:
        return self.ready

    async def until(self, *, watchers: int) -> None:
        async with asyncio.timeout(10):
            while self.watchers != watchers:
                self.changed.clear()
                await self.changed.wait()


def schema() -> strawberry.Schema:
    return strawberry.Schema(Query, Mutation, Subscription)


def application(hall: Hall, **settings: object) -> ASGIApp:
    given: dict[str, object] = {
        "ready": hall.is_ready,
        "dist": Path("nowhere"),
        "graphiql_html": PLAYGROUND,
        **settings,
    }
    return build(schema(), context_for=hall.context_for, sessions=hall, **given)


@asynccontextmanager
async def served(*apps: ASGIApp, sockets: str = DIRECT) -> AsyncIterator[str]:
    """Serves the application as uvicorn does, on a free port; gives its address without a scheme.

    Of several, each takes a connection in its turn.
    """
    configs = [uvicorn.Config(app, ws=sockets, log_config=None) for app in apps]
    for config in configs:
        config.load()
    state, turns = ServerState(), cycle(configs)
    loop = asyncio.get_running_loop()

    def protocol() -> asyncio.Protocol:
        config = next(turns)
        return config.http_protocol_class(config, state, {}, loop)

    # Server.serve() itself looks every 0.1 s whether it should end: too slow for hundreds of tests.
    server = await loop.create_server(protocol, "127.0.0.1", 0)
    try:
        yield "{}:{}".format(*server.sockets[0].getsockname())
    finally:
        server.close()
        for connection in list(state.connections):
            connection.shutdown()
        async with asyncio.timeout(10):
            await asyncio.gather(*state.tasks)


@dataclass(slots=True)
class Client:
    """Speaks HTTP and WebSocket to one server."""

    address: str
    http: httpx.AsyncClient
    hall: Hall

    async def ask(self, query: str, **parts: object) -> httpx.Response:
        headers = {"Accept": "application/graphql-response+json"}
        return await self.http.post("/graphql", json={"query": query, **parts}, headers=headers)

    async def post(self, body: bytes, **headers: str) -> httpx.Response:
        sent = {"content-type": "application/json", **{k.replace("_", "-"): v for k, v in headers.items()}}
        return await self.http.post("/graphql", content=body, headers=sent)

    def dial(self, **settings: object) -> connect:
        given: dict[str, object] = {"subprotocols": ["graphql-transport-ws"], "proxy": None, **settings}
        return connect(f"ws://{self.address}/graphql", **given)

    @asynccontextmanager
    async def line(self, **payload: str) -> AsyncIterator["Line"]:
        async with self.dial() as socket_:
            line = Line(socket_)
            await line.send(type="connection_init", payload=payload)
            assert await line.receive() == {"type": "connection_ack"}
            yield line


@dataclass(slots=True)
class Line:
    """One socket, message by message."""

    socket: ClientConnection

    async def send(self, **message: object) -> None:
        await self.socket.send(httpx.Request("POST", "http://x", json=message).content.decode())

    async def subscribe(self, id_: str, query: str, **parts: object) -> None:
        await self.send(id=id_, type="subscribe", payload={"query": query, **parts})

    async def receive(self) -> dict[str, object]:
        async with asyncio.timeout(10):
            text = await self.socket.recv()
        assert isinstance(text, str)
        return httpx.Response(200, content=text).json()

    async def closed(self) -> tuple[int | None, str | None]:
        async with asyncio.timeout(10):
            await self.socket.wait_closed()
        return self.socket.close_code, self.socket.close_reason


@asynccontextmanager
async def opened(**settings: object) -> AsyncIterator[Client]:
    hall = Hall()
    async with (
        served(application(hall, **settings)) as address,
        httpx.AsyncClient(base_url=f"http://{address}", trust_env=False, timeout=10) as http,
    ):
        yield Client(address, http, hall)
