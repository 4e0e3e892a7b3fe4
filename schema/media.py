"""Where media servers ask who may publish a meeting's video: SRS by its http_hooks, MediaMTX by its authHTTPAddress."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Mount, Route

from resolvers.house import House
from resolvers.meetings.video import may_publish, noted_wrong_key
from schema.transport.answers import BadRequestError
from schema.transport.bodies import whole
from schema.transport.caller import headers_of
from schema.transport.errors import MalformedError
from schema.transport.requests import decoded

MOST_BYTES = 16 * 1024
# What SRS tells of besides publishing is nothing that anybody has to be allowed.
TOLD_BY_SRS = {"on_connect", "on_close", "on_unpublish", "on_play", "on_stop", "on_dvr", "on_hls"}
READING = {"read", "playback"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants of a media server: to publish under this name with this key, or, as None, anything else."""

    name: str | None = None
    key: str = ""


def media_routes(house: House) -> Sequence[Mount]:
    """`/media/srs` and `/media/mediamtx`: everybody watches, and whoever has a meeting's key publishes it.

    The stream is called like the meeting, perhaps below an application: `live/meeting_…`.
    """

    async def srs(request: Request) -> Response:
        return await _refused(house, request, wish_of_srs) or PlainTextResponse("0")

    async def mediamtx(request: Request) -> Response:
        return await _refused(house, request, wish_of_mediamtx) or Response(status_code=204)

    hooks = [Route("/srs", srs, methods=["POST"]), Route("/mediamtx", mediamtx, methods=["POST"])]
    return [Mount("/media", routes=hooks)]  # so that any other method is not answered with the page


def wish_of_srs(told: dict[str, object]) -> Wish:
    """What a hook of SRS 5 or 6 tells. Refuses a hook it does not know."""
    action = _text(told, "action")
    if action == "on_publish":
        return Wish(_text(told, "stream"), _key_in(_text(told, "param")))
    if action in TOLD_BY_SRS:
        return Wish()
    raise _unknown()


def wish_of_mediamtx(told: dict[str, object]) -> Wish:
    """What MediaMTX asks; the key is in the query, or it is the token or the password, whoever the user is."""
    action, name, token, password = (_text(told, name) for name in ("action", "path", "token", "password"))
    if action == "publish":
        return Wish(name, _key_in(_text(told, "query")) or token or password)
    if action in READING:
        return Wish()
    raise _unknown()


async def _refused(house: House, request: Request, read: Callable[[dict[str, object]], Wish]) -> Response | None:
    try:
        wish = read(_object(await whole(headers_of(request.scope), request.receive, MOST_BYTES)))
        await _check(house, wish, request.client.host if request.client else "")
    except BadRequestError as refused:
        return _no(refused.status, str(refused))
    except MalformedError as wrong:
        return _no(400, str(wrong))
    except ClientDisconnect:
        return _no(400, "The caller has gone.")
    return None


async def _check(house: House, wish: Wish, address: str) -> None:
    if wish.name is None:
        return
    if not wish.key:  # not a wrong one: cameras send theirs only when they are asked for it
        raise BadRequestError(401, "SIGN_IN_REQUIRED", "Publishing takes the key of the meeting.")
    if await may_publish(house, wish.name, wish.key):
        return
    if not await noted_wrong_key(house, wish.name, address):
        raise BadRequestError(429, "RATE_LIMITED", "Too many wrong keys; please wait ten minutes.")
    raise BadRequestError(403, "FORBIDDEN", "This is not the key of a meeting to come or under way.")


def _object(body: bytes) -> dict[str, object]:
    told = decoded(body)
    if not isinstance(told, dict):
        raise MalformedError("The body has to be one JSON object.")
    return told


def _text(told: dict[str, object], name: str) -> str:
    value = told.get(name)
    if not isinstance(value, str | None):
        raise MalformedError(f"`{name}` must be a string.")
    return value or ""


def _key_in(query: str) -> str:
    try:
        found = parse_qs(query.removeprefix("?"), max_num_fields=20)
    except ValueError as wrong:
        raise MalformedError("The query has too many parts.") from wrong
    return found.get("key", [""])[0]


def _unknown() -> BadRequestError:
    return BadRequestError(403, "FORBIDDEN", "Here it is only decided who may publish and watch.")


def _no(status: int, sentence: str) -> Response:
    return PlainTextResponse(sentence + "\n", status, {"WWW-Authenticate": "Basic"} if status == 401 else None)
