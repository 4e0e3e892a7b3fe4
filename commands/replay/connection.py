"""A light HTTP connection: a replay shares the machine with the server it tries, and must not be what slows it."""

import asyncio
from dataclasses import dataclass
from typing import Self, cast
from urllib.parse import urlsplit

from httptools import HttpParserError, HttpResponseParser

TIMEOUT = 30.0
"""Seconds to wait for a connection or an answer."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the API is: `http://host:port` or `https://host:port`."""

    host: str
    port: int
    tls: bool

    @classmethod
    def of(cls, url: str) -> Self:
        """Raises ValueError for what is no such address."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"{url!r} is not an address like http://127.0.0.1:8000")
        tls = parts.scheme == "https"
        return cls(parts.hostname, parts.port or (443 if tls else 80), tls)

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{host}:{self.port}"

    @property
    def socket_url(self) -> str:
        """Where GraphQL is spoken over WebSockets."""
        return f"{'wss' if self.tls else 'ws'}://{self.authority}/graphql"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


class Connection(asyncio.Protocol):
    """One kept-alive connection that asks one thing at a time. Asking raises OSError where it breaks."""

    def __init__(self, address: Address) -> None:
        self._head = (
            f"POST /graphql HTTP/1.1\r\nHost: {address.authority}\r\n"
            "Content-Type: application/json\r\nAccept: application/graphql-response+json\r\n"
        )
        self._parser = HttpResponseParser(self)
        self._parts: list[bytes] = []
        self._answer: asyncio.Future[Answer] | None = None
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def open(cls, address: Address) -> Self:
        async with asyncio.timeout(TIMEOUT):
            loop = asyncio.get_running_loop()
            _, connection = await loop.create_connection(
                lambda: cls(address), address.host, address.port, ssl=address.tls or None
            )
        return connection

    @property
    def closed(self) -> bool:
        return self._transport is None or self._transport.is_closing()

    async def post(self, body: bytes, token: str | None) -> Answer:
        """The answer to a JSON body."""
        if self._transport is None or self._transport.is_closing():
            raise ConnectionResetError("The server has closed the connection")
        authorization = f"Authorization: Bearer {token}\r\n" if token else ""
        head = f"{self._head}{authorization}Content-Length: {len(body)}\r\n\r\n"
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(head.encode() + body)
        async with asyncio.timeout(TIMEOUT):
            return await self._answer

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail(exc or ConnectionResetError("The server has closed the connection"))

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except HttpParserError as error:
            self._fail(ConnectionAbortedError(f"The server does not speak HTTP: {error}"))
            self.close()

    def on_body(self, body: bytes) -> None:
        self._parts.append(body)

    def on_message_complete(self) -> None:
        answer = Answer(self._parser.get_status_code(), b"".join(self._parts))
        self._parts = []
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(answer)

    def _fail(self, error: Exception) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)
