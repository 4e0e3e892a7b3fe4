"""GraphQL over HTTP: POST for everything, GET for queries, and the playground for browsers."""

from collections.abc import Mapping

from graphql import OperationType
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from schema.transport.answers import (
    EVENTS,
    GRAPHQL,
    HTML,
    JSON,
    Answer,
    BadRequestError,
    check_kind,
    failure,
    media_type,
)
from schema.transport.bodies import from_address, from_body
from schema.transport.caller import Caller, caller_of, headers_of
from schema.transport.events import opened
from schema.transport.headers import PLAYGROUND_POLICY
from schema.transport.requests import GraphQLRequest
from schema.transport.service import Service

TO_POST = (JSON, GRAPHQL, EVENTS)
TO_GET = (*TO_POST, HTML)


class Http:
    """The endpoint for HTTP. playground: the page for browsers, None when it is off."""

    def __init__(self, service: Service, playground: bytes | None) -> None:
        self._service = service
        self._playground = playground

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers every request, also with what went wrong; a client that has gone gets nothing."""
        media, headers = JSON, headers_of(scope)
        try:
            media = _media(scope["method"], headers)
            response = self._page() if media == HTML else await self._response(scope, headers, receive, media)
        except ClientDisconnect:
            return
        except Exception as problem:
            response = failure(problem, media)
        await response(scope, receive, send)

    async def _response(self, scope: Scope, headers: Mapping[str, str], receive: Receive, media: str) -> ASGIApp:
        post = scope["method"] == "POST"
        request = await from_body(headers, receive) if post else from_address(scope["query_string"])
        return await self._answer(request, caller_of(headers, _address(scope)), media, post=post)

    async def _answer(self, request: GraphQLRequest, caller: Caller, media: str, *, post: bool) -> ASGIApp:
        if media == EVENTS:
            return await opened(self._service, request, caller, queries_only=not post)
        operation = self._service.execution.prepare(request)
        check_kind(operation, queries_only=not post)
        if operation.kind is OperationType.SUBSCRIPTION:
            raise BadRequestError(406, "NOT_ACCEPTABLE", "Subscriptions need a WebSocket or Accept: text/event-stream.")
        context = await self._service.context_for(caller)
        return Answer(await self._service.execution.answer(operation, context), media)

    def _page(self) -> Response:
        if self._playground is None:
            raise BadRequestError(404, "NOT_FOUND", "The playground is switched off.")
        headers = {"Cache-Control": "no-cache", "Vary": "Accept", "Content-Security-Policy": PLAYGROUND_POLICY}
        return Response(self._playground, 200, headers, HTML)


def _media(method: str, headers: Mapping[str, str]) -> str:
    if method not in {"GET", "POST"}:
        raise BadRequestError(405, "METHOD_NOT_ALLOWED", "Use POST, or GET for queries.", {"Allow": "GET, POST"})
    return media_type(headers.get("accept", ""), TO_GET if method == "GET" else TO_POST)


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return client[0] if client else ""
