"""GraphQL over WebSocket by the graphql-transport-ws protocol."""

import asyncio
from contextlib import aclosing, suppress

from starlette.websockets import WebSocket, WebSocketDisconnect

from schema.transport.caller import Caller, caller_of, greeted
from schema.transport.errors import MalformedError, error, explained, masked
from schema.transport.messages import (
    ACK,
    PONG,
    PROTOCOL,
    Close,
    Complete,
    ConnectionInit,
    Message,
    Ping,
    Subscribe,
    complete_of,
    error_of,
    message_of,
    next_of,
)
from schema.transport.requests import GraphQLRequest
from schema.transport.service import Service
from schema.transport.sessions import watched
from schema.transport.tasks import stopped, until_first

INIT_SECONDS = 10.0
CLOSE_SECONDS = 10.0
MAX_OPERATIONS = 100


async def serve(service: Service, websocket: WebSocket) -> None:
    """Serves one socket until it closes; every end has its code, and nothing is left running."""
    if PROTOCOL not in websocket.scope["subprotocols"]:
        await websocket.accept()
        await websocket.close(4406, f"Use the subprotocol {PROTOCOL}.")
        return
    await websocket.accept(subprotocol=PROTOCOL)
    line = Line(service, websocket)
    try:
        await line.serve()
    except WebSocketDisconnect:
        pass
    except Close as close:
        await line.close(close)
    except Exception as problem:
        # 1013, try again later: clients give up for good after the protocol's own 4500.
        await line.close(Close(1013, masked(problem)["message"]))
    finally:
        await stopped(line.tasks)


class Line:
    """One socket and the operations that run on it."""

    def __init__(self, service: Service, websocket: WebSocket) -> None:
        self.tasks: set[asyncio.Task[None]] = set()
        self._service = service
        self._websocket = websocket
        self._caller = _handshake(websocket)
        self._operations: dict[str, asyncio.Task[None]] = {}
        self._session_ended = asyncio.Event()

    async def serve(self) -> None:
        """Greets the client and answers its messages. Never returns: raises Close or WebSocketDisconnect."""
        try:
            async with asyncio.timeout(INIT_SECONDS):
                self._caller = await self._greeting()
        except TimeoutError:
            raise Close(4408, "Connection initialisation timeout") from None
        context = await self._service.context_for(self._caller)
        if context.token_refused:
            raise _session_ended()
        with watched(self._service.sessions, context.session_id) as ended:
            await self._send(ACK)
            await until_first(self._messages(), _end(ended), _end(self._session_ended))

    async def close(self, close: Close) -> None:
        """Closes the socket and stops its operations, in this order, so that none sends any more."""
        for task in self.tasks:
            task.cancel()
        with suppress(WebSocketDisconnect, TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):  # a client that does not read would hold us here
                await self._websocket.close(close.code, close.reason)

    async def _greeting(self) -> Caller:
        while True:
            match await self._receive():
                case ConnectionInit(payload):
                    try:
                        return greeted(self._caller, payload)
                    except MalformedError as problem:
                        raise Close(4400, str(problem)) from problem
                case Ping():
                    await self._send(PONG)
                case Subscribe():
                    raise Close(4401, "Unauthorized")

    async def _messages(self) -> None:
        while True:
            match await self._receive():
                case ConnectionInit():
                    raise Close(4429, "Too many initialisation requests")
                case Ping():
                    await self._send(PONG)
                case Subscribe(id_, request):
                    await self._subscribe(id_, request)
                case Complete(id_):
                    if task := self._operations.pop(id_, None):
                        task.cancel()

    async def _subscribe(self, id_: str, request: GraphQLRequest) -> None:
        if id_ in self._operations:
            raise Close(4409, f"Subscriber for {id_} already exists")
        if len(self.tasks) >= MAX_OPERATIONS:
            sentence = f"This connection already runs {MAX_OPERATIONS} operations; complete one first."
            await self._send(error_of(id_, [error("TOO_MANY_OPERATIONS", sentence)]))
            return
        task = asyncio.create_task(self._run(id_, request))
        self._operations[id_] = task
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _run(self, id_: str, request: GraphQLRequest) -> None:
        try:
            last = await self._results(id_, request)
        except WebSocketDisconnect:
            return
        except Exception as problem:
            last = error_of(id_, explained(problem))
        if self._operations.get(id_) is asyncio.current_task():
            del self._operations[id_]  # before the client hears of the end: it may use the id again at once
            with suppress(WebSocketDisconnect):
                await self._send(last)

    async def _results(self, id_: str, request: GraphQLRequest) -> str:
        operation = self._service.execution.prepare(request)
        context = await self._service.context_for(self._caller)
        if context.token_refused:
            self._session_ended.set()
            return complete_of(id_)
        async with aclosing(self._service.execution.answers(operation, context)) as payloads:
            async for payload in payloads:
                await self._send(next_of(id_, payload))
        return complete_of(id_)

    async def _send(self, text: str) -> None:
        await self._websocket.send_text(text)

    async def _receive(self) -> Message:
        message = await self._websocket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1000))
        return message_of(message.get("text"))


def _session_ended() -> Close:
    return Close(4403, "Session ended")


async def _end(event: asyncio.Event) -> None:
    await event.wait()
    raise _session_ended()


def _handshake(websocket: WebSocket) -> Caller:
    return caller_of(websocket.headers, websocket.client.host if websocket.client else "")
