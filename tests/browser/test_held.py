"""Points that wait on the screen: their owner reads why, and two members of staff decide, both on record."""

from pathlib import Path

from playwright.async_api import expect

from tests.browser.street import Street
from tests.browser.test_accessibility import axe, in_both_languages, screen
from tests.browser.test_points_pages import balance
from tests.resolvers.guards.door import household
from tests.resolvers.guards.test_holding import held
from tests.resolvers.rewards.shop import paid
from tests.support.agreement import key

__all__ = ["axe", "screen"]


async def test_two_members_of_staff_release_points_and_their_owner_sees_why_they_waited(street: Street) -> None:
    hall = street.hall
    await held(hall)
    owner, first, second = [await street.visitor(each) for each in (hall.neighbours[0], hall.staff, hall.admin)]
    await owner.open("/points")
    await expect(owner.see("points-waiting")).to_have_attribute("data-points", "20")
    await expect(owner.see("held-why")).to_contain_text("很多账号")
    await expect(owner.see("held-next")).to_contain_text("两位工作人员查看后决定")
    await expect(owner.see("entry-points")).to_have_text("(20)")
    await expect(balance(owner, 0)).to_be_visible()
    loaded = await owner.loaded_at()

    await first.open("/me")
    await first.tap("held-link")
    await expect(first.see("hold-why")).to_contain_text("很多账号")
    await expect(first.see("hold")).to_contain_text("王秀英")
    await expect(first.see("next-voice")).to_contain_text("第 1 位")
    await first.unfold("decide-hold")
    await first.tap("give-reason")
    await expect(first.see("field-error")).to_be_visible()
    await first.see("reason").fill("活动室的公用平板")
    await first.tap("give-reason")
    await expect(first.see("hold-mine")).to_be_visible()
    await expect(first.see("voice")).to_have_count(1)
    await expect(first.see("decide-hold")).to_have_count(0)
    await expect(balance(owner, 0)).to_be_visible()

    await second.open("/points/held")
    await expect(second.see("voice")).to_contain_text("活动室的公用平板")
    await second.unfold("decide-hold")
    await second.see("reason").fill("我也看过登记")
    await second.tap("give-reason")
    await expect(second.see("hold")).to_have_attribute("data-outcome", "RELEASED")
    await expect(second.see("voice")).to_have_count(2)
    await expect(balance(owner, 20)).to_be_visible()
    await expect(owner.see("points-waiting")).to_have_count(0)
    assert await owner.loaded_at() == loaded

    await owner.page.reload()
    await expect(owner.see("held-state")).to_have_attribute("data-outcome", "RELEASED")
    await expect(owner.see("held-reasons").locator("li")).to_have_text(["原因：活动室的公用平板", "原因：我也看过登记"])
    await first.page.reload()
    await expect(first.see("no-holds")).to_be_visible()
    await first.tap("held-decided")
    await expect(first.see("voice")).to_have_count(2)


async def test_where_two_differ_a_third_is_asked_for(street: Street) -> None:
    hall = street.hall
    await held(hall)
    for person, outcome in ((hall.staff, "RELEASED"), (hall.admin, "VOIDED")):
        visitor = await street.visitor(person)
        await visitor.open("/points/held")
        await visitor.unfold("decide-hold")
        await visitor.tap(f"outcome-{outcome}")
        await visitor.see("reason").fill("我看过了")
        await visitor.tap("give-reason")
        await expect(visitor.see("hold-mine")).to_be_visible()
    await expect(visitor.see("next-voice")).to_contain_text("第 3 位")
    assert [await each.get_attribute("data-outcome") for each in await visitor.see("voice").all()] == [
        "RELEASED",
        "VOIDED",
    ]


async def test_a_place_on_the_board_opens_down_to_its_entries(street: Street) -> None:
    hall, wang = street.hall, street.hall.neighbours[0]
    await household(hall, 2, [key(wang)])
    for hours in (1, 2):
        await paid(hall, wang, hours=hours)
    guest = await street.visitor()
    await guest.open("/leaderboard")
    for by in ("person", "building"):
        await guest.tap(f"by-{by}")
        await expect(guest.see("open-points")).to_have_text("30 分")
        await guest.tap("open-points")
        await expect(guest.see("board-entry")).to_have_count(2)
        points = [await each.get_attribute("data-points") for each in await guest.see("board-entry").all()]
        assert points == ["20", "10"]
        await guest.tap("open-points")
        await expect(guest.see("board-entries")).to_have_count(0)
    await paid(hall, wang, hours=1)
    await guest.tap("by-person")
    await guest.tap("open-points")
    await expect(guest.see("board-entry")).to_have_count(3)


async def test_whoever_looks_at_points_that_wait_meets_no_barrier(
    street: Street, axe: Path, screen: tuple[int, bool]
) -> None:
    width, elder = screen
    hall = street.hall
    await paid(hall, hall.neighbours[1])
    await held(hall)
    found: list[str] = []
    owner, staff = [await street.visitor(each, width=width, elder=elder) for each in (hall.neighbours[0], hall.staff)]
    for visitor in (owner, staff):
        await visitor.page.add_init_script(path=axe)
    await owner.open("/points")
    await expect(owner.see("held-why")).to_be_visible()
    found += await in_both_languages(owner, "points that wait")
    await owner.open("/leaderboard")
    await owner.tap("open-points")
    await expect(owner.see("board-entry")).to_be_visible()
    found += await in_both_languages(owner, "board, opened")
    await staff.open("/points/held")
    await staff.unfold("decide-hold")
    found += await in_both_languages(staff, "deciding")
    await staff.see("reason").fill("看过了")
    await staff.tap("give-reason")
    await expect(staff.see("voice")).to_be_visible()
    await staff.page.evaluate("() => scrollTo(0, 0)")  # or what is half behind the header counts as small
    found += await in_both_languages(staff, "decided")

    assert found == []
