"""Levels and badges as their owner sees them come, and as staff define them without a line of code."""

from playwright.async_api import Locator, expect

from rules.badges import Badge, BadgeSet, GoodDeed
from tests.browser.screens import Visitor
from tests.browser.street import Street
from tests.resolvers.badges.shelf import adopted, badges_of, commented
from tests.support.deeds import swept
from tests.support.standing import risen

TALKER = Badge("talker", "爱说话", "Talker", GoodDeed.COMMENT, 3, 30)
SPEAKER = Badge("speaker", "敢发言", "Speaker", GoodDeed.COMMENT, 1)
BOTH = BadgeSet("both", "能说会道", "Eloquent", ("talker", "speaker"), 50)


def coming(visitor: Visitor, badge: str, have: int) -> Locator:
    """A badge under way, once so much of it is done."""
    return visitor.page.locator(f"[data-test=badge-coming][data-badge={badge}][data-have='{have}']")


async def test_badges_come_nearer_with_every_deed_and_are_whole_at_once(street: Street) -> None:
    hall, wang = street.hall, street.hall.neighbours[1]
    await adopted(hall, TALKER, SPEAKER, sets=[BOTH])
    issue = await hall.issue()
    resident = await street.visitor(wang)
    await resident.open("/points")
    await resident.tap("to-badges")
    await expect(coming(resident, "talker", 0)).to_contain_text("再留言 3 次就得到")
    await expect(coming(resident, "talker", 0)).to_contain_text("30 天里留言 3 次")
    await expect(resident.see("badges-none")).to_be_visible()
    await expect(resident.see("badge-set")).to_contain_text("还差 2 个")
    await expect(resident.see("badge-set")).to_contain_text("集齐奖励 50 分")
    loaded = await resident.loaded_at()

    await commented(hall, wang, issue.id)

    await expect(resident.see("badge-earned")).to_contain_text("敢发言")
    await expect(coming(resident, "talker", 1)).to_contain_text("再留言 2 次就得到")
    await expect(resident.see("badge-set")).to_contain_text("还差 1 个")
    for _ in range(2):
        await commented(hall, wang, issue.id)
    await expect(resident.page.locator("[data-test=badge-set][data-whole=true]")).to_contain_text("集齐了")
    await expect(resident.see("badge-earned")).to_have_count(2)
    await expect(resident.see("badge-coming")).to_have_count(0)
    assert await resident.loaded_at() == loaded
    await resident.open("/me/notices")
    await resident.see("told").filter(has_text="爱说话").locator("[data-test=told-open]").click()
    await expect(resident.see("badge-earned").first).to_be_visible()


async def test_a_level_says_what_it_lets_one_do_and_how_far_the_next_is(street: Street) -> None:
    hall, wang = street.hall, street.hall.neighbours[1]
    await risen(hall, wang, 150)
    resident = await street.visitor(wang)
    await resident.open("/badges")
    await expect(resident.page.locator("[data-test=level][data-level=KEEN]")).to_have_text("热心居民")
    await expect(resident.see("next-level")).to_contain_text("再攒 350 分就是“社区达人”（500 分）")
    await expect(resident.see("my-right")).to_have_count(1)
    await expect(resident.see("level-step")).to_have_count(4)
    await expect(resident.page.locator("[data-test=level-step][aria-current=step]")).to_contain_text("100 分起")
    await risen(hall, wang, 400)
    await resident.page.reload()
    await expect(resident.page.locator("[data-test=level][data-level=CAPABLE]")).to_be_visible()
    await expect(resident.see("my-right")).to_have_count(2)
    await expect(resident.see("model-points")).to_contain_text("500")


async def test_who_is_not_signed_in_is_led_there_first(street: Street) -> None:
    guest = await street.visitor()
    await guest.open("/badges")
    await expect(guest.see("phone")).to_be_visible()


async def test_staff_define_a_badge_and_a_set_and_what_was_done_before_counts(street: Street) -> None:
    hall, wang = street.hall, street.hall.neighbours[1]
    issue = await hall.issue()
    for _ in range(2):
        await commented(hall, wang, issue.id)
    staff, resident = await street.visitor(hall.staff), await street.visitor(wang)
    await resident.open("/badges")
    await expect(coming(resident, "environment", 0)).to_be_visible()
    await staff.open("/me")
    await staff.tap("manage-badges-link")
    await expect(staff.see("in-force")).to_contain_text("365 天里参加议事 10 次")
    await staff.unfold("change-badges")
    for _ in range(3):
        await staff.see("drop-badge").first.click()
    await staff.tap("add-badge")
    await staff.see("badge-name").fill("热心人")
    await staff.see("badge-deed").select_option("COMMENT")
    await staff.see("badge-need").fill("2")
    await staff.see("badge-days").fill("30")
    await staff.see("set-name").fill("一套")
    await staff.tap("send-badges")
    await expect(staff.see("sets-trouble")).to_contain_text("至少要有 2 个")
    await expect(staff.see("badge-name")).to_have_value("热心人")
    await staff.tap("add-badge")
    await staff.see("badge-name").nth(1).fill("看路灯的")
    await staff.see("badge-deed").nth(1).select_option("REPORT")
    await staff.see("badge-category").select_option("lights")
    await staff.see("badge-days").nth(1).fill("")
    for number in (0, 1):
        await staff.see("set-part").nth(number).check()
    await staff.tap("send-badges")

    await expect(staff.see("in-force")).to_contain_text("第 2 版")
    await expect(staff.see("listed-badge").nth(1)).to_contain_text("反映“路灯照明”5 次")
    await expect(staff.see("listed-set")).to_contain_text("热心人 + 看路灯的")
    await swept(hall.house)
    await expect(resident.see("badge-earned")).to_contain_text("热心人")
    assert len(await badges_of(hall, wang)) == 1
    await resident.open("/badges/manage")
    await expect(resident.see("not-yours")).to_be_visible()


async def test_what_is_to_come_is_shown_ahead_and_goes_on_from_there(street: Street) -> None:
    staff = await street.visitor(street.hall.staff, language="en")
    await staff.open("/badges/manage")
    await staff.unfold("change-badges")
    await staff.see("badge-name").first.fill("议事能手")
    await staff.see("badge-name-en").first.fill("Deliberator")
    await staff.see("valid-from").fill("2036-01-01T08:00")
    await staff.tap("send-badges")
    await expect(staff.see("to-come")).to_contain_text("Deliberator")
    await expect(staff.see("in-force")).to_contain_text("Deliberation pioneer")
    await staff.tap("language-switch")
    await expect(staff.see("to-come")).to_contain_text("议事能手")
