"""Grids on a map for those who work here: who looks after one, what for, and how much there is to do."""

from datetime import timedelta

from playwright.async_api import expect

from db.streams import moment
from resolvers.grids.importing import Imported, bring_in
from resolvers.seeding import Newcomer, Seeded, add_residents
from rules.roles import Role
from rules.whistles import today
from tests.browser.screens import DESKTOP
from tests.browser.street import Street
from tests.browser.town import Town, path_of, spot
from tests.support.ground import board, feature, text

BUILDINGS = (
    feature("building", "1栋", 0.2, 0.2, 0.3, 0.3, households=40, people=90),
    feature("building", "2栋", 0.6, 0.6, 0.2, 0.2, households=2, people=5),
)


async def staffed(street: Street) -> tuple[Town, list[Seeded]]:
    """Grid A1 with two buildings and a worker who is covered for, with a skill of each kind."""
    hall, town = street.hall, await Town.on(street)
    file = text([*board(2), *BUILDINGS])
    drawn = await bring_in(hall.house, hall.community_id, file, kind=None, dry_run=False, progress=lambda *_: None)
    assert isinstance(drawn, Imported), drawn
    workers = list(await add_residents(hall.house, hall.community_id, [Newcomer((Role.GRID_WORKER,))] * 2))
    found = await street.api.ask("{ grids { edges { node { id code } } } }")
    grid = next(edge["node"]["id"] for edge in found["grids"]["edges"] if edge["node"]["code"] == "A1")
    token, now = hall.staff.token, hall.clock.now()
    await street.api.done("assignGridWorker", token, gridId=grid, residentId=workers[0].resident_id)
    for trade, days in (("POLICE", -1), ("MARKET", 10), ("ENVIRONMENT", 200), ("FIRE_SAFETY", None)):
        ends = None if days is None else (today(now) + timedelta(days=days)).isoformat()
        training = {"residentId": workers[0].resident_id, "trade": trade, "trainedOn": "2020-01-01", "expiresOn": ends}
        await street.api.done("recordTraining", token, input=training)
    away = {"absentId": workers[0].resident_id, "coverId": workers[1].resident_id}
    times = {"beginsAt": moment(now + timedelta(days=1)), "endsAt": moment(now + timedelta(days=3))}
    await street.api.done("coverGridWorker", token, input={**away, **times})
    return town, workers


async def test_a_grid_is_chosen_by_keyboard_and_everything_about_it_is_told(street: Street) -> None:
    town, _ = await staffed(street)
    first = street.hall.neighbours[0]
    here = await town.report(first, "路灯坏了", place=spot(0.5))
    await town.report(first, place=spot(1.5))
    staff = await street.visitor(street.hall.staff)
    await staff.open("/me")
    await staff.tap("grids-link")
    await expect(staff.see("no-grid-chosen")).to_be_visible()
    await expect(staff.page.locator(".map-grid")).to_have_count(2)

    await staff.see("choose-grid").first.focus()
    await staff.page.keyboard.press("Enter")

    await expect(staff.see("grid-name")).to_contain_text("A1")
    await expect(staff.page.locator(".map-grid-chosen")).to_have_count(1)
    await expect(staff.see("grid-households")).to_have_text("42")
    await expect(staff.see("grid-people")).to_have_text("95")
    await expect(staff.see("grid-buildings")).to_have_text("2")
    await staff.unfold("building-list")
    await expect(staff.see("building").first).to_contain_text("40 户，90 人")
    for state in ("until", "lasting", "expiring", "expired"):
        await expect(staff.page.locator(f"[data-test=skill][data-state={state}]")).to_have_count(1)
    await expect(staff.page.locator("[data-state=expiring]")).to_contain_text("就要到期")
    await expect(staff.see("workload")).to_contain_text("手上：42 户，95 人，1 件没办完")
    await expect(staff.see("cover")).to_have_count(1)
    await expect(staff.see("covering")).to_have_count(0)
    links = staff.see("grid-reports").get_by_role("link")
    await expect(links).to_have_text(["路灯坏了"])
    await expect(links).to_have_attribute("href", path_of(here))
    await links.click()
    await expect(staff.see("report-title")).to_have_text("路灯坏了")


async def test_a_grid_is_chosen_on_the_map_and_a_cover_is_named_as_one(street: Street) -> None:
    await staffed(street)
    street.hall.clock.turn(days=2)
    staff = await street.visitor(street.hall.staff, width=DESKTOP)
    await staff.open("/grids")
    await expect(staff.page.locator(".map-grid")).to_have_count(2)
    await staff.page.locator(".map-grid").first.click(position={"x": 20, "y": 20})
    await expect(staff.see("grid")).to_be_visible()
    await staff.see("choose-grid").filter(has_text="A1").click()
    await expect(staff.see("covering")).to_be_visible()
    await expect(staff.see("grid-worker")).to_have_count(1)
    await staff.see("choose-grid").filter(has_text="B1").click()
    await expect(staff.see("nobody")).to_be_visible()
    await expect(staff.see("no-grid-reports")).to_be_visible()
    await staff.page.reload()
    await expect(staff.see("grid-name")).to_contain_text("B1")


async def test_neighbours_are_told_that_it_is_for_staff(street: Street) -> None:
    await Town.on(street)
    wang = await street.visitor(street.hall.neighbours[0])
    await wang.open("/grids")
    await expect(wang.see("not-yours")).to_be_visible()
    await wang.open("/me")
    await expect(wang.see("my-reports")).to_be_visible()
    await expect(wang.see("grids-link")).to_have_count(0)
