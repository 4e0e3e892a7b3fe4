"""The public board of titles: nominated, voted on, honoured, and shown only to whom it pleases."""

from pathlib import Path

from playwright.async_api import expect

from resolvers.resolutions import thanking
from rules.badges import Badge, BadgeSet, GoodDeed
from tests.browser.screens import Visitor
from tests.browser.street import Street
from tests.browser.test_accessibility import axe, in_both_languages, screen
from tests.resolvers.badges.shelf import adopted, commented
from tests.resolvers.honours.test_honours import nominated
from tests.support.deeds import swept
from tests.support.standing import risen

__all__ = ["axe", "screen"]

SPEAKER = Badge("speaker", "敢发言", "Speaker", GoodDeed.COMMENT, 1)
TALKER = Badge("talker", "爱说话", "Talker", GoodDeed.COMMENT, 3)
BOTH = BadgeSet("both", "能说会道", "Eloquent", ("talker", "speaker"), 50)


async def name_of(visitor: Visitor) -> str:
    """What the visitor is called."""
    await visitor.open("/me")
    return await visitor.see("my-name").inner_text()


async def test_from_a_nomination_through_the_vote_to_the_board(street: Street) -> None:
    hall, (wang, li, chen) = street.hall, street.hall.neighbours[:3]
    await risen(hall, li, 20)
    by, nominee, staff = await street.visitor(wang), await street.visitor(li), await street.visitor(hall.staff)
    name = await name_of(nominee)
    await nominee.open("/honours")
    await expect(nominee.see("honours-empty")).to_be_visible()
    await by.open("/leaderboard")
    await by.tap("to-honours")
    await by.unfold("nominate")
    await by.tap("honour-VOLUNTEER")
    await by.see("nominee").select_option(label=name)
    await by.see("what-for").fill("天天打扫楼道")
    await by.tap("do-nominate")
    await expect(by.see("notice")).to_have_text(f"已经提名{name}，也告诉了本人。")
    await expect(by.see("nomination")).to_contain_text("等投票")
    await expect(nominee.see("my-nomination")).to_contain_text("提名您为“最美志愿者”：天天打扫楼道")

    await staff.open("/me")
    await staff.tap("manage-honours-link")
    votes = staff.see("votes-VOLUNTEER")
    await expect(votes.locator("[data-test=too-few]")).to_be_visible()
    await by.tap("way-phone")
    await by.see("nominee-phone").fill("13000000000")
    await by.see("what-for").fill("教大家用手机")
    await by.tap("do-nominate")
    await expect(by.see("field-error")).to_contain_text("没有找到用这个号码的邻居")
    await by.see("nominee-phone").fill(chen.phone.removeprefix("+86"))
    await by.tap("do-nominate")
    await expect(by.see("nomination")).to_have_count(2)
    await staff.page.reload()
    await expect(votes.locator("[data-test=waiting][data-count='2']")).to_be_visible()
    await votes.locator("[data-test=open-form] summary").click()
    await expect(votes.locator("[data-test=vote-title]")).to_have_value("谁是最美志愿者？")
    await votes.locator("[data-test=open-vote]").click()
    await expect(staff.see("poll-question")).to_have_text("谁是最美志愿者？")

    await by.page.reload()
    await by.see("to-vote").first.click()
    await by.tap("choice-1")
    await expect(by.page.locator("[data-test=choice-1][data-mine]")).to_be_visible()
    hall.clock.turn(days=8)
    await swept(hall.house)
    await expect(nominee.see("honour")).to_contain_text("最美志愿者")
    await expect(nominee.see("honour-for")).to_have_text("天天打扫楼道")
    await expect(nominee.see("my-nominations")).to_have_count(0)
    guest = await street.visitor()
    await guest.open("/honours")
    await expect(guest.see("honour")).to_contain_text(name)
    await expect(guest.see("sign-in-to-nominate")).to_be_visible()
    await guest.tap("honour-poll")
    await expect(guest.see("result")).to_be_visible()


async def test_who_is_nominated_may_say_no(street: Street) -> None:
    hall, wang = street.hall, street.hall.neighbours[1]
    await nominated(hall, 1)
    nominee = await street.visitor(wang)
    await nominee.open("/me/notices")
    await nominee.tap("told-open")
    await nominee.unfold("decline")
    await nominee.tap("do-decline")
    await expect(nominee.see("my-nominations")).to_have_count(0)
    await expect(nominee.see("nobody-nominated")).to_be_visible()


async def test_a_title_by_points_stands_with_its_badges_until_its_owner_would_rather_not(street: Street) -> None:
    hall, wang = street.hall, street.hall.neighbours[1]
    await adopted(hall, SPEAKER)
    await commented(hall, wang, (await hall.issue()).id)
    await risen(hall, wang, 500)
    owner, guest = await street.visitor(wang), await street.visitor()
    await guest.open("/honours")
    await expect(guest.see("honour")).to_contain_text("社区治理标兵")
    await expect(guest.see("honour-for")).to_have_text("做好事攒到 500 分")
    await expect(guest.see("honour-badge")).to_have_text("敢发言")
    await owner.open("/honours")
    await expect(owner.see("honour")).to_have_count(1)
    await owner.tap("thanks-switch")
    await expect(owner.see("honours-empty")).to_be_visible()
    await guest.page.reload()
    await expect(guest.see("honours-empty")).to_be_visible()


async def test_too_many_nominations_and_people_who_would_rather_not_are_refused_in_words(street: Street) -> None:
    hall = street.hall
    for number in (1, 2, 3):
        await nominated(hall, number)
    quiet = await hall.actor(hall.neighbours[4])
    by = await street.visitor(hall.neighbours[0])
    await by.open("/honours")
    await by.unfold("nominate")
    await by.tap("way-phone")
    await by.see("nominee-phone").fill(hall.neighbours[4].phone.removeprefix("+86"))
    await by.see("what-for").fill("好人")
    await by.tap("do-nominate")
    await expect(by.see("nominate-trouble")).to_contain_text("您为这个称号提名的 3 位还在等投票")
    await thanking.set_thanked(hall.house, quiet, thanked=False)
    await by.tap("honour-VOLUNTEER")
    await by.tap("do-nominate")
    await expect(by.see("field-error")).to_contain_text("不想公开名字")
    await expect(by.see("what-for")).to_have_value("好人")
    stranger = await street.visitor(hall.neighbours[1])
    await stranger.open("/honours/manage")
    await expect(stranger.see("not-yours")).to_be_visible()


async def test_whoever_looks_at_levels_badges_and_honours_meets_no_barrier(
    street: Street, axe: Path, screen: tuple[int, bool]
) -> None:
    width, elder = screen
    hall, (_, wang, li) = street.hall, street.hall.neighbours[:3]
    await adopted(hall, SPEAKER, TALKER, sets=[BOTH])
    await commented(hall, wang, (await hall.issue()).id)
    await risen(hall, wang, 500)
    await risen(hall, li, 20)
    for number in (1, 2, 3):
        await nominated(hall, number)
    resident = await street.visitor(wang, width=width, elder=elder)
    staff = await street.visitor(hall.staff, width=width, elder=elder)
    found: list[str] = []
    for visitor in (resident, staff):
        await visitor.page.add_init_script(path=axe)
    await resident.open("/badges")
    await expect(resident.see("badge-coming")).to_be_visible()
    found += await in_both_languages(resident, "/badges")
    await resident.open("/honours")
    await expect(resident.see("honour-badge")).to_be_visible()
    await resident.unfold("decline")
    await resident.unfold("nominate")
    await expect(resident.see("nominee")).to_be_visible()
    found += await in_both_languages(resident, "/honours")
    await resident.tap("way-phone")
    await resident.see("nominee-phone").fill("12")
    await resident.see("what-for").fill("好人")
    await resident.tap("do-nominate")
    await expect(resident.see("field-error")).to_be_visible()
    found += await in_both_languages(resident, "/honours refused")
    await staff.open("/badges/manage")
    await staff.unfold("change-badges")
    await staff.see("badge-deed").first.select_option("REPORT")
    await staff.see("badge-category").wait_for()
    found += await in_both_languages(staff, "/badges/manage")
    await staff.open("/honours/manage")
    await staff.unfold("open-form")
    found += await in_both_languages(staff, "/honours/manage")

    assert found == []
