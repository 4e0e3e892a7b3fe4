"""Who calls: what a request says about itself before anyone believes it."""

from collections.abc import Mapping
from dataclasses import dataclass

from schema.transport.errors import MalformedError

MAX_TOKEN = 512


@dataclass(frozen=True, slots=True)
class Caller:
    """One caller: the token as it came (None for a guest), the network address, and "zh" or "en"."""

    token: str | None
    address: str
    language: str


def caller_of(headers: Mapping[str, str], address: str) -> Caller:
    """The caller of an HTTP request or a handshake; headers are looked up by lower-case name."""
    return Caller(bearer(headers.get("authorization")), address, language(headers.get("accept-language")))


def greeted(caller: Caller, payload: Mapping[str, object]) -> Caller:
    """The caller after a connection_init; what its payload says goes before the handshake's headers."""
    header = payload.get("authorization", payload.get("Authorization"))
    spoken = payload.get("language")
    if not isinstance(header, str | None) or not isinstance(spoken, str | None):
        raise MalformedError("In connection_init, authorization and language must be strings.")
    return Caller(
        caller.token if header is None else bearer(header),
        caller.address,
        caller.language if spoken is None else language(spoken),
    )


def bearer(header: str | None) -> str | None:
    """The token of "Bearer <token>"; None when there is no such header. Longer than 512 is no token of ours."""
    scheme, _, token = (header or "").strip().partition(" ")
    if scheme.lower() != "bearer":
        return None
    return token.strip()[:MAX_TOKEN] or None


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
