"""Three at a meeting, each on a screen and a line of their own, and everything they do there but speak."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from playwright.async_api import Browser, expect

from tests.browser.proxy import Wire
from tests.browser.screens import DESKTOP, Visitor, looking_at
from tests.browser.script import Cue, Watch
from tests.browser.sitting import made_staff
from tests.browser.street import Street
from tests.browser.test_line import SILENCE

NUMBER = "13800000000"
RULES = "一次只说一件事，不打断别人。"
PROMISES = (
    "用北面的方案，磨砂玻璃，桂花树不动。",
    "先铺好坡道再开工，三个半月完工。",
    "每半个月保养一次，账目年年贴出来。",
)
DRAFTS_SEEN = """() => {
    window.drafts = new Set()
    const look = () => document.querySelectorAll('[data-test=utterance][data-final=false] [data-test=words]')
        .forEach((words) => window.drafts.add(words.textContent))
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
}"""


@dataclass(slots=True)
class Three:
    """Who leads, who takes part, and who watches over a wire that can be cut without the others."""

    street: Street
    lead: Visitor
    wang: Visitor
    li: Visitor
    wire: Wire
    said: list[str] = field(default_factory=list)
    tracker: str = ""
    missed_from: int = 0

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

    async def say(self, cue: Cue, watch: Watch) -> None:
        """Who leads writes down what is said while it is said, half sentences first."""
        await self.lead.see("speaker").fill(cue.who)
        for part in (1, 2):
            await self.lead.see("said").fill(cue.what[: part * len(cue.what) // 3])
            await watch.until(cue.at + part * cue.seconds / 3)
        await self.lead.see("said").fill(cue.what)
        await watch.until(cue.at + cue.seconds)
        await self.lead.see("said").press("Enter")
        self.said.append(cue.what)

    async def all_see(self, name: str, text: str) -> None:
        """The words are on every screen."""
        for visitor in (self.lead, self.wang, self.li):
            await expect(visitor.see(name)).to_contain_text(text)


async def called(three: Three, issue: str) -> None:
    """The meeting is called from the page of its issue; the others come to it, and the leader to their own page."""
    await three.li.open(f"/issues/{issue}")
    await three.lead.open(f"/issues/{issue}")
    await three.lead.unfold("call-meeting")
    await three.lead.see("meeting-title-input").fill("三号楼加装电梯")
    await three.lead.tap("submit-meeting")
    await three.li.tap("meeting-link")
    await expect(three.li.see("meeting-phase")).to_have_text("还没开始")
    await three.wang.open(three.li.page.url.removeprefix(three.li.url))
    await three.lead.tap("meeting-link")
    await three.lead.tap("to-lead")
    for visitor in (three.wang, three.li):
        await expect(visitor.see("transcript")).to_be_visible()
        await visitor.page.evaluate(DRAFTS_SEEN)


async def start(three: Three) -> None:
    """Somebody without a phone is put on the roll; the agenda stands, the meeting starts, its item is opened."""
    lead = three.lead
    people = await lead.unfold("lead-people")
    await lead.unfold("phoneless")
    await lead.see("phoneless-name").fill("刘奶奶")
    await lead.tap("sign-in-phoneless")
    await expect(people.locator("[data-test=participant]")).to_contain_text("刘奶奶")
    await lead.unfold("add-item")
    await lead.see("item-title").fill("装不装，怎么装")
    await lead.tap("submit-item")
    await lead.tap("start-meeting")
    await lead.tap("open-item")
    await expect(three.li.see("meeting-phase")).to_have_text("正在开会")
    await expect(three.li.see("agenda-item")).to_have_attribute("aria-current", "step")


async def enter(three: Three) -> None:
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


async def floor(three: Three) -> None:
    """Wang asks for the floor, and has it."""
    await three.wang.tap("ask-for-floor")
    await three.lead.tap("give-floor")
    await expect(three.wang.see("end-turn")).to_be_visible()
    await expect(three.li.see("floor-holder")).to_be_visible()


async def give_back(three: Three) -> None:
    """Wang gives the floor back."""
    await three.wang.tap("end-turn")
    await expect(three.li.see("floor-free")).to_be_visible()


async def cut(three: Three) -> None:
    """The watcher loses the line, and knows it."""
    await expect(three.li.see("words").last).to_have_text(three.said[-1])
    await three.wire.cut()
    await expect(three.li.see("reconnecting")).to_be_visible()
    three.missed_from = len(three.said)


async def mend(three: Three) -> None:
    """The watcher has heard nothing meanwhile, and catches up."""
    await expect(three.wang.see("words").last).to_have_text(three.said[-1])
    await expect(three.li.see("words").last).to_have_text(three.said[three.missed_from - 1])
    await three.wire.mend()
    await expect(three.li.see("words").last).to_have_text(three.said[-1])


async def redact(three: Three) -> None:
    """A telephone number vanishes from every screen."""
    lead = three.lead
    await lead.see("utterance").filter(has_text=NUMBER).locator("[data-test=redact]").click()
    await lead.see("redact-form").locator("[data-test=reason]").fill("说了电话号码")
    await lead.see("redact-form").locator("[data-test=give-reason]").click()
    three.said = [words for words in three.said if NUMBER not in words]
    for visitor in (three.wang, three.li):
        await expect(visitor.see("taken-away")).to_be_visible()
        assert NUMBER not in await visitor.page.content()


async def vote(three: Three) -> None:
    """A poll is opened and voted on without leaving the meeting, once by hand for who has no phone."""
    await three.lead.unfold("open-poll")
    await three.lead.see("poll-question-input").fill("同意按北面的方案加装电梯吗？")
    await three.lead.tap("submit-poll")
    await three.wang.tap("choice-c1")
    await expect(three.wang.see("receipt")).to_be_visible()
    await three.lead.see("vote-for-who").select_option(label="刘奶奶")
    await three.lead.see("vote-for-c2").check()
    await three.lead.tap("submit-vote-for")
    three.tracker = await three.lead.see("tracker-for").text_content() or ""
    await three.lead.tap("tracker-handed")
    for bar in ("bar-c1", "bar-c2"):
        await expect(three.li.see(bar)).to_have_attribute("data-votes", "1")


async def close(three: Three) -> None:
    """The poll is closed before its time."""
    await three.lead.unfold("close-poll")
    await three.lead.see("close-poll").locator("[data-test=reason]").fill("都投过了")
    await three.lead.see("close-poll").locator("[data-test=give-reason]").click()
    await three.all_see("poll-phase", "已结束")


async def agree(three: Three) -> None:
    """What is agreed is written down, signed by the three in sessions of their own, and in force for everybody."""
    lead, hall = three.lead, three.street.hall
    await lead.unfold("draft-agreement")
    for number, promise in enumerate(PROMISES):
        if number:
            await lead.tap("add-point")
        await lead.see("point-text").nth(number).fill(promise)
        await lead.see("point-party").nth(number).select_option("PROPERTY_COMPANY")
        due = (hall.clock.now() + timedelta(days=10 * (number + 1))).date().isoformat()
        await lead.see("point-due").nth(number).fill(due)
    signs = {"community": hall.moderator, "residents": hall.neighbours[0], "propertyCompany": hall.neighbours[1]}
    for party, person in signs.items():
        await lead.see(f"signs-{party}").select_option(person.resident_id)
    await lead.tap("submit-agreement")
    for visitor in (three.wang, lead, three.li):
        await expect(visitor.see("point")).to_contain_text(PROMISES)
        await expect(visitor.see("agreement-force")).to_contain_text("三方都签了字才生效")
    for visitor in (three.wang, lead, three.li):
        await visitor.tap("sign-agreement")
        await expect(visitor.see("sign-agreement")).to_have_count(0)
    await three.all_see("agreement-force", "三方都签了，")
    await expect(lead.see("draft-agreement")).to_have_count(0)


async def end(three: Three) -> None:
    """The meeting is over for everybody."""
    await three.lead.unfold("end-meeting")
    await three.lead.tap("confirm-end")
    await three.all_see("meeting-phase", "已结束")


DEEDS = {deed.__name__: deed for deed in (start, enter, floor, give_back, cut, mend, redact, vote, close, agree, end)}
