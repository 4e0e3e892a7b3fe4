"""axe finds nothing at level AA on the pages of contests and teams, and nothing sticks out."""

from pathlib import Path

from playwright.async_api import expect

from rules.points import month_of
from tests.browser.screens import Visitor
from tests.browser.street import Street
from tests.browser.test_accessibility import axe, in_both_languages, screen, shown
from tests.browser.test_contests import enters, path_of, with_buildings
from tests.resolvers.contests.contest import for_ideas, key_of, of_buildings, planned, shortlisted, vote
from tests.resolvers.rewards.shop import gave
from tests.support.deeds import swept

__all__ = ["axe", "screen"]

LONG = "在东门花坛边上种一排桂花树，由各栋楼的居民认养，秋天一起摘花做桂花糕"


async def seen(visitor: Visitor, path: str, name: str) -> list[str]:
    """What is wrong with the page at the path, in both languages, once the element is there."""
    await visitor.open(path)
    await expect(visitor.see(name).first).to_be_visible()
    found = await in_both_languages(visitor, path)
    await visitor.tap("language-switch")
    return found


async def test_whoever_enters_judges_and_decides_meets_no_barrier(
    street: Street, axe: Path, screen: tuple[int, bool]
) -> None:
    width, elder = screen
    hall = street.hall
    buildings = await of_buildings(hall)
    entering = await planned(hall, for_ideas(hall), LONG)
    for number in (0, 1):
        await enters(hall, number, entering, LONG)
    people = (hall.neighbours[0], hall.neighbours[4], hall.staff)
    wang, judge, staff = [await street.visitor(person, width=width, elder=elder) for person in people]
    for visitor in (wang, judge, staff):
        await visitor.page.add_init_script(path=axe)

    found = await seen(wang, "/contests", "contest-card")
    await wang.open(path_of(entering))
    await wang.unfold("enter-idea")
    found += await in_both_languages(wang, "entering")
    found += await seen(judge, path_of(buildings), "judging")
    hall.clock.turn(days=1)
    await swept(hall.house)
    await staff.open(path_of(entering))
    await staff.see("choose-idea").first.click()
    await staff.unfold("call-off-contest")
    await staff.see("left-out-why").fill("小区里没有地方。")
    await staff.tap("shortlist-send")
    await expect(staff.see("shortlist-trouble")).to_be_visible()
    found += await in_both_languages(staff, "shortlist")

    assert found == []


async def test_whoever_plans_wins_and_joins_a_team_meets_no_barrier(
    street: Street, axe: Path, screen: tuple[int, bool]
) -> None:
    width, elder = screen
    hall = street.hall
    await with_buildings(hall)
    won = await shortlisted(hall)
    await vote(hall, won, 0, "n1")
    hall.clock.turn(days=3)
    await swept(hall.house)
    await street.api.done("foundTeam", hall.neighbours[0].token, name="三号楼护绿护河护花志愿服务队")
    await street.api.done("foundTeam", hall.neighbours[1].token, name="夕阳红")
    await gave(hall.house, hall.community_id, [await key_of(hall, 0)], 1, "slot_1")
    wang, staff, guest = [
        await street.visitor(person, width=width, elder=elder) for person in (hall.neighbours[0], hall.staff, None)
    ]
    for visitor in (wang, staff, guest):
        await visitor.page.add_init_script(path=axe)

    found = await seen(wang, path_of(won), "my-prize")
    await wang.open("/teams")
    await wang.unfold("leave")
    await wang.see("team-members").last.locator("summary").click()
    await expect(wang.see("team-member").first).to_be_visible()
    await expect(wang.see("board-row").first).to_be_visible()
    found += await in_both_languages(wang, "teams")
    found += await shown(guest, "/teams", "team")
    month = month_of(hall.clock.now()).isoformat()[:7]  # the browsers' clocks have not been turned
    found += await shown(guest, f"/leaderboard?by=team&month={month}", "board-row")
    await staff.open("/teams")
    await staff.unfold("found")
    found += await in_both_languages(staff, "found a team")
    await staff.open("/contests/new")
    await staff.see("contest-kind").select_option("VOLUNTEERING")
    found += await in_both_languages(staff, "plan a month")
    await staff.tap("language-switch")
    await staff.see("contest-kind").select_option("BUILDINGS")
    await expect(staff.see("plan-building").first).to_be_visible()
    await staff.see("resident").select_option(index=1)
    await staff.tap("criterion-add")
    await staff.tap("prize-add")
    found += await in_both_languages(staff, "plan buildings")

    assert found == []
