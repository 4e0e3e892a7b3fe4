"""axe finds nothing at level AA, and nothing sticks out of a narrow screen."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from resolvers import deadlines
from rules.ids import Kind, public_id
from rules.issues import Stage
from tests.browser.screens import DESKTOP, PHONE, Visitor
from tests.browser.sitting import busy_meeting, made_staff, without_a_phone
from tests.browser.street import Street
from tests.browser.test_grids_page import staffed
from tests.browser.town import Town, path_of, photo, spot
from tests.browser.verifier import decided, exported, give
from tests.conftest import ROOT
from tests.support.deeds import swept
from tests.support.house import done
from tests.support.whistles import street as crew

LEVEL_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async (tags) => (await axe.run(document, { runOnly: tags })).violations.map(
    ({ id, nodes }) => id + ': ' + nodes.map((node) => node.target.join(' ')).join(', '))"""
FOLDED = (
    *("limits", "add-item", "lead-people", "phoneless", "lead-rules", "note-breach"),
    *("draft-agreement", "import-captions", "set-stream", "end-meeting"),
)
STICKS_OUT = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def axe() -> Path:
    """The checker, as the page's development dependencies bring it."""
    script = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
    if not script.exists():
        pytest.skip("axe-core is not installed: make page")
    return script


async def complaints(visitor: Visitor, name: str) -> list[str]:
    """What is wrong with what the visitor sees."""
    found = [f"{name}: {violation}" for violation in await visitor.page.evaluate(RUN, LEVEL_AA)]
    too_wide = await visitor.page.evaluate(STICKS_OUT)
    return found + ([f"{name}: {too_wide} pixels too wide"] if too_wide > 0 else [])


async def shown(visitor: Visitor, path: str, name: str) -> list[str]:
    """What is wrong with the page at the path, once the element is there."""
    await visitor.open(path)
    await expect(visitor.see(name).first).to_be_visible()
    return await complaints(visitor, path)


@pytest.fixture(params=[(PHONE, False), (PHONE, True), (DESKTOP, False)], ids=["phone", "phone-elder", "desktop"])
def screen(request: pytest.FixtureRequest) -> tuple[int, bool]:
    """Width in pixels, and whether 长辈版 is on."""
    return request.param


async def test_a_guest_meets_no_barrier(street: Street, axe: Path, screen: tuple[int, bool]) -> None:
    width, elder = screen
    poll = await street.poll()
    guest = await street.visitor(width=width, elder=elder)
    await guest.page.add_init_script(path=axe)

    found = await shown(guest, "/", "issue-card")
    found += await shown(guest, f"/polls/{poll}", "sign-in-to-vote")
    found += await shown(guest, "/nowhere", "home")
    found += await shown(guest, "/sign-in", "phone")
    await guest.ask_for_code(street.hall.neighbours[0].phone)
    found += await complaints(guest, "code")

    assert found == []


async def test_a_resident_meets_no_barrier(street: Street, axe: Path, screen: tuple[int, bool]) -> None:
    width, elder = screen
    poll = await street.poll()
    wang = await street.visitor(street.hall.neighbours[0], width=width, elder=elder)
    await wang.page.add_init_script(path=axe)

    found = await shown(wang, "/raise", "raise-title")
    found += await shown(wang, "/me", "my-name")
    await wang.open(f"/polls/{poll}")
    await expect(wang.see("choice-yes")).to_have_role("button")
    found += await complaints(wang, "open poll")
    await wang.tap("choice-yes")
    await wang.unfold("receipt")
    found += await complaints(wang, "poll voted on")
    await street.api.done("closePoll", street.hall.moderator.token, input={"pollId": poll, "reason": "都投过了"})
    await expect(wang.see("result")).to_be_visible()
    found += await complaints(wang, "closed poll")

    assert found == []


async def test_a_moderator_meets_no_barrier(street: Street, axe: Path, screen: tuple[int, bool]) -> None:
    width, elder = screen
    issue = await street.issue(at=Stage.DELIBERATING)
    await street.comment(street.hall.neighbours[0], issue, "好事" * 60)
    moderator = await street.visitor(street.hall.moderator, width=width, elder=elder)
    await moderator.page.add_init_script(path=axe)
    await moderator.open(f"/issues/{issue}")
    await expect(moderator.see("comment")).to_be_visible()
    await moderator.unfold("advance")
    await moderator.unfold("open-poll")

    assert await complaints(moderator, "issue") == []


async def test_whoever_checks_a_record_meets_no_barrier(street: Street, axe: Path, screen: tuple[int, bool]) -> None:
    width, elder = screen
    issue, trackers = await decided(street)
    raw = await exported(street, issue)
    guest = await street.visitor(width=width, elder=elder)
    await guest.page.add_init_script(path=axe)

    found = await shown(guest, f"/issues/{issue}", "record-check")
    found += await shown(guest, "/verify", "verify-drop")
    await give(guest, raw)
    await guest.see("verify-tracker").fill(trackers["0 0 yes"])
    await guest.page.keyboard.press("Enter")
    await expect(guest.see("ballot")).to_be_visible()
    found += await complaints(guest, "sound record")
    await give(guest, raw[:-100], "wrong")
    found += await complaints(guest, "wrong record")

    assert found == []


async def in_both_languages(visitor: Visitor, name: str) -> list[str]:
    """What is wrong with what the visitor sees, in their language and in the other."""
    found = await complaints(visitor, name)
    await visitor.tap("language-switch")
    return found + await complaints(visitor, f"{name}, other language")


async def test_whoever_follows_or_leads_a_meeting_meets_no_barrier(
    street: Street, axe: Path, screen: tuple[int, bool]
) -> None:
    width, elder = screen
    await made_staff(street)
    sitting = await busy_meeting(street)
    grandmother = await without_a_phone(street, "李奶奶")
    await sitting.lead("signInParticipant", input={"meetingId": sitting.id, "residentId": grandmother})
    people = (street.hall.neighbours[0], None, street.hall.moderator)
    wang, guest, moderator = [await street.visitor(person, width=width, elder=elder) for person in people]
    for visitor in (wang, guest, moderator):
        await visitor.page.add_init_script(path=axe)

    found = await shown(guest, sitting.path, "sign-in-to-enter")
    await wang.open(sitting.path)
    await expect(wang.see("end-turn")).to_be_visible()
    await expect(wang.see("choice-yes")).to_have_role("button")
    for folded in ("times", "people", "house-rules"):
        await wang.unfold(folded)
    await expect(wang.see("participant")).to_have_count(4)
    if not elder:
        await wang.see("transcript").evaluate("(box) => box.scrollTo(0, 0)")
        await expect(wang.see("back-to-newest")).to_be_visible()
    found += await in_both_languages(wang, "meeting")
    await moderator.open(f"{sitting.path}/lead")
    for folded in FOLDED:
        await moderator.unfold(folded)
    await expect(moderator.see("phoneless-who")).to_be_visible()
    await expect(moderator.see("vote-for-who")).to_be_visible()
    await moderator.tap("add-point")
    await moderator.tap("new-publish-key")
    await expect(moderator.see("stream-key")).to_be_visible()
    await moderator.see("redact").last.click()
    await expect(moderator.see("redact-form")).to_be_visible()
    found += await in_both_languages(moderator, "leading a meeting")

    assert found == []


async def test_whoever_reports_something_meets_no_barrier(street: Street, axe: Path, screen: tuple[int, bool]) -> None:
    width, elder = screen
    town = await Town.on(street)
    first, second = street.hall.neighbours[:2]
    await town.report(second, place=spot(0.5), photos=1)
    asked, solved = await town.report(first, place=spot(1.5)), await town.solved_for(first)
    await town.assigned(asked.id)
    await town.asked(asked.id, "是哪一盏灯？")
    wang = await street.visitor(first, width=width, elder=elder)
    await wang.page.add_init_script(path=axe)

    await wang.open("/report")
    await wang.see("photo-input").set_input_files(photo(x=0.5))
    await wang.see("report-said").fill("路灯坏了")
    await wang.tap("use-map")
    await expect(wang.see("likely-report").first).to_be_visible()
    await expect(wang.page.locator(".map-grid")).to_have_count(2)
    found = await in_both_languages(wang, "reporting")
    await wang.tap("language-switch")
    for path, name in ((path_of(asked), "answer-words"), (path_of(solved), "rate-5"), ("/nearby", "report-card")):
        await wang.open(path)
        await expect(wang.see(name).first).to_be_visible()
        found += await in_both_languages(wang, path)
        await wang.tap("language-switch")
    found += await shown(wang, "/me/reports", "report-card")
    found += await shown(wang, "/me/notices", "told")
    found += await shown(wang, "/resolutions", "outcome")

    assert found == []


async def test_whoever_sees_to_reports_meets_no_barrier(street: Street, axe: Path, screen: tuple[int, bool]) -> None:
    width, elder = screen
    town, hall = await Town.on(street), street.hall
    await town.report(hall.neighbours[0], "楼道太黑", photos=1)
    hall.clock.turn(hours=25)
    await swept(hall.house)
    report = await town.report(hall.neighbours[0], place=spot(0.5), photos=1)
    await town.report(hall.neighbours[0], "电线冒火花")
    await town.solved_for(hall.neighbours[0])
    await town.assigned(report.id)
    await town.started(report.id)
    staff = await street.visitor(hall.staff, width=width, elder=elder)
    await staff.page.add_init_script(path=axe)

    await staff.open("/work")
    await expect(staff.see("work-card").filter(visible=True).first).to_be_visible()
    found = await in_both_languages(staff, "board")
    await staff.tap("language-switch")
    await staff.open(path_of(report))
    for step in ("ASSIGN", "RESOLVE", "ASK", "HAND_OVER", "REJECT"):
        await staff.unfold(f"handle-{step}")
    await staff.see("handle-REJECT").locator("[data-test=handle-send]").click()
    await expect(staff.see("field-error").first).to_be_visible()
    found += await in_both_languages(staff, "handling")

    assert found == []


async def test_whoever_follows_a_whistle_or_acts_at_it_meets_no_barrier(
    street: Street, axe: Path, screen: tuple[int, bool]
) -> None:
    width, elder = screen
    town, there = await Town.on(street), await crew(street.hall)
    report = await town.report(street.hall.neighbours[0], place=spot(0.5))
    whole, over = await there.blown(report.id), await there.closed()
    done(await there.answered(whole.whistle.id, 0))
    done(await there.planned(whole.whistle.id, 0, 1))
    street.hall.clock.turn(minutes=31)
    await deadlines.sweep(street.hall.house)
    officer, chief = [
        await street.visitor(person, width=width, elder=elder) for person in (there.officers[1], there.street)
    ]
    for visitor in (officer, chief):
        await visitor.page.add_init_script(path=axe)

    await officer.open(f"/whistles/{public_id(Kind.WHISTLE, whole.whistle.id)}")
    await expect(officer.see("call-late")).to_be_visible()
    for folded in ("answer", "finish-task", "make-plan"):
        await officer.unfold(folded)
    found = await in_both_languages(officer, "whistle")
    found += await shown(chief, f"/whistles/{public_id(Kind.WHISTLE, over.whistle.id)}", "rate-5")
    await chief.open("/whistles/figures")
    await chief.see("open-CALLED").first.click()
    await expect(chief.see("act").first).to_be_visible()
    found += await in_both_languages(chief, "rates")
    found += await shown(chief, "/whistles", "whistle-card")
    found += await shown(chief, path_of(report), "to-whistle")
    found += await shown(chief, "/whistles/new", "blow-office")

    assert found == []


async def test_whoever_looks_at_figures_meets_no_barrier(street: Street, axe: Path, screen: tuple[int, bool]) -> None:
    width, elder = screen
    town, first = await Town.on(street), street.hall.neighbours[0]
    await town.solved_for(first)
    wang = await street.visitor(first, width=width, elder=elder)
    await wang.page.add_init_script(path=axe)
    await wang.open("/figures")
    for chart in ("answered", "time"):
        await wang.see(f"chart-{chart}").locator("summary").click()
    await wang.see("figure-ninety").first.click()
    await expect(wang.see("counted")).to_be_visible()

    assert await in_both_languages(wang, "figures") == []


async def test_whoever_looks_at_grids_meets_no_barrier(street: Street, axe: Path, screen: tuple[int, bool]) -> None:
    width, elder = screen
    town, _ = await staffed(street)
    await town.report(street.hall.neighbours[0], place=spot(0.5))
    staff = await street.visitor(street.hall.staff, width=width, elder=elder)
    await staff.page.add_init_script(path=axe)
    await staff.open("/grids")
    await staff.see("choose-grid").first.click()
    await expect(staff.see("skill").first).to_be_visible()
    await staff.unfold("building-list")
    await staff.unfold("grid-entries")

    assert await in_both_languages(staff, "grids") == []
