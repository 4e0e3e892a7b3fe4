"""The line drops, and nothing is lost."""

from playwright.async_api import expect

from tests.browser.street import Street

SILENCE = r"WebSocket connection|Failed to load resource|ERR_CONNECTION"
POLL = "query($id: ID!) { poll(id: $id) { tally { seq votes choices { key votes } } } }"


async def tally_of(street: Street, poll: str) -> tuple[int, int]:
    """The number of the tally's newest entry, and its votes."""
    tally = (await street.api.ask(POLL, id=poll))["poll"]["tally"]
    return tally["seq"], tally["votes"]


async def test_a_line_that_drops_is_told_and_the_tally_is_right_when_it_is_back(street: Street) -> None:
    street.screens.witness.forgive(SILENCE)
    poll = await street.poll()
    wang = await street.visitor(street.hall.neighbours[0])
    await wang.open(f"/polls/{poll}")
    await street.vote(street.hall.neighbours[1], poll, "yes")
    await expect(wang.see("bar-yes")).to_have_attribute("data-votes", "1")

    await street.wire.cut()

    await expect(wang.see("reconnecting")).to_have_text("网络断开了，正在重新连接…")
    await street.vote(street.hall.neighbours[2], poll, "no")
    await street.wire.mend()
    await expect(wang.see("reconnected")).to_have_text("已重新连上")
    await expect(wang.see("reconnecting")).to_have_count(0)
    await expect(wang.see("bar-no")).to_have_attribute("data-votes", "1")
    await expect(wang.see("turnout")).to_have_attribute("data-votes", "2")
    await street.vote(street.hall.neighbours[3], poll, "no")
    await expect(wang.see("bar-no")).to_have_attribute("data-votes", "2")


async def test_a_comment_made_while_the_line_was_down_is_there_when_it_is_back(street: Street) -> None:
    street.screens.witness.forgive(SILENCE)
    issue = await street.issue()
    wang = await street.visitor()
    await wang.open(f"/issues/{issue}")
    await street.comment(street.hall.neighbours[0], issue, "第一句")
    await expect(wang.see("comment")).to_have_count(1)

    await street.wire.cut()
    await expect(wang.see("reconnecting")).to_be_visible()
    await street.comment(street.hall.neighbours[1], issue, "第二句")
    await street.wire.mend()

    await expect(wang.see("comment")).to_have_count(2)


async def test_a_page_that_asks_anew_in_vain_keeps_what_it_shows(street: Street) -> None:
    street.screens.witness.forgive(SILENCE)
    issue = await street.issue()
    await street.comment(street.hall.neighbours[0], issue, "第一句")
    wang = await street.visitor()
    await wang.open(f"/issues/{issue}")
    await expect(wang.see("comment")).to_have_count(1)

    await street.wire.cut()
    await expect(wang.see("reconnecting")).to_be_visible()
    async with wang.page.expect_event("requestfailed", lambda request: request.url.endswith("/graphql")):
        await wang.page.evaluate("() => dispatchEvent(new Event('online'))")
    await expect(wang.see("issue-title")).to_be_visible()
    await expect(wang.see("comment")).to_have_count(1)
    await street.comment(street.hall.neighbours[1], issue, "第二句")
    await street.wire.mend()

    await expect(wang.see("comment")).to_have_count(2)


async def test_a_vote_tapped_while_the_line_is_down_arrives_exactly_once(street: Street) -> None:
    street.screens.witness.forgive(SILENCE)
    poll = await street.poll(revisable=True)
    wang = await street.visitor(street.hall.neighbours[0])
    await wang.open(f"/polls/{poll}")
    await expect(wang.see("bar-yes")).to_have_attribute("data-votes", "0")
    seq, _ = await tally_of(street, poll)

    await street.wire.cut()
    await expect(wang.see("reconnecting")).to_be_visible()
    await wang.tap("choice-yes")
    await expect(wang.see("choice-yes")).to_contain_text("正在送出…")
    await street.wire.mend()

    await expect(wang.see("receipt")).to_be_visible()
    await expect(wang.see("bar-yes")).to_have_attribute("data-votes", "1")
    assert await tally_of(street, poll) == (seq + 1, 1)


async def test_a_vote_whose_answer_was_lost_is_not_counted_twice(street: Street) -> None:
    street.screens.witness.forgive(SILENCE)
    poll = await street.poll(revisable=True)
    wang = await street.visitor(street.hall.neighbours[0])
    await wang.open(f"/polls/{poll}")
    await expect(wang.see("bar-yes")).to_have_attribute("data-votes", "0")
    seq, _ = await tally_of(street, poll)

    street.wire.swallow_answer_to(b"idempotencyKey")
    await wang.tap("choice-yes")
    await street.wire.swallowed.wait()

    await expect(wang.see("receipt")).to_be_visible()
    await expect(wang.see("vote-trouble")).to_have_count(0)
    assert await tally_of(street, poll) == (seq + 1, 1)


async def test_who_signs_out_everywhere_is_a_guest_on_every_open_screen(street: Street) -> None:
    poll = await street.poll()
    wang = await street.visitor(street.hall.neighbours[0])
    await wang.open(f"/polls/{poll}")
    await expect(wang.see("me-link")).to_be_visible()
    await street.vote(street.hall.neighbours[1], poll, "yes")
    await expect(wang.see("bar-yes")).to_have_attribute("data-votes", "1")

    await street.api.done("signOut", street.hall.neighbours[0].token, everywhere=True)

    await expect(wang.see("notice")).to_contain_text("登录已失效")
    await expect(wang.see("sign-in-link")).to_be_visible()
    await street.vote(street.hall.neighbours[2], poll, "yes")
    await expect(wang.see("bar-yes")).to_have_attribute("data-votes", "2")
