"""Transcripts as files: captions for players, plain text for people, JSON for programs."""

import asyncio
from collections.abc import Callable, Sequence

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from resolvers.house import House
from resolvers.meetings.captions import written_out
from rules.captions import Caption, as_json, plain_text, webvtt
from rules.ids import Kind, key_of

FILES_AT_ONCE = 2
Write = Callable[[Sequence[Caption], dict[str, str]], Response]

FORMS: dict[str, Write] = {
    "vtt": lambda captions, headers: PlainTextResponse(webvtt(captions), media_type="text/vtt", headers=headers),
    "txt": lambda captions, headers: PlainTextResponse(plain_text(captions), headers=headers),
    "json": lambda captions, headers: JSONResponse(as_json(captions), headers=headers),
}


def transcript_routes(house: House) -> Sequence[Route]:
    """`/transcripts/<id of a meeting>.vtt`, `.txt` and `.json`. What was taken away is in none of them."""

    reading = asyncio.Semaphore(FILES_AT_ONCE)

    async def file(request: Request) -> Response:
        meeting, form = request.path_params["meeting"], request.path_params["form"]
        key = key_of(Kind.MEETING, meeting)
        async with reading:
            found = await written_out(house, key) if key and form in FORMS else None
        if found is None:
            raise HTTPException(404, "There is no such transcript.")
        headers = {"Content-Disposition": f'inline; filename="heyi-{meeting}.{form}"', "Cache-Control": "no-store"}
        return await asyncio.to_thread(FORMS[form], found[1], headers)

    return [Route("/transcripts/{meeting}.{form}", file, methods=["GET"])]
