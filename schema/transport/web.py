"""The web application: the endpoint, the page, and who may ask how we are."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import strawberry
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.types import ASGIApp, Lifespan, Receive, Scope, Send

from rules.maps import Tiles
from schema.transport.documents import NOBODY, Trust
from schema.transport.graphql import GraphQL
from schema.transport.headers import SafeHeaders
from schema.transport.maps import map_route
from schema.transport.metrics import metrics
from schema.transport.page import Assets, Board, Page
from schema.transport.sessions import ContextFor, Guard

Ready = Callable[[], Awaitable[bool]]


def build(
    schema: strawberry.Schema,
    *,
    context_for: ContextFor,
    sessions: Guard,
    ready: Ready,
    dist: Path,
    graphiql_html: bytes | None = None,
    introspection: bool = True,
    trust: Trust = NOBODY,
    allowed_origins: Sequence[str] = (),
    metrics_token: str | None = None,
    media_origins: Sequence[str] = (),
    board_framed_by: Sequence[str] = (),
    tiles: Tiles | None = None,
    routes: Sequence[BaseRoute] = (),
    lifespan: Lifespan[Starlette] | None = None,
) -> Starlette:
    """The application that a server serves.

    context_for makes the context of one HTTP request or one operation of a socket, and says where a token is no
    good; sessions says when a session is over; ready says whether work can be done now (/readyz); dist is the folder
    of the built page; graphiql_html is the playground, None when it is off; allowed_origins are other origins whose
    pages may call ("https://example.org"); metrics_token is what a caller of /metrics has to show, None: there is none.
    media_origins are other origins that the page may load video from; board_framed_by are origins whose pages may
    frame the notice board, as nobody may any other page; tiles is where the picture under maps comes from; routes are
    more addresses beside these, such as those of records.
    trust has the documents known beforehand, and says whether others are taken.
    Refuses a schema with Strawberry extensions, an allowed origin that is not one, and a trusted document that does
    not fit the schema (ValueError).
    """
    endpoint = GraphQL(
        schema,
        context_for=context_for,
        sessions=sessions,
        graphiql_html=graphiql_html,
        introspection=introspection,
        trust=trust,
        allowed_origins=allowed_origins,
    )
    everything = [
        Route("/graphql", endpoint),
        WebSocketRoute("/graphql", endpoint),
        Route("/healthz", _healthy),
        Route("/readyz", _readiness(ready)),
        Route("/metrics", metrics(metrics_token)),
        *routes,
        map_route(tiles),
        Route("/board", Board(dist, board_framed_by)),
        Mount("/assets", Assets(dist / "assets")),
        Mount("/", Page(dist)),
    ]
    image_origins = [tiles.origin] if tiles else []
    middleware = _middleware(allowed_origins, media_origins, image_origins)
    app = Application(routes=everything, middleware=middleware, lifespan=lifespan)
    if not allowed_origins:
        app.endpoint = SafeHeaders(endpoint, media_origins, image_origins)
    return app


class Application(Starlette):
    """Hands what is for the endpoint straight to it, where no other origin's pages have to be told anything."""

    endpoint: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        straight = scope["type"] == "websocket" or scope.get("method") in {"GET", "POST"}
        if self.endpoint is not None and straight and scope["path"] == "/graphql":
            await self.endpoint(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


def _middleware(
    allowed_origins: Sequence[str], media_origins: Sequence[str], image_origins: Sequence[str]
) -> list[Middleware]:
    return [
        Middleware(SafeHeaders, media_origins, image_origins),
        Middleware(
            CORSMiddleware,
            allow_origins=allowed_origins,
            allow_methods=("GET", "POST"),
            allow_headers=("Authorization", "Content-Type"),
        ),
    ]


async def _healthy(_request: Request) -> Response:
    return PlainTextResponse("up\n", headers={"Cache-Control": "no-store"})


def _readiness(ready: Ready) -> Callable[[Request], Awaitable[Response]]:
    async def readiness(_request: Request) -> Response:
        is_ready = await ready()
        return PlainTextResponse(
            "ready\n" if is_ready else "not ready\n", 200 if is_ready else 503, {"Cache-Control": "no-store"}
        )

    return readiness
