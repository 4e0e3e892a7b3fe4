"""The notice board on the wall: large, by itself, live, and for a while without a connection."""

import pytest
from playwright.async_api import expect

from resolvers.polls import manage
from resolvers.resolutions import thanking
from rules.issues import Stage
from rules.resolutions import Part
from tests.browser.street import Street
from tests.support.agreement import key
from tests.support.house import done
from tests.support.resolutions import adopted, department, noted, published, report

SIZE = "(element) => parseFloat(getComputedStyle(element).fontSize)"
WORKING = "() => navigator.serviceWorker.ready.then(() => caches.match('/board')).then((kept) => Boolean(kept))"


async def solved(street: Street, headline: str) -> None:
    """A report is solved, and its sender thanked."""
    row = await report(street.hall)
    who = [(key(street.hall.neighbours[1]), Part.REPORTED)]
    await published(street.hall, headline, report_id=row.id, detail="换了新井盖。", thanked=who)


async def test_what_comes_is_on_the_wall_at_once_in_large_chinese(street: Street) -> None:
    wall = await street.visitor(width=1280)
    await wall.open("/board?seconds=600")
    await expect(wall.page.locator("html")).to_have_attribute("lang", "zh-CN")
    await expect(wall.see("board-nothing")).to_be_visible()

    await solved(street, "东门的井盖修好了")

    await expect(wall.see("board-headline")).to_have_text("东门的井盖修好了")
    await expect(wall.see("board-reason")).to_have_text("换了新井盖。")
    await expect(wall.see("board-thanks")).to_contain_text("感谢")
    assert await wall.see("board-headline").evaluate(SIZE) >= 48

    standing = await street.hall.poll(await street.hall.issue(at=Stage.VOTING))
    moderator = await street.hall.actor(street.hall.moderator)
    done(await manage.close_poll(street.hall.house, moderator, standing.poll.id, "大家都投过了。"))
    await expect(wall.see("board-headline")).to_have_text("修不修?")
    await expect(wall.see("board-item")).to_have_attribute("data-kind", "DECISION")
    await expect(wall.see("board-reason")).to_contain_text("大家都投过了。")


async def test_it_turns_by_itself_through_all_there_is_and_can_be_stopped(street: Street) -> None:
    for number in range(3):
        await published(street.hall, f"第 {number} 件")
    wall = await street.visitor(width=1280)
    await wall.open("/board?seconds=3")
    for number in (2, 1, 0, 2):
        await expect(wall.see("board-headline")).to_have_text(f"第 {number} 件")
    await wall.tap("board-pause")
    await expect(wall.see("board-pause")).to_have_text("继续")
    stopped = await wall.see("board-place").text_content()
    await wall.tap("board-later")
    await expect(wall.see("board-place")).not_to_have_text(stopped or "")
    await wall.tap("board-earlier")
    await expect(wall.see("board-place")).to_have_text(stopped or "")


async def test_a_suggestion_shows_who_sees_to_it_and_how_far_it_is(street: Street) -> None:
    office = await department(street.hall, name="市政所")
    adoption = await adopted(street.hall, department_id=office)
    wall = await street.visitor(width=1280)
    await wall.open("/board?seconds=600&lang=en")
    await expect(wall.see("board-department")).to_have_text("Seen to by 市政所")
    await expect(wall.see("board-progress")).to_contain_text("To be done by")
    done(await noted(street.hall, adoption.id, "装好了。", is_done=True))
    await expect(wall.see("board-reason")).to_have_text("装好了。")
    await expect(wall.see("board-progress")).to_have_text("Done")


async def test_whoever_says_no_is_off_the_wall_at_the_next_turn(street: Street) -> None:
    await solved(street, "修好了")
    wall = await street.visitor(width=1280)
    await wall.open("/board?seconds=3")
    await expect(wall.see("board-thanks")).to_be_visible()
    who = await street.hall.actor(street.hall.neighbours[1])
    done(await thanking.set_thanked(street.hall.house, who, thanked=False))
    await expect(wall.see("board-thanks")).to_have_count(0)


async def test_without_a_connection_it_goes_on_showing_what_it_has_and_says_so(street: Street) -> None:
    for number in range(2):
        await published(street.hall, f"第 {number} 件")
    wall = await street.visitor(width=1280)
    await wall.open("/board?seconds=3")
    await expect(wall.see("board-headline")).to_have_text("第 1 件")
    await wall.page.wait_for_function(WORKING)

    street.screens.witness.forgive("ERR_CONNECTION|ERR_FAILED|Failed to (load|fetch)|WebSocket")
    await street.wire.cut()
    await expect(wall.see("board-away")).to_contain_text("暂时连不上")
    for number in (0, 1):
        await expect(wall.see("board-headline")).to_have_text(f"第 {number} 件")
    await wall.page.reload()
    await expect(wall.see("board-away")).to_contain_text("暂时连不上")
    await expect(wall.see("board-item")).to_be_visible()

    await published(street.hall, "修好了")
    await street.wire.mend()
    await expect(wall.see("board-headline")).to_have_text("修好了")
    await expect(wall.see("board-away")).to_have_count(0)


@pytest.mark.parametrize("width", [360, 1920])
async def test_nothing_of_it_runs_off_the_screen(street: Street, width: int) -> None:
    await published(street.hall, "很长的一句话" * 30)
    wall = await street.visitor(width=width)
    await wall.open("/board?seconds=600")
    await expect(wall.see("board-headline")).to_be_visible()
    wide = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert await wall.page.evaluate(wide)
