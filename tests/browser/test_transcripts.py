"""The words of a meeting: each once, in their place, followed or read back, in every form."""

import time

from playwright.async_api import expect

from tests.browser.screens import DESKTOP
from tests.browser.sitting import Sitting, hears, watching
from tests.browser.street import Street
from tests.browser.test_line import SILENCE

MANY, AT_ONCE = 10_000, 1_250
AGREEMENT = "query($id: ID!) { meeting(id: $id) { agreement { id version } } }"
BOUND = 30_000  # milliseconds
WATCH_NEWS = """() => {
    window.announcements = []
    const place = document.querySelector('[data-test=announced]')
    new MutationObserver(() => window.announcements.push(place.textContent)).observe(
        place, { childList: true, characterData: true, subtree: true })
}"""


async def test_who_loses_the_line_has_every_word_exactly_once_when_it_is_back(street: Street) -> None:
    street.screens.witness.forgive(SILENCE)
    sitting = await Sitting.under_way(street)
    await sitting.say("一")
    guest = await watching(street, sitting)
    await sitting.say("二")
    await hears(guest, "一", "二")

    await street.wire.cut()
    await expect(guest.see("reconnecting")).to_be_visible()
    for word in ("三", "四"):
        await sitting.say(word)
    await sitting.say("五", speaker="李叔叔")
    await hears(guest, "一", "二")
    await street.wire.mend()

    await hears(guest, "一", "二", "三", "四", "五")
    await sitting.say("六")
    await hears(guest, "一", "二", "三", "四", "五", "六")
    assert await guest.page.evaluate("() => performance.getEntriesByType('navigation').length") == 1


async def test_what_is_taken_away_vanishes_in_place_from_an_open_screen(street: Street) -> None:
    sitting = await Sitting.under_way(street)
    await sitting.say("大家好")
    number = await sitting.say("我的电话是 13800000000")
    await sitting.say("谢谢")
    guest = await watching(street, sitting)
    await hears(guest, "大家好", "我的电话是 13800000000", "谢谢")

    await sitting.redact(number, "说了电话号码")

    await hears(guest, "大家好", "谢谢")
    await expect(guest.see("utterance").nth(1)).to_have_text("这句话已撤下。理由：说了电话号码")
    assert "13800000000" not in await guest.page.content()
    newcomer = await watching(street, sitting)
    await hears(newcomer, "大家好", "谢谢")
    await expect(newcomer.see("utterance")).to_have_count(3)


async def test_what_is_being_said_is_replaced_where_it_stands(street: Street) -> None:
    sitting = await Sitting.under_way(street)
    guest = await watching(street, sitting)
    await expect(guest.see("floor")).to_be_visible()
    name = await sitting.say("我觉得", final=False)
    await hears(guest, "我觉得")
    await sitting.say("我说完了", speaker="李叔叔")
    await sitting.say("我觉得应该修", final=False, id=name)
    await hears(guest, "我说完了", "我觉得应该修")

    await sitting.say("我觉得应该修。", id=name)

    await hears(guest, "我说完了", "我觉得应该修。")
    await expect(guest.page.locator("[data-final=false]")).to_have_count(0)


async def test_who_scrolls_back_is_left_alone_and_told_how_many_are_new(street: Street) -> None:
    sitting = await Sitting.under_way(street)
    for number in range(30):
        await sitting.say(f"第{number}句")
    guest = await watching(street, sitting)
    box = guest.see("transcript")
    await expect(guest.page.get_by_text("第29句", exact=True)).to_be_in_viewport()
    await expect(guest.see("back-to-newest")).to_have_count(0)

    await box.hover()
    await guest.page.mouse.wheel(0, -600)
    await expect(guest.see("back-to-newest")).to_have_text("↓ 回到最新")
    before = await box.evaluate("(box) => box.scrollTop")
    for number in (30, 31):
        await sitting.say(f"第{number}句")

    await expect(guest.see("back-to-newest")).to_have_text("↓ 回到最新（2 句新的）")
    assert abs(await box.evaluate("(box) => box.scrollTop") - before) < 2
    await guest.tap("back-to-newest")
    await expect(guest.page.get_by_text("第31句", exact=True)).to_be_in_viewport()
    await expect(guest.see("back-to-newest")).to_have_count(0)
    await sitting.say("第32句")
    await expect(guest.page.get_by_text("第32句", exact=True)).to_be_in_viewport()


async def test_nothing_moves_away_under_what_is_being_pressed(street: Street) -> None:
    sitting = await Sitting.under_way(street)
    for number in range(30):
        await sitting.say(f"第{number}句")
    guest = await watching(street, sitting)
    box = guest.see("transcript")
    await expect(guest.page.get_by_text("第29句", exact=True)).to_be_in_viewport()
    await box.hover()
    before = await box.evaluate("(box) => box.scrollTop")

    await guest.page.mouse.down()
    await sitting.say("第30句")

    await expect(guest.page.get_by_text("第30句", exact=True)).to_be_attached()
    assert abs(await box.evaluate("(box) => box.scrollTop") - before) < 2
    await guest.page.mouse.up()
    await expect(guest.page.get_by_text("第30句", exact=True)).to_be_in_viewport()
    await expect(guest.see("back-to-newest")).to_have_count(0)


def captions(start: int, end: int) -> str:
    """Captions by these numbers, of one or several lines each."""
    cues = [f"{stamp(n)} --> {stamp(n + 1)}\n<v 王阿姨>第{n}句。{'说得很长' * (n % 13)}\n" for n in range(start, end)]
    return "WEBVTT\n\n" + "\n".join(cues)


def stamp(second: int) -> str:
    """A time as captions have it."""
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.000"


async def test_a_newcomer_has_ten_thousand_utterances_of_which_few_are_drawn(street: Street) -> None:
    sitting = await Sitting.under_way(street)
    for start in range(0, MANY, AT_ONCE):
        given = {"meetingId": sitting.id, "captions": captions(start, start + AT_ONCE)}
        await sitting.lead("importTranscript", input=given)
    guest = await street.visitor(width=DESKTOP)
    await guest.open("/")
    await expect(guest.see("issues-empty")).to_be_visible()

    started = time.perf_counter()
    await guest.open(sitting.path)
    newest = guest.page.get_by_text(f"第{MANY - 1}句")
    await expect(newest).to_be_in_viewport(timeout=BOUND)
    took = time.perf_counter() - started
    print(f"{MANY} utterances, from an empty tab to the newest: {took:.2f} s")  # noqa: T201 - the test is asked for it

    assert await guest.see("utterance").count() < 60
    await guest.see("transcript").evaluate("(box) => box.scrollTo(0, 0)")
    await expect(guest.page.get_by_text("第0句。", exact=True)).to_be_in_viewport()
    assert await guest.see("utterance").count() < 60
    await sitting.say("还有一句")
    await expect(guest.see("back-to-newest")).to_have_attribute("data-missed", "1")


async def test_large_type_shows_one_utterance_at_a_time(street: Street) -> None:
    sitting = await Sitting.under_way(street)
    await sitting.say("第一句")
    await sitting.say("第二句", speaker="李叔叔")
    guest = await watching(street, sitting, elder=True)
    await hears(guest, "第二句")
    await expect(guest.see("one-word")).to_contain_text("李叔叔")

    await guest.tap("earlier")
    await hears(guest, "第一句")
    await sitting.say("第三句")
    await expect(guest.see("back-to-newest")).to_have_text("↓ 回到最新（1 句新的）")
    await hears(guest, "第一句")
    await guest.tap("back-to-newest")
    await hears(guest, "第三句")
    size = await guest.see("words").evaluate("(element) => parseFloat(getComputedStyle(element).fontSize)")
    assert size > 36


async def test_screen_readers_hear_what_is_new_and_not_what_was_said_before(street: Street) -> None:
    sitting = await Sitting.under_way(street)
    await sitting.say("早就说过了")
    guest = await watching(street, sitting)
    await hears(guest, "早就说过了")
    await guest.page.evaluate(WATCH_NEWS)

    await sitting.say("第一句")
    await expect(guest.see("announced")).to_have_text("王阿姨：第一句")
    await sitting.say("还没说完", final=False)
    await sitting.say("第二句")
    await sitting.say("第三句")

    await expect(guest.see("announced")).to_have_text("王阿姨：第二句\n王阿姨：第三句")
    assert await guest.page.evaluate("() => window.announcements") == [
        "王阿姨：第一句",
        "王阿姨：第二句\n王阿姨：第三句",
    ]
