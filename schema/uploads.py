"""Where photos are sent, and where they are fetched again."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Message, Receive

from db.files import FilesAwayError
from resolvers.actors import SIGN_IN_REQUIRED, actor_of
from resolvers.house import House
from resolvers.photos import sending
from resolvers.photos.names import is_name
from resolvers.photos.sending import Sent
from rules.ids import Kind, public_id
from rules.photos import MOST_BYTES, TOO_LARGE
from rules.refusals import Code, Refusal
from schema.photos import FILES, addresses
from schema.sentences import refusal
from schema.transport.answers import BadRequestError, errors_as_json
from schema.transport.bodies import whole
from schema.transport.caller import caller_of, headers_of
from schema.transport.errors import error, masked
from schema.transport.parts import AROUND_A_PART, photo_in

METHODS = ["DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT"]
STATUSES = {Code.SIGN_IN_REQUIRED: 401, Code.RATE_LIMITED: 429}
FOR_A_YEAR = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Content-Disposition": "inline",
    "X-Content-Type-Options": "nosniff",
}
NOT_KEPT = {"Cache-Control": "no-store"}
MOST_DROPPED = 3 * MOST_BYTES
DROPPED_WITHIN = 5.0
ARRIVES_WITHIN = 60.0
"""Seconds: others wait for the place of a photo that does not come."""
JSON, JPEG = "application/json", "image/jpeg"


def upload_routes(house: House) -> Sequence[BaseRoute]:
    """`POST /uploads` takes one photo, `GET /files/<name>` gives it back.

    The photo is the body itself (`image/*` or `application/octet-stream`) or the only file of a form
    (`multipart/form-data`). Who sends it is told by the header Authorization alone, which no foreign page can set, so
    nobody is made to send one unknowingly. Answers {id, url, thumbnailUrl, width, height, location}, where location is
    {latitude, longitude} or null and is kept nowhere; or {code, message, field} like any refusal, with a status of 4xx.
    """

    async def upload(request: Request) -> Response:
        if request.method != "POST":
            wrong = [error("METHOD_NOT_ALLOWED", "Photos are sent by POST.")]
            return errors_as_json(wrong, JSON, 405, {"Allow": "POST"})
        headers = headers_of(request.scope)
        caller = caller_of(headers, request.client.host if request.client else "")
        body = Body(headers, request.receive)
        try:
            result = await _taken(house, body, headers, caller.token)
            await body.drop()
        except BadRequestError as wrong:
            return errors_as_json(wrong.errors, JSON, wrong.status)
        except ClientDisconnect:
            return PlainTextResponse("The caller has gone.\n", 400)
        except FilesAwayError as away:
            return errors_as_json([masked(away)], JSON, 503)
        return _refused(result, caller.language, unread=body.more) if isinstance(result, Refusal) else _shown(result)

    async def file(request: Request) -> Response:
        return await _file(house, request.path_params["name"])

    return [Route("/uploads", upload, methods=METHODS), Route(FILES + "{name:path}", file, methods=["GET"])]


async def _file(house: House, name: str) -> Response:
    try:
        content = await house.files.get(name) if is_name(name) else None
    except FilesAwayError as away:
        return errors_as_json([masked(away)], JSON, 503)
    if content is None:
        return PlainTextResponse("There is no such file.\n", 404, NOT_KEPT)
    return Response(content, 200, FOR_A_YEAR, JPEG)


class Body:
    """The body of a request, of which a little may be left unread."""

    def __init__(self, headers: Mapping[str, str], receive: Receive) -> None:
        self.more = True
        self._headers, self._receive = headers, receive

    async def read(self) -> bytes | Refusal:
        """All of it. Refuses more than a photo can be, and reads no further."""
        try:
            async with asyncio.timeout(ARRIVES_WITHIN):
                return await whole(self._headers, self._next, MOST_BYTES + AROUND_A_PART)
        except TimeoutError:
            raise BadRequestError(408, "REQUEST_TIMEOUT", "The photo did not arrive in time.") from None
        except BadRequestError:
            return TOO_LARGE

    async def drop(self) -> None:
        """Throws away what is left, within reason: a browser listens to the answer only when it has sent everything."""
        left = MOST_DROPPED
        with suppress(TimeoutError):
            async with asyncio.timeout(DROPPED_WITHIN):
                while self.more and left > 0:
                    left -= len((await self._next()).get("body", b""))

    async def _next(self) -> Message:
        message = await self._receive()
        self.more = message.get("more_body", False)
        return message


async def _taken(house: House, body: Body, headers: Mapping[str, str], token: str | None) -> Sent | Refusal:
    actor = await actor_of(house, token)
    if actor is None:
        return SIGN_IN_REQUIRED
    if refused := await sending.may_send(house, actor):
        return refused
    async with house.door.of(actor.resident_id):
        content = await body.read()
        if isinstance(content, Refusal):
            return content
        photo = photo_in(headers.get("content-type", ""), content)
        return photo if isinstance(photo, Refusal) else await sending.send(house, actor, photo)


def _shown(sent: Sent) -> Response:
    url, thumbnail_url = addresses(sent.photo)
    latitude, longitude = sent.place.degrees if sent.place else (None, None)
    content = {
        "__typename": "Photo",
        "id": public_id(Kind.PHOTO, sent.photo.id),
        "url": url,
        "thumbnailUrl": thumbnail_url,
        "width": sent.photo.width,
        "height": sent.photo.height,
        "location": {"latitude": latitude, "longitude": longitude} if sent.place else None,
    }
    return Response(orjson.dumps(content), 201, NOT_KEPT, JSON)


def _refused(refused: Refusal, language: str, *, unread: bool) -> Response:
    content = {
        "__typename": "Refusal",
        "code": refused.code,
        "message": refusal(refused, language),
        "field": refused.field,
    }
    status = STATUSES.get(refused.code, 413 if refused == TOO_LARGE else 422)
    hanging_up = {"Connection": "close"} if unread else {}
    return Response(orjson.dumps(content), status, {**NOT_KEPT, **hanging_up, "Vary": "Accept-Language"}, JSON)
