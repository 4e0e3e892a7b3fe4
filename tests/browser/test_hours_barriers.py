"""axe finds nothing at level AA on the pages of activities and of the time bank, and nothing sticks out."""

from datetime import timedelta
from pathlib import Path

from playwright.async_api import expect

from resolvers.hours import giving
from tests.browser.screens import Visitor
from tests.browser.street import Street
from tests.browser.test_accessibility import axe, complaints, in_both_languages, screen, shown
from tests.browser.test_activities import path_of, put_on
from tests.browser.test_hours import writes
from tests.support.agreement import key
from tests.support.house import done

__all__ = ["axe", "screen"]


async def test_whoever_joins_or_leads_an_activity_meets_no_barrier(
    street: Street, axe: Path, screen: tuple[int, bool]
) -> None:
    width, elder = screen
    hall, activity = street.hall, await put_on(street.hall, capacity=2)
    await put_on(hall, begins=timedelta(days=2))
    people = (hall.neighbours[0], hall.staff)
    wang, staff = [await street.visitor(person, width=width, elder=elder) for person in people]
    for visitor in (wang, staff):
        await visitor.page.add_init_script(path=axe)

    found = await shown(wang, "/activities", "activity-card")
    await wang.open(path_of(activity))
    await wang.tap("sign-up")
    await wang.tap("send-code")
    await expect(wang.see("field-error")).to_be_visible()
    await wang.unfold("calendar")
    await wang.tap("make-calendar")
    await expect(wang.see("calendar-address")).to_be_visible()
    found += await in_both_languages(wang, "activity")
    await staff.open(path_of(activity, "/run"))
    await staff.see("enter-name").fill("王奶奶")
    await staff.tap("enter-send")
    await expect(staff.see("person")).to_have_count(2)
    await staff.unfold("call-off")
    found += await in_both_languages(staff, "run")
    await staff.page.locator("[data-name=王奶奶] [data-test=go]").click()
    await expect(staff.see("minutes")).to_be_visible()
    found += await complaints(staff, "run, to confirm")
    await staff.open("/activities/new")
    await staff.tap("plan-add")
    await staff.see("plan-capacity").first.fill("0")
    await staff.tap("plan-send")
    await expect(staff.see("plan-slots-trouble")).to_be_visible()
    found += await in_both_languages(staff, "plan")

    assert found == []


async def with_hours(street: Street, visitor: Visitor, other: Visitor) -> None:
    """Two neighbours whose posts fit; the first has five hours, and has asked the second for help."""
    hall, staff = street.hall, await street.hall.actor(street.hall.staff)
    done(await giving.open_with(hall.house, staff, key(hall.neighbours[0]), 300, "老账本"))
    await writes(other, "OFFER", "会修水管，自带工具，水龙头、马桶、下水道都能修")
    await writes(visitor, "REQUEST", "厨房水龙头漏水")


async def test_whoever_keeps_and_gives_hours_meets_no_barrier(
    street: Street, axe: Path, screen: tuple[int, bool]
) -> None:
    width, elder = screen
    people = street.hall.neighbours[:2]
    wang, other = [await street.visitor(person, width=width, elder=elder) for person in people]
    for visitor in (wang, other):
        await visitor.page.add_init_script(path=axe)
    await with_hours(street, wang, other)
    await wang.unfold("post-help")
    found = await in_both_languages(wang, "help")
    await wang.tap("language-switch")
    await wang.see("my-post").locator("[data-test=propose]").click()
    await expect(wang.see("help")).to_be_visible()
    await other.open("/hours")
    await other.tap("agree-help")
    await expect(wang.see("said-minutes")).to_be_visible()
    await wang.unfold("give")
    await wang.see("give-phone").fill(people[1].phone)
    await wang.tap("give-send")
    await expect(wang.see("gift")).to_be_visible()
    await expect(wang.see("notice")).to_have_count(0)  # neither it nor the header is to cover half a button
    await wang.page.evaluate("() => scrollTo(0, 0)")
    found += await in_both_languages(wang, "hours")
    await expect(other.see("gift")).to_be_visible()
    found += await complaints(other, "hours of the other")

    assert found == []
