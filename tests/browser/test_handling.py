"""The steps that staff take, on the report's own page; and one report from its photo to its rating."""

from playwright.async_api import Locator, expect

from db.models.reports import Report
from resolvers.seeding import Seeded
from rules.reports import Stage
from rules.roles import Role
from tests.browser.screens import DESKTOP, Visitor
from tests.browser.street import Street
from tests.browser.town import Town, officer_of, path_of, photo

SAID = "3 号楼门口的路灯坏了"
OFFLINE = "ERR_|WebSocket|subscription"


async def stage_of(town: Town, report: Report) -> Stage:
    """Where the report stands in the house."""
    (row,) = [each for each in await town.reports_of(town.street.hall.neighbours[0]) if each.id == report.id]
    return row.stage


async def name_of(street: Street, person: Seeded) -> str:
    """What somebody is called."""
    asked = "query($id: ID!) { node(id: $id) { ... on Resident { displayName } } }"
    return (await street.api.ask(asked, person.token, id=person.resident_id))["node"]["displayName"]


async def filled(visitor: Visitor, step: str, **words: str) -> Locator:
    """The form of a step, unfolded and filled in."""
    form = await visitor.unfold(f"handle-{step}")
    for name, said in words.items():
        await form.locator(f"[data-test={name.replace('_', '-')}]").fill(said)
    return form


async def send(form: Locator) -> None:
    """Sends the form of a step."""
    await form.locator("[data-test=handle-send]").click()


async def hand_over(visitor: Visitor, department: str, reason: str) -> None:
    """The visitor hands the report that they look at over to a department."""
    form = await filled(visitor, "HAND_OVER", hand_over_reason=reason)
    await form.locator("[data-test=hand-over-to]").select_option(label=department)
    await send(form)


async def on_page(street: Street, person: Seeded, report: Report, *, width: int = DESKTOP) -> Visitor:
    """Somebody who looks at a report."""
    visitor = await street.visitor(person, width=width)
    await visitor.open(path_of(report))
    await expect(visitor.see("report-title")).to_be_visible()
    return visitor


async def test_two_officers_hand_over_and_the_third_time_it_goes_to_the_street(street: Street) -> None:
    town, hall = await Town.on(street), street.hall
    _, gardener = await town.department("greens", "绿化所")
    officer_on_street = await officer_of(hall, Role.STREET_OFFICER)
    report = await town.report(hall.neighbours[0])
    await town.assigned(report.id)
    electrician, gardener_ = await on_page(street, town.officer, report), await on_page(street, gardener, report)
    boss = await on_page(street, officer_on_street, report)
    await expect(gardener_.see("handling")).to_be_hidden()

    await hand_over(electrician, "绿化所", "灯被树挡住了，归绿化。")
    await expect(electrician.see("notice")).to_contain_text("已转出")
    await expect(electrician.see("handling")).to_be_hidden()
    await expect(gardener_.see("handle-START")).to_be_visible()
    await expect(gardener_.see("in-charge")).to_have_text("绿化所")
    await hand_over(gardener_, "照明所", "树不挡灯。")
    await expect(electrician.see("handle-START")).to_be_visible()
    await hand_over(electrician, "绿化所", "真的挡着。")

    await expect(boss.see("in-charge")).to_have_text("正在安排部门")
    last = boss.see("report-entry").last
    await expect(last).to_contain_text("第三次转办，直接交给街道工作人员")
    await expect(last).to_contain_text("真的挡着。")
    await expect(last.locator("[data-test=entry-by]")).to_have_text(f"经办：{await name_of(street, town.officer)}")
    await expect(electrician.see("handling")).to_be_hidden()
    await boss.tap("handle-START")
    await expect(electrician.see("report-steps")).to_have_attribute("data-stage", "HANDLING")


async def test_what_others_have_made_impossible_says_so_and_keeps_what_was_written(street: Street) -> None:
    town, hall = await Town.on(street), street.hall
    report = await town.report(hall.neighbours[0])
    await town.assigned(report.id)
    await town.started(report.id)
    officer, staff = await on_page(street, town.officer, report), await on_page(street, hall.staff, report)
    form = await filled(officer, "ASK", ask_words="是哪一盏灯？")

    refusing = await filled(staff, "REJECT", reject_why="铁路的灯。", reject_elsewhere="铁路客服 12306")
    await send(refusing)
    await expect(officer.see("report-rejected")).to_contain_text("铁路客服 12306")
    await expect(officer.see("handle-not-now")).to_be_visible()
    await expect(officer.see("handle-RESOLVE")).to_have_count(0)
    await send(form)

    await expect(form.locator("[data-test=form-trouble]")).to_have_text("这条反映现在不能这样处理，请刷新后看看进展。")
    await expect(form.locator("[data-test=ask-words]")).to_have_value("是哪一盏灯？")
    await form.locator("[data-test=handle-drop]").click()
    await expect(officer.see("handling")).to_be_hidden()
    assert await stage_of(town, report) == Stage.REJECTED


async def test_what_came_with_a_photo_is_solved_with_one_and_nothing_typed_is_lost(street: Street) -> None:
    street.screens.witness.forgive(OFFLINE)
    town, hall = await Town.on(street), street.hall
    report = await town.report(hall.neighbours[0], photos=1)
    await town.assigned(report.id)
    await town.started(report.id)
    officer = await on_page(street, town.officer, report)
    form = await filled(officer, "RESOLVE", resolve_note="灯换好了。")
    await send(form)
    await expect(form.locator("[data-test=field-error]")).to_have_text("反映时有照片，请也拍一张解决以后的照片。")
    await form.locator("[data-test=photo-input]").set_input_files(photo())
    await expect(officer.see("photo")).to_have_attribute("data-state", "sent")

    await officer.page.reload()
    form = officer.see("handle-RESOLVE")
    await expect(form.locator("[data-test=resolve-note]")).to_have_value("灯换好了。")
    await expect(officer.see("photo")).to_have_attribute("data-state", "sent")
    await street.wire.cut()
    await send(form)
    await expect(form.locator("[data-test=form-trouble]")).to_have_text("网络连不上，请稍后再试一次。")
    await street.wire.mend()
    await expect(officer.see("reconnecting")).to_have_count(0)
    await send(form)

    await expect(officer.see("report-solved")).to_be_visible()
    await expect(officer.see("after").locator("img")).to_have_count(1)
    await expect(officer.see("handling")).to_be_hidden()
    assert await stage_of(town, report) == Stage.RESOLVED


async def test_staff_take_a_step_with_the_keyboard_alone(street: Street) -> None:
    town, hall = await Town.on(street), street.hall
    report = await town.report(hall.neighbours[0], "井盖不见了")
    staff = await street.visitor(hall.staff, width=DESKTOP)
    await staff.open("/work")
    await staff.page.locator("[data-report]").focus()
    await staff.page.keyboard.press("Enter")
    await staff.see("handle-ASSIGN").locator("summary").focus()
    await staff.page.keyboard.press("Enter")
    await staff.page.keyboard.press("Tab")
    await expect(staff.see("assign-to")).to_be_focused()
    await staff.page.keyboard.press("ArrowDown")
    await staff.page.keyboard.press("Tab")
    await staff.page.keyboard.press("Enter")

    await expect(staff.see("report-steps")).to_have_attribute("data-stage", "ASSIGNED")
    await expect(staff.see("in-charge")).to_have_text("照明所")
    assert await stage_of(town, report) == Stage.ASSIGNED


async def test_a_history_of_more_than_a_hundred_entries_is_there_to_its_end(street: Street) -> None:
    town, hall = await Town.on(street), street.hall
    report = await town.report(hall.neighbours[0])
    await town.assigned(report.id)
    for number in range(1, 51):
        await town.asked(report.id, f"第 {number} 问？")
        await town.answered(hall.neighbours[0], report.id, f"第 {number} 答。")
    staff = await on_page(street, hall.staff, report)

    await expect(staff.see("report-entry")).to_have_count(102)
    await expect(staff.see("report-entry").last).to_contain_text("第 50 答。")


async def test_from_photo_to_rating_with_a_resident_a_neighbour_staff_and_an_officer(street: Street) -> None:
    town, hall = await Town.on(street), street.hall
    first, second = hall.neighbours[:2]
    wang, neighbour = await street.visitor(first), await street.visitor(second)
    staff, officer = await street.visitor(hall.staff, width=DESKTOP), await street.visitor(town.officer)
    for visitor in (staff, officer):
        await visitor.open("/work")
        await expect(visitor.see("work-board")).to_be_visible()

    await wang.open("/report")
    await wang.see("photo-input").set_input_files(photo(x=0.5))
    await expect(wang.see("photo")).to_have_attribute("data-state", "sent")
    await wang.see("report-said").fill(SAID)
    await wang.tap("report-send")
    await expect(wang.see("report-received")).to_be_visible()
    (report,) = await town.reports_of(first)
    await neighbour.open(path_of(report))
    await neighbour.tap("follow")
    await expect(neighbour.see("following")).to_be_visible()
    loaded = {visitor.page: await visitor.loaded_at() for visitor in (wang, neighbour, staff, officer)}

    await staff.page.locator("[data-report]").click()
    await send(await staff.unfold("handle-ASSIGN"))
    await officer.tap("stage-ASSIGNED")
    await officer.page.locator("[data-report]").filter(visible=True).click()
    await officer.tap("handle-START")
    for visitor in (wang, neighbour, staff):
        await expect(visitor.see("report-steps")).to_have_attribute("data-stage", "HANDLING")
    await send(await filled(officer, "ASK", ask_words="是门口左边那盏吗？"))
    await expect(neighbour.see("question-words")).to_have_text("是门口左边那盏吗？")
    await wang.see("answer-words").fill("是左边那盏。")
    await wang.tap("answer-send")
    await expect(officer.see("report-history")).to_contain_text("是左边那盏。")
    solving = await filled(officer, "RESOLVE", resolve_note="灯换好了。")
    await solving.locator("[data-test=photo-input]").set_input_files(photo())
    await expect(officer.see("photo")).to_have_attribute("data-state", "sent")
    await send(solving)

    for visitor in (wang, neighbour, staff, officer):
        await expect(visitor.see("report-note")).to_have_text("灯换好了。")
        await expect(visitor.see("after").locator("img")).to_have_count(1)
    await wang.tap("rate-5")
    for visitor in (wang, neighbour, staff, officer):
        await expect(visitor.see("report-rated")).to_have_attribute("data-rating", "5")
        assert await visitor.loaded_at() == loaded[visitor.page]
    assert await stage_of(town, report) == Stage.RATED
