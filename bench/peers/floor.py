"""The floor: a bare WebSocket server that sends one prepared frame to everybody for each line of its input."""

import asyncio
import sys

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, WSUpgradeRequest, ws_create_server

watchers: set[WSTransport] = set()


class Watcher(WSListener):
    def on_ws_connected(self, transport: WSTransport) -> None:
        watchers.add(transport)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        watchers.discard(transport)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        """Whatever a client says is not asked for."""


def listener(_request: WSUpgradeRequest) -> WSListener:
    return Watcher()


async def main(port: int, frame: bytes) -> None:
    """Serves until its input ends."""
    await ws_create_server(listener, "127.0.0.1", port)
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    print("up", flush=True)
    while await lines.readline():
        for watcher in watchers:
            watcher.send(WSMsgType.TEXT, frame)


uvloop.run(main(int(sys.argv[1]), sys.argv[2].encode()))
