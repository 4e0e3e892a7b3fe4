"""What anyone may fetch to check a decision: the file of a record, and the keys it is signed with."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from typing import IO

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from db import signing
from db.streams import moment
from resolvers import checkpoints
from resolvers.exporting import export
from resolvers.house import House
from resolvers.records import stream_named

FILES_AT_ONCE = 2
BLOCK = 256 * 1024
NEWEST = 100


def record_routes(house: House) -> Sequence[Route]:
    """`/records/keys`, and `/records/<id of an issue or a meeting>` for its file."""
    writing = asyncio.Semaphore(FILES_AT_ONCE)

    async def keys(_: Request) -> Response:
        newest = await checkpoints.newest(house, NEWEST)
        content = {
            "keys": list(map(signing.published, newest.keys)),
            "checkpoints": list(map(signing.published, newest.checkpoints)),
            "now": moment(house.now()),
        }
        return JSONResponse(content, headers={"Cache-Control": "no-store"})

    async def file(request: Request) -> Response:
        subject = request.path_params["subject"]
        stream = await stream_named(house, subject)
        if stream is None:
            raise HTTPException(404, "There is no such issue or meeting.")
        async with writing:
            kept = await _written(house, stream)
        name = f"heyi-{subject}.jsonl"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return StreamingResponse(_blocks(kept), media_type="application/x-ndjson", headers=headers)

    return [Route("/records/keys", keys), Route("/records/{subject}", file, methods=["GET"])]


async def _written(house: House, stream: str) -> IO[bytes]:
    # A caller who reads slowly must not keep a connection to the database, so the file is finished first.
    kept: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it has been sent
    async with aclosing(export(house, stream)) as lines:
        async for line in lines:
            kept.write(line)
    kept.seek(0)
    return kept


async def _blocks(kept: IO[bytes]) -> AsyncIterator[bytes]:
    with kept:
        while block := kept.read(BLOCK):
            yield block
