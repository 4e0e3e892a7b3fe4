"""Staff look after the bank of hours, and name who leads an activity: whoever it is, is found by name or building."""

from pathlib import Path

from playwright.async_api import expect

from db.paging import Ask
from resolvers.activities import reading as activities
from resolvers.hours import helping
from rules.ids import Kind, public_id
from tests.browser.screens import Visitor
from tests.browser.street import Street
from tests.browser.test_accessibility import axe, in_both_languages, screen
from tests.resolvers.guards.door import household
from tests.resolvers.hours.banking import agreed, has, neighbour
from tests.support.agreement import key
from tests.support.house import Hall, done

__all__ = ["axe", "screen"]


async def differ(hall: Hall) -> None:
    """The first neighbour says that they helped the second for an hour, and the second that it was half of one."""
    row = await agreed(hall, 0, 1)
    for number, minutes in ((0, 60), (1, 30)):
        done(await helping.say(hall.house, await neighbour(hall, number), row.id, minutes))


async def choose(visitor: Visitor, number: int, hall: Hall, start: str) -> None:
    """Finds a neighbour by how their name begins."""
    await visitor.see("resident-search").fill(start)
    await expect(visitor.see("residents-found")).to_have_attribute("data-count", "1")
    await visitor.see("resident").select_option(value=public_id(Kind.RESIDENT, key(hall.neighbours[number])))


async def test_staff_decide_where_two_neighbours_differ_and_both_see_it(street: Street) -> None:
    hall = street.hall
    await differ(hall)
    staff, helper = await street.visitor(hall.staff), await street.visitor(hall.neighbours[0])
    await helper.open("/hours")
    await expect(helper.see("other-said")).to_contain_text("30 分钟")
    await staff.open("/me")
    await staff.tap("manage-hours-link")
    await expect(staff.see("helper-said")).to_have_text("1 小时")
    await expect(staff.see("helped-said")).to_have_text("30 分钟")
    await staff.unfold("decide-help")
    await staff.see("decided-minutes").select_option("45")
    await staff.see("reason").first.fill("两边都问过了")
    await staff.see("give-reason").first.click()
    await expect(staff.see("no-disputed")).to_be_visible()
    await expect(helper.see("balance")).to_have_attribute("data-minutes", "45")
    await helper.unfold("helps-done")
    await expect(helper.see("help")).to_contain_text("两边都问过了")


async def test_staff_enter_what_was_kept_on_paper_once_and_name_whom_the_pool_pays_for(street: Street) -> None:
    hall = street.hall
    await household(hall, 2, [key(hall.neighbours[1])])
    staff = await street.visitor(hall.staff)
    await staff.open("/hours/manage")
    await expect(staff.see("residents-found")).to_have_attribute("data-count", "8")
    await staff.see("resident-building").select_option(label="7 栋")
    await expect(staff.see("residents-found")).to_have_attribute("data-count", "1")
    await expect(staff.see("resident").locator("option").nth(1)).to_contain_text("李秀英 · 7 栋 1-501")
    assert "139" not in await staff.see("hours-of").inner_text()
    await staff.see("resident-building").select_option(value="")
    await choose(staff, 0, hall, "王")
    await expect(staff.see("has-hours")).to_have_attribute("data-minutes", "0")
    await staff.see("support").click()
    await expect(staff.see("support")).to_be_checked()
    await staff.unfold("open-hours")
    await staff.see("open-hours-number").fill("2.5")
    await staff.see("reason").fill("记录本第 12 页")
    await staff.tap("give-reason")
    await expect(staff.see("has-hours")).to_have_attribute("data-minutes", "150")
    await expect(staff.see("opened-already")).to_be_visible()
    await expect(staff.see("open-hours")).to_have_count(0)
    assert await has(hall, 0) == (150, 0)


async def test_staff_name_somebody_else_who_leads_an_activity(street: Street) -> None:
    hall = street.hall
    staff = await street.visitor(hall.staff)
    await staff.open("/activities/new")
    for name, words in (("title", "包粽子"), ("about", "材料社区准备。"), ("place", "活动室")):
        await staff.see(f"plan-{name}").fill(words)
    await staff.unfold("plan-organiser")
    await choose(staff, 0, hall, "王")
    await staff.tap("plan-send")
    await expect(staff.page.get_by_role("heading", name="包粽子")).to_be_visible()
    (row,) = (await activities.to_come(hall.house, hall.community_id, None, Ask(5))).rows
    assert row.organiser_id == key(hall.neighbours[0])
    wang = await street.visitor(hall.neighbours[0])
    await wang.open(f"/activities/{public_id(Kind.ACTIVITY, row.id)}")
    await expect(wang.see("run-link")).to_be_visible()


async def test_whoever_looks_after_the_bank_of_hours_meets_no_barrier(
    street: Street, axe: Path, screen: tuple[int, bool]
) -> None:
    width, elder = screen
    hall = street.hall
    await differ(hall)
    await household(hall, 2, [key(hall.neighbours[1])])
    staff = await street.visitor(hall.staff, width=width, elder=elder)
    await staff.page.add_init_script(path=axe)
    await staff.open("/hours/manage")
    await staff.unfold("decide-help")
    await choose(staff, 0, hall, "王")
    await staff.unfold("open-hours")
    found = await in_both_languages(staff, "hours of staff")
    await staff.open("/activities/new")
    await staff.unfold("plan-organiser")
    await expect(staff.see("resident-building")).to_be_visible()
    found += await in_both_languages(staff, "planning")

    assert found == []
