"""A street for one test: the hall, its server, and the screens that show it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from playwright.async_api import Browser
from starlette.applications import Starlette

from resolvers.seeding import Seeded
from rules.ids import Kind, public_id
from rules.issues import Stage
from schema.context import context_for
from schema.root import build_schema
from schema.routes import routes_of
from schema.transport import web
from schema.transport.documents import Trust
from tests.browser.proxy import Wire
from tests.browser.screens import Screens, Visitor, looking_at
from tests.schema.transport.hall import served
from tests.support.house import Hall
from tests.support.server import Api, client_of


@dataclass(frozen=True, slots=True)
class Street:
    """The hall with its real application; `api` asks it directly, screens over a wire that can be cut."""

    hall: Hall
    api: Api
    wire: Wire
    screens: Screens

    async def visitor(self, person: Seeded | None = None, **look: Any) -> Visitor:
        """A visitor with a browser of their own: a guest, or the person, signed in already."""
        return await self.screens.visitor(person, **look)

    async def sign_in(self, visitor: Visitor, person: Seeded) -> None:
        """The visitor signs in as people do: with a number and the code that was sent to it."""
        await visitor.open("/sign-in")
        await visitor.ask_for_code(person.phone.removeprefix("+86"))
        await visitor.enter_code(self.hall.sent.codes[person.phone])

    async def issue(self, at: Stage = Stage.PROPOSED, title: str = "路灯坏了") -> str:
        """The public id of an issue at the stage."""
        return public_id(Kind.ISSUE, (await self.hall.issue(at=at, title=title)).id)

    async def poll(self, **terms: Any) -> str:
        """The public id of a poll that is open, on terms as Hall.poll takes them."""
        return public_id(Kind.POLL, (await self.hall.poll(**terms)).poll.id)

    async def comment(self, person: Seeded, issue: str, body: str) -> None:
        """The person comments through the API."""
        await self.api.done("comment", person.token, input={"issueId": issue, "body": body})

    async def vote(self, person: Seeded, poll: str, choice: str) -> None:
        """The person votes through the API."""
        await self.api.done("castVote", person.token, input={"pollId": poll, "choice": choice})


def page_trust(dist: Path, *, only: bool = False) -> Trust:
    """The documents of the built page."""
    return Trust(orjson.loads((dist / "documents.json").read_bytes()), only)


def application(hall: Hall, dist: Path, trust: Trust) -> Starlette:
    """The whole application with the built page, around a hall that is open already."""

    async def ready() -> bool:
        return True

    house = hall.house
    return web.build(
        build_schema(),
        context_for=context_for(house),
        sessions=house.sessions,
        ready=ready,
        dist=dist,
        graphiql_html=(dist / "graphiql.html").read_bytes(),
        trust=trust,
        routes=routes_of(house),
    )


@asynccontextmanager
async def opened(hall: Hall, dist: Path, browser: Browser, trust: Trust | None = None) -> AsyncIterator[Street]:
    """The street around a hall, whose server knows the page's documents unless told otherwise."""
    async with (
        served(application(hall, dist, trust or page_trust(dist))) as address,
        client_of(address) as api,
        Wire.to(address) as wire,
        looking_at(wire.address, browser) as screens,
    ):
        yield Street(hall, api, wire, screens)
