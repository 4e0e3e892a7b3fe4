"""The picture of a meeting, where it has one."""

import subprocess
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.sitting import Sitting, hears, watching
from tests.browser.street import Street
from tests.support.server import client_of

MANY, AT_ONCE = 10_000, 1_250
AGREEMENT = "query($id: ID!) { meeting(id: $id) { agreement { id version } } }"
BOUND = 30_000  # milliseconds
WATCH_NEWS = """() => {
    window.announcements = []
    const place = document.querySelector('[data-test=announced]')
    new MutationObserver(() => window.announcements.push(place.textContent)).observe(
        place, { childList: true, characterData: true, subtree: true })
}"""


def film(folder: Path) -> None:
    """Four seconds of a test picture, as media servers give it out."""
    source = ["-f", "lavfi", "-i", "testsrc=size=160x90:rate=10:duration=4", "-c:v", "libx264", "-pix_fmt", "yuv420p"]
    pieces = ["-g", "10", "-f", "hls", "-hls_time", "1", "-hls_playlist_type", "vod", str(folder / "film.m3u8")]
    subprocess.run(["ffmpeg", "-loglevel", "error", *source, *pieces], check=True)


async def test_a_stream_that_cannot_be_played_is_told_plainly_and_words_go_on(street: Street) -> None:
    street.screens.witness.forgive(r"Failed to load resource|hls")
    sitting = await Sitting.under_way(street, await street.issue())
    moderator = await street.visitor(street.hall.moderator)
    guest = await watching(street, sitting)
    await expect(guest.see("floor")).to_be_visible()
    await expect(guest.see("video")).to_have_count(0)

    await moderator.open(f"{sitting.path}/lead")
    setting = await moderator.unfold("set-stream")
    await setting.locator("[data-test=stream-url]").fill(f"{street.screens.url}/hls/{sitting.id}.m3u8")
    await setting.locator("[data-test=submit-stream]").click()
    await expect(moderator.see("notice")).to_have_text("已经改好")

    await expect(guest.see("video-broken")).to_have_text("画面现在放不出来。大家说的话照样写在下面。")
    await sitting.say("照样看得到")
    await hears(guest, "照样看得到")


@pytest.mark.usefixtures("films")
@pytest.mark.parametrize("player", ["the browser's own", "hls.js"])
async def test_a_stream_is_played_muted_with_the_newest_words_below(
    street: Street, tmp_path: Path, player: str
) -> None:
    film(tmp_path)
    sitting = await Sitting.under_way(street)
    async with client_of(street.wire.address) as api:  # a stream is on the host that the page is on
        given = {"meetingId": sitting.id, "url": f"{street.screens.url}/hls/film.m3u8"}
        await api.done("setMeetingStream", street.hall.moderator.token, **given)
    guest = await street.visitor()
    if player == "hls.js":
        await guest.page.add_init_script("HTMLMediaElement.prototype.canPlayType = () => ''")
    await guest.page.route(
        "**/hls/*", lambda route: route.fulfill(path=tmp_path / route.request.url.rpartition("/")[2])
    )
    await guest.open(sitting.path)

    await guest.page.wait_for_function("() => document.querySelector('video')?.currentTime > 0.5")
    assert await guest.page.evaluate("() => document.querySelector('video').muted")
    await sitting.say("看得见也听得见")
    await expect(guest.see("caption")).to_have_text("王阿姨 看得见也听得见")
    await guest.tap("video-sound")
    await expect(guest.see("video-sound")).to_have_count(0)
    assert not await guest.page.evaluate("() => document.querySelector('video').muted")
    loaded = [url for url in street.screens.witness.asked if "/assets/hls-" in url]
    assert bool(loaded) == (player == "hls.js")
