"""Clients that do not read."""

import asyncio
import base64
import json
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import ClassVar

import pytest

from realtime.metrics import SLOW_READERS_CUT
from schema.transport import direct, line, outlets
from tests.realtime.watching import settled
from tests.schema.transport.hall import DIRECT, PLAIN
from tests.schema.transport.shared_hall import opened

QUICK = 0.3
LONG = "x" * 20_000
REMEMBERED = "tests.schema.transport.test_slow_readers:Protocols"
SUBPROTOCOL = "graphql-transport-ws"


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (direct, line, outlets):
        monkeypatch.setattr(module, "SLOW_SECONDS", QUICK)


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Set when somebody has been cut off."""
    event, inc = asyncio.Event(), SLOW_READERS_CUT.inc

    def heard() -> None:
        inc()
        event.set()

    monkeypatch.setattr(SLOW_READERS_CUT, "inc", heard)
    return event


def frame(message: object) -> bytes:
    """A client's text frame, masked with zeros."""
    body = json.dumps(message).encode()
    start = bytes((0x81, 0x80 | len(body))) if len(body) < 126 else struct.pack("!BBH", 0x81, 0x80 | 126, len(body))
    return start + bytes(4) + body


@asynccontextmanager
async def stalled(address: str, query: str) -> AsyncIterator[socket.socket]:
    """A socket that asks and never reads, with next to no room for what it does not read."""
    host, port = address.split(":")
    loop = asyncio.get_running_loop()
    key = base64.b64encode(bytes(16)).decode()
    head = f"GET /graphql HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    head += f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: {SUBPROTOCOL}\r\n\r\n"
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.setblocking(False)
        await loop.sock_connect(client, (host, int(port)))
        await loop.sock_sendall(client, head.encode())
        assert b"101 Switching Protocols" in await loop.sock_recv(client, 4096)
        await loop.sock_sendall(client, frame({"type": "connection_init"}))
        await loop.sock_sendall(client, frame({"id": "1", "type": "subscribe", "payload": {"query": query}}))
        yield client


async def read_to_the_end(client: socket.socket) -> bytes:
    """Everything that came, until the server hung up."""
    loop, got = asyncio.get_running_loop(), bytearray()
    async with asyncio.timeout(10):
        while True:
            try:
                piece = await loop.sock_recv(client, 65536)
            except ConnectionResetError:
                return bytes(got)
            if not piece:
                return bytes(got)
            got += piece


def cut_off() -> float:
    return SLOW_READERS_CUT._value.get()


@asynccontextmanager
async def writing(board, text: str = LONG) -> AsyncIterator[None]:
    """The board grows all the while."""

    async def write() -> None:
        while True:
            board.write(text)
            await asyncio.sleep(0.001)

    task = asyncio.create_task(write())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.mark.parametrize("query", ["subscription { news { text } }", "subscription { journal { text } }"])
@pytest.mark.parametrize("sockets", [DIRECT, PLAIN], ids=["direct", "plain"])
async def test_who_does_not_read_is_cut_off_and_counted(sockets: str, query: str, cut: asyncio.Event):
    before = cut_off()
    async with opened(sockets) as (client, board), writing(board):
        before_tasks = asyncio.all_tasks()
        async with stalled(client.address, query) as slow:
            async with asyncio.timeout(20):
                await cut.wait()
            if sockets == DIRECT:
                await read_to_the_end(slow)
            await settled(before_tasks)
        async with client.line() as other:
            await other.subscribe("1", "subscription { news { seq } }")
            assert (await other.receive())["type"] == "next"
    assert cut_off() == before + 1


async def test_the_last_thing_a_slow_reader_is_told_is_to_try_again_later():
    async with opened(REMEMBERED) as (client, board), client.dial(max_queue=1) as slow:
        await slow.send('{"type":"connection_init"}')
        await slow.recv()
        await slow.send('{"id":"1","type":"subscribe","payload":{"query":"subscription { news { text } }"}}')
        board.write("one")
        await slow.recv()
        protocol = next(iter(Protocols.open))
        protocol._cut()
        async with asyncio.timeout(10):
            await slow.wait_closed()
        assert (slow.close_code, slow.close_reason) == (1013, "Nothing was read for 30 seconds.")


async def test_who_reads_slowly_but_reads_is_not_cut_off():
    before = cut_off()
    async with (
        opened() as (client, board),
        writing(board, "x" * 200_000),
        stalled(client.address, "subscription { journal { text } }") as slow,
    ):
        loop, seen = asyncio.get_running_loop(), 0
        until = loop.time() + 6 * QUICK
        while loop.time() < until:
            seen += len(await loop.sock_recv(slow, 30_000))
            await asyncio.sleep(0.02)
    assert seen > 200_000
    assert cut_off() == before


async def test_a_stalled_socket_holds_no_more_than_its_buffer_and_one_result(monkeypatch: pytest.MonkeyPatch):
    for module in (direct, line, outlets):
        monkeypatch.setattr(module, "SLOW_SECONDS", 600.0)
    async with opened(REMEMBERED) as (client, board), stalled(client.address, "subscription { news { text } }"):
        largest = 0
        for _ in range(300):
            board.write(LONG)
            await asyncio.sleep(0.002)
            largest = max([largest, *(each.transport.get_write_buffer_size() for each in Protocols.open)])
        assert 0 < largest < 2 * len(LONG)


class Protocols(direct.DirectSockets):
    """Remembers the connections there are."""

    open: ClassVar[set["Protocols"]] = set()

    def connection_made(self, transport) -> None:
        super().connection_made(transport)
        self.open.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self.open.discard(self)
        super().connection_lost(exc)
