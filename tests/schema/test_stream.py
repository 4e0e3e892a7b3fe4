"""A camera's picture reaches residents: ffmpeg films, a media server asks us, and the page's address plays."""

import asyncio
import functools
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urljoin

import httpx
import pytest

from rules.ids import Kind, public_id
from tests.support.backends import Backend
from tests.support.house import Hall, open_hall
from tests.support.meeting import scheduled
from tests.support.server import Api, serving_program, settings_of

PATIENCE = 30
FILM = ("-re", "-f", "lavfi", "-i", "testsrc=size=160x90:rate=10", "-t", "2", "-an")
HLS = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "10", "-f", "hls", "-hls_time", "1", "-hls_list_size", "0")


@contextmanager
def media_files(folder: Path) -> Iterator[str]:
    """The folder on a web server of its own, as a media server hands out what it has; gives the origin."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield "http://{}:{}".format(*server.server_address)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


async def run(*command: str | Path) -> str:
    """The output of a program that ends well."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*map(str, command), stdout=pipe, stderr=pipe)
    output, errors = await asyncio.wait_for(process.communicate(), PATIENCE)
    assert process.returncode == 0, errors.decode()
    return output.decode()


async def published(api: Api, stream_key: str, folder: Path) -> bool:
    """Does as MediaMTX does when a camera begins: asks, and only then takes its picture and makes HLS of it."""
    name, _, query = stream_key.partition("?")
    told = {"ip": "192.0.2.9", "user": "", "password": "", "token": "", "protocol": "rtmp", "id": None}
    wish = {**told, "action": "publish", "path": f"live/{name}", "query": query}
    if (await api.http.post("/media/mediamtx", json=wish)).status_code != 204:
        return False
    target = folder / "live" / name
    target.mkdir(parents=True)
    await run("ffmpeg", "-v", "error", *FILM, *HLS, target / "index.m3u8")
    return True


async def watched(url: str) -> dict[str, object]:
    """What ffprobe says about the picture in the first segment of the playlist at this address."""
    async with httpx.AsyncClient(trust_env=False, timeout=PATIENCE) as http:
        playlist = (await http.get(url)).raise_for_status().text
    assert playlist.startswith("#EXTM3U")
    segment = urljoin(url, next(line for line in playlist.splitlines() if line and not line.startswith("#")))
    wanted = ("-show_entries", "stream=codec_name,width,height", "-of", "json")
    found = json.loads(await run("ffprobe", "-v", "error", *wanted, segment))
    return found["streams"][0]


@pytest.mark.usefixtures("films")
async def test_residents_see_what_the_camera_of_a_meeting_films(backend: Backend, tmp_path: Path):
    async with open_hall(backend, neighbours=1) as hall:
        with media_files(tmp_path) as origin:
            async with serving_program(settings_of(backend, media_origins=[origin])) as api:
                await filmed_and_seen(hall, api, origin, tmp_path)


async def filmed_and_seen(hall: Hall, api: Api, origin: str, folder: Path) -> None:
    meeting_id, staff = public_id(Kind.MEETING, (await scheduled(hall)).id), hall.staff.token
    url = f"{origin}/live/{meeting_id}/index.m3u8"
    await api.done("setMeetingStream", staff, meetingId=meeting_id, url=url)
    old, new = [await api.done("newPublishKey", staff, meetingId=meeting_id) for _ in range(2)]
    await api.done("startMeeting", hall.moderator.token, meetingId=meeting_id)

    assert not await published(api, old["streamKey"], folder)
    assert await published(api, new["streamKey"], folder)

    seen = (await api.ask("query($id: ID!) { meeting(id: $id) { streamUrl } }", id=meeting_id))["meeting"]
    assert await watched(seen["streamUrl"]) == {"codec_name": "h264", "width": 160, "height": 90}
    policy = (await api.http.get("/healthz")).headers["content-security-policy"]
    assert f"connect-src 'self' {origin};" in policy
    assert f"media-src 'self' blob: {origin};" in policy
