"""The page: the files that the front end's build leaves."""

from collections.abc import Sequence
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from schema.transport.headers import SOURCES, policy

YEAR = 365 * 24 * 60 * 60
PLAYGROUND = "graphiql.html"  # answered by /graphql, where it may be switched off
BOARD = "board.html"  # answered by /board, which says who may frame it
UNBUILT = "The page has not been built yet: run `make run`.\n"
ENCODINGS = {"br": ".br", "gzip": ".gz"}


class Assets(StaticFiles):
    """Files whose names change with their content: kept for a year, sent compressed where the build left that."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory, check_dir=False)

    async def check_config(self) -> None:
        """Nothing: a directory that is missing has no files."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file; 404 for an unknown one."""
        response = await super().get_response(path, scope)
        if isinstance(response, FileResponse):
            response = self._compressed(response, scope)
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
        response.headers["Vary"] = "Accept-Encoding"
        return response

    def _compressed(self, plain: FileResponse, scope: Scope) -> FileResponse:
        headers = Headers(scope=scope)
        accepted = {part.partition(";")[0].strip() for part in headers.get("accept-encoding", "").split(",")}
        for encoding, suffix in ENCODINGS.items():
            small = Path(f"{plain.path}{suffix}")
            if encoding in accepted and "range" not in headers and small.is_file():
                found = {"Content-Encoding": encoding}
                return FileResponse(small, headers=found, media_type=plain.media_type, stat_result=small.stat())
        return plain


class Board:
    """The page for the notice board on the wall; pages of the origins in `framed_by` may show it in a frame."""

    def __init__(self, directory: Path, framed_by: Sequence[str] = ()) -> None:
        self._page = directory / BOARD
        self._policy = policy({**SOURCES, "frame-ancestors": " ".join(framed_by) or "'none'"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The page; 503 with one sentence when there is no build, 405 for whoever does not just look."""
        response: Response
        if scope["method"] not in {"GET", "HEAD"}:
            response = PlainTextResponse("Method Not Allowed", 405, {"Allow": "GET, HEAD"})
        elif self._page.is_file():
            headers = {"Cache-Control": "no-cache", "Content-Security-Policy": self._policy}
            response = FileResponse(self._page, headers=headers)
        else:
            response = PlainTextResponse(UNBUILT, 503)
        await response(scope, receive, send)


class Page(StaticFiles):
    """The other files of the build; every address without a dot is the page itself, which finds its own way."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory, check_dir=False)
        self._index = directory / "index.html"

    async def check_config(self) -> None:
        """Nothing: a build that is missing is told to whoever asks for the page."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file or the page; 503 with one sentence when there is no build."""
        if not self._index.is_file():
            return PlainTextResponse(UNBUILT, 503)
        response = await self._found(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response

    async def _found(self, path: str, scope: Scope) -> Response:
        if path in {PLAYGROUND, BOARD}:
            raise HTTPException(404)
        try:
            return await super().get_response(path, scope)
        except HTTPException as problem:
            if problem.status_code != 404 or "." in path.rpartition("/")[2].lstrip("."):
                raise
            return await super().get_response("index.html", scope)
