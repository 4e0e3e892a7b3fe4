"""Posts prepared bodies over kept-alive connections, so many at a time, and says how long each took.

Reads one JSON line from standard input: {"port", "clients", "path", "requests": [{"token", "body"}, …]}.
Writes one: {"seconds", "answers", "errors", "p50", "p99", "first_error"}, times in milliseconds but for `seconds`.
An answer is an error when it has "errors" or a "Refusal" in it.
"""

import asyncio
import sys
import time
from collections.abc import Iterator

import orjson
import uvloop

PATIENCE = 300


class Connection(asyncio.Protocol):
    """One client: sends a request, waits for the whole answer, sends the next."""

    def __init__(self, requests: Iterator[bytes], took: list[float], wrong: list[bytes]) -> None:
        self.over = asyncio.get_running_loop().create_future()
        self._requests = requests
        self._took = took
        self._wrong = wrong
        self._got = b""
        self._wanted = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        self._next()

    def data_received(self, data: bytes) -> None:
        self._got += data
        if not self._wanted:
            head = self._got.find(b"\r\n\r\n")
            if head < 0:
                return
            start = self._got.lower().index(b"content-length:") + 15
            self._wanted = head + 4 + int(self._got[start : self._got.index(b"\r", start)])
        if len(self._got) >= self._wanted:
            self._took.append(time.perf_counter() - self._sent)
            if b'"errors"' in self._got or b"Refusal" in self._got or not self._got.startswith(b"HTTP/1.1 200"):
                self._wrong.append(self._got)
            self._next()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.over.done():
            self.over.set_exception(error or EOFError("The server hung up."))

    def _next(self) -> None:
        request = next(self._requests, None)
        if request is None:
            self.over.set_result(None)
            self._transport.close()
            return
        self._got, self._wanted = b"", 0
        self._sent = time.perf_counter()
        self._transport.write(request)


def prepared(path: str, request: dict[str, str]) -> bytes:
    """The bytes of one request."""
    body = request["body"].encode()
    token = request.get("token")
    lines = [f"POST {path} HTTP/1.1", "Host: bench", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    return "\r\n".join([*lines, "", ""]).encode() + body


async def main() -> None:
    """Does what the line says."""
    asked = orjson.loads(sys.stdin.buffer.readline())
    requests = iter([prepared(asked["path"], request) for request in asked["requests"]])
    took: list[float] = []
    wrong: list[bytes] = []
    loop = asyncio.get_running_loop()
    begun = time.perf_counter()
    made = [
        await loop.create_connection(lambda: Connection(requests, took, wrong), "127.0.0.1", asked["port"])
        for _ in range(asked["clients"])
    ]
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(connection.over for _, connection in made))
    seconds = time.perf_counter() - begun
    took.sort()
    said = {
        "seconds": seconds,
        "answers": len(took),
        "errors": len(wrong),
        "p50": took[len(took) // 2] * 1e3,
        "p99": took[int(len(took) * 0.99)] * 1e3,
        "first_error": wrong[0].decode(errors="replace")[-300:] if wrong else None,
    }
    sys.stdout.buffer.write(orjson.dumps(said) + b"\n")


uvloop.run(main())
