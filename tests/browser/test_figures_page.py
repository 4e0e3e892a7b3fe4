"""Public figures on the screen: pictures, the tables they are drawn from, and the reports behind each number."""

from datetime import date, timedelta

from playwright.async_api import Locator, expect

from resolvers import deadlines, figures
from resolvers.figures import Row
from rules.figures import Figure, Period
from rules.ids import Kind, public_id
from rules.whistles import today
from tests.browser.screens import DESKTOP, Visitor
from tests.browser.street import Street
from tests.browser.town import Town, spot
from tests.support.house import done

COUNTS = {
    "received": ("received", Figure.RECEIVED),
    "inTime": ("answered", Figure.ANSWERED_IN_TIME),
    "late": ("answered", Figure.ANSWERED_LATE),
    "solved": ("solved", Figure.SOLVED),
    "rated": ("rated", Figure.RATED),
}
LATE_BY = 20


async def three_weeks(street: Street) -> tuple[Town, date]:
    """One report solved and rated at once, and one that was answered long after its clock had run out; and today."""
    town = await Town.on(street)
    first = street.hall.neighbours[0]
    quick = await town.solved_for(first)
    await street.api.done("rateReport", first.token, input={"reportId": public_id(Kind.REPORT, quick.id), "rating": 5})
    slow = await town.report(first, "水管漏水", place=spot(1.5))
    await town.assigned(slow.id)
    street.hall.clock.turn(days=LATE_BY)
    await deadlines.sweep(street.hall.house)
    await town.started(slow.id)
    await town.solved(slow.id)
    return town, today(street.hall.clock.now())


async def looks(street: Street, visitor: Visitor, path: str = "/figures") -> None:
    """Opens the page on the day that it is in the house."""
    await visitor.page.clock.set_fixed_time(street.hall.clock.now())
    await visitor.open(path)
    await expect(visitor.see("chart-received").get_by_role("img")).to_be_visible()


async def table(visitor: Visitor, chart: str) -> Locator:
    """The table of a picture, unfolded."""
    found = visitor.see(f"chart-{chart}").locator("[data-test=figure-table]")
    if await found.get_attribute("open") is None:
        await found.locator("summary").click()
    return found


async def kept(street: Street, period: Period, since: date, until: date) -> list[Row]:
    """The figures as the house keeps them."""
    return done(await figures.rows(street.hall.house, street.hall.community_id, period, since, until))


async def test_every_number_of_the_tables_is_the_one_that_is_kept(street: Street) -> None:
    _, now = await three_weeks(street)
    guest = await street.visitor(width=DESKTOP)
    await guest.open("/")
    await guest.tap("figures-link")
    await expect(guest.see("chart-received")).to_contain_text("收到")
    await looks(street, guest)
    rows = await kept(street, Period.DAY, now - timedelta(days=29), now)

    shown: dict[str, list[str]] = {}
    for key, (chart, _) in [*COUNTS.items(), ("median", ("time", None)), ("ninety", ("time", None))]:
        cells = (await table(guest, chart)).locator(f"[data-test=figure-{key}]")
        await expect(cells).to_have_count(30)
        shown[key] = await cells.evaluate_all("(cells) => cells.map((cell) => cell.dataset.value)")

    newest_first = rows[::-1]
    for key, (_, figure) in COUNTS.items():
        assert shown[key] == [str(row.counts[figure]) for row in newest_first], key
        assert sum(map(int, shown[key])) == {"received": 2, "solved": 2}.get(key, 1)
    assert shown["median"] == ["" if row.median is None else str(row.median) for row in newest_first]
    assert shown["ninety"] == ["" if row.ninety is None else str(row.ninety) for row in newest_first]
    await expect(guest.see("figure-share")).to_have_text("按时 50%")


async def test_a_picture_is_drawn_to_scale_and_says_what_it_shows(street: Street) -> None:
    await three_weeks(street)
    guest = await street.visitor()
    await looks(street, guest)
    picture = guest.see("chart-received").get_by_role("img")
    assert "共 2 件" in str(await picture.get_attribute("aria-label"))
    heights = await picture.locator(".main").evaluate_all("(bars) => bars.map((bar) => bar.getBBox().height)")
    assert len(heights) == 30
    assert sorted(heights)[:29] == [0] * 29
    assert heights[29 - LATE_BY] == 156  # two of two fill the picture
    answered = guest.see("chart-answered").get_by_role("img")
    late = await answered.locator(".warn").evaluate_all("(bars) => bars.map((bar) => bar.getBBox().height)")
    assert [number for number, height in enumerate(late) if height > 0] == [29]


async def test_a_number_opens_down_to_the_report_and_a_guest_is_asked_to_sign_in(street: Street) -> None:
    await three_weeks(street)
    wang, guest = await street.visitor(street.hall.neighbours[1]), await street.visitor()
    for visitor in (wang, guest):
        await looks(street, visitor)
    await (await table(guest, "received")).locator("button[data-value='2']").click()
    await expect(guest.see("counted")).to_have_count(2)
    await expect(guest.see("counted").first.get_by_role("link")).to_have_text("登录后能看是哪一件")

    late = (await table(wang, "answered")).locator("[data-test=figure-late]").first
    await late.focus()
    await wang.page.keyboard.press("Enter")
    await expect(late).to_have_attribute("aria-expanded", "true")
    await expect(wang.see("counted")).to_contain_text("水管漏水")
    await (await table(wang, "time")).locator("[data-test=figure-ninety]").first.click()
    await expect(wang.see("counted").nth(1)).to_contain_text(f"用了 {LATE_BY} 天")
    await wang.see("counted").nth(1).get_by_role("link").click()
    await expect(wang.see("report-title")).to_have_text("水管漏水")


async def test_a_column_opens_what_it_stands_for(street: Street) -> None:
    await three_weeks(street)
    wang = await street.visitor(street.hall.neighbours[0], width=DESKTOP)
    await looks(street, wang)
    await wang.see("chart-solved").locator("[data-test=figure-column]").last.click()
    await expect(wang.see("counted")).to_have_count(1)
    await expect(wang.see("counted")).to_contain_text("水管漏水")


async def test_months_and_earlier_times_can_be_seen(street: Street) -> None:
    _, now = await three_weeks(street)
    guest = await street.visitor()
    await looks(street, guest)
    await guest.tap("by-MONTH")
    rows = await kept(street, Period.MONTH, (now - timedelta(days=330)).replace(day=1), now)
    cells = (await table(guest, "received")).locator("[data-test=figure-received]")
    await expect(cells).to_have_count(12)
    shown = await cells.evaluate_all("(cells) => cells.map((cell) => Number(cell.dataset.value))")
    assert shown == [row.counts[Figure.RECEIVED] for row in rows[:-13:-1]]
    assert sum(shown) == 2

    await guest.tap("by-DAY")
    await expect(guest.see("figures-later")).to_have_count(0)
    await guest.tap("figures-earlier")
    await expect(guest.see("figures-range")).to_have_attribute("data-until", (now - timedelta(days=30)).isoformat())
    await expect(guest.see("chart-received").get_by_role("img")).to_have_count(0)
    await expect(guest.see("chart-received")).to_contain_text("这段时间没有")
    await guest.tap("figures-later")
    await expect(guest.see("figures-range")).to_have_attribute("data-until", now.isoformat())
