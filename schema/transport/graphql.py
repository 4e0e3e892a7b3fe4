"""The GraphQL endpoint: one address for HTTP, event streams and WebSockets."""

from collections.abc import Sequence

import strawberry
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.http.websocket_origin import normalize_allowed_origins

from schema.transport import sockets
from schema.transport.documents import Trust
from schema.transport.execution import Execution
from schema.transport.http import Http
from schema.transport.origins import is_welcome
from schema.transport.service import Service
from schema.transport.sessions import ContextFor, Guard
from schema.transport.sharing import Sharing


class GraphQL:
    """The ASGI application of the endpoint."""

    def __init__(
        self,
        schema: strawberry.Schema,
        *,
        context_for: ContextFor,
        sessions: Guard,
        graphiql_html: bytes | None,
        introspection: bool,
        trust: Trust,
        allowed_origins: Sequence[str],
    ) -> None:
        execution = Execution(schema, introspection=introspection, trust=trust)
        self._service = Service(execution, context_for, sessions, Sharing(execution))
        self._http = Http(self._service, graphiql_html)
        self._allowed_origins = normalize_allowed_origins(allowed_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request or serves a socket; a page of a foreign origin gets no socket (403)."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
            return
        websocket = WebSocket(scope, receive, send)
        if is_welcome(websocket, self._allowed_origins):
            await sockets.serve(self._service, websocket)
        else:
            await websocket.close()
