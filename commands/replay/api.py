"""Asking the public API as a client does: a document, variables, a token; an answer or a sentence why not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson

from commands.replay.connection import Address, Answer, Connection
from realtime.outage import Backoff

PATIENCE = 60.0
"""Seconds to go on trying while the server cannot be reached or fails."""

FIRST_SERVER_ERROR = 500


class ApiError(Exception):
    """The API gave no answer that a client can go on with; the message says what it said."""


@dataclass(slots=True)
class Line:
    """One client's connection, opened anew when it breaks; one question at a time."""

    address: Address
    retries: int = field(default=0, init=False)
    _connection: Connection | None = field(default=None, init=False)

    async def ask(self, document: str, variables: dict[str, object], token: str | None) -> dict[str, Any]:
        """The data of the answer. Raises ApiError for errors, OSError or TimeoutError where there is no answer."""
        body = orjson.dumps({"query": document, "variables": variables})
        return _data(await self._post(body, token))

    async def ask_again(self, document: str, variables: dict[str, object], token: str | None) -> dict[str, Any]:
        """The same for what may be asked twice: tries again, for a minute, until there is an answer."""
        body = orjson.dumps({"query": document, "variables": variables})
        backoff, loop = Backoff(), asyncio.get_running_loop()
        give_up_at = loop.time() + PATIENCE
        while True:
            try:
                answer = await self._post(body, token)
                if answer.status < FIRST_SERVER_ERROR or loop.time() > give_up_at:
                    return _data(answer)
            except OSError:
                if loop.time() > give_up_at:
                    raise
            self.retries += 1
            await asyncio.sleep(backoff.next())

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    async def _post(self, body: bytes, token: str | None) -> Answer:
        if self._connection is None or self._connection.closed:
            self._connection = await Connection.open(self.address)
        try:
            return await self._connection.post(body, token)
        except BaseException:
            self.close()
            raise


@asynccontextmanager
async def lines(address: Address, count: int) -> AsyncIterator[list[Line]]:
    """That many clients; their connections are closed at the end."""
    opened = [Line(address) for _ in range(count)]
    try:
        yield opened
    finally:
        for line in opened:
            line.close()


def _data(answer: Answer) -> dict[str, Any]:
    try:
        result = orjson.loads(answer.body)
        errors, data = result.get("errors"), result.get("data")
    except (orjson.JSONDecodeError, AttributeError):
        raise ApiError(f"Status {answer.status} and no GraphQL answer") from None
    if errors or not isinstance(data, dict):
        raise ApiError(f"Status {answer.status}: {_sentence(errors)}")
    return data


def _sentence(errors: object) -> str:
    match errors:
        case [{"message": str(message)}, *_]:
            return message
    return "no data"
