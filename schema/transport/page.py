"""The page: the files that the front end's build leaves."""

from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

YEAR = 365 * 24 * 60 * 60
PLAYGROUND = "graphiql.html"  # answered by /graphql, where it may be switched off
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
            return PlainTextResponse("The page has not been built yet: run `make run`.\n", 503)
        response = await self._found(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response

    async def _found(self, path: str, scope: Scope) -> Response:
        if path == PLAYGROUND:
            raise HTTPException(404)
        try:
            return await super().get_response(path, scope)
        except HTTPException as problem:
            if problem.status_code != 404 or "." in path.rpartition("/")[2].lstrip("."):
                raise
            return await super().get_response("index.html", scope)
