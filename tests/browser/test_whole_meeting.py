"""A meeting of ten minutes, played as three people see it, until its record is checked."""

import asyncio
import io
import json
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from commands.verify.check import check_file
from rules.issues import Stage
from tests.browser.screens import Visitor
from tests.browser.script import DONE, PACE, Watch, cues
from tests.browser.sitting import hears
from tests.browser.street import Street
from tests.browser.three import DEEDS, NUMBER, Three, called
from tests.browser.verifier import give

SCRIPT = cues()
SPOKEN = [cue for cue in SCRIPT if cue.who != DONE]
UNROLL = "(box) => { box.style.height = '30000px' }"


async def heard(visitor: Visitor, said: list[str]) -> None:
    """The visitor has every word once and in order on the screen, and has seen half sentences before."""
    await visitor.see("transcript").evaluate(UNROLL)
    await hears(visitor, *said)
    assert len(await visitor.page.evaluate("[...window.drafts]")) > len(said) // 5


async def downloaded(visitor: Visitor) -> bytes:
    """The record as the page of the issue gives it."""
    await visitor.tap("to-issue")
    async with visitor.page.expect_download() as downloading:
        await visitor.tap("record-download")
    return await asyncio.to_thread(Path(await (await downloading.value).path()).read_bytes)


def written(raw: bytes) -> list[tuple[str, str] | None]:
    """Who said what, as the record has it; None for what was taken away."""
    entries = [line for line in map(json.loads, raw.splitlines()) if line.get("kind") == "utterance.said"]
    return [line["payload"] and (line["payload"]["speaker"], line["payload"]["text"]) for line in entries]


async def checked(visitor: Visitor, raw: bytes, tracker: str) -> None:
    """The record is found sound by the page and by the command, and refused with one word or byte changed."""
    found = check_file(io.BytesIO(raw), ())
    assert (found.wrong, found.ballots, found.redactions) == (None, 2, 1)
    await visitor.tap("record-verify")
    assert (await give(visitor, raw, "whole"))["sound"] == "true"
    await visitor.see("verify-tracker").fill(" ".join(tracker[at : at + 4] for at in range(0, len(tracker), 4)))
    await visitor.tap("verify-find")
    await expect(visitor.see("ballot-choice")).to_have_text("选的是：不同意")
    changed = raw.replace("桂花树不动".encode(), "桂花树砍掉".encode(), 1)
    flipped = raw[: len(raw) // 2] + bytes([raw[len(raw) // 2] ^ 1]) + raw[len(raw) // 2 + 1 :]
    for number, wrong in enumerate((changed, flipped)):
        assert wrong != raw
        assert check_file(io.BytesIO(wrong), ()).wrong
        assert (await give(visitor, wrong, f"wrong {number}"))["sound"] == "false"


@pytest.mark.timeout(SCRIPT[-1].at / PACE + 300)
async def test_three_people_hold_a_meeting_of_ten_minutes_and_its_record_is_sound(
    street: Street, browser: Browser
) -> None:
    issue = await street.issue(Stage.VOTING, title="三号楼要不要装电梯")
    async with Three.of(street, browser) as three:
        await called(three, issue)
        watch = Watch()
        for cue in SCRIPT:
            await watch.until(cue.at)
            await (DEEDS[cue.what](three) if cue.who == DONE else three.say(cue, watch))
        for visitor in (three.wang, three.li):
            await heard(visitor, three.said)
        raw = await downloaded(three.li)
        assert written(raw) == [None if NUMBER in cue.what else (cue.who, cue.what) for cue in SPOKEN]
        await checked(three.li, raw, three.tracker)
