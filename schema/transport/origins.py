"""Whose pages may open sockets."""

from collections.abc import Collection

from starlette.websockets import WebSocket
from strawberry.http.websocket_origin import is_same_origin, normalize_origin


def is_welcome(websocket: WebSocket, allowed: Collection[str]) -> bool:
    """Whether the socket was opened by no page, by one of ours, or by one of an allowed origin (normalized)."""
    origin = websocket.headers.get("origin")
    if origin is None or is_same_origin(origin, websocket.headers.get("host")):
        return True
    return "*" in allowed or normalize_origin(origin) in allowed
