"""Three taps, and a report is on its way; nothing of it is lost on the way."""

import pytest
from playwright.async_api import expect

from rules.reports import Stage
from tests.browser.screens import DESKTOP, PHONE
from tests.browser.street import Street
from tests.browser.town import Town, path_of, photo, spot
from tests.support.ground import at

SAID = "3 号楼门口的路灯坏了"


async def test_a_photo_a_sentence_and_it_is_received(street: Street) -> None:
    town = await Town.on(street)
    wang = await street.visitor(street.hall.neighbours[0])
    await wang.open("/")
    await wang.tap("report-link")

    await wang.see("photo-input").set_input_files(photo(x=0.5))
    await expect(wang.see("photo")).to_have_attribute("data-state", "sent")
    await expect(wang.see("place")).to_have_attribute("data-from", "PHOTO")
    await expect(wang.see("place-grid")).to_contain_text("A1")
    await wang.see("report-said").fill(SAID)
    await expect(wang.see("proposal")).to_have_attribute("data-category", "lights")
    await expect(wang.see("proposed-clock")).to_contain_text("7 天内给您答复")
    await expect(wang.see("proposed-clock")).to_contain_text("照明所")
    await wang.tap("report-send")

    await expect(wang.see("report-received")).to_have_text("已收到，正在处理。")
    await expect(wang.see("report-title")).to_have_text(SAID)
    await expect(wang.see("shown-photo")).to_be_visible()
    await expect(wang.see("unread")).to_have_attribute("data-count", "1")
    (report,) = await town.reports_of(street.hall.neighbours[0])
    assert (report.stage, report.category) == (Stage.RECEIVED, "lights")
    assert report.grid_id is not None
    assert await street.api.ask("{ unreadNotices }", street.hall.neighbours[0].token) == {"unreadNotices": 1}


async def test_a_sentence_is_enough(street: Street) -> None:
    town = await Town.on(street)
    wang = await street.visitor(street.hall.neighbours[0])
    await wang.open("/report")
    await expect(wang.see("place")).to_have_attribute("data-from", "NONE")

    await wang.tap("report-send")
    await expect(wang.see("field-error")).to_have_text("这里还没有写内容，请写一点。")
    await wang.see("report-said").fill("垃圾没人收")
    await wang.tap("report-send")

    await expect(wang.see("report-received")).to_be_visible()
    (report,) = await town.reports_of(street.hall.neighbours[0])
    assert (report.latitude, report.category) == (None, "rubbish")


async def test_the_proposed_category_can_be_changed_before_sending(street: Street) -> None:
    town = await Town.on(street)
    wang = await street.visitor(street.hall.neighbours[0])
    await wang.open("/report")
    await wang.see("report-said").fill(SAID)
    await expect(wang.see("proposal")).to_have_attribute("data-category", "lights")

    await wang.see("category").select_option("danger")
    await expect(wang.see("proposed-clock")).to_contain_text("2 小时内给您答复")
    await wang.tap("report-send")

    await expect(wang.see("report-received")).to_be_visible()
    (report,) = await town.reports_of(street.hall.neighbours[0])
    assert report.category == "danger"


async def test_what_is_no_photo_gets_one_sentence_and_can_be_taken_away(street: Street) -> None:
    street.screens.witness.forgive("422")
    wang = await street.visitor(street.hall.neighbours[0])
    await wang.open("/report")

    await wang.see("photo-input").set_input_files(photo(content=b"not a photo"))
    await expect(wang.see("photo-trouble")).to_have_text("这不是能打开的照片，请选 JPEG、PNG、WebP 或 HEIC 格式的。")
    await expect(wang.see("photo-again")).to_have_count(0)
    await wang.tap("photo-remove")
    await expect(wang.see("photo")).to_have_count(0)

    await wang.see("photo-input").set_input_files(photo(content=b"\xff\xd8\xff" + bytes(8 * 1024 * 1024)))
    await expect(wang.see("photo-trouble")).to_have_text("照片太大了，请选 8 MB 以内的。")


async def test_a_photo_that_the_line_lost_is_sent_again_with_one_tap(street: Street) -> None:
    street.screens.witness.forgive("ERR_|WebSocket|subscription")
    wang = await street.visitor(street.hall.neighbours[0])
    await wang.open("/report")
    await expect(wang.see("photo-input")).to_be_attached()

    await street.wire.cut()
    await wang.see("photo-input").set_input_files(photo())
    await expect(wang.see("photo-trouble")).to_have_text("网络连不上，请稍后再试一次。")
    await street.wire.mend()
    await wang.tap("photo-again")

    await expect(wang.see("photo")).to_have_attribute("data-state", "sent")


async def test_the_place_comes_from_the_phone_only_when_it_is_wanted(street: Street) -> None:
    await Town.on(street)
    wang = await street.visitor(street.hall.neighbours[0])
    latitude, longitude = at(1.5, 0.5)
    await wang.page.context.set_geolocation({"latitude": latitude, "longitude": longitude})
    await wang.page.context.grant_permissions(["geolocation"])
    await wang.open("/report")
    await expect(wang.see("place")).to_have_attribute("data-from", "NONE")

    await wang.tap("use-phone")
    await expect(wang.see("place")).to_have_attribute("data-from", "PHONE")
    await expect(wang.see("place-grid")).to_contain_text("B1")
    await wang.tap("drop-place")

    await expect(wang.see("place")).to_have_attribute("data-from", "NONE")


async def test_a_phone_that_says_no_is_no_obstacle(street: Street) -> None:
    wang = await street.visitor(street.hall.neighbours[0])
    await wang.open("/report")

    await wang.tap("use-phone")

    await expect(wang.see("phone-trouble")).to_contain_text("没有允许使用位置")
    await expect(wang.see("report-send")).to_be_enabled()


@pytest.mark.parametrize("keys", [False, True], ids=["tap", "keys"])
async def test_the_place_is_chosen_on_the_map(street: Street, keys: bool) -> None:
    await Town.on(street)
    wang = await street.visitor(street.hall.neighbours[0])
    await wang.open("/report")
    await wang.tap("use-map")
    await expect(wang.page.locator(".map-grid")).to_have_count(2)

    if keys:
        await wang.see("map").focus()
        await wang.page.keyboard.press("ArrowRight")
        await expect(wang.page.locator(".leaflet-pan-anim")).to_have_count(0)
        await wang.see("pick-middle").focus()
        await wang.page.keyboard.press("Enter")
    else:
        await wang.page.locator(".map-grid").nth(1).click(force=True)

    await expect(wang.see("place")).to_have_attribute("data-from", "MAP")
    await expect(wang.see("place-grid")).to_contain_text("B1")
    await expect(wang.page.locator(".map-picked")).to_be_visible()


async def test_what_a_neighbour_reported_nearby_is_joined_in_place_of_reporting_it_again(street: Street) -> None:
    town = await Town.on(street)
    first, second = street.hall.neighbours[:2]
    report = await town.report(first, place=spot(0.5), photos=1)
    wang = await street.visitor(second)
    await wang.open("/report")
    await wang.see("photo-input").set_input_files(photo(x=0.51))
    await wang.see("report-said").fill("路灯不亮了")

    await expect(wang.see("likely-report")).to_contain_text("已有 1 位邻居报过，一起关注？")
    await wang.tap("join")

    await expect(wang.see("report-title")).to_have_text(SAID)
    await expect(wang.see("following")).to_be_visible()
    await expect(wang.see("joiners")).to_have_attribute("data-count", "1")
    assert [row.id for row in await town.reports_of(second)] == [report.id]
    await town.assigned(report.id)
    await expect(wang.see("unread")).to_have_attribute("data-count", "1")


async def test_what_was_written_outlives_a_reload_and_a_broken_line(street: Street) -> None:
    street.screens.witness.forgive("ERR_|WebSocket|subscription")
    town = await Town.on(street)
    wang = await street.visitor(street.hall.neighbours[0])
    await wang.open("/report")
    await wang.see("photo-input").set_input_files(photo(x=0.5))
    await expect(wang.see("photo")).to_have_attribute("data-state", "sent")
    await wang.see("report-said").fill(SAID)

    await wang.page.reload()
    await expect(wang.see("report-said")).to_have_value(SAID)
    await expect(wang.see("photo")).to_have_attribute("data-state", "sent")
    await expect(wang.see("place")).to_have_attribute("data-from", "PHOTO")
    await street.wire.cut()
    await wang.tap("report-send")
    await expect(wang.see("form-trouble")).to_have_text("网络连不上，请稍后再试一次。")
    await expect(wang.see("report-said")).to_have_value(SAID)
    await street.wire.mend()
    await wang.tap("report-send")

    await expect(wang.see("report-received")).to_be_visible()
    assert len(await town.reports_of(street.hall.neighbours[0])) == 1
    await wang.open("/report")
    await expect(wang.see("report-said")).to_have_value("")


async def test_a_report_whose_answer_was_lost_is_not_sent_twice(street: Street) -> None:
    street.screens.witness.forgive("ERR_|WebSocket|subscription")
    town = await Town.on(street)
    wang = await street.visitor(street.hall.neighbours[0])
    await wang.open("/report")
    await wang.see("report-said").fill(SAID)
    await expect(wang.see("proposal")).to_have_attribute("data-category", "lights")

    street.wire.swallow_answer_to(b'"photoIds"')
    await wang.tap("report-send")
    await street.wire.swallowed.wait()
    sent_again = wang.see("form-trouble").or_(wang.see("report-received"))  # Chromium itself may have sent it again
    await expect(sent_again.first).to_be_visible()
    if await wang.see("form-trouble").is_visible():
        await wang.tap("report-send")

    await expect(wang.see("report-received")).to_be_visible()
    assert len(await town.reports_of(street.hall.neighbours[0])) == 1


@pytest.mark.parametrize("width", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_a_guest_signs_in_and_goes_on_reporting(street: Street, width: int) -> None:
    guest = await street.visitor(width=width)
    await guest.open("/report")
    await guest.tap("sign-in-to-report")
    person = street.hall.neighbours[0]
    await guest.ask_for_code(person.phone.removeprefix("+86"))
    await guest.enter_code(street.hall.sent.codes[person.phone])

    await expect(guest.see("report-said")).to_be_visible()


async def test_what_is_open_nearby_is_on_the_map_and_in_a_list_beside_it(street: Street) -> None:
    town = await Town.on(street)
    first, second = street.hall.neighbours[:2]
    shown = await town.report(first, place=spot(0.5))
    await town.report(first, "楼道太黑", place=spot(1.5))
    await town.report(first, "垃圾没人收")
    await town.solved_for(first)
    wang = await street.visitor(second, width=DESKTOP)
    await wang.open("/")
    await wang.tap("nearby-link")

    await expect(wang.see("nearby-list").locator("[data-test=report-card]")).to_have_count(3)
    await expect(wang.page.locator(".map-point")).to_have_count(2)
    await wang.page.locator(".map-point").nth(1).click()

    await expect(wang.see("report-title")).to_have_text(SAID)
    assert wang.page.url.endswith(path_of(shown))
