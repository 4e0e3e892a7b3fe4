"""Light clients: real WebSockets by the thousand in one process, without a library's work for each of them."""

import asyncio
import base64
import resource
import socket
import struct
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Self

import orjson
import pytest

PROTOCOL = "graphql-transport-ws"
ACK = b'{"type":"connection_ack"}'
TEXT, CLOSE, PING, PONG = 0x81, 0x88, 0x89, 0x8A
AT_ONCE = struct.pack("ii", 1, 0)


def frame(body: bytes, kind: int = TEXT) -> bytes:
    """A client's frame, masked with zeros."""
    size = len(body)
    start = bytes((kind, 0x80 | size)) if size < 126 else struct.pack("!BBH", kind, 0x80 | 126, size)
    return start + bytes(4) + body


def message(**parts: object) -> bytes:
    """The frame of a message."""
    return frame(orjson.dumps(parts))


def subscription(query: str, /, id_: str = "1", **variables: object) -> bytes:
    """The frame that asks for a subscription."""
    return message(id=id_, type="subscribe", payload={"query": query, "variables": variables})


def handshake(address: str) -> bytes:
    """What a client says first."""
    key = base64.b64encode(bytes(16)).decode()
    head = f"GET /graphql HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    head += f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: {PROTOCOL}\r\n\r\n"
    return head.encode()


def many_files(wanted: int) -> None:
    """Lets this process have so many files open; skips the test where the system does not."""
    soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most < wanted:
        pytest.skip(f"this needs {wanted} open files: raise the hard limit (ulimit -Hn)")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), most))


class Light(asyncio.Protocol):
    """One WebSocket. `heard` is told each message after the greeting; here it keeps them in `told`."""

    def __init__(self, address: str) -> None:
        loop = asyncio.get_running_loop()
        self.greeted: asyncio.Future[None] = loop.create_future()
        self.lost: asyncio.Future[None] = loop.create_future()
        self.told: asyncio.Queue[bytes] = asyncio.Queue()
        self.transport: asyncio.Transport
        self._address = address
        self._rest = b""
        self._upgraded = False

    async def dial(self, room: int | None = None) -> Self:
        """Returns once the server has greeted it. `room` is how much the system keeps of what is not read."""
        host, _, port = self._address.partition(":")
        connection = socket.socket()
        if room is not None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        connection.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(connection, (host, int(port)))
        await loop.create_connection(lambda: self, sock=connection)
        await self.greeted
        return self

    def heard(self, text: bytes) -> None:
        self.told.put_nowait(text)

    def send(self, frames: bytes) -> None:
        """Sends some frames."""
        self.transport.write(frames)

    def close(self) -> None:
        """Says goodbye; `lost` is done once the server has let go as well."""
        self.send(frame(struct.pack("!H", 1000), CLOSE))

    def abort(self) -> None:
        """Cuts the line without a word, as a telephone does that loses its network; idempotent."""
        if not self.lost.done():
            self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(handshake(self._address))

    def data_received(self, data: bytes) -> None:
        data, at = self._rest + data if self._rest else data, 0
        if not self._upgraded:
            head, ended, _ = data.partition(b"\r\n\r\n")
            if ended:
                assert b" 101 " in head, head
                self._upgraded, at = True, len(head) + 4
                self.send(message(type="connection_init"))
        self._rest = data[self._frames(data, at) :] if self._upgraded else data

    def connection_lost(self, exc: Exception | None) -> None:
        self.lost.set_result(None)
        if not self.greeted.done():
            self.greeted.set_exception(exc or EOFError("The server has hung up."))

    def _frames(self, data: bytes, at: int) -> int:
        """Takes every whole frame from there on, and gives where the rest begins."""
        end = len(data)
        while end - at >= 2:
            start, size = at + 2, data[at + 1]
            if size >= 126:
                start += 2 if size == 126 else 8
                size = int.from_bytes(data[at + 2 : start])
            if end < start + size:
                break
            self._frame(data[at], data[start : start + size])
            at = start + size
        return at

    def _frame(self, kind: int, body: bytes) -> None:
        if kind == PING:
            self.send(frame(body, PONG))
        elif kind == TEXT and self.greeted.done():
            self.heard(body)
        elif kind == TEXT:
            assert body == ACK, body
            self.greeted.set_result(None)


@asynccontextmanager
async def cut_at_the_end(lights: Sequence[Light]) -> AsyncIterator[None]:
    """Leaves none of these lines open, whatever happens."""
    try:
        yield
    finally:
        dialled = [light for light in lights if hasattr(light, "transport")]
        for light in dialled:
            light.abort()
        await asyncio.gather(*(light.lost for light in dialled))
