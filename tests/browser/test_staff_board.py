"""The board of those who hold an office: what burns on top, moving as work comes in."""

import asyncio

from playwright.async_api import Locator, expect

from db.models.reports import Report
from rules.ids import Kind, public_id
from tests.browser.screens import DESKTOP, Visitor
from tests.browser.street import Street
from tests.browser.town import Town, spot
from tests.support.deeds import swept

STICKS_OUT = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def cards(visitor: Visitor, column: str) -> Locator:
    """The cards in a column, from the top."""
    return visitor.see(f"work-{column}").locator("[data-test=work-card]")


def card_of(visitor: Visitor, report: Report) -> Locator:
    """The link of a report's card, wherever it stands."""
    return visitor.page.locator(f"[data-report='{public_id(Kind.REPORT, report.id)}']")


async def everything(town: Town) -> list[Report]:
    """All reports of the neighbours, as the house has them."""
    return [row for person in town.street.hall.neighbours for row in await town.reports_of(person)]


async def test_the_board_fills_and_moves_as_reports_come_in_and_steps_are_taken(street: Street) -> None:
    town = await Town.on(street)
    first = street.hall.neighbours[0]
    report = await town.report(first, place=spot(0.5), photos=1)
    staff = await street.visitor(street.hall.staff, width=DESKTOP)
    await staff.open("/")
    await staff.tap("work-link")
    await expect(cards(staff, "RECEIVED")).to_have_count(1)
    await expect(cards(staff, "RECEIVED")).to_contain_text(["A1"])
    await expect(cards(staff, "RECEIVED").locator("img")).to_have_count(1)
    await expect(cards(staff, "RECEIVED").locator("[data-test=work-department]")).to_have_text("照明所")
    loaded = await staff.loaded_at()

    other = await town.report(first, "楼道太黑")
    await expect(cards(staff, "RECEIVED")).to_have_count(2)
    await expect(staff.see("work-news")).to_contain_text("新反映：楼道太黑")
    await town.assigned(report.id)
    await expect(cards(staff, "ASSIGNED")).to_have_count(1)
    await town.started(report.id)
    await expect(cards(staff, "HANDLING")).to_have_count(1)
    await town.solved(report.id)
    await expect(cards(staff, "ENDED")).to_have_count(1)

    await expect(cards(staff, "RECEIVED")).to_have_count(1)
    await expect(card_of(staff, other)).to_be_visible()
    await expect(staff.see("work-HANDLING")).to_have_attribute("data-count", "0")
    assert await staff.loaded_at() == loaded


async def test_what_burns_is_on_top_and_found_by_its_clock(street: Street) -> None:
    town, hall = await Town.on(street), street.hall
    late = await town.report(hall.neighbours[0], "楼道太黑")
    hall.clock.turn(hours=20)
    await town.report(hall.neighbours[0], "垃圾没人收")
    staff = await street.visitor(hall.staff, width=DESKTOP)
    await staff.open("/work")
    await expect(cards(staff, "RECEIVED")).to_contain_text(["楼道太黑", "垃圾没人收"])

    await swept(hall.house)
    await expect(cards(staff, "RECEIVED").first).to_have_attribute("data-clock", "WARNED")
    hall.clock.turn(hours=5)
    await swept(hall.house)

    await expect(cards(staff, "RECEIVED").first).to_have_attribute("data-clock", "OVERDUE")
    await expect(cards(staff, "RECEIVED").first).to_have_attribute("data-level", "2")
    await expect(cards(staff, "RECEIVED").first).to_contain_text("升到街道")
    await expect(staff.see("work-news")).to_contain_text("超时：楼道太黑")
    await expect(staff.see("clock-OVERDUE")).to_have_text("已超时 1")
    await staff.tap("clock-OVERDUE")
    await expect(staff.see("work-card")).to_have_count(1)
    await expect(card_of(staff, late)).to_be_visible()
    await staff.page.reload()
    await expect(staff.see("work-card")).to_have_count(1)
    await staff.tap("clock-all")
    await expect(staff.see("work-card")).to_have_count(2)


async def test_an_officer_sees_what_their_department_has_and_can_look_at_the_rest(street: Street) -> None:
    town, hall = await Town.on(street), street.hall
    greens, _ = await town.department("greens", "绿化所")
    for words in ("路灯坏了", "路灯又坏了", "树倒了"):
        report = await town.report(hall.neighbours[0], words)
        await town.assigned(report.id, greens if words == "树倒了" else None)
    officer = await street.visitor(town.officer, width=DESKTOP)
    await officer.open("/work")

    await expect(cards(officer, "ASSIGNED")).to_have_count(2)
    await officer.see("work-of").select_option(label="绿化所")
    await expect(cards(officer, "ASSIGNED")).to_contain_text(["树倒了"])
    await officer.see("work-of").select_option(label="全部部门")
    await expect(cards(officer, "ASSIGNED")).to_have_count(3)


async def test_a_broken_line_loses_nothing(street: Street) -> None:
    street.screens.witness.forgive("ERR_|WebSocket|subscription")
    town, hall = await Town.on(street), street.hall
    report = await town.report(hall.neighbours[0])
    staff = await street.visitor(hall.staff, width=DESKTOP)
    await staff.open("/work")
    await expect(cards(staff, "RECEIVED")).to_have_count(1)
    loaded = await staff.loaded_at()

    await street.wire.cut()
    await expect(staff.see("reconnecting")).to_be_visible()
    await town.assigned(report.id)
    await town.report(hall.neighbours[1], "楼道太黑")
    await street.wire.mend()

    await expect(cards(staff, "ASSIGNED")).to_have_count(1)
    await expect(cards(staff, "RECEIVED")).to_contain_text(["楼道太黑"])
    assert await staff.loaded_at() == loaded


async def test_a_great_many_that_came_while_the_line_was_down_are_all_there(street: Street) -> None:
    street.screens.witness.forgive("ERR_|WebSocket|subscription")
    town, hall = await Town.on(street), street.hall
    senders = [*hall.neighbours, hall.staff]  # more than one may send within the hour
    staff = await street.visitor(hall.staff, width=DESKTOP)
    await staff.open("/work")
    await expect(staff.see("work-RECEIVED")).to_have_attribute("data-count", "0")

    await street.wire.cut()
    await expect(staff.see("reconnecting")).to_be_visible()
    for number in range(101):
        await town.report(senders[number % len(senders)], f"第 {number} 盏路灯坏了")
    await street.wire.mend()

    await expect(staff.see("work-RECEIVED")).to_have_attribute("data-count", "101")
    await expect(cards(staff, "RECEIVED")).to_have_count(30)
    await expect(cards(staff, "RECEIVED").first).to_contain_text("第 0 盏")
    await staff.tap("work-more")
    await expect(cards(staff, "RECEIVED")).to_have_count(60)


async def test_the_board_is_right_after_a_flurry_of_reports_and_steps(street: Street) -> None:
    town, hall = await Town.on(street), street.hall
    staff = await street.visitor(hall.staff, width=DESKTOP)
    await staff.open("/work")
    await expect(staff.see("work-board")).to_be_visible()
    loaded = await staff.loaded_at()

    async def through(number: int) -> None:
        report = await town.report(hall.neighbours[number % 5], f"第 {number} 盏路灯坏了")
        for step in (town.assigned, town.started, town.solved)[: number % 4]:
            await step(report.id)

    await asyncio.gather(*map(through, range(50)))

    for column, numbers in {"RECEIVED": 13, "ASSIGNED": 13, "HANDLING": 12, "ENDED": 12}.items():
        await expect(staff.see(f"work-{column}")).to_have_attribute("data-count", str(numbers))
    stands = {public_id(Kind.REPORT, row.id): row.stage.value for row in await everything(town)}
    shown = "(cards) => cards.map((card) => [card.querySelector('[data-report]').dataset.report, card.dataset.stage])"
    assert dict(await staff.see("work-card").evaluate_all(shown)) == stands
    assert await staff.loaded_at() == loaded


async def test_the_arrow_keys_walk_the_board_and_stay_with_a_card_that_moves(street: Street) -> None:
    town, hall = await Town.on(street), street.hall
    first, second = await town.report(hall.neighbours[0]), await town.report(hall.neighbours[0], "楼道太黑")
    third = await town.report(hall.neighbours[0], "灯杆歪了")
    await town.assigned(third.id)
    staff = await street.visitor(hall.staff, width=DESKTOP)
    await staff.open("/work")
    await expect(staff.see("work-card")).to_have_count(3)
    keyboard = staff.page.keyboard

    await staff.see("clock-STOPPED").focus()
    await keyboard.press("Tab")
    await expect(card_of(staff, first)).to_be_focused()
    await keyboard.press("ArrowDown")
    await expect(card_of(staff, second)).to_be_focused()
    await keyboard.press("ArrowRight")
    await expect(card_of(staff, third)).to_be_focused()
    await town.started(third.id)
    await expect(cards(staff, "HANDLING")).to_have_count(1)
    await expect(card_of(staff, third)).to_be_focused()
    await keyboard.press("Enter")

    await expect(staff.see("report-title")).to_have_text("灯杆歪了")


async def test_on_a_phone_one_stage_is_shown_at_a_time_with_how_many_there_are(street: Street) -> None:
    town, hall = await Town.on(street), street.hall
    report = await town.report(hall.neighbours[0])
    await town.report(hall.neighbours[0], "楼道太黑")
    await town.assigned(report.id)
    staff = await street.visitor(hall.staff)
    await staff.open("/work")

    await expect(staff.see("stage-RECEIVED")).to_have_text("等分派 1")
    await expect(staff.see("work-card").filter(visible=True)).to_contain_text(["楼道太黑"])
    await staff.tap("stage-ASSIGNED")
    await expect(staff.see("work-card").filter(visible=True)).to_contain_text(["路灯坏了"])
    await town.report(hall.neighbours[1], "垃圾没人收")
    await expect(staff.see("stage-RECEIVED")).to_have_text("等分派 2")
    await expect(staff.see("work-card").filter(visible=True)).to_have_count(1)
    assert await staff.page.evaluate(STICKS_OUT) <= 0


async def test_the_board_is_for_those_who_hold_an_office(street: Street) -> None:
    neighbour, guest = await street.visitor(street.hall.neighbours[0]), await street.visitor()
    for visitor in (neighbour, guest):
        await visitor.open("/work")
        await expect(visitor.see("work-closed")).to_contain_text("这里是工作人员用的")
        await expect(visitor.see("work-link")).to_have_count(0)
    await expect(guest.see("work-closed").get_by_role("link")).to_have_text("工作人员登录后就能看")


async def test_whoever_loses_their_office_no_longer_sees_the_board(street: Street) -> None:
    town, hall = await Town.on(street), street.hall
    await town.report(hall.neighbours[0])
    officer = await street.visitor(hall.staff, width=DESKTOP)
    await officer.open("/work")
    await expect(cards(officer, "RECEIVED")).to_have_count(1)
    await town.report(hall.neighbours[0], "垃圾没人收")
    await expect(officer.see("work-news")).to_contain_text("垃圾没人收")  # so it hears what comes in

    who = public_id(Kind.RESIDENT, (await hall.actor(hall.staff)).resident_id)
    await street.api.done("withdrawRole", hall.admin.token, residentId=who, role="COMMUNITY_STAFF")
    await town.report(hall.neighbours[0], "楼道太黑")

    await expect(officer.see("work-closed")).to_be_visible()
