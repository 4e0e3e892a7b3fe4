"""GraphQL over WebSocket by the graphql-transport-ws protocol."""

import asyncio
from contextlib import suppress
from uuid import UUID

from starlette.websockets import WebSocket, WebSocketDisconnect

from schema.transport.caller import Caller, caller_of, greeted
from schema.transport.errors import MalformedError, masked
from schema.transport.line import Line
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
    message_of,
)
from schema.transport.operations import Operations
from schema.transport.service import Service
from schema.transport.sessions import watched
from schema.transport.tasks import until_first

INIT_SECONDS = 10.0
CLOSE_SECONDS = 10.0


async def serve(service: Service, websocket: WebSocket) -> None:
    """Serves one socket until it closes; every end has its code, and nothing is left running."""
    if PROTOCOL not in websocket.scope["subprotocols"]:
        await websocket.accept()
        await websocket.close(4406, f"Use the subprotocol {PROTOCOL}.")
        return
    await websocket.accept(subprotocol=PROTOCOL)
    client = Client(service, websocket)
    try:
        await client.serve()
    except WebSocketDisconnect:
        pass
    except asyncio.CancelledError:
        if not client.given_up:
            raise
    except Close as close:
        await client.close(close)
    except Exception as problem:
        # 1013, try again later: clients give up for good after the protocol's own 4500.
        await client.close(Close(1013, masked(problem)["message"]))
    finally:
        await client.end()


class Client:
    """Whoever is at the other end of a socket: greets them and does what their messages say."""

    def __init__(self, service: Service, websocket: WebSocket) -> None:
        self._service = service
        self._websocket = websocket
        self._line = Line(websocket)
        self._caller = caller_of(websocket.headers, websocket.client.host if websocket.client else "")
        self._operations: Operations | None = None

    async def serve(self) -> None:
        """Greets the client and answers its messages. Never returns: raises Close or WebSocketDisconnect."""
        try:
            async with asyncio.timeout(INIT_SECONDS):
                self._caller = await self._greeting()
        except TimeoutError:
            raise Close(4408, "Connection initialisation timeout") from None
        operations = self._operations = Operations(self._service, self._line, self._caller)
        session_id = await self._session()
        if session_id is None:  # no session can end: a guest's line needs no tasks of its own
            await self._line.send(ACK)
            await self._messages(operations)
            return
        with watched(self._service.sessions, session_id) as ended:
            await self._line.send(ACK)
            await until_first(self._messages(operations), _end(ended), _end(operations.session_ended))

    async def _session(self) -> UUID | None:
        context = await self._service.context_for(self._caller)
        if context.token_refused:
            raise _session_ended()
        return context.session_id

    @property
    def given_up(self) -> bool:
        """Whether they were cut off because they do not read."""
        return self._line.given_up

    async def close(self, close: Close) -> None:
        """Stops the operations and closes the socket, in this order, so that none sends any more."""
        if self._operations is not None:
            self._operations.stop()
        with suppress(WebSocketDisconnect, TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):  # a client that does not read would hold us here
                await self._line.close(close)

    async def end(self) -> None:
        """Leaves nothing running."""
        if self._operations is not None:
            await self._operations.end()
        await self._line.end()

    async def _greeting(self) -> Caller:
        while True:
            match await self._receive():
                case ConnectionInit(payload):
                    try:
                        return greeted(self._caller, payload)
                    except MalformedError as problem:
                        raise Close(4400, str(problem)) from problem
                case Ping():
                    await self._line.send(PONG)
                case Subscribe():
                    raise Close(4401, "Unauthorized")

    async def _messages(self, operations: Operations) -> None:
        while True:
            match await self._receive():
                case ConnectionInit():
                    raise Close(4429, "Too many initialisation requests")
                case Ping():
                    await self._line.send(PONG)
                case Subscribe(id_, request):
                    await operations.subscribe(id_, request)
                case Complete(id_):
                    operations.complete(id_)

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
