"""The time bank on the screen: help asked for, matched and confirmed by both; hours given to family and to the pool."""

from playwright.async_api import expect

from resolvers.hours import giving
from tests.browser.screens import Visitor
from tests.browser.street import Street
from tests.support.agreement import key
from tests.support.house import done


async def writes(visitor: Visitor, side: str, text: str) -> None:
    """Somebody asks for repairs or offers them, on Monday morning."""
    await visitor.open(f"/hours/help?side={side}")
    await visitor.see("help-skill").select_option("REPAIRS")
    await visitor.see("help-text").fill(text)
    await visitor.tap("free-1-morning")
    await visitor.tap("post-send")
    await expect(visitor.see("my-post")).to_contain_text(text)


async def says(visitor: Visitor, minutes: str) -> None:
    """Somebody says how long a help took."""
    await visitor.see("said-minutes").select_option(minutes)
    await visitor.tap("confirm-help")


async def test_help_is_asked_for_matched_and_written_down_by_both(street: Street) -> None:
    hall = street.hall
    helper, me = [await street.visitor(person) for person in hall.neighbours[:2]]
    await helper.open("/me")
    await helper.tap("my-hours")
    await expect(helper.see("balance")).to_have_attribute("data-minutes", "0")
    await helper.tap("offer-help")
    await writes(helper, "OFFER", "会修水管")
    await writes(me, "REQUEST", "厨房水龙头漏水")
    await expect(me.see("reason").first).to_be_visible()
    assert [await each.get_attribute("data-fit") for each in await me.see("reason").all()] == ["SKILL", "WHOLE_TIME"]
    await me.see("my-post").locator("[data-test=propose]").click()
    await expect(me.see("help")).to_have_attribute("data-standing", "PROPOSED")

    await helper.open("/hours")
    loaded = [await each.loaded_at() for each in (helper, me)]
    await helper.tap("agree-help")
    await expect(me.see("help")).to_have_attribute("data-standing", "AGREED")
    await expect(me.see("reserved")).to_contain_text("1 小时")
    await says(me, "30")
    await expect(helper.see("other-said")).to_contain_text("30 分钟")
    await says(helper, "60")
    await expect(me.see("other-said")).to_contain_text("1 小时")
    await says(me, "60")
    for each, minutes in ((helper, "60"), (me, "-60")):
        await expect(each.see("balance")).to_have_attribute("data-minutes", minutes)
        await expect(each.see("hours-entry")).to_have_attribute("data-minutes", minutes)
        await expect(each.see("bank")).to_have_attribute("data-sum", "0")
    await expect(helper.see("bank-held")).to_have_attribute("data-minutes", "60")

    await helper.unfold("helps-done")
    await helper.tap("convert-help")
    await expect(helper.see("help-trouble")).to_contain_text("等对方还上了才能换积分")
    done(await giving.open_with(hall.house, await hall.actor(hall.staff), key(hall.neighbours[1]), 60, "老账本"))
    await helper.tap("convert-help")
    await expect(helper.see("balance")).to_have_attribute("data-minutes", "0")
    await expect(helper.see("bank-turnedIntoPoints")).to_have_attribute("data-minutes", "60")
    await expect(helper.see("convert-help")).to_have_count(0)
    assert [await each.loaded_at() for each in (helper, me)] == loaded


async def test_hours_go_to_family_and_to_the_pool(street: Street) -> None:
    hall = street.hall
    mother, child = [await street.visitor(person) for person in hall.neighbours[:2]]
    await child.open("/hours")
    await child.unfold("give")
    await expect(child.see("nothing-to-give")).to_be_visible()
    actor = await hall.actor(hall.staff)
    done(await giving.open_with(hall.house, actor, key(hall.neighbours[0]), 300, "老账本"))
    await mother.open("/hours")
    await mother.unfold("give")
    await mother.see("give-phone").fill("13900009999")
    await mother.tap("give-send")
    await expect(mother.see("gift")).to_contain_text("您送出 1 小时")
    await mother.tap("withdraw-gift")
    await expect(mother.see("gift")).to_have_attribute("data-standing", "WITHDRAWN")
    await mother.see("give-phone").fill(hall.neighbours[1].phone)
    await mother.see("give-minutes").select_option("120")
    await mother.tap("give-send")
    await expect(mother.see("gift").first).to_have_attribute("data-standing", "OFFERED")
    await expect(mother.see("gift").first).to_contain_text("您送出 2 小时")

    await expect(child.see("gift")).to_contain_text("送您 2 小时")
    await child.tap("accept-gift")
    await expect(child.see("balance")).to_have_text("2 小时")
    await expect(mother.see("balance")).to_have_text("3 小时")
    await mother.tap("give-pool")
    await mother.see("give-minutes").select_option("60")
    await mother.tap("give-send")
    await expect(mother.see("balance")).to_have_text("2 小时")
    await expect(mother.see("bank-pool")).to_have_attribute("data-minutes", "60")
    await expect(mother.see("bank")).to_have_attribute("data-sum", "0")


async def test_a_guest_sees_that_the_bank_is_zero(street: Street) -> None:
    guest = await street.visitor()
    await guest.open("/")
    await guest.tap("hours-link")
    await expect(guest.see("bank")).to_have_attribute("data-sum", "0")
    await expect(guest.see("sign-in-to-see")).to_be_visible()
    await expect(guest.see("balance")).to_have_count(0)
