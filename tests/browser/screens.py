"""Visitors, who look at a server through a browser each."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from resolvers.seeding import Seeded
from tests.browser.witness import Witness

PHONE, DESKTOP = 360, 1280


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with a browser of their own, who knows things on the page by their `data-test` names."""

    page: Page
    url: str

    def see(self, name: str) -> Locator:
        """What carries the name."""
        return self.page.locator(f"[data-test={name}]")

    async def open(self, path: str) -> None:
        """Opens the page at the path."""
        await self.page.goto(self.url + path)

    async def tap(self, name: str) -> None:
        """Taps it once it is there."""
        await self.see(name).click()

    async def unfold(self, name: str) -> Locator:
        """Opens something folded, and gives it."""
        folded = self.see(name)
        await folded.locator("summary").first.click()  # what is folded within it stays so
        return folded

    async def ask_for_code(self, phone: str) -> None:
        """Types a number, on the page for signing in, and waits until the code has been sent."""
        await self.see("phone").fill(phone)
        await self.tap("request-code")
        await expect(self.see("code")).to_be_focused()

    async def enter_code(self, code: str) -> None:
        """Types the code, and is signed in."""
        await self.see("code").fill(code)
        await self.tap("sign-in")
        await expect(self.see("me-link")).to_be_visible()

    async def loaded_at(self) -> float:
        """When this page was loaded; another number after a reload."""
        return float(await self.page.evaluate("() => performance.timeOrigin"))


@dataclass(slots=True)
class Screens:
    """All who look at one server."""

    url: str
    browser: Browser
    witness: Witness
    _contexts: list[BrowserContext] = field(default_factory=list)

    async def visitor(
        self, person: Seeded | None = None, *, width: int = PHONE, language: str = "zh-CN", elder: bool = False
    ) -> Visitor:
        """A visitor with a browser of their own: a guest, or the person, signed in already."""
        kept = {"heyi.language": language, "heyi.elder": "on" if elder else "off"}
        if person:
            kept["heyi.token"] = person.token
        stored: Any = [{"origin": self.url, "localStorage": [{"name": k, "value": v} for k, v in kept.items()]}]
        context = await self.browser.new_context(
            viewport={"width": width, "height": 800},
            storage_state={"cookies": [], "origins": stored},
            reduced_motion="reduce",
        )
        self._contexts.append(context)
        self.witness.watch(context)
        return Visitor(await context.new_page(), self.url)

    async def leave(self) -> None:
        """Everybody closes their browser."""
        for context in self._contexts:
            await context.close()


@asynccontextmanager
async def looking_at(address: str, browser: Browser) -> AsyncIterator[Screens]:
    """Screens for the server at `host:port`. At the end no other host was asked, and no page has complained."""
    screens = Screens(f"http://{address}", browser, Witness(address))
    try:
        yield screens
    finally:
        await screens.leave()
    assert screens.witness.foreign == []
    assert screens.witness.unforgiven() == []
