"""The decision livestream: who watches sees every word once, and votes without leaving."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.screens import DESKTOP, Visitor
from tests.browser.sitting import Sitting, draft, hears, issue_and_poll, watching
from tests.browser.street import Street

MANY, AT_ONCE = 10_000, 1_250
AGREEMENT = "query($id: ID!) { meeting(id: $id) { agreement { id version } } }"
BOUND = 30_000  # milliseconds
WATCH_NEWS = """() => {
    window.announcements = []
    const place = document.querySelector('[data-test=announced]')
    new MutationObserver(() => window.announcements.push(place.textContent)).observe(
        place, { childList: true, characterData: true, subtree: true })
}"""


async def called(moderator: Visitor, guest: Visitor, issue: str) -> str:
    """The moderator calls a meeting while the guest looks at the issue; the meeting's path."""
    await guest.open(f"/issues/{issue}")
    await expect(guest.see("issue-title")).to_be_visible()
    await moderator.open(f"/issues/{issue}")
    await moderator.unfold("call-meeting")
    await moderator.see("meeting-title-input").fill("路灯怎么修")
    await moderator.tap("submit-meeting")
    await expect(guest.see("meeting-link")).to_contain_text("Not started yet")
    await guest.tap("meeting-link")
    await expect(guest.see("meeting-phase")).to_have_text("Not started yet")
    return guest.page.url.removeprefix(guest.url)


async def opened(moderator: Visitor, guest: Visitor) -> None:
    """The moderator prepares the agenda, starts the meeting and opens its item."""
    await moderator.tap("meeting-link")
    await moderator.tap("to-lead")
    adding = await moderator.unfold("add-item")
    await adding.locator("[data-test=item-title]").fill("修哪几盏")
    await adding.locator("[data-test=item-poll]").select_option(index=1)
    await adding.locator("[data-test=submit-item]").click()
    await expect(guest.see("agenda-item")).to_contain_text("修哪几盏")
    await moderator.tap("start-meeting")
    await expect(guest.see("meeting-phase")).to_have_text("Under way")
    await moderator.tap("open-item")
    await expect(guest.see("agenda-item")).to_have_attribute("aria-current", "step")


async def given_the_floor(moderator: Visitor, wang: Visitor, guest: Visitor) -> str:
    """Wang comes in and asks for the floor, and has it for at most ninety seconds; Wang's name."""
    await expect(wang.see("rules-to-accept")).to_have_text("不攻击别人，不指责别人，不打断别人说话。")
    await wang.tap("enter-meeting")
    await expect(guest.see("people-count")).to_have_text("1 online, 0 in the room")
    await wang.tap("ask-for-floor")
    await expect(wang.see("my-place")).to_contain_text("第 1 位")
    limiting = await moderator.unfold("limits")
    await limiting.locator("[data-test=turn-seconds]").fill("90")
    await limiting.locator("[data-test=submit-limits]").click()
    await expect(moderator.see("notice")).to_have_text("从下一位发言起照这个算")
    await moderator.tap("give-floor")
    await expect(guest.see("floor-clock")).to_have_text(re.compile("1:[12][0-9]"))
    await expect(wang.see("end-turn")).to_be_visible()
    return await guest.see("floor-holder").inner_text()


async def written_down(moderator: Visitor, guest: Visitor, name: str) -> None:
    """What Wang says is seen while it is typed, and stands with Enter."""
    await expect(moderator.see("speaker")).to_have_value(name)
    await moderator.see("said").press_sequentially("东门的", delay=40)
    await hears(guest, "东门的")
    await expect(guest.see("utterance")).to_have_attribute("data-final", "false")
    await moderator.see("said").press_sequentially("先修。")
    await moderator.see("said").press("Enter")
    await expect(guest.see("utterance")).to_have_attribute("data-final", "true")
    await hears(guest, "东门的先修。")
    await expect(guest.see("utterance")).to_contain_text(name)


async def test_a_meeting_from_its_call_to_its_end_as_three_people_see_it(street: Street) -> None:
    issue, _ = await issue_and_poll(street)
    moderator = await street.visitor(street.hall.moderator, width=DESKTOP)
    wang = await street.visitor(street.hall.neighbours[0])
    guest = await street.visitor(language="en", width=DESKTOP)
    await wang.open(await called(moderator, guest, issue))
    await opened(moderator, guest)
    name = await given_the_floor(moderator, wang, guest)
    await written_down(moderator, guest, name)

    await wang.tap("choice-yes")
    await expect(guest.see("bar-yes")).to_have_attribute("data-votes", "1")
    await wang.tap("end-turn")
    await expect(guest.see("floor-free")).to_be_visible()
    await guest.unfold("times")
    await expect(guest.see("time-byPerson")).to_contain_text(name)

    await moderator.unfold("end-meeting")
    await moderator.tap("confirm-end")
    await expect(guest.see("meeting-phase")).to_have_text("Over")
    await expect(wang.see("meeting-phase")).to_have_text("已结束")
    await expect(wang.see("floor")).to_have_count(0)
    async with guest.page.expect_download() as download:
        await guest.tap("file-txt")
    assert "东门的先修。" in (await (await download.value).path()).read_text()


async def test_a_guest_is_asked_to_sign_in_and_a_newcomer_to_wait(street: Street) -> None:
    sitting = await Sitting.under_way(street)
    guest = await watching(street, sitting)
    await guest.tap("sign-in-to-enter")
    phone = street.hall.neighbours[0].phone
    await guest.ask_for_code(phone)
    await guest.enter_code(street.hall.sent.codes[phone])

    await guest.tap("enter-meeting")
    await guest.tap("ask-for-floor")
    await guest.tap("cancel-turn")
    await expect(guest.see("ask-for-floor")).to_be_visible()
    await guest.page.reload()
    await expect(guest.see("ask-for-floor")).to_be_visible()


@pytest.mark.parametrize("about", ["an issue", "none"])
async def test_an_agreement_is_signed_on_every_screen_and_its_progress_told(street: Street, about: str) -> None:
    hall = street.hall
    sitting = await Sitting.under_way(street, await street.issue() if about == "an issue" else None)
    wang, guest = await street.visitor(hall.neighbours[0]), await watching(street, sitting)
    await wang.open(sitting.path)
    await expect(wang.see("floor")).to_be_visible()
    await expect(guest.see("agreement")).to_have_count(0)

    await draft(sitting)
    await expect(guest.see("point")).to_contain_text("物业在十天内修好东门的四盏路灯。")
    await expect(guest.see("sign-agreement")).to_have_count(0)
    await wang.tap("sign-agreement")
    await expect(guest.see("signatory").nth(1)).not_to_contain_text("还没签")
    await expect(wang.see("sign-agreement")).to_have_count(0)
    agreement = (await street.api.ask(AGREEMENT, id=sitting.id))["meeting"]["agreement"]
    for person in (hall.staff, hall.neighbours[1]):
        signing = {"agreementId": agreement["id"], "version": agreement["version"]}
        await street.api.done("signAgreement", person.token, input=signing)
    await expect(guest.see("agreement-force")).to_contain_text("三方都签了")
    await expect(guest.see("point-state")).to_have_text("正在办")

    moderator = await street.visitor(hall.moderator)
    await moderator.open(sitting.path)
    await moderator.unfold("progress")
    await moderator.see("point-note-input").fill("四盏都换了新的")
    await moderator.see("point-done").check()
    await moderator.tap("note-point")
    await expect(guest.see("point-state")).to_have_text("办好了")
