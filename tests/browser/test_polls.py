"""One tap, and every open screen moves."""

import pytest
from playwright.async_api import expect

from rules.polls import TallyVisibility
from tests.browser.screens import DESKTOP
from tests.browser.street import Street
from tests.support.backends import KINDS


@pytest.mark.parametrize("backend", KINDS, indirect=True)
async def test_one_votes_and_the_other_sees_the_bar_move_without_a_reload(street: Street) -> None:
    poll = await street.poll()
    wang, smith = await street.visitor(), await street.visitor(language="en", width=DESKTOP)
    await street.sign_in(wang, street.hall.neighbours[0])
    await street.sign_in(smith, street.hall.neighbours[1])
    for visitor in (wang, smith):
        await visitor.open(f"/polls/{poll}")
        await expect(visitor.see("bar-yes")).to_have_attribute("data-votes", "0")
    loaded = await smith.loaded_at()

    await wang.tap("choice-yes")

    await expect(smith.see("bar-yes")).to_have_attribute("data-votes", "1")
    await expect(smith.see("bar-yes")).to_have_attribute("aria-valuenow", "100")
    await expect(smith.see("turnout")).to_have_text("1 of 8 people have voted")
    await expect(smith.see("turnout-bar")).to_have_attribute("aria-valuenow", "12.5")
    await smith.tap("choice-no")
    await expect(wang.see("bar-no")).to_have_attribute("aria-valuenow", "50")
    await expect(wang.see("turnout")).to_have_text("2 人已投票，共 8 人")
    await expect(wang.see("choice-yes")).to_have_attribute("data-mine", "true")
    assert await smith.loaded_at() == loaded


@pytest.mark.parametrize("backend", KINDS, indirect=True)
async def test_everybody_sees_the_result_and_its_reason_when_the_moderator_closes(street: Street) -> None:
    poll = await street.poll()
    await street.vote(street.hall.neighbours[0], poll, "yes")
    wang = await street.visitor(street.hall.neighbours[0])
    smith = await street.visitor(street.hall.neighbours[1], language="en", width=DESKTOP)
    moderator = await street.visitor(street.hall.moderator)
    for visitor in (wang, smith, moderator):
        await visitor.open(f"/polls/{poll}")
        await expect(visitor.see("bar-yes")).to_have_attribute("data-votes", "1")
    loaded = await smith.loaded_at()

    closing = await moderator.unfold("close-poll")
    await closing.locator("[data-test=reason]").fill("大家都投过了")
    await closing.locator("[data-test=give-reason]").click()

    await expect(wang.see("result-headline")).to_have_text("大家决定：同意")
    await expect(wang.see("result-reason")).to_contain_text("大家都投过了")
    await expect(smith.see("result-headline")).to_have_text("Decided: 同意")
    await expect(smith.see("result-reason")).to_contain_text("大家都投过了")
    await expect(smith.see("poll-phase")).to_have_text("Closed")
    await expect(smith.see("choice-yes")).not_to_have_role("button")
    assert await smith.loaded_at() == loaded


async def test_a_vote_that_is_final_says_so_and_cannot_be_tapped_again(street: Street) -> None:
    poll = await street.poll(revisable=False)
    wang = await street.visitor(street.hall.neighbours[0])
    await wang.open(f"/polls/{poll}")
    await expect(wang.see("poll-hint")).to_have_text("点一下就投票，投出后不能更改。")

    await wang.tap("choice-yes")

    await expect(wang.see("poll-hint")).to_have_text("您已投票，谢谢参与。")
    await expect(wang.page.get_by_role("button", name="不同意")).to_have_count(0)
    receipt = await wang.unfold("receipt")
    await expect(receipt.locator("[data-test=tracker]")).not_to_be_empty()


async def test_a_second_vote_from_an_old_screen_is_refused_in_a_plain_sentence(street: Street) -> None:
    poll = await street.poll(revisable=False)
    wang = await street.visitor(street.hall.neighbours[0])
    await wang.open(f"/polls/{poll}")
    await expect(wang.see("bar-yes")).to_have_attribute("data-votes", "0")
    await street.vote(street.hall.neighbours[0], poll, "yes")
    await expect(wang.see("bar-yes")).to_have_attribute("data-votes", "1")

    await wang.tap("choice-no")

    await expect(wang.see("vote-trouble")).to_have_text("您已经投过票了，这次投票不能更改。")
    await expect(wang.see("choice-yes")).to_have_attribute("data-mine", "true")
    await expect(wang.see("bar-no")).to_have_attribute("data-votes", "0")


async def test_a_mind_that_changes_moves_both_bars(street: Street) -> None:
    poll = await street.poll(revisable=True)
    wang, neighbour = await street.visitor(street.hall.neighbours[0]), await street.visitor()
    for visitor in (wang, neighbour):
        await visitor.open(f"/polls/{poll}")
    await wang.tap("choice-yes")
    await expect(neighbour.see("bar-yes")).to_have_attribute("data-votes", "1")

    await wang.tap("choice-no")

    await expect(neighbour.see("bar-no")).to_have_attribute("data-votes", "1")
    await expect(neighbour.see("bar-yes")).to_have_attribute("data-votes", "0")
    await expect(neighbour.see("turnout")).to_have_attribute("data-votes", "1")


async def test_a_hidden_tally_says_when_it_will_be_shown_and_turnout_moves_all_the_same(street: Street) -> None:
    poll = await street.poll(tally_visibility=TallyVisibility.AFTER_CLOSE)
    wang = await street.visitor(street.hall.neighbours[0])
    await wang.open(f"/polls/{poll}")
    await expect(wang.see("tally-hidden")).to_have_text("投票结束后，公布各项的票数。")

    await street.vote(street.hall.neighbours[1], poll, "yes")
    await expect(wang.see("turnout")).to_have_attribute("data-votes", "1")
    await wang.tap("choice-no")

    await expect(wang.see("turnout")).to_have_attribute("data-votes", "2")
    await expect(wang.see("bar-yes")).to_have_count(0)


async def test_a_tally_hidden_until_ones_own_vote_appears_with_it(street: Street) -> None:
    poll = await street.poll(tally_visibility=TallyVisibility.AFTER_MY_VOTE)
    await street.vote(street.hall.neighbours[1], poll, "yes")
    wang = await street.visitor(street.hall.neighbours[0], language="en")
    await wang.open(f"/polls/{poll}")
    await expect(wang.see("tally-hidden")).to_have_text("You will see the votes for each choice once you have voted.")
    await expect(wang.see("bar-yes")).to_have_count(0)

    await wang.tap("choice-no")

    await expect(wang.see("bar-yes")).to_have_attribute("data-votes", "1")
    await expect(wang.see("tally-hidden")).to_have_count(0)
    await street.vote(street.hall.neighbours[2], poll, "yes")
    await expect(wang.see("bar-yes")).to_have_attribute("data-votes", "2")


async def test_a_guest_who_wants_to_vote_comes_back_to_the_poll_after_signing_in(street: Street) -> None:
    poll = await street.poll()
    guest = await street.visitor()
    await guest.open(f"/polls/{poll}")
    await guest.tap("sign-in-to-vote")
    phone = street.hall.neighbours[0].phone
    await guest.ask_for_code(phone)
    await guest.enter_code(street.hall.sent.codes[phone])

    await guest.tap("choice-yes")

    await expect(guest.see("bar-yes")).to_have_attribute("data-votes", "1")
