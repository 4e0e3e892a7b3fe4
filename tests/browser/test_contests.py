"""Contests and teams on the screen: from an idea to the points for it, a building, and a team on the board."""

from datetime import timedelta

from playwright.async_api import expect

from db.models.contests import Contest
from resolvers.contests import entering
from resolvers.grids.importing import Imported, bring_in
from rules.contests import Award, Prize, volunteer_month
from rules.ids import Kind, public_id
from rules.points import month_of
from tests.browser.screens import Visitor
from tests.browser.street import Street
from tests.resolvers.contests.contest import for_ideas, key_of, of_buildings, planned, vote
from tests.resolvers.rewards.shop import gave
from tests.support.deeds import swept
from tests.support.ground import board, feature, text
from tests.support.house import Hall, done


def path_of(contest: Contest) -> str:
    """Where a contest is shown."""
    return f"/contests/{public_id(Kind.CONTEST, contest.id)}"


async def enters(hall: Hall, number: int, contest: Contest, title: str) -> None:
    """A neighbour enters an idea."""
    who = await hall.actor(hall.neighbours[number])
    done(await entering.enter(hall.house, who, contest.id, title, "这样更好。"))


async def at_stage(visitor: Visitor, stage: str) -> None:
    """Waits until the page shows the contest there, by itself."""
    await expect(visitor.see("contest-stage")).to_have_attribute("data-stage", stage)


async def writes_idea(visitor: Visitor, title: str) -> None:
    """Enters an idea on the contest's page."""
    await visitor.see("idea-title").fill(title)
    await visitor.see("idea-text").fill("秋天香。")
    await visitor.tap("idea-send")


async def test_an_idea_from_entry_to_the_points_it_wins(street: Street) -> None:
    hall = street.hall
    staff, wang = await street.visitor(hall.staff), await street.visitor(hall.neighbours[0])
    await staff.open("/leaderboard")
    await staff.tap("to-contests")
    await staff.tap("plan-contest-link")
    await staff.see("contest-name").fill("今年最想办的一件事")
    await staff.see("contest-about").fill("大家来出主意。")
    await staff.see("prize-points").fill("50")
    await staff.tap("contest-send")
    await expect(staff.see("contest-title")).to_have_text("今年最想办的一件事")

    await wang.open("/")
    await wang.tap("quick-contests")
    await wang.see("contest-card").get_by_role("link").click()
    await writes_idea(wang, "种桂花")
    await expect(wang.see("my-idea")).to_be_visible()
    await expect(wang.see("idea-author")).to_have_count(0)
    for each in (wang, staff):
        await each.page.evaluate("() => { window.stayed = true }")
    contest_id = wang.page.url.rpartition("/")[2]
    for number, title in ((1, "修长椅"), (2, "养孔雀")):
        given = {"contestId": contest_id, "title": title, "text": "好。"}
        await street.api.done("enterContest", hall.neighbours[number].token, **given)
    await expect(wang.see("contest-entry")).to_have_count(3)

    hall.clock.turn(days=7, hours=1)
    await swept(hall.house)
    await at_stage(staff, "SHORTLISTING")
    await staff.see("choose-idea").nth(0).click()
    await staff.see("choose-idea").nth(1).click()
    await staff.see("left-out-why").fill("小区里养不了。")
    await staff.tap("shortlist-send")
    await at_stage(wang, "VOTING")
    await expect(wang.see("left-out-reason")).to_have_text("没有入围的理由：小区里养不了。")
    assert await wang.page.evaluate("() => window.stayed")
    await wang.tap("to-poll")
    await wang.tap("choice-n1")
    await expect(wang.see("receipt")).to_be_visible()

    await staff.page.evaluate("() => { window.stayed = true }")
    hall.clock.turn(days=7)
    await swept(hall.house)
    await at_stage(staff, "CLOSED")
    assert await staff.page.evaluate("() => window.stayed")
    await expect(staff.see("contest-result").first).to_contain_text("种桂花")
    await expect(staff.see("got")).to_have_text("得 50 分积分")
    await expect(staff.see("idea-author").first).to_have_text("提出的人：王秀英")
    await wang.open(f"/contests/{contest_id}")
    await expect(wang.see("my-prize")).to_have_attribute("data-points", "50")
    await wang.open("/points")
    await expect(wang.see("balance")).to_have_attribute("data-points", "50")
    await expect(wang.see("points-entry").first).to_contain_text("评比得奖")


async def test_a_judge_marks_buildings_and_everybody_in_the_best_is_rewarded(street: Street) -> None:
    hall = street.hall
    row = await of_buildings(hall)
    judge, at_home, resident = [await street.visitor(hall.neighbours[number]) for number in (4, 3, 0)]
    await judge.open(path_of(row))
    await expect(judge.see("contest-weights")).to_have_text("评委打分占 60，居民投票占 40。")
    for building, marks in ((0, ("9", "9")), (1, ("6", "6"))):
        form = judge.see("judge-building").nth(building)
        for place, given in enumerate(marks):
            await form.locator("[data-test=mark]").nth(place).select_option(given)
        await form.locator("[data-test=score]").click()
        await expect(form.locator("[data-test=has-marks]")).to_be_visible()
    await judge.page.reload()
    await expect(judge.see("mark").first).to_have_value("9")

    await at_home.open(path_of(row))
    own = at_home.see("judge-building").nth(1)
    for place in (0, 1):
        await own.locator("[data-test=mark]").nth(place).select_option("10")
    await own.locator("[data-test=score]").click()
    await expect(at_home.see("judging-trouble")).to_have_text("自己住的楼不能自己打分。")

    await resident.open(path_of(row))
    await expect(resident.see("judging")).to_have_count(0)
    await expect(resident.see("to-poll")).to_be_visible()
    for number, choice in enumerate(["n1", "n2"]):
        await vote(hall, row, number, choice)
    hall.clock.turn(days=3)
    await swept(hall.house)
    await at_stage(resident, "CLOSED")
    first = resident.see("contest-result").first
    await expect(first).to_contain_text("A栋")
    await expect(first).to_contain_text("2 票中得了 1 票，评委给了 18 分，满分 20 分")
    await expect(first.locator("[data-test=got]")).to_have_text("2 人每人得 20 分积分")
    await expect(resident.see("my-prize")).to_have_attribute("data-points", "20")


async def with_buildings(hall: Hall) -> None:
    """Two grids with a building each."""
    built = [feature("building", code, x + 0.2, 0.2, 0.3, 0.3, name=f"{code} 号楼") for x, code in enumerate("12")]
    file = text([*board(2), *built])
    done_ = await bring_in(hall.house, hall.community_id, file, kind=None, dry_run=False, progress=lambda *_: None)
    assert isinstance(done_, Imported), done_


async def test_staff_put_on_a_contest_of_buildings_with_judges_who_may_stay_unnamed(street: Street) -> None:
    hall = street.hall
    await with_buildings(hall)
    staff = await street.visitor(hall.staff)
    await staff.open("/contests/new")
    await staff.see("contest-kind").select_option("BUILDINGS")
    await staff.see("contest-name").fill("最美楼栋")
    await staff.see("contest-about").fill("看看哪栋最美。")
    await staff.see("criterion-label").fill("楼道整洁")
    await staff.see("plan-building").first.check()
    await staff.tap("contest-send")
    await expect(staff.see("buildings-trouble")).to_contain_text("请选 2 到 20 栋")
    await staff.see("plan-building").nth(1).check()
    await staff.see("resident").select_option(public_id(Kind.RESIDENT, await key_of(hall, 1)))
    await expect(staff.see("named-judge")).to_have_count(1)
    await staff.tap("contest-send")
    await at_stage(staff, "VOTING")
    await expect(staff.see("contest-judges")).to_contain_text("评委：李秀英")
    await expect(staff.see("contest-entry")).to_have_count(2)
    await street.api.done("setThanked", hall.neighbours[1].token, thanked=False)
    await staff.page.reload()
    await expect(staff.see("contest-judges")).to_contain_text("评委：另有 1 位不想显示名字")


async def test_a_team_is_founded_joined_and_seen_on_the_board_while_it_moves(street: Street) -> None:
    hall = street.hall
    wang, li = [await street.visitor(person) for person in hall.neighbours[:2]]
    await wang.open("/leaderboard")
    await wang.tap("to-teams")
    await wang.unfold("found")
    await wang.see("team-name").fill("护绿队")
    await wang.tap("found-team")
    await expect(wang.see("my-team")).to_contain_text("我的队：护绿队")
    await li.open("/teams")
    await li.tap("join-team")
    await expect(li.see("team")).to_have_attribute("data-members", "2")
    await li.unfold("team-members")
    await expect(li.see("team-member")).to_have_count(2)
    await wang.page.evaluate("() => { window.stayed = true }")

    await gave(hall.house, hall.community_id, [await key_of(hall, 1)], 1, "slot_1")

    await expect(wang.see("board-row")).to_contain_text("护绿队")
    await expect(wang.see("my-team-place")).to_have_attribute("data-points", "10")
    assert await wang.page.evaluate("() => window.stayed")
    await li.unfold("leave")
    await li.tap("leave-team")
    await expect(li.see("my-team")).to_have_count(0)
    await expect(li.see("board-row")).to_contain_text("10 分")
    await li.open("/leaderboard?by=team")
    await expect(li.see("board-row")).to_contain_text("护绿队")


async def test_a_volunteer_month_and_what_was_called_off_are_told_in_words(street: Street) -> None:
    hall = street.hall
    prizes = [Prize(Award.PERSON, 1, 30), Prize(Award.TEAM, 1, 10)]
    month = await planned(hall, volunteer_month(month_of(hall.clock.now()), prizes), "志愿服务月")
    guest = await street.visitor()
    await guest.open(path_of(month))
    await expect(guest.see("contest-prizes")).to_contain_text("志愿队第 1 名：出了力的队员每人 10 分积分")
    await expect(guest.see("contest-results")).to_contain_text("还没有确认的志愿时间。")
    await expect(guest.see("sign-in-to-join")).to_be_visible()

    ideas = await planned(hall, for_ideas(hall))
    await enters(hall, 0, ideas, "种桂花")
    staff = await street.visitor(hall.staff)
    await staff.open(path_of(ideas))
    await staff.unfold("call-off-contest")
    await staff.see("reason").fill("下次再比。")
    await staff.tap("give-reason")
    await expect(staff.see("contest-ended")).to_contain_text("下次再比。")
    wang = await street.visitor(hall.neighbours[0])
    await wang.open("/me/notices")
    await wang.see("told-open").first.click()
    await at_stage(wang, "CALLED_OFF")
    await expect(wang.see("enter-idea")).to_have_count(0)


async def test_a_shortlist_nobody_made_is_told_to_authors_on_the_page(street: Street) -> None:
    hall = street.hall
    row = await planned(hall, for_ideas(hall))
    for number in (0, 1):
        await enters(hall, number, row, f"点子{number}")
    wang = await street.visitor(hall.neighbours[0])
    await wang.open(path_of(row))
    await at_stage(wang, "ENTERING")
    for later in (timedelta(days=1), timedelta(days=3)):
        hall.clock.ahead += later
        await swept(hall.house)
    await expect(wang.see("contest-ended")).to_contain_text("没有按时选出入围的")
