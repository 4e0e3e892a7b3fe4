"""Watchers over WebSockets: `watchers.py URL COUNT [SUBSCRIBE]`; without SUBSCRIBE they only connect.

A line `frames N` on standard input is answered once N frames have come in all: {"frames", "first", "last"}, the moments
of the first question and of the newest frame, on the monotonic clock in seconds. A frame more than asked for shows in
`frames`.
"""

import asyncio
import sys
import time

import orjson
import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect

AT_ONCE = 100
PATIENCE = 120
INIT = b'{"type":"connection_init"}'


class Count:
    """How many frames have come, and when the newest did."""

    def __init__(self) -> None:
        self.frames = 0
        self.first = 0.0
        self.last = 0.0
        self._wanted = 0
        self._reached: asyncio.Future[None] | None = None

    def add(self) -> None:
        self.frames += 1
        self.last = time.perf_counter()
        if self._reached and self.frames >= self._wanted:
            self._reached.set_result(None)
            self._reached = None

    async def reach(self, wanted: int) -> None:
        """Returns once so many have come."""
        if self.frames < wanted:
            self._wanted, self._reached = wanted, asyncio.get_running_loop().create_future()
            async with asyncio.timeout(PATIENCE):
                await self._reached


class Watcher(WSListener):
    def __init__(self, count: Count, subscribe: bytes) -> None:
        self._count = count
        self._subscribe = subscribe
        self._greeted = not subscribe

    def on_ws_connected(self, transport: WSTransport) -> None:
        if self._subscribe:
            transport.send(WSMsgType.TEXT, INIT)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type == WSMsgType.PING:
            transport.send_pong(frame.get_payload_as_bytes())
        elif frame.msg_type != WSMsgType.TEXT:
            return
        elif self._greeted:
            self._count.add()
        elif b"connection_ack" in frame.get_payload_as_bytes():
            self._greeted = True
            self._count.first = self._count.first or time.perf_counter()
            transport.send(WSMsgType.TEXT, self._subscribe)


async def main(url: str, watchers: int, subscribe: bytes) -> None:
    """Connects all, then answers until the input ends."""
    count = Count()
    headers = {"Sec-WebSocket-Protocol": "graphql-transport-ws"}
    held = []
    for start in range(0, watchers, AT_ONCE):
        connecting = (
            ws_connect(lambda: Watcher(count, subscribe), url, extra_headers=headers, enable_auto_pong=False)
            for _ in range(min(AT_ONCE, watchers - start))
        )
        held += await asyncio.gather(*connecting)
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    print("up", flush=True)
    while line := await lines.readline():
        await count.reach(int(line.split()[1]))
        sys.stdout.buffer.write(
            orjson.dumps({"frames": count.frames, "first": count.first, "last": count.last}) + b"\n"
        )
        sys.stdout.buffer.flush()


uvloop.run(main(sys.argv[1], int(sys.argv[2]), sys.argv[3].encode() if len(sys.argv) > 3 else b""))
