"""From the first word to the poll, on screens nobody reloads."""

import re

from playwright.async_api import WebSocket, expect

from rules.issues import Stage
from tests.browser.screens import DESKTOP, Visitor
from tests.browser.street import Street


async def advance(moderator: Visitor, to: str, reason: str) -> None:
    """The moderator takes the issue to the stage, and sees that it is there."""
    form = await moderator.unfold("advance")
    await form.locator("[data-test=advance-to]").select_option(to)
    await form.locator("[data-test=reason]").fill(reason)
    await form.locator("[data-test=give-reason]").click()
    await expect(moderator.see("stage-line")).to_contain_text(reason)


async def test_a_resident_raises_an_issue_and_the_neighbours_open_page_shows_what_is_said(street: Street) -> None:
    wang, neighbour = await street.visitor(street.hall.neighbours[0]), await street.visitor(width=DESKTOP)
    await wang.open("/")
    await wang.tap("raise-link")
    await wang.see("raise-title").fill("给 3 号楼加装电梯")
    await wang.see("raise-description").fill("楼里老人多，上下楼不方便。")
    await wang.tap("raise-submit")
    await expect(wang.see("issue-title")).to_have_text("给 3 号楼加装电梯")
    await neighbour.page.goto(wang.page.url)
    await expect(neighbour.see("comment-count")).to_have_attribute("data-count", "0")
    loaded = await neighbour.loaded_at()

    await wang.see("comment-body").fill("我住六楼，天天盼着。")
    await wang.tap("post-comment")

    await expect(wang.see("comment")).to_contain_text("我住六楼，天天盼着。")
    await expect(wang.see("comment-body")).to_have_value("")
    await expect(neighbour.see("comment")).to_contain_text("我住六楼，天天盼着。")
    await expect(neighbour.see("comment-count")).to_have_attribute("data-count", "1")
    assert await neighbour.loaded_at() == loaded


async def test_the_moderator_leads_an_issue_to_a_poll_and_the_neighbours_see_each_step(street: Street) -> None:
    issue = await street.issue(at=Stage.PREPARING)
    moderator = await street.visitor(street.hall.moderator, width=DESKTOP)
    wang = await street.visitor(street.hall.neighbours[0])
    for visitor in (moderator, wang):
        await visitor.open(f"/issues/{issue}")
    await expect(wang.see("stage-line")).to_be_visible()
    loaded = await wang.loaded_at()

    await advance(moderator, "DELIBERATING", "资料齐了，请大家来说说。")
    await expect(wang.see("stage-line")).to_contain_text("资料齐了，请大家来说说。")
    await advance(moderator, "VOTING", "意见都听到了。")
    form = await moderator.unfold("open-poll")
    await form.locator("[data-test=poll-question-input]").fill("您同意加装电梯吗？")
    await form.locator("[data-test=submit-poll]").click()

    await expect(moderator.see("poll-card")).to_be_visible()
    await expect(wang.see("poll-question")).to_have_text("您同意加装电梯吗？")
    await wang.tap("choice-c1")
    await expect(moderator.see("bar-c1")).to_have_attribute("data-votes", "1")
    await expect(wang.see("lead-panel")).to_have_count(0)
    assert await wang.loaded_at() == loaded


async def test_a_form_that_is_sent_empty_says_what_is_missing(street: Street) -> None:
    wang = await street.visitor(street.hall.neighbours[0])
    await wang.open("/raise")

    await wang.tap("raise-submit")

    await expect(wang.see("field-error")).to_have_text("这里还没有写内容，请写一点。")
    await expect(wang.see("raise-title")).to_be_focused()


async def test_two_characters_find_the_issue(street: Street) -> None:
    await street.issue(title="儿童滑梯松动了")
    await street.issue(title="东门的路灯坏了")
    guest = await street.visitor()
    await guest.open("/")
    await expect(guest.see("issue-card")).to_have_count(2)

    await guest.see("search").fill("滑梯")

    await expect(guest.see("issue-card")).to_have_count(1)
    await expect(guest.see("issue-card")).to_contain_text("儿童滑梯松动了")


async def test_an_address_that_leads_nowhere_leads_back_to_the_start(street: Street) -> None:
    guest = await street.visitor()
    for path in ("/issues/issue_0", "/polls/poll_0", "/nowhere"):
        await guest.open(path)

        await guest.page.get_by_role("link", name="回到首页").click()

        await expect(guest.page).to_have_url(f"{street.screens.url}/")


async def test_an_open_issue_page_hears_only_what_is_new(street: Street) -> None:
    issue = await street.issue(at=Stage.VOTING)
    heard: list[str] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: "decision" in str(frame) and heard.append(str(frame)))

    guest = await street.visitor()
    guest.page.on("websocket", listen)
    await guest.open(f"/issues/{issue}")
    await expect(guest.see("issue-title")).to_be_visible()

    for words in ("第一句", "第二句"):
        await street.comment(street.hall.neighbours[0], issue, words)

    await expect(guest.see("comment")).to_have_count(2)
    assert [re.search(r'"seq":(\d+)', each)[1] for each in heard] == ["6", "7"]
