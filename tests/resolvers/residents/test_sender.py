"""How a sign-in code reaches a telephone."""

import asyncio
import hashlib
import hmac

import httpx
import orjson
import pytest

from resolvers.residents.sender import ConsoleSender, WebhookSender

SECRET = "a secret shared with the gateway"


class Gateway:
    """An SMS gateway on a free port that keeps what it was sent and answers with a status."""

    def __init__(self, status: int = 204) -> None:
        self.status = status
        self.heard: list[tuple[dict[str, str], bytes]] = []

    async def __aenter__(self) -> "Gateway":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/send"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
        body = await reader.readexactly(int(headers["content-length"]))
        self.heard.append((headers, body))
        writer.write(f"HTTP/1.1 {self.status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()


async def test_the_gateway_gets_number_and_code_signed_with_the_shared_secret():
    async with Gateway() as gateway:
        await WebhookSender(gateway.url, SECRET).send("+8613800000001", "012345")
    headers, body = gateway.heard[0]
    assert orjson.loads(body) == {"phone": "+8613800000001", "code": "012345"}
    expected = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    assert headers["x-heyi-signature"] == f"sha256={expected}"


async def test_a_gateway_that_fails_is_not_taken_for_one_that_sent():
    async with Gateway(status=503) as gateway:
        with pytest.raises(httpx.HTTPStatusError):
            await WebhookSender(gateway.url, SECRET).send("+8613800000001", "012345")


async def test_the_console_shows_the_code_but_not_the_whole_number(capsys: pytest.CaptureFixture[str]):
    await ConsoleSender().send("+8613800000001", "012345")
    shown = capsys.readouterr().out
    assert "012345" in shown
    assert "13800000001" not in shown
    assert shown.endswith("0001: 012345\n")
