"""Sees what a browser asks for and complains about, in every page of a context."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, ConsoleMessage, Page, Request, WebSocket

OWN_SCHEMES = {"data", "blob"}


@dataclass  # without slots: Playwright keeps its wrappers of bound methods on the object
class Witness:
    """What it saw: complaints of the console and of scripts, addresses of any host but the page's own, and what was
    sent, over HTTP and over sockets.
    """

    host: str
    complaints: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    frames: list[str] = field(default_factory=list)
    _forgiven: list[re.Pattern[str]] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        """Watches everything that the context's pages do from now on."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        context.on("request", self._request)
        context.on("page", self._page)

    def forgive(self, pattern: str) -> None:
        """Complaints like this are what the test brings about."""
        self._forgiven.append(re.compile(pattern))

    def unforgiven(self) -> list[str]:
        """The complaints nobody expected; a breach of the content policy is one of the console's."""
        return [each for each in self.complaints if not any(pattern.search(each) for pattern in self._forgiven)]

    def _page(self, page: Page) -> None:
        page.on("websocket", self._socket)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        self._note(request.url)
        if request.post_data:
            self.bodies.append(request.post_data)

    def _socket(self, socket: WebSocket) -> None:
        self._note(socket.url)
        socket.on("framesent", self._frame)

    def _frame(self, frame: str | bytes) -> None:
        self.frames.append(str(frame))

    def _note(self, url: str) -> None:
        self.asked.append(url)
        parts = urlsplit(url)
        if parts.scheme not in OWN_SCHEMES and parts.netloc != self.host:
            self.foreign.append(url)
