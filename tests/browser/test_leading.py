"""Who leads a meeting writes down what is said, by hand or by ear, and nothing of it is lost."""

from pathlib import Path
from typing import Any

from playwright.async_api import expect

from tests.browser.screens import DESKTOP, Visitor
from tests.browser.sitting import Sitting, hears, issue_and_poll
from tests.browser.street import Street
from tests.browser.test_line import SILENCE

RECOGNISER = """
window.recognisers = []
delete window.SpeechRecognition
window.webkitSpeechRecognition = class {
    constructor() { window.recognisers.push(this) }
    start() {
        this.started = true
        if (window.refuse) setTimeout(() => { this.onerror({ error: 'not-allowed' }); this.tire() })
    }
    abort() { if (!this.over) { this.over = true; setTimeout(() => this.onend()) } }
    hear(...said) {
        const results = said.map(([transcript, isFinal]) => Object.assign([{ transcript }], { isFinal }))
        this.onresult({ resultIndex: 0, results })
    }
    tire() { this.over = true; this.onend() }
}
"""
CAPTIONS = (
    "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v 王阿姨>大家好\n\n00:00:02.000 --> 00:00:04.000\n<v 李叔叔>您好\n"
)


async def leading(street: Street, sitting: Sitting, **look: Any) -> Visitor:
    """The moderator, on the page for leading."""
    moderator = await street.visitor(street.hall.moderator, **look)
    await moderator.open(f"{sitting.path}/lead")
    await expect(moderator.see("meeting-title")).to_be_visible()
    return moderator


async def following(street: Street, sitting: Sitting) -> Visitor:
    """A guest who follows the meeting."""
    guest = await street.visitor()
    await guest.open(sitting.path)
    await expect(guest.see("floor")).to_be_visible()
    return guest


async def test_what_is_typed_is_shown_as_it_is_typed_and_stands_with_enter(street: Street) -> None:
    sitting = await Sitting.under_way(street)
    moderator, guest = await leading(street, sitting), await following(street, sitting)
    await expect(moderator.see("speaker")).to_have_value("主持人")

    await moderator.see("said").press_sequentially("请大家", delay=40)
    await hears(guest, "请大家")
    await moderator.see("said").press_sequentially("慢慢说", delay=40)
    await hears(guest, "请大家慢慢说")
    await moderator.see("said").press("Enter")

    await expect(guest.page.locator("[data-final=true]")).to_have_count(1)
    await expect(moderator.see("said")).to_have_value("")
    assert await sitting.written() == [("主持人", "请大家慢慢说")]


async def test_what_is_written_while_the_line_is_down_arrives_once_and_in_order(street: Street) -> None:
    street.screens.witness.forgive(SILENCE)
    sitting = await Sitting.under_way(street)
    moderator = await leading(street, sitting)
    await moderator.see("said").fill("第一句")
    await moderator.see("said").press("Enter")
    await expect(moderator.see("words")).to_have_count(1)
    await expect(moderator.see("unsent")).to_have_count(0)

    await street.wire.cut()
    await expect(moderator.see("reconnecting")).to_be_visible()
    for text in ("第二句", "第三句"):
        await moderator.see("said").fill(text)
        await moderator.see("said").press("Enter")
    await moderator.see("said").fill("还没写完")
    await expect(moderator.see("unsent")).to_have_attribute("data-count", "2")
    await expect(moderator.see("writer-away")).to_be_visible()
    await street.wire.mend()

    await expect(moderator.see("unsent")).to_have_count(0)
    await expect(moderator.see("said")).to_have_value("还没写完")
    assert [text for _, text in await sitting.written()] == ["第一句", "第二句", "第三句"]


async def test_a_sentence_whose_answer_was_lost_is_written_once(street: Street) -> None:
    street.screens.witness.forgive(SILENCE)
    sitting = await Sitting.under_way(street)
    moderator = await leading(street, sitting)
    await moderator.see("said").fill("只写一次")
    await hears(moderator, "只写一次")

    street.wire.swallow_answer_to(b'"final":true')
    await moderator.see("said").press("Enter")
    await street.wire.swallowed.wait()

    await expect(moderator.see("unsent")).to_have_count(0)
    assert await sitting.written() == [("主持人", "只写一次")]


async def test_the_browsers_own_recogniser_writes_and_goes_on_when_it_stops(street: Street) -> None:
    sitting = await Sitting.under_way(street)
    guest = await following(street, sitting)
    moderator = await street.visitor(street.hall.moderator)
    await moderator.page.add_init_script(RECOGNISER)
    await moderator.open(f"{sitting.path}/lead")

    await moderator.tap("listen")
    await expect(moderator.see("listening")).to_be_visible()
    asked = "() => { const it = recognisers[0]; return [it.lang, it.continuous, it.interimResults] }"
    assert await moderator.page.evaluate(asked) == ["zh-CN", True, True]  # the language of the page
    await moderator.page.evaluate("() => recognisers[0].hear(['东门', false])")
    await hears(guest, "东门")
    await moderator.page.evaluate("() => recognisers[0].hear(['东门的灯', false])")
    await hears(guest, "东门的灯")
    await moderator.page.evaluate("() => recognisers[0].hear(['东门的灯坏了。', true])")
    await expect(guest.page.locator("[data-final=true]")).to_have_count(1)
    await hears(guest, "东门的灯坏了。")

    await moderator.page.evaluate("() => recognisers[0].tire()")
    await moderator.page.wait_for_function("() => recognisers[1]?.started")
    await moderator.page.evaluate("() => recognisers[1].hear(['西门的', false])")
    await hears(guest, "东门的灯坏了。", "西门的")
    await moderator.page.evaluate("() => recognisers[1].tire()")
    await expect(guest.page.locator("[data-final=true]")).to_have_count(2)
    await moderator.page.wait_for_function("() => recognisers[2]?.started")
    await moderator.tap("listen")
    await expect(moderator.see("listen")).not_to_be_checked()
    assert await moderator.page.evaluate("() => recognisers[2].over")
    assert await sitting.written() == [("主持人", "东门的灯坏了。"), ("主持人", "西门的")]


async def test_a_microphone_that_is_refused_is_told_plainly(street: Street) -> None:
    sitting = await Sitting.under_way(street)
    moderator = await street.visitor(street.hall.moderator)
    await moderator.page.add_init_script(RECOGNISER + "window.refuse = true")
    await moderator.open(f"{sitting.path}/lead")

    await moderator.tap("listen")

    await expect(moderator.see("listen-trouble")).to_contain_text("浏览器不让用话筒")
    await expect(moderator.see("listen")).not_to_be_checked()
    assert await moderator.page.evaluate("() => recognisers.length") == 1


async def test_a_browser_without_a_recogniser_offers_none(street: Street) -> None:
    sitting = await Sitting.under_way(street)
    moderator = await street.visitor(street.hall.moderator)
    gone = "for (const name of ['SpeechRecognition', 'webkitSpeechRecognition']) { delete window[name] }"
    await moderator.page.add_init_script(gone)
    await moderator.open(f"{sitting.path}/lead")

    await expect(moderator.see("writer")).to_be_visible()
    await expect(moderator.see("listen")).to_have_count(0)


async def test_people_in_the_room_are_signed_in_given_the_floor_and_held_to_the_rules(street: Street) -> None:
    sitting = await Sitting.under_way(street)
    moderator, guest = await leading(street, sitting, width=DESKTOP), await following(street, sitting)
    people = await moderator.unfold("lead-people")
    await people.locator("[data-test=person-name]").fill("物业张经理")
    await people.locator("[data-test=person-party]").select_option("PROPERTY_COMPANY")
    await people.locator("[data-test=sign-in-person]").click()
    await expect(guest.see("people-count")).to_have_text("线上 0 人，现场 1 人")

    await people.locator("[data-test=wants-floor]").click()
    await moderator.tap("give-floor")
    await expect(guest.see("floor-holder")).to_have_text("物业张经理")
    await expect(moderator.see("speaker")).to_have_value("物业张经理")
    breach = await moderator.unfold("note-breach")
    await breach.locator("[data-test=breach-note]").fill("打断了别人说话")
    await breach.locator("[data-test=breach-answer]").select_option("FLOOR_TAKEN")
    await breach.locator("[data-test=submit-breach]").click()

    await expect(guest.see("floor-free")).to_be_visible()
    await guest.unfold("house-rules")
    await expect(guest.see("breach")).to_contain_text("打断了别人说话")
    await expect(moderator.see("speaker")).to_have_value("主持人")


async def test_a_moderator_takes_words_away_with_a_reason(street: Street) -> None:
    sitting = await Sitting.under_way(street)
    await sitting.say("电话 13800000000")
    moderator, guest = await leading(street, sitting), await following(street, sitting)
    await hears(guest, "电话 13800000000")

    await moderator.tap("redact")
    form = moderator.see("redact-form")
    await expect(form).to_contain_text("电话 13800000000")
    await expect(form.locator("[data-test=reason]")).to_be_focused()
    await form.locator("[data-test=reason]").fill("说了电话号码")
    await form.locator("[data-test=give-reason]").click()

    await expect(guest.see("taken-away")).to_have_text("这句话已撤下。理由：说了电话号码")
    await expect(moderator.see("redact-form")).to_have_count(0)
    await expect(moderator.page.get_by_text("13800000000")).to_have_count(0)


async def test_captions_are_read_in_and_a_poll_is_opened_at_the_meeting(street: Street, tmp_path: Path) -> None:
    issue, poll = await issue_and_poll(street)
    await street.api.done("closePoll", street.hall.moderator.token, input={"pollId": poll, "reason": "重来"})
    sitting = await Sitting.under_way(street, issue)
    moderator, guest = await leading(street, sitting, width=DESKTOP), await following(street, sitting)
    await expect(guest.see("poll-card")).to_have_count(0)
    (tmp_path / "said.vtt").write_text(CAPTIONS)

    bringing = await moderator.unfold("import-captions")
    await bringing.locator("[data-test=captions-file]").set_input_files(tmp_path / "said.vtt")
    await bringing.locator("[data-test=submit-captions]").click()
    await hears(guest, "大家好", "您好")

    opening = await moderator.unfold("open-poll")
    await opening.locator("[data-test=poll-question-input]").fill("今晚就修？")
    await opening.locator("[data-test=submit-poll]").click()
    await expect(guest.see("poll-question")).to_have_text("今晚就修？")
    await moderator.unfold("close-poll")
    await moderator.see("close-poll").locator("[data-test=reason]").fill("都同意")
    await moderator.see("close-poll").locator("[data-test=give-reason]").click()
    await expect(guest.see("poll-phase")).to_have_text("已结束")


async def test_who_does_not_lead_is_offered_nothing_to_lead_with(street: Street) -> None:
    sitting = await Sitting.under_way(street)
    wang = await street.visitor(street.hall.neighbours[0])
    await wang.open(sitting.path)
    await expect(wang.see("enter-meeting")).to_be_visible()
    await expect(wang.see("to-lead")).to_have_count(0)

    await wang.open(f"{sitting.path}/lead")

    await expect(wang.see("not-yours")).to_contain_text("只有主持人和社区工作人员")
    await expect(wang.see("writer")).to_have_count(0)
