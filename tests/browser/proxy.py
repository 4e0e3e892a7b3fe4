"""A wire between browser and server that can be cut and mended."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

CHUNK = 65_536


@dataclass(slots=True)
class Wire:
    """A TCP proxy whose address stays the same when it is cut and mended."""

    host: str
    port: int
    address: str = ""
    swallowed: asyncio.Event = field(default_factory=asyncio.Event)
    _server: asyncio.Server | None = None
    _carriers: set[asyncio.Task[None]] = field(default_factory=set)
    _marker: bytes | None = None

    @classmethod
    @asynccontextmanager
    async def to(cls, address: str) -> AsyncIterator["Wire"]:
        """A whole wire to the server at `host:port`."""
        host, _, port = address.rpartition(":")
        wire = cls(host, int(port))
        await wire.mend()
        try:
            yield wire
        finally:
            await wire.cut()

    async def mend(self) -> None:
        """Takes connections, at the same address as before."""
        port = int(self.address.rpartition(":")[2] or 0)
        self._server = await asyncio.start_server(self._connected, self.host, port)
        self.address = "{}:{}".format(*self._server.sockets[0].getsockname())

    async def cut(self) -> None:
        """Drops every connection without a word, and takes none."""
        if self._server:
            self._server.close()
            self._server = None
        for carrier in self._carriers:
            carrier.cancel()
        if self._carriers:
            await asyncio.wait(self._carriers)

    def swallow_answer_to(self, marker: bytes) -> None:
        """Lets the next request with the marker through, hangs up in place of its answer, and sets `swallowed`."""
        self._marker = marker

    async def _connected(self, near_in: StreamReader, near_out: StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._carriers.add(task)
        far_out: StreamWriter | None = None
        try:
            far_in, far_out = await asyncio.open_connection(self.host, self.port)
            await self._carry(near_in, near_out, far_in, far_out)
        except (OSError, asyncio.CancelledError):
            pass  # hung up on either side, or cut
        finally:
            for end in (near_out, far_out):
                if end:
                    end.transport.abort()
            self._carriers.discard(task)

    async def _carry(
        self, near_in: StreamReader, near_out: StreamWriter, far_in: StreamReader, far_out: StreamWriter
    ) -> None:
        marked = asyncio.Event()

        async def there() -> None:
            while data := await near_in.read(CHUNK):
                if self._marker and self._marker in data:
                    self._marker = None
                    marked.set()
                far_out.write(data)
                await far_out.drain()

        async def back() -> None:
            while data := await far_in.read(CHUNK):
                if marked.is_set():
                    self.swallowed.set()
                    return
                near_out.write(data)
                await near_out.drain()

        ways = [asyncio.create_task(there()), asyncio.create_task(back())]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
