"""Asking to be confirmed, and those who confirm: a newcomer goes from their first sign-in to their first comment."""

from pathlib import Path
from typing import Any
from uuid import UUID

from playwright.async_api import expect
from sqlalchemy import select

from db.models.confirmations import Confirmation
from db.models.grids import Household, Unit
from db.models.guards import Sighting
from resolvers.residents import care
from rules.confirmations import Way
from rules.guards import Trace
from rules.issues import Stage
from rules.roles import Role
from tests.browser.screens import Visitor
from tests.browser.street import Street
from tests.browser.test_accessibility import axe, in_both_languages, screen
from tests.resolvers.guards.door import household
from tests.support.agreement import key
from tests.support.house import Hall, done

__all__ = ["axe", "screen"]
DEVICE = "() => localStorage.getItem('heyi.device')"


async def newcomer(street: Street, phone: str = "13900000001", **look: Any) -> Visitor:
    """Somebody whom nobody knows yet, signed in for the first time."""
    visitor = await street.visitor(**look)
    await visitor.open("/sign-in")
    await visitor.ask_for_code(phone)
    await visitor.enter_code(street.hall.sent.codes[f"+86{phone}"])
    return visitor


async def another_door(hall: Hall, building: UUID, code: str) -> None:
    """One more household in the first unit of a building."""

    async def put(session: Any) -> None:
        unit = (await session.scalars(select(Unit).where(Unit.building_id == building))).one()
        session.add(Household(id=hall.house.new_id(), unit_id=unit.id, code=code, people=2))

    await hall.house.database.write(put, after=lambda: None)


async def how(hall: Hall, way: Way) -> Confirmation:
    """The one confirmation that came about so."""
    async with hall.house.database.read() as session:
        return (await session.scalars(select(Confirmation).where(Confirmation.way == way))).one()


async def test_the_head_of_the_building_confirms_and_the_newcomer_speaks_without_a_reload(street: Street) -> None:
    hall, head = street.hall, street.hall.neighbours[0]
    await street.issue(at=Stage.DELIBERATING)
    done(await care.grant(hall.house, await hall.actor(hall.admin), key(head), Role.BUILDING_HEAD))
    building, _ = await household(hall, 2, [key(head)], code="10")
    await another_door(hall, building, "502")
    await household(hall, 2, code="9")
    me, chief = await newcomer(street), await street.visitor(head)
    await me.see("issue-card").first.click()
    await expect(me.see("unverified")).to_contain_text("才能发言")
    await me.tap("confirm-first")
    await expect(me.see("home-building").locator("option")).to_have_text(["请选一栋楼", "9 栋", "10 栋"])
    await me.see("home-building").select_option(label="9 栋")
    await me.see("home-door").fill("502 室")
    await me.tap("through-BUILDING_HEAD")
    await me.tap("home-send")
    await expect(me.see("field-error")).to_be_visible()
    await chief.open("/me")
    await chief.tap("confirming-link")
    await expect(chief.see("no-requests")).to_be_visible()

    await me.see("home-building").select_option(label="10 栋")
    await me.tap("home-send")
    await expect(me.see("home-state")).to_have_attribute("data-state", "waits")
    await expect(me.see("home-state")).to_contain_text("10 栋 1 单元 502")
    loaded = await me.loaded_at()
    await expect(chief.see("request-where")).to_have_text("10 栋 1 单元 502")
    await expect(chief.see("household-request")).to_have_attribute("data-through", "BUILDING_HEAD")
    await expect(chief.see("confirm-note")).to_have_count(0)
    await chief.tap("confirm-household")
    await expect(chief.see("no-requests")).to_be_visible()

    await expect(me.see("home-state")).to_have_attribute("data-state", "confirmed")
    await expect(me.see("my-home")).to_contain_text("10 栋 1-502")
    assert (await how(hall, Way.BUILDING_HEAD)).by_id == key(head)
    await me.tap("home")
    await me.see("issue-card").first.click()
    await me.see("comment-body").fill("我也住这里。")
    await me.tap("post-comment")
    await expect(me.see("comment")).to_contain_text("我也住这里。")
    assert await me.loaded_at() == loaded


async def test_staff_refuse_with_a_reason_that_is_read_and_confirm_with_a_document(street: Street) -> None:
    hall = street.hall
    _, home = await household(hall, 2)
    me, staff = await newcomer(street), await street.visitor(hall.staff)
    await me.open("/me/home")
    await me.tap("home-byWords")
    await me.see("home-words").fill("东门第一家")
    await me.tap("through-DOCUMENT")
    await me.tap("home-send")
    await expect(me.see("home-state")).to_contain_text("东门第一家")
    await staff.open("/confirm")
    await expect(staff.see("request-words")).to_contain_text("东门第一家")
    refusing = await staff.unfold("refuse-household")
    await refusing.locator("[data-test=reason]").fill("东门第一家是小卖部")
    await refusing.locator("[data-test=give-reason]").click()
    await expect(staff.see("no-requests")).to_be_visible()
    await expect(me.see("home-state")).to_have_attribute("data-state", "refused")
    await expect(me.see("home-state")).to_contain_text("东门第一家是小卖部")

    await me.see("home-words").fill("小卖部楼上")
    await me.tap("home-send")
    await expect(me.see("home-state")).to_have_attribute("data-state", "waits")
    await expect(staff.see("request-words")).to_contain_text("小卖部楼上")
    await staff.see("confirm-note").fill("看过房产证")
    await staff.tap("confirm-household")
    await expect(staff.see("field-error")).to_contain_text("哪一户")
    await staff.see("door-building").select_option(label="7 栋")
    await staff.see("door").select_option(label="1 单元 501（登记 2 人）")
    await staff.tap("confirm-household")
    await expect(staff.see("no-requests")).to_be_visible()
    await expect(me.see("home-state")).to_have_attribute("data-state", "confirmed")
    await me.open("/me/notices")
    await me.see("told-open").first.click()
    await expect(me.see("home-state")).to_have_attribute("data-state", "confirmed")
    row = await how(hall, Way.DOCUMENT)
    assert (row.household_id, row.note) == (home, "看过房产证")


async def test_one_more_in_a_full_household_takes_two_and_both_see_it(street: Street) -> None:
    hall = street.hall
    await household(hall, 1, [key(hall.neighbours[0])])
    me, first, second = await newcomer(street), await street.visitor(hall.staff), await street.visitor(hall.admin)
    await me.open("/me/home")
    await me.see("home-building").select_option(label="7 栋")
    await me.see("home-unit").fill("1")
    await me.see("home-door").fill("501")
    await me.tap("through-DOCUMENT")
    await me.tap("home-send")
    await expect(me.see("home-state")).to_have_attribute("data-state", "waits")
    for staff in (first, second):
        await staff.open("/confirm")
        await staff.see("confirm-note").fill("出生证明")
    await first.tap("confirm-household")
    await expect(first.see("second-wanted")).to_be_visible()
    await expect(me.see("home-state")).to_have_attribute("data-state", "waits")
    await second.tap("confirm-household")
    await expect(second.see("no-requests")).to_be_visible()
    await expect(me.see("home-state")).to_have_attribute("data-state", "confirmed")


async def test_a_device_keeps_the_name_it_has_made_up_and_only_its_trace_is_kept(street: Street) -> None:
    hall = street.hall
    me = await newcomer(street)
    name = str(await me.page.evaluate(DEVICE))
    assert len(name) == 32
    await me.open("/me")
    await me.tap("sign-out")
    await expect(me.see("sign-in-link")).to_be_visible()
    await me.open("/sign-in")
    await expect(me.see("about-device")).to_contain_text("30 天")
    await me.ask_for_code("13900000002")
    await me.enter_code(hall.sent.codes["+8613900000002"])
    assert await me.page.evaluate(DEVICE) == name
    async with hall.house.database.read() as session:
        marks = (await session.scalars(select(Sighting.mark).where(Sighting.trace == Trace.DEVICE))).all()
    assert marks == [hall.house.vault.trace_hash(Trace.DEVICE, name)] * 2


async def test_neighbours_without_an_office_are_told_whose_page_it_is(street: Street) -> None:
    wang = await street.visitor(street.hall.neighbours[0])
    for path in ("/confirm", "/points/held", "/hours/manage"):
        await wang.open(path)
        await expect(wang.see("not-yours")).to_be_visible()
    await wang.open("/me")
    await expect(wang.see("my-home-link")).to_be_visible()
    await expect(wang.see("confirming-link")).to_have_count(0)


async def test_whoever_asks_or_confirms_meets_no_barrier(street: Street, axe: Path, screen: tuple[int, bool]) -> None:
    width, elder = screen
    hall = street.hall
    await household(hall, 2)
    me = await newcomer(street, width=width, elder=elder)
    staff = await street.visitor(hall.staff, width=width, elder=elder)
    found: list[str] = []
    for visitor in (me, staff):
        await visitor.page.add_init_script(path=axe)
    await me.open("/me")
    await expect(me.see("confirm-first")).to_be_visible()
    found += await in_both_languages(me, "me, not confirmed")
    await me.tap("language-switch")
    await me.open("/me/home")
    await expect(me.see("home-building")).to_be_visible()
    found += await in_both_languages(me, "asking")
    await me.tap("language-switch")
    await me.tap("home-byWords")
    await me.see("home-words").fill("东门第一家")
    await me.tap("home-send")
    await me.unfold("change-request")
    found += await in_both_languages(me, "asked")
    await staff.open("/confirm")
    await staff.unfold("refuse-household")
    await staff.tap("confirm-household")
    await expect(staff.see("field-error").first).to_be_visible()
    await expect(staff.see("waiting-resident")).to_be_visible()
    found += await in_both_languages(staff, "confirming")

    assert found == []
