"""Server-sent events, in the distinct connections mode of graphql-sse: one operation, one response."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing, suppress

from graphql import OperationType
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from realtime.metrics import SLOW_READERS_CUT
from schema.transport.answers import EVENTS, SESSION_ENDED, check_kind
from schema.transport.caller import Caller
from schema.transport.errors import RefusedError, explained
from schema.transport.execution import Operation, encoded_errors
from schema.transport.outlets import Sent, Watcher
from schema.transport.requests import GraphQLRequest
from schema.transport.service import Service
from schema.transport.sessions import Context, watched
from schema.transport.tasks import until_first

PING_SECONDS = 12.0  # proxies drop a line that is silent for 30 to 60 s
CLOSE_SECONDS = 10.0
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
NEXT_START, NEXT_END = b"event: next\ndata: ", b"\n\n"
COMPLETE = b"event: complete\ndata:\n\n"
PING = b": ping\n\n"

Write = Callable[[bytes], Awaitable[None]]


async def opened(service: Service, request: GraphQLRequest, caller: Caller, *, queries_only: bool) -> ASGIApp:
    """The response to a request for events; a refused one is told in the stream, as the client reads nothing else."""
    try:
        operation = service.execution.prepare(request)
    except RefusedError as problem:
        body = next_event(encoded_errors(problem.errors)) + COMPLETE
        return Response(body, headers=HEADERS, media_type=EVENTS)
    check_kind(operation, queries_only=queries_only)
    return EventStream(service, operation, await service.context_for(caller))


class EventStream:
    """One operation as a stream of events, until it, the client or the session ends."""

    def __init__(self, service: Service, operation: Operation, context: Context) -> None:
        self._service = service
        self._operation = operation
        self._context = context

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the stream; a session that ends is told to the client as the last result."""

        async def write(chunk: bytes) -> None:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})

        start = Response(headers=HEADERS, media_type=EVENTS)
        del start.headers["content-length"]
        await send({"type": "http.response.start", "status": 200, "headers": start.raw_headers})
        with watched(self._service.sessions, self._context.session_id) as ended:
            await until_first(self._results(write), _pings(write), _gone(receive), ended.wait())
            last = next_event(encoded_errors([SESSION_ENDED])) if ended.is_set() else b""
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):  # a client that does not read would hold us here
                await send({"type": "http.response.body", "body": last + COMPLETE, "more_body": False})

    async def _results(self, write: Write) -> None:
        try:
            if self._operation.kind is OperationType.SUBSCRIPTION and await self._shared(write):
                return
            async with aclosing(self._service.execution.answers(self._operation, self._context)) as payloads:
                async for payload in payloads:
                    await write(next_event(payload))
        except Exception as problem:
            await write(next_event(encoded_errors(explained(problem))))

    async def _shared(self, write: Write) -> bool:
        """Whether the results came, until their end, from a cohort. Raises what ended it."""
        over: asyncio.Future[Exception | None] = asyncio.get_running_loop().create_future()
        moved = asyncio.Event()

        def end(error: Exception | None = None) -> None:
            if not over.done():
                over.set_result(error)

        def cut() -> None:
            SLOW_READERS_CUT.inc()
            end()

        outlet = Sent(write, cut)
        watcher = Watcher(outlet, NEXT_START, NEXT_END, end=end, move=moved.set)
        try:
            while await self._service.sharing.join(self._operation, self._context, watcher):
                await until_first(_wait(over), moved.wait())
                if over.done():
                    return True
                moved.clear()
        finally:
            watcher.leave()
            await outlet.close()
        return False


async def _pings(write: Write) -> None:
    while True:
        await asyncio.sleep(PING_SECONDS)
        await write(PING)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _wait(over: asyncio.Future[Exception | None]) -> None:
    error = await asyncio.shield(over)
    if error is not None:
        raise error


def next_event(payload: bytes) -> bytes:
    """One result as an event; JSON by orjson is one line."""
    return NEXT_START + payload + NEXT_END
