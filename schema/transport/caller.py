"""Who calls: what a request says about itself before anyone believes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from starlette.types import Scope

from schema.transport.errors import MalformedError

MAX_TOKEN = 512
LONGEST_SPOKEN = 500


@dataclass(frozen=True, slots=True)
class Caller:
    """One caller: the token as it came (None for a guest), the network address, "zh" or "en", and our name to them."""

    token: str | None
    address: str
    language: str
    host: str = ""


def headers_of(scope: Scope) -> dict[str, str]:
    """The headers of a request by lower-case name; the values of one that came more than once in one line."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]},{value}" if name in headers else value
    return headers


def caller_of(headers: Mapping[str, str], address: str) -> Caller:
    """The caller of an HTTP request or a handshake; headers are looked up by lower-case name."""
    spoken = headers.get("accept-language")
    said = language(spoken and spoken[:LONGEST_SPOKEN])
    return Caller(bearer(headers.get("authorization")), address, said, headers.get("host", ""))


def greeted(caller: Caller, payload: Mapping[str, object]) -> Caller:
    """The caller after a connection_init; what its payload says goes before the handshake's headers."""
    header = payload.get("authorization", payload.get("Authorization"))
    spoken = payload.get("language")
    if not isinstance(header, str | None) or not isinstance(spoken, str | None):
        raise MalformedError("In connection_init, authorization and language must be strings.")
    return Caller(
        caller.token if header is None else bearer(header),
        caller.address,
        caller.language if spoken is None else language(spoken[:LONGEST_SPOKEN]),
        caller.host,
    )


def bearer(header: str | None) -> str | None:
    """The token of "Bearer <token>"; None when there is no such header. Longer than 512 is no token of ours."""
    scheme, _, token = (header or "").strip().partition(" ")
    if scheme.lower() != "bearer":
        return None
    return token.strip()[:MAX_TOKEN] or None


@lru_cache(256)
def language(header: str | None) -> str:
    """ "en" when English is wanted more than Chinese, otherwise "zh"."""
    best, best_quality = "zh", 0.0
    for tag, quality in weighted(header):
        primary = tag.partition("-")[0]
        if primary in {"zh", "en"} and quality > best_quality:
            best, best_quality = primary, quality
    return best


def weighted(header: str | None) -> list[tuple[str, float]]:
    """The parts of an Accept-like header in lower case, each with its weight from 0 to 1, in the order given."""
    parts = []
    for part in (header or "").lower().split(","):
        value, *parameters = (piece.strip() for piece in part.split(";"))
        if value:
            parts.append((value, _quality(parameters)))
    return parts


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return min(max(float(parameter[2:]), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
