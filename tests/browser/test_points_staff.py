"""Staff keep the catalogue and the schedule; and nobody who earns, redeems or hands out meets a barrier."""

from pathlib import Path

from playwright.async_api import expect

from rules.ids import Kind, public_id
from tests.browser.street import Street
from tests.browser.test_accessibility import axe, in_both_languages, screen
from tests.browser.test_points_pages import balance, type_code
from tests.resolvers.rewards.shop import bought, meals, paid
from tests.support.agreement import key

__all__ = ["axe", "screen"]


async def test_staff_keep_the_catalogue_and_name_who_hands_out(street: Street) -> None:
    staff = await street.visitor(street.hall.staff)
    await staff.open("/me")
    await staff.tap("manage-rewards-link")
    await staff.unfold("add-reward")
    await expect(staff.see("places-first")).to_be_visible()
    await staff.unfold("add-place")
    await staff.see("place-name").fill("社区食堂")
    await staff.see("place-address").fill("东门内 20 米")
    await staff.tap("put-place")
    await expect(staff.see("managed-place")).to_contain_text("东门内 20 米")
    for name, value in (("name", "食堂餐券"), ("price", "10"), ("stock", "3"), ("most", "1")):
        await staff.see(f"reward-{name}").fill(value)
    await staff.see("reward-place").select_option("社区食堂")
    await staff.tap("send-reward")
    await expect(staff.page.locator("[data-test=managed-stock][data-stock='3']")).to_be_visible()
    await staff.unfold("restock-reward")
    await staff.see("restock-by").fill("-5")
    await staff.see("restock-reason").fill("少印了")
    await staff.tap("do-restock")
    await expect(staff.see("field-error")).to_contain_text("现在有 3 份")
    await staff.see("restock-by").fill("4")
    await staff.tap("do-restock")
    await expect(staff.page.locator("[data-test=managed-stock][data-stock='7']")).to_be_visible()
    changing = await staff.unfold("change-reward")
    await changing.locator("[data-test=reward-price]").fill("20")
    await changing.locator("[data-test=send-reward]").click()
    await expect(staff.see("managed-reward")).to_contain_text("20 分")
    naming = await staff.unfold("name-hand")
    await naming.locator("option").nth(1).wait_for(state="attached")
    await staff.see("resident").select_option(index=1)
    await staff.tap("do-name-hand")
    await expect(staff.see("hand")).to_have_count(1)
    await staff.tap("release-hand")
    await expect(staff.see("hand")).to_have_count(0)
    await staff.unfold("withdraw-reward")
    await staff.tap("do-withdraw")
    await expect(staff.see("no-rewards")).to_be_visible()


async def test_staff_adopt_a_schedule_that_residents_see_ahead_and_put_an_entry_right(street: Street) -> None:
    hall, wang = street.hall, street.hall.neighbours[0]
    await paid(hall, wang, hours=3)
    staff, resident = await street.visitor(hall.staff), await street.visitor(wang)
    await resident.open("/points")
    await expect(balance(resident, 30)).to_be_visible()
    await staff.open("/points/schedule")
    await staff.unfold("adopt-tariff")
    for _ in range(2):
        await staff.tap("add-step")
    for row, (since, percent) in enumerate((("2036-01-01", "50"), ("2037-01-01", "60"))):
        await staff.see("taper-since").nth(row).fill(since)
        await staff.see("taper-percent").nth(row).fill(percent)
    await staff.see("valid-from").fill("2035-12-01T08:00")
    await staff.tap("send-tariff")
    await expect(staff.see("taper-trouble")).to_contain_text("不能升")
    await staff.see("taper-percent").nth(1).fill("20")
    await staff.tap("send-tariff")
    await expect(staff.see("to-come")).to_contain_text("20%")
    await expect(staff.see("in-force")).to_contain_text("第 1 版")

    await staff.see("resident").select_option(value=public_id(Kind.RESIDENT, key(wang)))
    await staff.unfold("correct-entry")
    await staff.see("reason").fill("登记重复了")
    await staff.tap("give-reason")
    await expect(staff.page.locator("[data-test=points-entry][data-movement=CORRECTED]")).to_be_visible()
    await expect(staff.see("correct-entry")).to_have_count(0)

    await expect(balance(resident, 0)).to_be_visible()
    await expect(resident.see("points-entry").first).to_contain_text("原因：登记重复了")
    await resident.page.reload()
    await expect(resident.see("coming-tariff")).to_contain_text("2036年1月1日起")
    await resident.open("/points/schedule")
    await expect(resident.see("not-yours")).to_be_visible()
    await resident.open("/rewards/manage")
    await expect(resident.see("not-yours")).to_be_visible()


async def test_whoever_earns_redeems_and_hands_out_meets_no_barrier(
    street: Street, axe: Path, screen: tuple[int, bool]
) -> None:
    width, elder = screen
    hall, (wang, li) = street.hall, street.hall.neighbours[:2]
    await paid(hall, wang)
    await paid(hall, li)
    reward = await meals(hall)
    _, code = await bought(hall, wang, reward)
    resident = await street.visitor(wang, width=width, elder=elder)
    staff = await street.visitor(hall.staff, width=width, elder=elder)
    found: list[str] = []
    for visitor in (resident, staff):
        await visitor.page.add_init_script(path=axe)
    for path, name in (
        ("/points", "points-entry"),
        ("/leaderboard", "my-rank"),
        ("/vouchers", "qr"),
        ("/me", "my-points"),
    ):
        await resident.open(path)
        await expect(resident.see(name).first).to_be_visible()
        found += await in_both_languages(resident, path)
    await resident.open("/rewards")
    await resident.tap("redeem")
    await expect(resident.see("redeem-yes")).to_be_visible()
    found += await in_both_languages(resident, "/rewards")
    await staff.open("/hand-out")
    await type_code(staff, "ABCD")
    await expect(staff.see("field-error")).to_be_visible()
    found += await in_both_languages(staff, "/hand-out refused")
    await type_code(staff, code)
    await expect(staff.see("to-give")).to_be_visible()
    found += await in_both_languages(staff, "/hand-out")
    await staff.open("/rewards/manage")
    for folded in ("change-reward", "restock-reward", "withdraw-reward", "name-hand", "change-place", "add-reward"):
        await staff.unfold(folded)
    found += await in_both_languages(staff, "/rewards/manage")
    await staff.open("/points/schedule")
    await staff.unfold("adopt-tariff")
    await staff.tap("add-step")
    await staff.see("correct-points").locator("option").nth(1).wait_for(state="attached")
    await staff.see("resident").select_option(value=public_id(Kind.RESIDENT, key(wang)))
    await staff.see("correct-entry").first.locator("summary").click()
    await staff.page.evaluate("() => scrollTo(0, 0)")  # or what is half behind the header counts as small
    found += await in_both_languages(staff, "/points/schedule")

    assert found == []
