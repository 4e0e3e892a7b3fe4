"""What goes out on one socket, and how long we wait for a client to read it."""

import asyncio
from contextlib import suppress
from typing import cast

from starlette.websockets import WebSocket, WebSocketDisconnect

from realtime.metrics import SLOW_READERS_CUT
from schema.transport.messages import Close
from schema.transport.outlets import EXTENSION, SLOW_SECONDS, TOO_SLOW, Outlet, Sent

GRACE_SECONDS = 1.0


class Line:
    """One socket, outwards. `outlet` takes prepared results: the server's own where it has one, else over ASGI.

    `given_up` says that the client was cut off and the task which serves it cancelled.
    """

    def __init__(self, websocket: WebSocket) -> None:
        self.given_up = False
        self._websocket = websocket
        self._serving = cast("asyncio.Task[None]", asyncio.current_task())
        self._cutting: asyncio.Task[None] | None = None
        direct: Outlet | None = websocket.scope.get("extensions", {}).get(EXTENSION)
        self.outlet = direct or Sent(self._send, self._cut)

    async def send(self, text: str) -> None:
        """Sends a message. WebSocketDisconnect where the client has gone or does not read."""
        if not isinstance(self.outlet, Sent):
            await self._websocket.send_text(text)
            return
        try:
            async with asyncio.timeout(SLOW_SECONDS):
                await self._websocket.send_text(text)
        except TimeoutError:
            self._cut()
            raise WebSocketDisconnect(TOO_SLOW) from None

    async def close(self, close: Close) -> None:
        """Closes the socket."""
        await self._websocket.close(close.code, close.reason)

    async def end(self) -> None:
        """Gives up what is on its way."""
        if isinstance(self.outlet, Sent):
            await self.outlet.close()
        if self._cutting is not None:
            self._cutting.cancel()
            await asyncio.gather(self._cutting, return_exceptions=True)

    async def _send(self, data: bytes) -> None:
        await self._websocket.send_text(data.decode())

    def _cut(self) -> None:
        if self._cutting is None:
            SLOW_READERS_CUT.inc()
            self._cutting = asyncio.create_task(self._hang_up())

    async def _hang_up(self) -> None:
        with suppress(WebSocketDisconnect, TimeoutError):
            async with asyncio.timeout(GRACE_SECONDS):
                await self.close(Close(TOO_SLOW, "Nothing was read for 30 seconds."))
        self.given_up = True
        self._serving.cancel()  # the server would wait for ever until the client has read that
