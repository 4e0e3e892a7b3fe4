"""A meeting without an issue has a record of its own: it can be taken home, checked and played like any other."""

import asyncio
import io
from pathlib import Path

import pytest
from playwright.async_api import expect

from commands.verify.check import check_file
from tests.browser.screens import DESKTOP
from tests.browser.sitting import Sitting, draft, hears, watching
from tests.browser.street import Street
from tests.browser.verifier import give
from tests.support.server import client_of


async def talked(street: Street) -> Sitting:
    """A meeting about no issue, with words, one of which was taken away, and an agreement."""
    sitting = await Sitting.under_way(street)
    await sitting.say("茶钱谁出？")
    gone = await sitting.say("打 13800000000 找我", speaker="李叔")
    await sitting.redact(gone, "说了电话号码")
    await draft(sitting)
    return sitting


async def test_its_file_is_downloaded_from_its_page_and_found_sound_until_it_is_touched(street: Street) -> None:
    sitting = await talked(street)
    guest = await watching(street, sitting)
    async with guest.page.expect_download() as downloading:
        await guest.tap("record-download")
    download = await downloading.value
    assert download.suggested_filename == f"heyi-{sitting.id}.jsonl"
    raw = await asyncio.to_thread(Path(await download.path()).read_bytes)
    assert (check_file(io.BytesIO(raw)).wrong, check_file(io.BytesIO(raw)).about) == (None, sitting.id)

    await guest.tap("record-verify")
    assert (await give(guest, raw, "whole"))["sound"] == "true"
    await expect(guest.see("verify-found").locator("h2")).to_have_text("路灯怎么修")
    await expect(guest.see("found-redactions")).to_have_attribute("data-count", "1")
    wrong = raw.replace("茶钱谁出".encode(), "茶钱我出".encode(), 1)
    assert check_file(io.BytesIO(wrong)).wrong
    assert (await give(guest, wrong, "touched"))["sound"] == "false"
    await expect(guest.see("verdict")).to_contain_text("第 3 条记录")


async def test_it_is_played_as_it_happened_and_what_is_taken_away_leaves_it(street: Street) -> None:
    sitting = await talked(street)
    latest = await sitting.say("我家孩子叫小明", speaker="赵叔")
    guest = await watching(street, sitting, width=DESKTOP)
    await guest.tap("record-replay")
    await guest.tap("speed-16")
    await guest.tap("replay-play")
    await expect(guest.see("replay-over")).to_be_visible()
    await expect(guest.see("says").first).to_have_text("召集会议：路灯怎么修")
    await expect(guest.see("quote").filter(has_text="茶钱谁出？")).to_have_count(1)
    await expect(guest.see("quote").filter(has_text="小明")).to_have_count(1)
    await sitting.redact(latest, "说了孩子的名字")
    await expect(guest.see("quote").filter(has_text="小明")).to_have_count(0)
    await guest.tap("to-meeting")
    await hears(guest, "茶钱谁出？")


@pytest.mark.parametrize("name", ["meeting_" + "0" * 32, "nothing"])
async def test_a_record_that_is_not_there_is_not_played(street: Street, name: str) -> None:
    guest = await street.visitor()
    await guest.open(f"/meetings/{name}/replay")
    await expect(guest.see("record-missing")).to_be_visible()


async def test_a_meeting_about_an_issue_sends_to_the_record_of_the_issue(street: Street) -> None:
    sitting = await Sitting.under_way(street, await street.issue())
    guest = await watching(street, sitting)
    await expect(guest.see("to-issue")).to_be_visible()
    await expect(guest.see("record-check")).to_have_count(0)


async def test_a_video_shows_on_every_screen_once_its_address_is_set(street: Street) -> None:
    sitting = await Sitting.under_way(street)
    guest = await watching(street, sitting)
    street.screens.witness.forgive(r"Failed to load resource|hls")
    async with client_of(street.wire.address) as api:  # a stream is on the host that the page is on
        given = {"meetingId": sitting.id, "url": f"{guest.url}/hls/nothing.m3u8"}
        await api.done("setMeetingStream", street.hall.moderator.token, **given)
    await expect(guest.see("video")).to_be_visible()
