"""From a deed to a voucher handed out: points as they come, the board, rewards, and the hands that give."""

from playwright.async_api import Locator, expect

from resolvers.rewards import places
from resolvers.seeding import Seeded
from rules.agreements import today
from rules.ids import Kind, public_id
from rules.issues import Stage
from tests.browser.screens import Visitor
from tests.browser.street import Street
from tests.browser.town import Town, path_of
from tests.resolvers.rewards.shop import bought, canteen, gave, meals, paid
from tests.support.agreement import key
from tests.support.deeds import swept
from tests.support.house import done

BARCODES = """() => {
  window.BarcodeDetector = class { async detect() { return [{ rawValue: window.codeInSight }] } }
  const canvas = document.createElement('canvas')
  canvas.getContext('2d').fillRect(0, 0, 9, 9)
  const draw = () => { canvas.getContext('2d').fillRect(0, 0, 9, 9); requestAnimationFrame(draw) }
  draw()
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(5)
}"""


async def joins(street: Street, person: Seeded, issue: str, poll: str) -> None:
    """Somebody comments and votes, and the poll closes, through the API."""
    await street.comment(person, issue, "我同意。")
    await street.vote(person, poll, "yes")
    closing = {"pollId": poll, "reason": "大家都投了。"}
    await street.api.done("closePoll", street.hall.moderator.token, input=closing)


async def voting(street: Street) -> tuple[str, str]:
    """An issue that is voted on, and its poll."""
    issue = await street.hall.issue(at=Stage.VOTING)
    standing = await street.hall.poll(issue)
    return public_id(Kind.ISSUE, issue.id), public_id(Kind.POLL, standing.poll.id)


def balance(visitor: Visitor, points: int) -> Locator:
    """The balance on the page, once it is this."""
    return visitor.page.locator(f"[data-test=balance][data-points='{points}']")


async def type_code(visitor: Visitor, code: str) -> None:
    """Types a code and looks it up by keyboard."""
    await visitor.see("code-typed").fill(code)
    await visitor.page.keyboard.press("Enter")


async def test_from_a_deed_to_a_voucher_handed_out(street: Street) -> None:
    hall, (wang, li) = street.hall, street.hall.neighbours[:2]
    place = await canteen(hall)
    await meals(hall, stock=2, place=place)
    done(await places.name(hall.house, await hall.actor(hall.staff), place.id, key(li)))
    issue, poll = await voting(street)
    resident, hand = await street.visitor(wang), await street.visitor(li)
    await resident.open("/points")
    await expect(balance(resident, 0)).to_be_visible()
    await expect(resident.see("points-empty")).to_be_visible()
    loaded = await resident.loaded_at()

    await joins(street, wang, issue, poll)

    await expect(balance(resident, 10)).to_be_visible()
    await expect(resident.see("notice")).to_have_text("谢谢您参加议事，积分 +10。")
    await expect(resident.see("points-entry")).to_contain_text("参加议事")
    await expect(resident.see("entry-points")).to_have_text("+10")
    await expect(resident.see("next-level")).to_contain_text("再攒 90 分就是“热心居民”")
    await expect(resident.see("entry-source")).to_have_attribute("href", f"/issues/{issue}")
    assert await resident.loaded_at() == loaded

    await resident.tap("to-rewards")
    await expect(resident.see("stock")).to_have_text("还有 2 份")
    await resident.see("redeem").focus()
    await resident.page.keyboard.press("Enter")
    await expect(resident.see("reward")).to_contain_text("用 10 分换“食堂餐券”？")
    await resident.page.keyboard.press("Escape")
    await expect(resident.see("redeem")).to_be_focused()
    await resident.tap("redeem")
    await resident.tap("redeem-yes")
    await expect(resident.see("voucher-state")).to_have_text("可以领")
    await expect(resident.see("qr")).to_be_visible()
    code = await resident.see("voucher-code").get_attribute("data-code")
    assert code

    await hand.open("/me")
    await hand.tap("hand-out-link")
    await expect(hand.see("hand-out-places")).to_contain_text("社区食堂")
    await type_code(hand, code.lower())
    await expect(hand.see("to-give-name")).to_have_text("食堂餐券")
    await expect(resident.see("voucher-state")).to_have_text("可以领")
    await hand.tap("confirm-given")
    await expect(hand.see("notice")).to_contain_text("发放好了：食堂餐券")

    await expect(resident.see("voucher-state")).to_have_text("已经领走")
    await expect(resident.see("voucher-code")).to_have_count(0)
    assert await resident.loaded_at() == loaded
    await expect(hand.see("code-typed")).to_be_focused()
    await type_code(hand, code)
    await expect(hand.see("field-error")).to_have_text("这个码已经用过了，东西已经领走。")
    await resident.open("/points")
    await expect(balance(resident, 0)).to_be_visible()
    await expect(resident.see("points-entry").first).to_contain_text("换奖励")


async def test_a_code_is_scanned_and_foreign_ones_are_refused(street: Street) -> None:
    hall, (wang, li, other) = street.hall, street.hall.neighbours[:3]
    near, far = await canteen(hall), await canteen(hall, "西门小店")
    await paid(hall, wang)
    _, here = await bought(hall, wang, await meals(hall, place=near))
    _, there = await bought(hall, wang, await meals(hall, place=far))
    done(await places.name(hall.house, await hall.actor(hall.staff), near.id, key(li)))
    hand = await street.visitor(li)
    await hand.page.add_init_script(f"({BARCODES})()")
    await hand.open("/hand-out")
    await type_code(hand, there)
    await expect(hand.see("field-error")).to_have_text("这份奖励请到西门小店领取。")
    await type_code(hand, "ABCD")
    await expect(hand.see("field-error")).to_contain_text("没有这个码")
    await hand.page.evaluate("(code) => { window.codeInSight = code }", here)
    await hand.tap("scan")
    await expect(hand.see("to-give-name")).to_have_text("食堂餐券")
    await hand.tap("cancel-given")
    await expect(hand.see("code-typed")).to_have_value("")

    stranger = await street.visitor(other)
    await stranger.open("/hand-out")
    await expect(stranger.see("not-yours")).to_be_visible()
    await stranger.open("/me")
    await expect(stranger.see("my-points")).to_be_visible()
    await expect(stranger.see("hand-out-link")).to_have_count(0)


async def test_a_reward_that_is_gone_meanwhile_is_refused_in_words(street: Street) -> None:
    hall, (wang, li) = street.hall, street.hall.neighbours[:2]
    await paid(hall, wang)
    await paid(hall, li)
    reward = await meals(hall, stock=1)
    resident = await street.visitor(wang)
    await resident.open("/rewards")
    await resident.tap("redeem")
    await bought(hall, li, reward)
    await resident.tap("redeem-yes")
    await expect(resident.see("redeem-refused")).to_contain_text("已经换完了")
    await expect(resident.see("stock")).to_have_text("换完了")
    await expect(resident.page.locator("[data-test=spendable][data-points='80']")).to_be_visible()


async def test_the_board_moves_and_a_month_that_is_over_is_frozen(street: Street) -> None:
    hall, (wang, li) = street.hall, street.hall.neighbours[:2]
    issue, poll = await voting(street)
    guest, resident = await street.visitor(), await street.visitor(wang)
    for visitor in (guest, resident):
        await visitor.open("/leaderboard")
        await expect(visitor.see("board-empty")).to_be_visible()
        await expect(visitor.page.locator("[data-state=live]")).to_be_visible()
    await paid(hall, li, hours=2)
    await joins(street, wang, issue, poll)

    await expect(guest.see("board-row")).to_have_count(2)
    await expect(guest.page.locator("[data-test=board-row][data-rank='2']")).to_contain_text("10 分")
    await expect(guest.see("my-place")).to_have_count(0)
    await expect(resident.page.locator("[data-test=my-rank][data-rank='2']")).to_be_visible()
    await resident.tap("thanks-switch")
    await expect(resident.see("board").locator("[data-test=board-row]")).to_have_count(1)
    await resident.tap("thanks-switch")
    await expect(resident.see("board").locator("[data-test=board-row]")).to_have_count(2)
    await resident.tap("by-building")
    await expect(resident.see("board-empty")).to_be_visible()

    month = today(hall.clock.now()).isoformat()[:7]
    hall.clock.turn(days=32)
    await swept(hall.house)
    await gave(hall.house, hall.community_id, [key(wang)], 8, "activity_later")
    await guest.open(f"/leaderboard?month={month}")
    await expect(guest.see("board-state")).to_have_attribute("data-state", "frozen")
    await expect(guest.see("board-state")).to_contain_text("不会再变")
    await expect(guest.page.locator("[data-test=board-row][data-rank='2']")).to_contain_text("10 分")


async def test_points_come_with_a_report_and_show_the_way_to_it(street: Street) -> None:
    town, wang = await Town.on(street), street.hall.neighbours[0]
    report = await town.report(wang)
    resident = await street.visitor(wang, elder=True)
    await resident.open("/points")
    await expect(balance(resident, 0)).to_be_visible()
    await town.assigned(report.id)
    await town.started(report.id)
    await expect(balance(resident, 5)).to_be_visible()
    await expect(resident.see("entry-source")).to_have_attribute("href", path_of(report))
