"""Large type, and the other language."""

import pytest
from playwright.async_api import expect

from tests.browser.screens import Visitor
from tests.browser.street import Street

SIZE = "(element) => parseFloat(getComputedStyle(element).fontSize)"
INK = "(element) => getComputedStyle(element).color"


async def look(visitor: Visitor) -> tuple[float, str]:
    """The size of ordinary text in pixels, and its colour."""
    body = visitor.page.locator("body")
    return await body.evaluate(SIZE), await body.evaluate(INK)


async def test_one_tap_makes_the_letters_large_and_black_and_it_is_remembered(street: Street) -> None:
    guest = await street.visitor()
    await guest.open("/")
    size, _ = await look(guest)
    assert size == 16

    await guest.tap("elder-switch")

    await expect(guest.see("elder-switch")).to_be_checked()
    assert await look(guest) == (22, "rgb(0, 0, 0)")
    await guest.page.reload()
    await expect(guest.see("elder-switch")).to_be_checked()
    assert await look(guest) == (22, "rgb(0, 0, 0)")
    await guest.tap("elder-switch")
    await expect(guest.see("elder-switch")).not_to_be_checked()
    assert (await look(guest))[0] == size


async def test_chinese_comes_first_and_one_tap_changes_the_language_of_everything(street: Street) -> None:
    issue = await street.issue()
    guest = await street.visitor()
    await guest.open(f"/issues/{issue}")
    html = guest.page.locator("html")
    await expect(html).to_have_attribute("lang", "zh-CN")
    await expect(guest.see("stage").first).to_have_text("刚提出")

    await guest.tap("language-switch")

    await expect(html).to_have_attribute("lang", "en")
    await expect(guest.see("stage").first).to_have_text("Just raised")
    await guest.page.reload()
    await expect(html).to_have_attribute("lang", "en")
    await guest.open("/sign-in")
    await guest.see("phone").fill("1")
    await guest.tap("request-code")
    await expect(guest.see("field-error")).to_have_text(
        "This phone number does not look right; please check it and type it again."
    )


@pytest.mark.parametrize("elder", [False, True], ids=["normal", "elder"])
async def test_everything_that_can_be_tapped_in_a_poll_is_large_enough_for_a_thumb(street: Street, elder: bool) -> None:
    poll = await street.poll()
    wang = await street.visitor(street.hall.neighbours[0], elder=elder)
    await wang.open(f"/polls/{poll}")
    await expect(wang.see("choice-yes")).to_have_role("button")

    for tapped in await wang.page.get_by_role("button").or_(wang.page.get_by_role("switch")).all():
        box = await tapped.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44


async def test_the_words_of_ones_own_choice_are_not_squeezed_in_large_type(street: Street) -> None:
    poll = await street.poll(revisable=True, choices=(("garage", "地下车库入口"), ("none", "先不建")))
    wang = await street.visitor(street.hall.neighbours[0], elder=True)
    await wang.open(f"/polls/{poll}")
    await wang.tap("choice-garage")
    await expect(wang.see("choice-garage")).to_contain_text("您选的")

    words, one_line = [await wang.see(f"label-{key}").bounding_box() for key in ("garage", "none")]

    assert words
    assert one_line
    assert words["height"] <= 2 * one_line["height"]
