"""What anyone may fetch to check a decision: the file of an issue's record, and the keys it is signed with."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from typing import IO
from uuid import UUID

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from db import signing
from db.streams import moment
from resolvers import checkpoints
from resolvers.exporting import export
from resolvers.house import House
from rules.ids import Kind, key_of

FILES_AT_ONCE = 2
BLOCK = 256 * 1024
NEWEST = 100


def record_routes(house: House) -> Sequence[Route]:
    """`/records/keys`, and `/records/<id of an issue>` for its file."""
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
        key = key_of(Kind.ISSUE, request.path_params["issue"])
        if key is None:
            raise HTTPException(404, "There is no such issue.")
        async with writing:
            kept = await _written(house, key)
        if kept is None:
            raise HTTPException(404, "There is no such issue.")
        name = f"heyi-{request.path_params['issue']}.jsonl"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return StreamingResponse(_blocks(kept), media_type="application/x-ndjson", headers=headers)

    return [Route("/records/keys", keys), Route("/records/{issue}", file, methods=["GET"])]


async def _written(house: House, issue_id: UUID) -> IO[bytes] | None:
    # A caller who reads slowly must not keep a connection to the database, so the file is finished first.
    kept: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it has been sent
    async with aclosing(export(house, issue_id)) as lines:
        async for line in lines:
            kept.write(line)
    if not kept.tell():
        kept.close()
        return None
    kept.seek(0)
    return kept


async def _blocks(kept: IO[bytes]) -> AsyncIterator[bytes]:
    with kept:
        while block := kept.read(BLOCK):
            yield block
