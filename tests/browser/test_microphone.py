"""A moderator's microphone: the page sends what it hears, and says plainly where it cannot."""

import json
from array import array
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from realtime.speech.classic import Classic
from realtime.speech.listening import FunAsr
from realtime.speech.turn import Patience
from tests.browser.microphone import FALSE, TONES, Listener, strength, write_tones
from tests.browser.screens import Visitor
from tests.browser.sitting import Sitting
from tests.browser.street import Street
from tests.browser.test_accessibility import axe, complaints, in_both_languages
from tests.browser.test_leading import RECOGNISER
from tests.browser.test_line import SILENCE
from tests.conftest import CHROMIUM_ARGS
from tests.support.processes import binary

__all__ = ["axe"]

WATCH = """
window.tracks = []; window.contexts = []
{ const devices = navigator.mediaDevices, open = devices.getUserMedia.bind(devices), Context = AudioContext
  devices.getUserMedia = async (wanted) => { const it = await open(wanted); tracks.push(...it.getTracks()); return it }
  window.AudioContext = class extends Context { constructor(...given) { super(...given); contexts.push(this) } } }
"""
ONLY_44100 = """
{ const Context = AudioContext
  window.AudioContext = class extends Context { constructor({ sampleRate } = {}) {
      if (sampleRate) throw new DOMException('Not here', 'NotSupportedError')
      super({ sampleRate: 44100 }) } } }
"""
STOPPED = """() => tracks.length > 0 && tracks.every((track) => track.readyState === 'ended')
    && contexts.every((context) => context.state === 'closed')"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def browser(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Browser]:
    """Chromium whose microphone hears tones, where it is allowed to."""
    tones = tmp_path_factory.mktemp("tones") / "tones.wav"
    write_tones(tones)
    fake = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={tones}"]
    chromium = binary("chromium", "chromium")
    async with async_playwright() as playwright:
        yield await playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGS + fake, handle_sigint=False)


@pytest_asyncio.fixture(loop_scope="session")
async def engine(street: Street) -> AsyncIterator[Listener]:
    """An engine through which the house hears."""
    async with Listener() as running:
        street.hall.house.speech = FunAsr(f"ws://127.0.0.1:{running.port}", Classic(), Patience(late=0.5, away=2.0))
        yield running


async def leading(street: Street, sitting: Sitting, script: str = WATCH, *, allowed: bool = True) -> Visitor:
    """The moderator, who has switched the microphone on."""
    moderator = await street.visitor(street.hall.moderator)
    if allowed:
        await moderator.page.context.grant_permissions(["microphone"])
    await moderator.page.add_init_script(script)
    await moderator.open(f"{sitting.path}/lead")
    await moderator.tap("microphone-switch")
    return moderator


async def is_in(visitor: Visitor, state: str) -> None:
    """Waits until the microphone is in the state."""
    await expect(visitor.see("microphone")).to_have_attribute("data-state", state)


@pytest.mark.parametrize("script", [WATCH, ONLY_44100 + WATCH], ids=["16 kHz", "44.1 kHz"])
async def test_what_is_said_reaches_the_engine_and_stands_in_the_transcript(
    street: Street, engine: Listener, script: str
) -> None:
    sitting = await Sitting.under_way(street)
    moderator = await leading(street, sitting, script)
    await is_in(moderator, "on")
    ear = await engine.listens()

    started = await ear.until(ms=500)
    seconds = await ear.until(ms=2500) - started
    assert 1.5 < seconds < 3.0  # two seconds of audio, in about as much time
    samples = array("h", bytes(ear.kept[: 2500 * 32]))
    loud = min(strength(samples, tone) for tone in TONES)
    assert loud > 200
    assert strength(samples, FALSE) < loud / 100

    await expect(moderator.page.locator("[data-final=true]")).not_to_have_count(0)
    await expect(moderator.see("words").first).to_have_text("w500。")
    await expect(moderator.see("words").nth(1)).to_have_text("w1500。")
    assert ("主持人", "w500。") in await sitting.written()  # the tones go round, and a slow start may miss the first
    assert int(await moderator.see("microphone-level").get_attribute("aria-valuenow") or 0) > 0

    await moderator.tap("microphone-switch")
    await is_in(moderator, "off")
    await moderator.page.wait_for_function(STOPPED)
    await engine.told_to_stop.wait()


async def test_the_engine_listens_in_the_language_of_the_page(street: Street, engine: Listener) -> None:
    moderator = await leading(street, await Sitting.under_way(street))
    await is_in(moderator, "on")
    await moderator.tap("microphone-switch")
    await moderator.tap("language-switch")
    await moderator.tap("microphone-switch")
    await is_in(moderator, "on")
    greetings = [frame for frame in street.screens.witness.frames if frame.startswith('{"authorization"')]
    assert [json.loads(greeting)["language"] for greeting in greetings] == ["zh-CN", "en"]
    await moderator.tap("microphone-switch")


async def test_the_engines_words_are_those_of_whoever_has_the_floor(street: Street, engine: Listener) -> None:
    sitting = await Sitting.under_way(street)
    manager = {"meetingId": sitting.id, "name": "物业张经理", "party": "PROPERTY_COMPANY", "onSpot": True}
    came = await sitting.lead("signInParticipant", input=manager)
    turn = (await sitting.lead("askForFloorOf", participantId=came["id"]))["turnId"]
    moderator = await leading(street, sitting)
    await expect(moderator.see("microphone-speaker")).to_have_value("主持人")
    await is_in(moderator, "on")

    await sitting.lead("giveFloor", turnId=turn)
    await expect(moderator.see("microphone-speaker")).to_have_value("物业张经理")
    await expect(moderator.page.locator("[data-final=true]", has_text="物业张经理")).not_to_have_count(0)
    await moderator.see("microphone-speaker").fill("李工")
    await expect(moderator.page.locator("[data-final=true]", has_text="李工")).not_to_have_count(0)

    await sitting.lead("endMeeting", meetingId=sitting.id)
    await expect(moderator.see("microphone")).to_have_count(0)
    await moderator.page.wait_for_function(STOPPED)


async def test_a_line_that_breaks_is_taken_up_again(street: Street, engine: Listener) -> None:
    street.screens.witness.forgive(SILENCE)
    sitting = await Sitting.under_way(street)
    moderator = await leading(street, sitting)
    await (await engine.listens()).until(ms=300)

    await street.wire.cut()
    await expect(moderator.see("microphone-state")).to_contain_text("正在重新接通")
    await expect(moderator.see("microphone-switch")).to_be_checked()
    await street.wire.mend()

    await is_in(moderator, "on")
    await (await engine.listens(1)).until(ms=1000)
    await expect(moderator.see("notice")).to_contain_text("又在听了")
    assert await moderator.page.evaluate("() => tracks.length") == 1

    await moderator.tap("to-meeting")
    await moderator.page.wait_for_function(STOPPED)


async def test_only_one_of_two_ears_listens(street: Street, engine: Listener) -> None:
    sitting = await Sitting.under_way(street)
    moderator = await leading(street, sitting, WATCH + RECOGNISER)
    await is_in(moderator, "on")

    await moderator.tap("listen")
    await expect(moderator.see("microphone-switch")).not_to_be_checked()
    await moderator.page.wait_for_function(STOPPED)
    await moderator.tap("microphone-switch")

    await is_in(moderator, "on")
    await expect(moderator.see("listen")).not_to_be_checked()
    assert await moderator.page.evaluate("() => recognisers.every((each) => each.over)")


def rejecting(problem: str) -> str:
    """A script after which the microphone does not open."""
    return f"navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '{problem}'))"


async def test_where_it_cannot_listen_it_says_plainly_why_and_what_else_there_is(street: Street) -> None:
    sitting = await Sitting.under_way(street)
    without_engine = await leading(street, sitting)
    await expect(without_engine.see("microphone-trouble")).to_contain_text("没有装听写的程序")
    await expect(without_engine.see("microphone-switch")).not_to_be_checked()
    await without_engine.page.wait_for_function(STOPPED)

    refused = await leading(street, sitting, allowed=False)
    await expect(refused.see("microphone-trouble")).to_contain_text("浏览器不让用话筒")
    await expect(refused.see("microphone-switch")).not_to_be_checked()
    for problem, hint in (("NotFoundError", "没有找到话筒"), ("NotReadableError", "别的程序")):
        without_device = await leading(street, sitting, rejecting(problem))
        await expect(without_device.see("microphone-trouble")).to_contain_text(hint)


async def test_an_address_without_https_has_no_switch(street: Street) -> None:
    sitting = await Sitting.under_way(street)
    moderator = await street.visitor(street.hall.moderator)
    await moderator.page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    await moderator.open(f"{sitting.path}/lead")

    await expect(moderator.see("microphone-trouble")).to_contain_text("https")
    await expect(moderator.see("microphone-switch")).to_have_count(0)


async def test_whoever_uses_the_microphone_meets_no_barrier(street: Street, engine: Listener, axe: Path) -> None:
    sitting = await Sitting.under_way(street)
    moderator = await street.visitor(street.hall.moderator, elder=True)
    await moderator.page.context.grant_permissions(["microphone"])
    await moderator.page.add_init_script(path=axe)
    await moderator.open(f"{sitting.path}/lead")
    await moderator.see("microphone-switch").press("Space")
    await (await engine.listens()).until(ms=200)

    found = await in_both_languages(moderator, "microphone on")
    street.hall.house.speech = None
    for _ in range(2):
        await moderator.see("microphone-switch").press("Space")
    await is_in(moderator, "noEngine")
    assert found + await complaints(moderator, "microphone turned away") == []
