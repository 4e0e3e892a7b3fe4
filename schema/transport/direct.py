"""A WebSocket protocol for uvicorn that lets prepared frames go straight to the transport.

`uvicorn --ws schema.transport.direct:DirectSockets`. Everything else is uvicorn's own. It also lets go of clients
that do not read: uvicorn itself would keep them for ever.
"""

import asyncio
import socket
import struct
from asyncio.transports import BaseTransport
from typing import Any, cast

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import Frame
from websockets.http11 import Request

from realtime.metrics import SLOW_READERS_CUT
from schema.transport.outlets import EXTENSION, SLOW_SECONDS, TOO_SLOW, Outlet

BUFFER = 32 * 1024
GRACE_SECONDS = 1.0


class Direct(Outlet):
    """An outlet into the transport, which is free while nothing waits there: what the system does not take yet."""

    def __init__(self, transport: asyncio.Transport) -> None:
        super().__init__()
        self._transport = transport

    def write(self, data: bytes) -> None:
        size = len(data)
        if size < 126:
            start = bytes((0x81, size))
        elif size < 65536:
            start = struct.pack("!BBH", 0x81, 126, size)
        else:
            start = struct.pack("!BBQ", 0x81, 127, size)
        self._transport.write(start + data)


class DirectSockets(WebSocketsSansIOProtocol):
    """uvicorn's protocol, with its outlet in the scope's extensions under EXTENSION."""

    outlet: Direct
    _stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(transport)
        self.transport.set_write_buffer_limits(high=0)  # uvloop keeps a KB beside each small frame that waits
        handle = transport.get_extra_info("socket")
        if handle is not None and handle.family != socket.AF_UNIX:
            handle.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)  # the system doubles it
        self.outlet = Direct(self.transport)

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if hasattr(self, "scope"):
            cast("dict[str, Any]", self.scope["extensions"])[EXTENSION] = self.outlet

    def pause_writing(self) -> None:
        super().pause_writing()
        self.outlet.ready = False
        self._watch_progress()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._forget_progress()
        if not self.close_sent and not self.transport.is_closing():
            self.outlet.free()

    def handle_close(self, event: Frame) -> None:
        self.outlet.ready = False
        super().handle_close(event)

    def handle_parser_exception(self) -> None:
        self.outlet.ready = False
        super().handle_parser_exception()

    def shutdown(self) -> None:
        self.outlet.ready = False
        super().shutdown()

    async def send(self, message: ASGISendEvent) -> None:
        if self.close_sent:
            raise ClientDisconnected
        if message["type"] == "websocket.close":
            self.outlet.ready = False
        await super().send(message)
        if message["type"] == "websocket.accept":
            self.__dict__.pop("request", None)  # done with; thousands of sockets would keep their headers
            self.__dict__.pop("response", None)

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget_progress()
        self.outlet.ready = False
        super().connection_lost(exc)

    def keepalive_timeout(self) -> None:
        self.pong_timer = None
        self._cut()

    def _watch_progress(self) -> None:
        left = self.transport.get_write_buffer_size()
        self._stalled = self.loop.call_later(SLOW_SECONDS, self._check_progress, left)

    def _check_progress(self, left_before: int) -> None:
        if self.transport.get_write_buffer_size() < left_before:
            self._watch_progress()
        else:
            self._cut()

    def _forget_progress(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    def _cut(self) -> None:
        if self.close_sent or self.transport.is_closing():
            return
        SLOW_READERS_CUT.inc()
        self.outlet.ready = False
        self.queue.put_nowait({"type": "websocket.disconnect", "code": TOO_SLOW})
        self.conn.send_close(TOO_SLOW, "Nothing was read for 30 seconds.")
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.close_timer = self.loop.call_later(GRACE_SECONDS, self.transport.abort)
