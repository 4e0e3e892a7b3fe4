"""How many watch a meeting is on every screen, as a number that nobody is interrupted by."""

from playwright.async_api import expect

from tests.browser.sitting import Sitting, watching
from tests.browser.street import Street
from tests.browser.test_leading import leading
from tests.browser.test_line import SILENCE

SPOKEN = "(place) => place.closest('[aria-live], [role=status], [role=alert], [aria-hidden=true]') !== null"


async def test_every_screen_shows_how_many_watch_as_they_come_and_go(street: Street) -> None:
    sitting = await Sitting.under_way(street)
    guest = await watching(street, sitting)
    await expect(guest.see("watchers")).to_have_text("1 块屏幕在看")

    wang = await street.visitor(street.hall.neighbours[0], language="en")
    await wang.open(sitting.path)
    await expect(wang.see("watchers")).to_have_text("2 screens watching")
    moderator = await leading(street, sitting)
    for screen in (guest, wang, moderator):
        await expect(screen.see("watchers")).to_have_attribute("data-count", "3")
        assert not await screen.see("watchers").evaluate(SPOKEN)

    await wang.tap("home")
    await expect(guest.see("watchers")).to_have_attribute("data-count", "2")
    await moderator.page.close()
    await expect(guest.see("watchers")).to_have_attribute("data-count", "1")


async def test_a_screen_that_lost_its_line_is_counted_once_when_it_is_back(street: Street) -> None:
    street.screens.witness.forgive(SILENCE)
    sitting = await Sitting.under_way(street)
    guest, other = await watching(street, sitting), await watching(street, sitting)
    await expect(guest.see("watchers")).to_have_attribute("data-count", "2")
    await street.wire.cut()
    await expect(guest.see("reconnecting")).to_be_visible()
    await street.wire.mend()
    for screen in (guest, other):
        await expect(screen.see("reconnected")).to_be_visible()
        await expect(screen.see("watchers")).to_have_attribute("data-count", "2")
