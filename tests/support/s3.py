"""A tiny store that speaks as much S3 as keeping files takes, on a real socket."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.schema.transport.hall import served

KEY = re.compile(r"<Key>([^<]+)</Key>")
NO_SUCH_KEY = '<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>There is no such key.</Message></Error>'


@dataclass(slots=True)
class Bucket:
    """What is kept by path, how requests were signed, and the settings that lead here."""

    port: int = 0
    kept: dict[str, bytes] = field(default_factory=dict)
    signed: list[str] = field(default_factory=list)

    @property
    def settings(self) -> dict[str, str]:
        return {
            "endpoint": f"http://127.0.0.1:{self.port}",
            "region": "us-east-1",
            "access_key_id": "the-key",
            "secret_access_key": "the-secret-that-is-never-sent",
        }

    async def answer(self, request: Request) -> Response:
        path = request.url.path
        self.signed.append(request.headers.get("authorization", ""))
        if request.method == "PUT":
            self.kept[path] = await request.body()
            return Response(headers={"ETag": '"1"'})
        if request.method == "POST" and "delete" in request.query_params:
            gone = KEY.findall((await request.body()).decode())
            for key in gone:
                self.kept.pop(f"{path}/{key}", None)
            deleted = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in gone)
            return Response(f"<DeleteResult>{deleted}</DeleteResult>", media_type="application/xml")
        if path not in self.kept:
            return Response(NO_SUCH_KEY, 404, media_type="application/xml")
        headers = {"ETag": '"1"', "Last-Modified": "Fri, 01 May 2026 12:00:00 GMT"}
        return Response(self.kept[path], headers=headers)


@asynccontextmanager
async def bucket_served() -> AsyncIterator[Bucket]:
    """A bucket that answers."""
    bucket = Bucket()
    app = Starlette(routes=[Route("/{path:path}", bucket.answer, methods=["GET", "PUT", "POST"])])
    async with served(app) as address:
        bucket.port = int(address.rpartition(":")[2])
        yield bucket
