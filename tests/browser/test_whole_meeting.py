"""A whole meeting as three people see it, each on a screen and a line of their own, until its record is checked."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from playwright.async_api import Browser, expect

from commands.verify.check import check_file
from rules.issues import Stage
from tests.browser.proxy import Wire
from tests.browser.screens import DESKTOP, Visitor, looking_at
from tests.browser.sitting import hears, made_staff
from tests.browser.street import Street
from tests.browser.test_line import SILENCE
from tests.browser.verifier import give

RULES = "一次只说一件事，不打断别人。"
PROMISE = "物业在十天内修好东门的四盏路灯。"


@dataclass(frozen=True, slots=True)
class Three:
    """Who leads, who takes part, and who watches over a wire that can be cut without the others."""

    street: Street
    lead: Visitor
    wang: Visitor
    li: Visitor
    wire: Wire

    @classmethod
    @asynccontextmanager
    async def of(cls, street: Street, browser: Browser) -> AsyncIterator["Three"]:
        """Three who have a browser each."""
        hall = street.hall
        await made_staff(street)
        async with (
            Wire.to(f"{street.wire.host}:{street.wire.port}") as wire,
            looking_at(wire.address, browser) as elsewhere,
        ):
            elsewhere.witness.forgive(SILENCE)
            lead = await street.visitor(hall.moderator, width=DESKTOP)
            wang = await street.visitor(hall.neighbours[0])
            yield cls(street, lead, wang, await elsewhere.visitor(hall.neighbours[1], width=DESKTOP), wire)

    async def say(self, *texts: str) -> None:
        """Who leads writes these sentences down."""
        for text in texts:
            await self.lead.see("said").fill(text)
            await self.lead.see("said").press("Enter")

    async def all_see(self, name: str, text: str) -> None:
        """The words are on every screen."""
        for visitor in (self.lead, self.wang, self.li):
            await expect(visitor.see(name)).to_contain_text(text)


async def called(three: Three, issue: str) -> None:
    """The meeting is called from the page of its issue; the others come to it, and the leader to their own page."""
    await three.li.open(f"/issues/{issue}")
    await three.lead.open(f"/issues/{issue}")
    await three.lead.unfold("call-meeting")
    await three.lead.see("meeting-title-input").fill("路灯怎么修")
    await three.lead.tap("submit-meeting")
    await three.li.tap("meeting-link")
    await expect(three.li.see("meeting-phase")).to_have_text("还没开始")
    await three.wang.open(three.li.page.url.removeprefix(three.li.url))
    await three.lead.tap("meeting-link")
    await three.lead.tap("to-lead")


async def prepared_and_started(three: Three) -> None:
    """Somebody without a phone is put on the roll; the agenda stands, the meeting starts, its item is opened."""
    lead = three.lead
    people = await lead.unfold("lead-people")
    await lead.unfold("phoneless")
    await lead.see("phoneless-name").fill("李奶奶")
    await lead.tap("sign-in-phoneless")
    await expect(people.locator("[data-test=participant]")).to_contain_text("李奶奶")
    await lead.unfold("add-item")
    await lead.see("item-title").fill("修哪几盏")
    await lead.tap("submit-item")
    await lead.tap("start-meeting")
    await lead.tap("open-item")
    await expect(three.li.see("meeting-phase")).to_have_text("正在开会")
    await expect(three.li.see("agenda-item")).to_have_attribute("aria-current", "step")


async def rules_accepted(three: Three) -> None:
    """Both come in and accept the rules; these are changed, and accepted anew."""
    for visitor in (three.wang, three.li):
        await expect(visitor.see("rules-to-accept")).to_contain_text("不攻击别人")
        await visitor.tap("enter-meeting")
        await expect(visitor.see("entry")).to_have_count(0)
    await three.lead.unfold("lead-rules")
    await three.lead.see("rules-text").fill(RULES)
    await three.lead.tap("submit-rules")
    for visitor in (three.wang, three.li):
        await expect(visitor.see("rules-to-accept")).to_have_text(RULES)
        await visitor.tap("enter-meeting")
        await expect(visitor.see("entry")).to_have_count(0)
    await expect(three.li.see("people-count")).to_have_text("线上 2 人，现场 1 人")


async def spoken(three: Three) -> None:
    """Wang asks for the floor, has it, is written down while speaking, and gives it back."""
    await three.wang.tap("ask-for-floor")
    await three.lead.tap("give-floor")
    await expect(three.wang.see("end-turn")).to_be_visible()
    await expect(three.li.see("floor-holder")).to_be_visible()
    await three.lead.see("said").press_sequentially("东门的", delay=40)
    await hears(three.li, "东门的")
    await expect(three.li.see("utterance")).to_have_attribute("data-final", "false")
    await three.say("东门的先修。")
    await expect(three.li.see("utterance")).to_have_attribute("data-final", "true")
    await three.wang.tap("end-turn")
    await expect(three.li.see("floor-free")).to_be_visible()
    await three.say("我的电话是 13800000000")
    await hears(three.li, "东门的先修。", "我的电话是 13800000000")


async def voted(three: Three) -> str:
    """A poll is opened and voted on without leaving the meeting, once by hand for who has no phone: the tracker."""
    await three.lead.unfold("open-poll")
    await three.lead.see("poll-question-input").fill("今晚就修？")
    await three.lead.tap("submit-poll")
    await three.wang.tap("choice-c1")
    await expect(three.wang.see("receipt")).to_be_visible()
    await three.lead.see("vote-for-who").select_option(label="李奶奶")
    await three.lead.see("vote-for-c2").check()
    await three.lead.tap("submit-vote-for")
    tracker = await three.lead.see("tracker-for").text_content()
    await three.lead.tap("tracker-handed")
    for bar in ("bar-c1", "bar-c2"):
        await expect(three.li.see(bar)).to_have_attribute("data-votes", "1")
    return tracker or ""


async def cut_and_mended(three: Three) -> None:
    """The watcher misses what is said for a while, and has every word exactly once afterwards."""
    await three.wire.cut()
    await expect(three.li.see("reconnecting")).to_be_visible()
    await three.say("四盏都修", "先修东门", "下周再看")
    await expect(three.wang.see("words")).to_have_count(5)
    await expect(three.li.see("words")).to_have_count(2)
    await three.wire.mend()
    said = ["东门的先修。", "我的电话是 13800000000", "四盏都修", "先修东门", "下周再看"]
    await hears(three.li, *said)
    await three.say("就这样")
    await hears(three.li, *said, "就这样")


async def taken_away_and_closed(three: Three) -> None:
    """A telephone number vanishes from every screen, and the poll is closed before its time."""
    lead = three.lead
    await lead.see("utterance").filter(has_text="13800000000").locator("[data-test=redact]").click()
    await lead.see("redact-form").locator("[data-test=reason]").fill("说了电话号码")
    await lead.see("redact-form").locator("[data-test=give-reason]").click()
    for visitor in (three.wang, three.li):
        await hears(visitor, "东门的先修。", "四盏都修", "先修东门", "下周再看", "就这样")
        assert "13800000000" not in await visitor.page.content()
    await lead.unfold("close-poll")
    await lead.see("close-poll").locator("[data-test=reason]").fill("都投过了")
    await lead.see("close-poll").locator("[data-test=give-reason]").click()
    await three.all_see("poll-phase", "已结束")


async def agreed(three: Three) -> None:
    """What is agreed is written down, signed by the three in sessions of their own, and in force for everybody."""
    lead, hall = three.lead, three.street.hall
    await lead.unfold("draft-agreement")
    await lead.see("point-text").fill(PROMISE)
    await lead.see("point-party").select_option("PROPERTY_COMPANY")
    await lead.see("point-due").fill((hall.clock.now() + timedelta(days=10)).date().isoformat())
    signs = {"community": hall.moderator, "residents": hall.neighbours[0], "propertyCompany": hall.neighbours[1]}
    for party, person in signs.items():
        await lead.see(f"signs-{party}").select_option(person.resident_id)
    await lead.tap("submit-agreement")
    await three.all_see("point", PROMISE)
    await three.all_see("agreement-force", "三方都签了字才生效")
    for visitor in (three.wang, lead, three.li):
        await visitor.tap("sign-agreement")
        await expect(visitor.see("sign-agreement")).to_have_count(0)
    await three.all_see("agreement-force", "三方都签了，")
    await expect(lead.see("draft-agreement")).to_have_count(0)


async def ended(three: Three) -> None:
    """The meeting is over for everybody."""
    await three.lead.unfold("end-meeting")
    await three.lead.tap("confirm-end")
    await three.all_see("meeting-phase", "已结束")


async def checked(visitor: Visitor, tracker: str) -> None:
    """The record is downloaded and found sound by the page and by the command, and refused with one byte changed."""
    await visitor.tap("to-issue")
    async with visitor.page.expect_download() as downloading:
        await visitor.tap("record-download")
    raw = await asyncio.to_thread(Path(await (await downloading.value).path()).read_bytes)
    found = check_file(io.BytesIO(raw), ())
    assert (found.wrong, found.ballots, found.redactions) == (None, 2, 1)

    await visitor.tap("record-verify")
    assert (await give(visitor, raw, "whole"))["sound"] == "true"
    await visitor.see("verify-tracker").fill(" ".join(tracker[at : at + 4] for at in range(0, len(tracker), 4)))
    await visitor.tap("verify-find")
    await expect(visitor.see("ballot-choice")).to_have_text("选的是：不同意")
    changed = raw.replace("东门的先修。".encode(), "西门的先修。".encode(), 1)
    flipped = raw[: len(raw) // 2] + bytes([raw[len(raw) // 2] ^ 1]) + raw[len(raw) // 2 + 1 :]
    for number, wrong in enumerate((changed, flipped)):
        assert wrong != raw
        assert check_file(io.BytesIO(wrong), ()).wrong
        assert (await give(visitor, wrong, f"wrong {number}"))["sound"] == "false"


async def test_three_people_hold_a_whole_meeting_and_its_record_is_sound(street: Street, browser: Browser) -> None:
    issue = await street.issue(Stage.VOTING)
    async with Three.of(street, browser) as three:
        await called(three, issue)
        await prepared_and_started(three)
        await rules_accepted(three)
        await spoken(three)
        tracker = await voted(three)
        await cut_and_mended(three)
        await taken_away_and_closed(three)
        await agreed(three)
        await ended(three)
        await checked(three.li, tracker)
