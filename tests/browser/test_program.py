"""The program as `make run` starts it, from the first sign-in to a crash and back."""

from pathlib import Path

from playwright.async_api import Browser, expect

from tests.browser.program import running
from tests.browser.screens import looking_at


async def test_the_program_is_killed_and_started_again_under_two_open_screens(browser: Browser, web_dist: Path) -> None:
    async with running() as program, looking_at(program.address, browser) as screens:
        screens.witness.forgive(r"WebSocket connection|Failed to load resource|ERR_CONNECTION")
        wang, guest = await screens.visitor(), await screens.visitor(language="en")
        await wang.open("/sign-in")
        await wang.ask_for_code("13800000007")
        await wang.enter_code(await program.code())
        for visitor in (wang, guest):
            await visitor.open("/")
            await visitor.page.get_by_role("link", name="电动自行车充电棚建在哪里").click()
            await expect(visitor.see("turnout")).to_have_attribute("data-votes", "6")
        await wang.tap("choice-east")
        await expect(guest.see("bar-east")).to_have_attribute("data-votes", "4")

        await program.kill()

        await expect(wang.see("reconnecting")).to_be_visible()
        await expect(guest.see("reconnecting")).to_be_visible()
        await wang.tap("choice-garden")
        await program.start()
        await expect(guest.see("reconnected")).to_be_visible()
        await expect(guest.see("bar-garden")).to_have_attribute("data-votes", "2")
        await expect(guest.see("bar-east")).to_have_attribute("data-votes", "3")
        await expect(wang.see("bar-garden")).to_have_attribute("data-votes", "2")
        await expect(guest.see("turnout")).to_have_attribute("data-votes", "7")
