"""A report on the screen, from received to rated, while others deal with it; and what its people are told."""

from playwright.async_api import expect

from db.models.reports import Report
from rules.reports import Stage
from tests.browser.screens import DESKTOP
from tests.browser.street import Street
from tests.browser.town import Town, path_of, photo, spot

ENTRIES = "report-history"


async def stage_of(town: Town, report: Report) -> Stage:
    """Where the report stands in the house."""
    (row,) = [each for each in await town.reports_of(town.street.hall.neighbours[0]) if each.id == report.id]
    return row.stage


async def test_the_sender_sees_every_step_on_a_page_nobody_reloads(street: Street) -> None:
    town = await Town.on(street)
    first = street.hall.neighbours[0]
    report = await town.report(first, place=spot(0.5), photos=1)
    wang = await street.visitor(first)
    await wang.open(path_of(report))
    await expect(wang.see("report-received")).to_be_visible()
    await expect(wang.see("report-clock")).to_have_attribute("data-state", "left")
    await expect(wang.see("report-clock")).to_contain_text("会有人接手")
    loaded = await wang.loaded_at()

    await town.assigned(report.id)
    await expect(wang.see("report-steps")).to_have_attribute("data-stage", "ASSIGNED")
    await expect(wang.see("in-charge")).to_have_text("照明所")
    await expect(wang.see("report-clock")).to_contain_text("会有答复")
    await town.started(report.id)
    await expect(wang.see("report-steps")).to_have_attribute("data-stage", "HANDLING")
    await town.solved(report.id, "灯换好了。")

    await expect(wang.see("report-solved")).to_contain_text("该问题已解决，感谢您的参与")
    await expect(wang.see("report-note")).to_have_text("灯换好了。")
    await expect(wang.see("before").locator("img")).to_have_count(1)
    await expect(wang.see("after").locator("img")).to_have_count(1)
    await expect(wang.see("report-clock")).to_have_attribute("data-state", "ended")
    await expect(wang.see("report-entry")).to_have_count(4)
    await wang.tap("rate-5")
    await expect(wang.see("report-rated")).to_have_attribute("data-rating", "5")
    await expect(wang.see("rating")).to_have_count(0)
    assert await wang.loaded_at() == loaded
    assert await stage_of(town, report) == Stage.RATED


async def test_a_question_stops_the_clock_until_the_sender_answers(street: Street) -> None:
    town = await Town.on(street)
    first, second = street.hall.neighbours[:2]
    report = await town.report(first)
    await town.assigned(report.id)
    wang, neighbour = await street.visitor(first), await street.visitor(second)
    for visitor in (wang, neighbour):
        await visitor.open(path_of(report))
        await expect(visitor.see("report-clock")).to_have_attribute("data-state", "left")

    await town.asked(report.id, "是哪一盏灯？")
    for visitor in (wang, neighbour):
        await expect(visitor.see("report-clock")).to_have_attribute("data-state", "stopped")
    await expect(wang.see("question-words")).to_have_text("是哪一盏灯？")
    await expect(neighbour.see("answer-words")).to_have_count(0)
    await wang.see("answer-words").fill("门口左边那盏。")
    await wang.tap("answer-send")

    await expect(wang.see("question")).to_have_count(0)
    await expect(wang.see("report-clock")).to_have_attribute("data-state", "left")
    await expect(neighbour.see("report-clock")).to_have_attribute("data-state", "left")
    await expect(wang.see(ENTRIES)).to_contain_text("门口左边那盏。")


async def test_a_bad_rating_opens_it_again(street: Street) -> None:
    town = await Town.on(street)
    first = street.hall.neighbours[0]
    report = await town.solved_for(first)
    wang = await street.visitor(first)
    await wang.open(path_of(report))

    await wang.tap("rate-1")

    await expect(wang.see("report-steps")).to_have_attribute("data-stage", "REOPENED")
    await expect(wang.see("report-clock")).to_have_attribute("data-state", "left")
    assert await stage_of(town, report) == Stage.REOPENED


async def test_the_sender_opens_it_again_within_seven_days_and_not_later(street: Street) -> None:
    town = await Town.on(street)
    first, second = street.hall.neighbours[:2]
    report = await town.solved_for(first)
    late = await town.solved_for(first)
    wang, neighbour = await street.visitor(first), await street.visitor(second)
    await neighbour.open(path_of(report))
    await expect(neighbour.see("report-solved")).to_be_visible()
    await expect(neighbour.see("reopen")).to_have_count(0)
    await expect(neighbour.see("rating")).to_have_count(0)
    await wang.open(path_of(report))

    form = await wang.unfold("reopen")
    await form.locator("[data-test=reopen-send]").click()
    await expect(wang.see("field-error")).to_have_text("这里还没有写内容，请写一点。")
    await form.locator("[data-test=reopen-words]").fill("亮了一天又灭了。")
    await form.locator("[data-test=reopen-send]").click()
    await expect(wang.see("report-steps")).to_have_attribute("data-stage", "REOPENED")
    await expect(wang.see(ENTRIES)).to_contain_text("亮了一天又灭了。")

    street.hall.clock.turn(days=7, seconds=1)
    await wang.open(path_of(late))
    form = await wang.unfold("reopen")
    await form.locator("[data-test=reopen-words]").fill("又灭了。")
    await form.locator("[data-test=reopen-send]").click()
    await expect(wang.see("field-error")).to_be_visible()
    assert await stage_of(town, late) == Stage.RESOLVED


async def test_what_i_sent_and_what_i_follow_stand_in_one_list_that_moves(street: Street) -> None:
    town = await Town.on(street)
    first, second = street.hall.neighbours[:2]
    mine, followed = await town.report(second, "楼道太黑"), await town.report(first)
    wang = await street.visitor(second)
    await wang.open(path_of(followed))
    await wang.tap("follow")
    await expect(wang.see("following")).to_be_visible()
    await wang.open("/me")
    await wang.tap("my-reports")

    cards = wang.see("my-report-list").locator("[data-test=report-card]")
    await expect(cards).to_have_count(2)
    await expect(wang.see("my-part")).to_have_text(["您在关注", "您报的"])
    await town.assigned(mine.id)
    await expect(cards.nth(1)).to_have_attribute("data-stage", "ASSIGNED")
    await cards.nth(1).get_by_role("link").click()
    await expect(wang.see("report-title")).to_have_text("楼道太黑")


async def test_notices_come_by_themselves_are_counted_and_are_marked_as_read(street: Street) -> None:
    town = await Town.on(street)
    first = street.hall.neighbours[0]
    wang = await street.visitor(first)
    await wang.open("/")
    await expect(wang.see("me-link")).to_be_visible()
    await expect(wang.see("unread")).to_have_count(0)

    report = await town.report(first)
    await expect(wang.see("unread")).to_have_attribute("data-count", "1")
    await wang.tap("me-link")
    await wang.tap("my-notices")
    await expect(wang.see("told")).to_have_count(1)
    await town.assigned(report.id)
    await expect(wang.see("told")).to_have_count(2)
    await expect(wang.see("told").first).to_contain_text("照明所")
    await expect(wang.see("unread")).to_have_attribute("data-count", "2")
    await wang.tap("mark-read")
    await expect(wang.see("unread")).to_have_count(0)
    await expect(wang.see("told").first).to_have_attribute("data-read", "true")

    await wang.page.reload()
    await expect(wang.see("told")).to_have_count(2)
    await expect(wang.see("unread")).to_have_count(0)
    await wang.see("told-open").first.click()
    await expect(wang.see("report-title")).to_have_text(report.description)


async def test_a_report_of_nobody_is_missing_and_a_guest_is_asked_to_sign_in(street: Street) -> None:
    town = await Town.on(street)
    report = await town.report(street.hall.neighbours[0])
    wang, guest = await street.visitor(street.hall.neighbours[0]), await street.visitor()

    await wang.open("/reports/report_00000000000000000000000000")
    await expect(wang.see("report-missing")).to_be_visible()
    await guest.open(path_of(report))
    await expect(guest.see("report-missing").get_by_role("link")).to_have_text("登录后就能看")


async def test_what_was_solved_comes_into_the_feed_before_and_after_with_thanks(street: Street) -> None:
    town = await Town.on(street)
    first = street.hall.neighbours[0]
    guest = await street.visitor(width=DESKTOP)
    await guest.open("/")
    await guest.tap("resolutions-link")
    await expect(guest.see("outcomes-empty")).to_be_visible()

    await town.solved_for(first)
    await expect(guest.see("outcome")).to_have_attribute("data-kind", "SOLVED")
    for side in ("before", "after"):
        await expect(guest.see(side).locator("img")).to_have_js_property("complete", value=True)
        assert await guest.see(side).locator("img").evaluate("(image) => image.naturalWidth") > 0
    await expect(guest.see("thanks")).to_contain_text("反映问题")
    await guest.tap("kind-DECISION")
    await expect(guest.see("outcomes-empty")).to_be_visible()
    await guest.tap("kind-all")
    await expect(guest.see("outcome")).to_have_count(1)
    await guest.see("outcome-grid").select_option(label="B1")
    await expect(guest.see("outcomes-empty")).to_be_visible()
    await guest.see("outcome-grid").select_option(label="A1")
    await expect(guest.see("outcome")).to_have_count(1)


async def test_from_photo_to_rating_with_one_hand_on_the_keyboard(street: Street) -> None:
    town = await Town.on(street)
    first = street.hall.neighbours[0]
    wang = await street.visitor(first, width=DESKTOP)
    await wang.open("/report")
    await wang.see("photo-input").set_input_files(photo(x=0.5))
    await expect(wang.see("photo")).to_have_attribute("data-state", "sent")
    await wang.see("report-said").focus()
    await wang.page.keyboard.type("路灯坏了")
    await wang.see("report-send").focus()
    await wang.page.keyboard.press("Enter")
    await expect(wang.see("report-received")).to_be_visible()
    (report,) = await town.reports_of(first)
    await town.assigned(report.id)
    await town.started(report.id)
    await town.solved(report.id)

    await wang.see("rate-4").focus()
    await wang.page.keyboard.press("Enter")

    await expect(wang.see("report-rated")).to_have_attribute("data-rating", "4")
    assert await stage_of(town, report) == Stage.RATED
