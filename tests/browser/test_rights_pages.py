"""What a level allows is on the page where it is used, and nobody below it is shown a button that says no."""

from pathlib import Path

from playwright.async_api import expect

from tests.browser.street import Street
from tests.browser.test_accessibility import axe, in_both_languages, screen
from tests.support.standing import risen, under_one_roof

__all__ = ["axe", "screen"]


async def test_who_has_risen_stands_behind_an_issue_and_all_see_how_many_do(street: Street) -> None:
    hall, (_, keen, new) = street.hall, street.hall.neighbours[:3]
    await risen(hall, keen, 100)
    issue = await street.issue()
    one, other = await street.visitor(keen), await street.visitor(new)
    for visitor in (one, other):
        await visitor.open(f"/issues/{issue}")
        await expect(visitor.see("issue-title")).to_be_visible()
    await expect(other.see("second")).to_have_count(0)
    await one.tap("second")
    await expect(one.see("i-second")).to_be_visible()
    await expect(one.see("second")).to_have_count(0)
    await expect(other.page.locator("[data-test=seconds][data-count='1']")).to_have_text("1 位邻居支持这件事")


async def test_a_comment_is_hidden_with_a_reason_and_put_back_by_staff(street: Street) -> None:
    hall, (_, author, capable, far) = street.hall, street.hall.neighbours[:4]
    await risen(hall, capable, 500)
    await under_one_roof(hall, [author, capable])
    issue = await street.issue()
    for person, words in ((author, "你们都是骗子。"), (far, "我同意。")):
        await street.comment(person, issue, words)
    keeper, writer, guest = await street.visitor(capable), await street.visitor(author), await street.visitor()
    for visitor in (keeper, writer, guest):
        await visitor.open(f"/issues/{issue}")
        await expect(visitor.see("comment")).to_have_count(2)
    await expect(guest.see("hide-comment")).to_have_count(0)
    rude, fine = (keeper.see("comment").filter(has_text=words) for words in ("骗子", "我同意"))
    await fine.locator("summary").click()
    await fine.locator("[data-test=reason]").fill("不喜欢。")
    await fine.locator("[data-test=give-reason]").click()
    await expect(fine.locator("[data-test=field-error]")).to_contain_text("楼")
    await rude.locator("summary").click()
    await rude.locator("[data-test=reason]").fill("骂人。")
    await rude.locator("[data-test=give-reason]").click()

    await expect(guest.see("hidden-why")).to_have_text("原因：骂人。")
    await expect(guest.see("comment-said").filter(has_text="骗子")).to_have_count(0)
    await expect(guest.see("hidden-body")).to_have_count(0)
    await expect(writer.see("hidden-why")).to_be_visible()
    await writer.unfold("hidden-body")
    await expect(writer.see("hidden-body")).to_contain_text("骗子")
    staff = await street.visitor(hall.staff)
    await staff.open(f"/issues/{issue}")
    back = await staff.unfold("restore-comment")
    await back.locator("[data-test=reason]").fill("这是意见。")
    await back.locator("[data-test=give-reason]").click()
    await expect(guest.see("comment-said").filter(has_text="骗子")).to_be_visible()
    await expect(guest.see("hidden-why")).to_have_count(0)


async def test_an_expert_says_whether_they_may_be_drawn(street: Street) -> None:
    hall, wang = street.hall, street.hall.neighbours[1]
    await risen(hall, wang, 1_500)
    expert = await street.visitor(wang)
    await expert.open("/badges")
    await expect(expert.see("my-right")).to_have_count(3)
    await expert.tap("willing-switch")
    await expect(expert.page.locator("[data-test=willing-switch][aria-checked=true]")).to_be_visible()
    await expert.page.reload()
    await expect(expert.page.locator("[data-test=willing-switch][aria-checked=true]")).to_be_visible()
    keen = await street.visitor(hall.neighbours[2])
    await keen.open("/badges")
    await expect(keen.see("thanks-switch")).to_be_visible()
    await expect(keen.see("willing-switch")).to_have_count(0)


async def test_whoever_uses_a_right_meets_no_barrier(street: Street, axe: Path, screen: tuple[int, bool]) -> None:
    width, elder = screen
    hall, (_, author, expert) = street.hall, street.hall.neighbours[:3]
    await risen(hall, expert, 1_500)
    issue = await street.issue()
    for words in ("你们都是骗子。", "我同意。"):
        await street.comment(author, issue, words)
    staff = await street.visitor(hall.staff, width=width, elder=elder)
    resident = await street.visitor(expert, width=width, elder=elder)
    for visitor in (staff, resident):
        await visitor.page.add_init_script(path=axe)
    await staff.open(f"/issues/{issue}")
    rude, fine = (staff.see("comment").filter(has_text=words) for words in ("骗子", "我同意"))
    await rude.locator("summary").click()
    await rude.locator("[data-test=reason]").fill("骂人。")
    await rude.locator("[data-test=give-reason]").click()
    await staff.unfold("restore-comment")
    await staff.unfold("hidden-body")
    await fine.locator("summary").click()
    found = await in_both_languages(staff, "/issues hidden")
    await resident.open(f"/issues/{issue}")
    await expect(resident.see("second")).to_be_visible()
    found += await in_both_languages(resident, "/issues second")
    await resident.open("/badges")
    await expect(resident.see("willing-switch")).to_be_visible()
    found += await in_both_languages(resident, "/badges")

    assert found == []
