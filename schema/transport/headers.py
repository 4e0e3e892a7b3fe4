"""Headers that tell browsers what our pages may do."""

from collections.abc import Sequence

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from schema.transport.answers import JSON, errors_as_json
from schema.transport.errors import masked

SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self' blob:",  # hls.js puts a stream together in a MediaSource, which is a blob to the browser
    "manifest-src": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
PLAYGROUND_SOURCES = {"style-src": "'self' 'unsafe-inline'"}


def policy(sources: dict[str, str]) -> str:
    """The value of a Content-Security-Policy header."""
    return "; ".join(f"{name} {value}" for name, value in sources.items())


PLAYGROUND_POLICY = policy({**SOURCES, **PLAYGROUND_SOURCES})
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(self), geolocation=(self), microphone=(self), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def headers_for(media_origins: Sequence[str], image_origins: Sequence[str] = ()) -> list[tuple[bytes, bytes]]:
    """The headers as they are sent; playlists and segments, and pictures, may come from these origins as well."""
    foreign = {"connect-src": media_origins, "media-src": media_origins, "img-src": image_origins}
    sources = {name: " ".join([SOURCES[name], *origins]) for name, origins in foreign.items()}
    headers = {"Content-Security-Policy": policy({**SOURCES, **sources}), **HEADERS}
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


class SafeHeaders:
    """Adds the headers a response does not set itself; what nobody expected becomes a 500 with a number."""

    def __init__(self, app: ASGIApp, media_origins: Sequence[str] = (), image_origins: Sequence[str] = ()) -> None:
        self._app = app
        self._headers = headers_for(media_origins, image_origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes anything but HTTP through untouched."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def sent(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = list(message["headers"])
                there = {name for name, _ in headers}
                message["headers"] = headers + [header for header in self._headers if header[0] not in there]
            await send(message)

        try:
            await self._app(scope, receive, sent)
        except Exception as problem:
            shown = masked(problem)
            if not started:
                await errors_as_json([shown], JSON, 500)(scope, receive, sent)
