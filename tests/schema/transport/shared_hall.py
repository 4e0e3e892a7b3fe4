"""A schema of subscriptions that can be shared, and one that cannot."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Collection, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID

import httpx
import strawberry
from strawberry import Info

from realtime.cohorts import Moved
from schema.transport.audiences import EVERYONE_ALIKE, Audience, Log, Shared
from schema.transport.caller import Caller
from schema.transport.errors import ClientError
from schema.transport.web import build
from tests.schema.transport.hall import DIRECT, Client, Hall, served


@dataclass(frozen=True, slots=True)
class Context:
    board: "Board"
    name: str | None
    session_id: UUID | None = None
    token_refused: bool = False
    language: str = "en"
    audience: Audience | None = None

    @property
    def viewer(self) -> str | None:
        return self.name

    def of_audience(self, audience: Audience) -> "Context":
        return replace(self, name=None, audience=audience)

    def begin(self) -> None:
        """Nothing is counted here."""


@dataclass(slots=True)
class Board:
    """A wall of news, who may read the staff's part, and how often each of them was read out."""

    lines: list[str] = field(default_factory=list)
    staff: set[str] = field(default_factory=set)
    readings: int = 0
    _grown: asyncio.Event = field(default_factory=asyncio.Event)

    def write(self, *lines: str) -> None:
        """Puts lines up."""
        self.lines += lines
        grown, self._grown = self._grown, asyncio.Event()
        grown.set()

    async def read(self, after: int) -> AsyncGenerator["Line", None]:
        """Each line after a number, then new ones."""
        self.readings += 1
        while True:
            while after < len(self.lines):
                after += 1
                yield Line(seq=after, text=self.lines[after - 1])
            await self._grown.wait()

    async def newest(self) -> AsyncGenerator["Line", None]:
        """The newest line, and each after it."""
        async for line in self.read(max(len(self.lines) - 1, 0)):
            yield line

    def no_staff(self) -> Moved:
        """Tells who is not of the staff."""

        async def moved(viewers: Collection[Hashable]) -> Collection[Hashable]:
            return set(viewers) - self.staff

        return moved


@strawberry.type
class Line:
    seq: int
    text: str

    @strawberry.field
    def mine(self, info: Info) -> str | None:
        return info.context.name


async def everyone(context: Context, arguments: object) -> Audience:
    return EVERYONE_ALIKE


async def staff(context: Context, arguments: object) -> Audience:
    if context.name not in context.board.staff:
        raise ClientError("FORBIDDEN", "Only staff read this.")
    return Audience("staff", context.board.no_staff())


async def head(context: Context, arguments: object) -> int:
    return len(context.board.lines)


LOG = Log("after", lambda after: after or 0, head)


@strawberry.type
class Query:
    hello: str = "hello"


@strawberry.type
class Subscription:
    @strawberry.subscription(extensions=[Shared(everyone)])
    async def news(self, info: Info) -> AsyncGenerator[Line, None]:
        async for line in info.context.board.newest():
            yield line

    @strawberry.subscription(extensions=[Shared(everyone, log=LOG)])
    async def journal(self, info: Info, after: int | None = None) -> AsyncGenerator[Line, None]:
        async for line in info.context.board.read(after or 0):
            yield line

    @strawberry.subscription(extensions=[Shared(staff, log=LOG)])
    async def staff_journal(self, info: Info, after: int | None = None) -> AsyncGenerator[Line, None]:
        async for line in info.context.board.read(after or 0):
            yield line

    @strawberry.subscription(extensions=[Shared(staff)])
    async def staff_news(self, info: Info) -> AsyncGenerator[Line, None]:
        async for line in info.context.board.newest():
            yield line

    @strawberry.subscription
    async def whoami(self, info: Info) -> AsyncGenerator[str, None]:
        info.context.board.readings += 1
        yield info.context.name or "nobody"
        await asyncio.Event().wait()


@asynccontextmanager
async def opened(sockets: str = DIRECT) -> AsyncIterator[tuple[Client, Board]]:
    """A client of a server with a board, and the board. A token is a name."""
    board, hall = Board(), Hall()

    async def context_for(caller: Caller) -> Context:
        return Context(board, caller.token)

    app = build(
        strawberry.Schema(Query, None, Subscription),
        context_for=context_for,
        sessions=hall,
        ready=hall.is_ready,
        dist=Path("nowhere"),
    )
    async with (
        served(app, sockets=sockets) as address,
        httpx.AsyncClient(base_url=f"http://{address}", trust_env=False, timeout=10) as http,
    ):
        yield Client(address, http, hall), board
