"""A whistle on the screen: blown over a report or a place, answered, come to, planned, done and rated by both sides."""

from datetime import timedelta

from playwright.async_api import Locator, expect

from resolvers import deadlines
from rules.ids import Kind, public_id
from rules.whistles import today
from tests.browser.screens import DESKTOP, Visitor
from tests.browser.street import Street
from tests.browser.town import Town, path_of, spot
from tests.support.ground import at
from tests.support.house import done
from tests.support.whistles import street as crew

REASON = "排水管归水务，路面归市政，一下雨还是积水。"


def path_to(whole) -> str:
    """Where a whistle is shown."""
    return f"/whistles/{public_id(Kind.WHISTLE, whole.whistle.id)}"


def call(visitor: Visitor, name: str) -> Locator:
    """What the page says of one of the departments called."""
    return visitor.see("call").filter(has_text=name)


def task(visitor: Visitor, name: str) -> Locator:
    """What the page says of one department's task."""
    return visitor.see("task").filter(has_text=name)


async def blows(visitor: Visitor, *offices: str) -> None:
    """A street officer fills in the form and blows the whistle."""
    for name in offices:
        await visitor.page.get_by_label(name).check()
    await visitor.see("blow-reason").fill(REASON)
    await visitor.tap("blow-send")
    await expect(visitor.see("whistle-reason")).to_have_text(REASON)


async def answers(visitor: Visitor, office: str, words: str, way: str = "ON_THE_WAY") -> None:
    """An officer answers for their department."""
    await call(visitor, office).locator("summary").click()
    await visitor.see(f"answer-{way}").check()
    await visitor.see("answer-words").fill(words)
    await visitor.tap("answer-send")
    await expect(call(visitor, office)).to_have_attribute("data-state", way)


async def checks_in(visitor: Visitor, x: float, y: float) -> None:
    """An officer is at a spot of the town, and says so by phone."""
    latitude, longitude = at(x, y)
    await visitor.page.context.set_geolocation({"latitude": latitude, "longitude": longitude})
    await visitor.page.context.grant_permissions(["geolocation"])
    await visitor.tap("arrive")


async def finishes(visitor: Visitor, office: str, note: str) -> None:
    """An officer says that the task of their department is done."""
    await task(visitor, office).locator("summary").click()
    await visitor.see("finish-words").fill(note)
    await visitor.tap("finish-send")
    await expect(task(visitor, office)).to_have_attribute("data-state", "done")


async def on_pages(street: Street, path: str, *people) -> list[Visitor]:
    """These people, each on a page of their own that shows the whistle."""
    visitors = [await street.visitor(person) for person in people]
    for visitor in visitors:
        await visitor.open(path)
        await expect(visitor.see("whistle-reason")).to_have_text(REASON)
    return visitors


async def test_two_departments_come_and_both_sides_rate_it_on_pages_nobody_reloads(street: Street) -> None:
    town, there = await Town.on(street), await crew(street.hall)
    sender = street.hall.neighbours[0]
    report = await town.report(sender, "东门口下雨就积水", place=spot(0.5))
    officer = await street.visitor(there.street, width=DESKTOP)
    await officer.open(path_of(report))
    await officer.tap("blow-over")
    await expect(officer.see("blow-report")).to_contain_text("东门口下雨就积水")
    await blows(officer, "水务所", "市政所")
    path = officer.page.url.removeprefix(officer.url)
    water, roads, wang = await on_pages(street, path, *there.officers, sender)
    everybody = (officer, water, roads, wang)
    loaded = [await each.loaded_at() for each in everybody]
    await expect(wang.see("whistle-clock")).to_have_attribute("data-state", "left")
    await expect(wang.see("whistle-clock")).to_contain_text("已答复 0 个，共 2 个")
    await expect(wang.see("answer")).to_have_count(0)

    await answers(water, "水务所", "郝师傅带两个人")
    await answers(roads, "市政所", "下午才有车", way="CANNOT_COME")
    await answers(roads, "市政所", "钱工带一台抽水车")
    await checks_in(water, 0.5, 0.6)
    for each in everybody:
        await expect(call(each, "水务所").locator("[data-test=call-words]")).to_have_text("郝师傅带两个人")
        await expect(call(each, "市政所")).to_have_attribute("data-state", "ON_THE_WAY")
        await expect(each.see("arrival-metres")).to_contain_text("离现场 11 米")
        await expect(each.see("whistle-clock")).to_have_count(0)
    await expect(water.see("arrive")).to_have_count(0)

    await officer.unfold("make-plan")
    await expect(officer.see("plan-line")).to_have_count(2)
    await officer.see("plan-text").nth(0).fill("疏通排水管")
    await officer.see("plan-text").nth(1).fill("垫高路面")
    await officer.tap("plan-send")
    await expect(officer.see("close-whistle")).to_have_count(0)
    await finishes(water, "水务所", "清了建筑垃圾")
    await finishes(roads, "市政所", "垫高了十厘米")
    for each in everybody:
        await expect(each.see("task-note")).to_have_text(["清了建筑垃圾", "垫高了十厘米"])
    await officer.see("close-words").fill("下雨不再积水了。")
    await officer.tap("close-send")

    for each in everybody:
        await expect(each.see("whistle-result")).to_contain_text("下雨不再积水了。")
    await expect(water.see("rate-5")).to_have_count(0)
    await officer.tap("rate-5")
    await wang.tap("rate-4")
    for each in everybody:
        await expect(each.see("rated-street")).to_have_attribute("data-sum", "5")
        await expect(each.see("rated-residents")).to_have_attribute("data-sum", "4")
        await expect(each.see("whistle-entry")).to_have_count(11)
    await expect(wang.see("my-rating")).to_contain_text("满意")
    assert [await each.loaded_at() for each in everybody] == loaded


async def test_who_is_late_is_said_plainly_and_a_late_answer_stays_late(street: Street) -> None:
    there = await crew(street.hall)
    whole = await there.blown(reason=REASON)
    wang, water = await on_pages(street, path_to(whole), street.hall.neighbours[0], there.officers[0])
    done(await there.answered(whole.whistle.id, 1))
    await expect(wang.see("whistle-clock")).to_contain_text("已答复 1 个，共 2 个")

    street.hall.clock.turn(minutes=31)
    await deadlines.sweep(street.hall.house)

    await expect(wang.see("whistle-clock")).to_have_attribute("data-state", "over")
    await expect(wang.see("whistle-clock")).to_contain_text("还有 1 个部门没有答复")
    await expect(call(wang, "水务所")).to_have_attribute("data-state", "late")
    await expect(call(wang, "水务所")).to_contain_text("超过 30 分钟，还没有答复")
    await expect(call(wang, "市政所")).to_have_attribute("data-late", "false")
    await answers(water, "水务所", "老张")
    await expect(call(wang, "水务所")).to_have_attribute("data-state", "ON_THE_WAY")
    await expect(call(wang, "水务所").locator("[data-test=call-late]")).to_contain_text("答复晚了 1 分")
    await expect(wang.see("whistle-history")).to_contain_text("水务所超过 30 分钟没有答复")


async def test_a_whistle_is_blown_over_a_place_and_found_in_the_list(street: Street) -> None:
    await Town.on(street)
    there = await crew(street.hall)
    officer, wang = await street.visitor(there.street), await street.visitor(street.hall.neighbours[0])
    await wang.open("/")
    await wang.tap("whistles-link")
    await expect(wang.see("whistles-empty")).to_be_visible()
    await expect(wang.see("blow-link")).to_have_count(0)
    await wang.open("/whistles/new")
    await expect(wang.see("not-yours")).to_be_visible()
    await officer.open("/whistles")
    await officer.tap("blow-link")
    await officer.tap("blow-send")
    await expect(officer.see("blow-place-trouble")).to_have_text("请选一个地点。")
    await officer.tap("use-map")
    await officer.tap("pick-middle")
    await officer.tap("blow-send")
    await expect(officer.see("blow-offices-trouble")).to_be_visible()
    await blows(officer, "水务所")

    await wang.open("/whistles")
    await expect(wang.see("whistle-card")).to_have_attribute("data-state", "open")
    await wang.tap("whistles-closed")
    await expect(wang.see("whistles-empty")).to_be_visible()
    await wang.tap("whistles-open")
    await wang.see("whistle-card").get_by_role("link").click()
    await expect(wang.see("call")).to_have_count(1)
    await wang.unfold("report-place")
    await expect(wang.page.locator(".map-picked")).to_have_count(1)


async def test_of_two_plans_at_once_one_is_told_to_read_again(street: Street) -> None:
    there = await crew(street.hall)
    whole = await there.blown(reason=REASON)
    officer, water = await on_pages(street, path_to(whole), there.street, there.officers[0])
    for each in (officer, water):
        await each.unfold("make-plan")
    await officer.see("plan-text").nth(0).fill("疏通排水管")
    await officer.see("plan-text").nth(1).fill("垫高路面")
    await officer.tap("plan-send")
    await expect(water.see("task")).to_have_count(2)
    await water.see("plan-text").nth(0).fill("换排水管")
    await water.see("plan-text").nth(1).fill("垫高路面")
    await water.tap("plan-send")

    await expect(water.see("plan-newer")).to_be_visible()
    await water.tap("plan-again")
    await expect(water.see("plan-text").nth(0)).to_have_value("疏通排水管")
    await water.tap("plan-add")
    await water.see("plan-office").nth(2).select_option(label="水务所")
    await water.see("plan-text").nth(2).fill("装水泵")
    await water.tap("plan-send")
    await expect(officer.see("task")).to_have_count(3)
    await expect(officer.see("plan")).to_have_attribute("data-version", "2")


async def test_a_task_past_its_day_is_said_to_be_late(street: Street) -> None:
    there, wang = await crew(street.hall), await street.visitor(street.hall.neighbours[0])
    whole = await there.blown(reason=REASON)
    planned = done(await there.planned(whole.whistle.id, 0, 1, days=1))
    await wang.open(path_to(whole))
    await expect(task(wang, "水务所")).to_have_attribute("data-state", "due")

    street.hall.clock.turn(days=3)
    await wang.page.clock.set_fixed_time(street.hall.clock.now())
    done(await there.finished(planned, 0))
    await expect(task(wang, "水务所")).to_have_attribute("data-state", "doneLate")
    await wang.open(path_to(whole))
    await expect(task(wang, "市政所")).to_have_attribute("data-state", "over")
    await expect(task(wang, "市政所")).to_contain_text("已经晚了")


async def test_the_figures_of_a_department_open_down_to_the_whistles_behind_them(street: Street) -> None:
    there = await crew(street.hall)
    await there.closed(reason=REASON)
    whole = await there.blown(reason="树倒了，压着电线。")
    done(await there.answered(whole.whistle.id, 0))
    wang = await street.visitor(street.hall.neighbours[0])
    await wang.open("/whistles")
    await wang.tap("rates-link")
    water, roads = (wang.see("department-rates").filter(has_text=name) for name in ("水务所", "市政所"))
    await expect(water.locator("[data-test=rate-of-answer]")).to_have_attribute("data-percent", "100")
    await expect(roads.locator("[data-test=rate-of-answer]")).to_have_attribute("data-percent", "50")
    await expect(water.locator("[data-test=rate-of-satisfaction]")).to_have_attribute("data-percent", "")

    await roads.locator("[data-test=rate-of-answer] [data-test=open-CALLED]").click()
    await expect(wang.see("act")).to_have_count(2)
    await roads.locator("[data-test=rate-of-answer] [data-test=open-ANSWERED_IN_TIME]").click()
    await expect(wang.see("act")).to_have_count(1)
    await expect(wang.see("month")).to_have_attribute("data-month", f"{today(street.hall.clock.now()):%Y-%m}")
    await wang.tap("month-earlier")
    await expect(wang.see("rates-empty")).to_be_visible()
    await wang.tap("month-later")
    await water.locator("[data-test=rate-of-solution] [data-test=open-SOLVED]").click()
    await wang.see("act").get_by_role("link").click()
    await expect(wang.see("whistle-reason")).to_have_text(REASON)
    await expect(wang.see("whistle-head")).to_have_attribute("data-state", "closed")


async def test_a_guest_is_asked_to_sign_in_and_a_phone_that_says_no_is_told_of(street: Street) -> None:
    there = await crew(street.hall)
    whole = await there.blown(reason=REASON, due_at=street.hall.clock.now() + timedelta(days=2))
    guest = await street.visitor()
    await guest.open(path_to(whole))
    await expect(guest.see("whistle-missing").get_by_role("link")).to_have_text("登录后就能看")
    (water,) = await on_pages(street, path_to(whole), there.officers[0])
    await water.tap("arrive")
    await expect(water.see("arrive-trouble")).to_contain_text("手机没有允许使用位置")
    await expect(water.see("arrival")).to_have_count(0)
