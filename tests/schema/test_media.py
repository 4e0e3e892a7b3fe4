"""Media servers ask in their own words, and get the answer they know how to read."""

import logging
from typing import Any

import httpx
import pytest

from resolvers.meetings import video
from rules.ids import Kind, public_id
from tests.support.house import Hall, done
from tests.support.meeting import scheduled
from tests.support.server import Api

SRS = {
    "server_id": "vid-0xk989d",
    "action": "on_publish",
    "client_id": "341w361a",
    "ip": "127.0.0.1",
    "vhost": "__defaultVhost__",
    "app": "live",
    "tcUrl": "rtmp://127.0.0.1:1935/live",
    "stream_url": "video.test.com/live/livestream",
    "stream_id": "vid-124q9y3",
}
MEDIAMTX = {
    "ip": "127.0.0.1",
    "user": "",
    "password": "",
    "token": "",
    "action": "publish",
    "protocol": "rtmp",
    "id": "6e9a3b1c-8e5a-4a0e-9a58-1c2f4b9fb0a1",
    "query": "",
}


async def asked_by_srs(api: Api, **told: Any) -> httpx.Response:
    return await api.http.post("/media/srs", json=SRS | told)


async def asked_by_mediamtx(api: Api, **told: Any) -> httpx.Response:
    return await api.http.post("/media/mediamtx", json=MEDIAMTX | told)


async def keyed(hall: Hall) -> tuple[str, str]:
    """The name of a meeting's stream, and its key."""
    meeting = await scheduled(hall)
    key = done(await video.new_publish_key(hall.house, await hall.actor(hall.moderator), meeting.id))
    return public_id(Kind.MEETING, meeting.id), key


async def test_srs_lets_the_key_in_and_keeps_others_out(hall: Hall, api: Api):
    name, key = await keyed(hall)
    for param in (f"?key={key}", f"?vhost=x&key={key}", f"key={key}"):
        answer = await asked_by_srs(api, stream=name, param=param)
        assert (answer.status_code, answer.text) == (200, "0")
    for param, status in ((f"?key={key}A", 403), ("?key=", 401), ("", 401), (f"?token={key}", 401)):
        answer = await asked_by_srs(api, stream=name, param=param)
        assert (answer.status_code, answer.text == "0") == (status, False)
    assert (await asked_by_srs(api, stream="livestream", param=f"?key={key}")).status_code == 403


async def test_srs_is_told_that_anybody_may_watch(hall: Hall, api: Api):
    name, _ = await keyed(hall)
    for action in ("on_play", "on_stop", "on_unpublish", "on_connect", "on_close"):
        answer = await asked_by_srs(api, action=action, stream=name, param="")
        assert (answer.status_code, answer.text) == (200, "0")
    assert (await asked_by_srs(api, action="on_forward", stream=name)).status_code == 403


@pytest.mark.parametrize("place", ["query", "token", "password"])
async def test_mediamtx_lets_the_key_in_wherever_it_is_and_keeps_others_out(hall: Hall, api: Api, place: str):
    name, key = await keyed(hall)
    for path in (name, f"live/{name}"):
        for value, status in ((key, 204), (key[:-1], 403)):
            told = {place: f"key={value}" if place == "query" else value}
            assert (await asked_by_mediamtx(api, path=path, user="anybody", **told)).status_code == status
    for path in ("live", "", f"live/{name}/x"):
        assert (await asked_by_mediamtx(api, path=path, password=key)).status_code == 403


async def test_mediamtx_is_told_to_ask_for_the_key_where_none_came(hall: Hall, api: Api):
    name, _ = await keyed(hall)
    answer = await asked_by_mediamtx(api, path=name)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Basic")
    older = {name: value for name, value in MEDIAMTX.items() if name not in {"token", "id"}}
    assert (await api.http.post("/media/mediamtx", json={**older, "path": name, "id": None})).status_code == 401


async def test_mediamtx_is_told_that_anybody_may_watch_and_nobody_may_do_anything_else(hall: Hall, api: Api):
    name, key = await keyed(hall)
    for action in ("read", "playback"):
        assert (await asked_by_mediamtx(api, action=action, path=name)).status_code == 204
    for action in ("api", "metrics", "pprof", "", None, "PUBLISH"):
        assert (await asked_by_mediamtx(api, action=action, path=name, password=key)).status_code == 403


async def test_an_old_key_and_a_key_of_a_meeting_that_is_over_are_refused_by_both(hall: Hall, api: Api):
    name, old = await keyed(hall)
    moderator = hall.moderator.token
    made = await api.done("newPublishKey", moderator, meetingId=name)

    async def answers(key: str) -> list[int]:
        one = await asked_by_srs(api, stream=name, param=f"?key={key}")
        other = await asked_by_mediamtx(api, path=name, query=f"key={key}")
        return [one.status_code, other.status_code]

    assert await answers(old) == [403, 403]
    assert await answers(made["key"]) == [200, 204]
    await api.done("startMeeting", moderator, meetingId=name)
    assert await answers(made["key"]) == [200, 204]
    await api.done("endMeeting", moderator, meetingId=name)
    assert await answers(made["key"]) == [403, 403]


UNREADABLE = {
    b"": 400,
    b"null": 400,
    b"[]": 400,
    b'"on_publish"': 400,
    b"{": 400,
    b"\xff": 400,
    b"[" * 5_000: 400,
    b'{"action": "\\ud800"}': 400,
    b'{"action": 1}': 400,
    b'{"action": ["publish"]}': 400,
    b"{}": 403,
    b'{"action": "' + b"a" * 20_000 + b'"}': 413,
}


async def test_what_nobody_can_read_is_refused_with_one_sentence(api: Api):
    wrong = {
        "/media/srs": b'{"action": "on_publish", "stream": {}}',
        "/media/mediamtx": b'{"action": "publish", "path": 7}',
    }
    for path, own in wrong.items():
        for body, status in {**UNREADABLE, own: 400}.items():
            answer = await api.http.post(path, content=body, headers={"content-type": "application/json"})
            assert answer.status_code == status, body[:30]
            (sentence,) = answer.text.splitlines()
            assert sentence.endswith(".")
            assert answer.headers["content-type"].startswith("text/plain")
        assert (await api.http.get(path)).status_code == 405


async def test_odd_names_keys_and_queries_are_refused_and_never_an_error_of_ours(hall: Hall, api: Api):
    name, _ = await keyed(hall)
    many = "&".join(f"a{number}=1" for number in range(30))
    for odd in ("\0", "%00", "字", "%ff", "a" * 5_000, "' OR 1=1 --", "&", "="):
        for told in ({"stream": odd, "param": f"?key={odd}"}, {"stream": name, "param": f"?key={odd}"}):
            assert (await asked_by_srs(api, **told)).status_code in {401, 403}
        for told in ({"path": odd, "password": odd}, {"path": name, "token": odd}, {"path": name, "query": odd}):
            assert (await asked_by_mediamtx(api, **told)).status_code in {401, 403}
    assert (await asked_by_srs(api, stream=name, param=f"?{many}")).status_code == 400
    assert (await asked_by_mediamtx(api, path=name, query=many)).status_code == 400


async def test_too_many_wrong_keys_are_told_so_and_the_right_one_still_opens(
    hall: Hall, api: Api, caplog: pytest.LogCaptureFixture
):
    name, key = await keyed(hall)
    with caplog.at_level(logging.WARNING):
        statuses = [(await asked_by_mediamtx(api, path=name, password="geheim")).status_code for _ in range(61)]
    assert statuses == [403] * 60 + [429]
    assert "geheim" not in caplog.text
    assert (await asked_by_mediamtx(api, path=name, password=key)).status_code == 204


async def test_a_moderator_sets_the_stream_and_everybody_sees_where_it_is(hall: Hall, api: Api):
    meeting_id = public_id(Kind.MEETING, (await scheduled(hall)).id)
    url = f"http://{api.address}/hls/{meeting_id}.m3u8"
    answer = await api.done("setMeetingStream", hall.moderator.token, meetingId=meeting_id, url=url)
    assert answer == {"__typename": "Meeting", "id": meeting_id, "streamUrl": url, "maySetStream": True}
    asked = "query($id: ID!) { meeting(id: $id) { streamUrl maySetStream } }"
    assert await api.ask(asked, id=meeting_id) == {"meeting": {"streamUrl": url, "maySetStream": False}}
    await api.done("setMeetingStream", hall.staff.token, meetingId=meeting_id)
    assert (await api.ask(asked, hall.staff.token, id=meeting_id))["meeting"] == {
        "streamUrl": None,
        "maySetStream": True,
    }


async def test_an_origin_nobody_named_is_refused_with_the_setting_that_would_allow_it(hall: Hall, api: Api):
    given = {"meetingId": public_id(Kind.MEETING, (await scheduled(hall)).id)}
    url = "https://video.example.org/live/a.m3u8"
    for language, sentence in (
        ("en", "from https://video.example.org; whoever runs the server can add it to the setting MEDIA_ORIGINS."),
        ("zh", "网页不能播放来自 https://video.example.org 的视频"),
    ):
        refused = await api.do("setMeetingStream", hall.staff.token, language, url=url, **given)
        assert (refused["code"], refused["field"]) == ("INVALID", "url")
        assert sentence in refused["message"]


async def test_a_new_key_comes_with_what_to_type_into_a_camera(hall: Hall, api: Api):
    meeting = await scheduled(hall)
    meeting_id, staff = public_id(Kind.MEETING, meeting.id), await hall.actor(hall.staff)
    made = await api.done("newPublishKey", hall.staff.token, meetingId=meeting_id)
    assert made["meetingId"] == meeting_id
    assert made["streamKey"] == f"{meeting_id}?key={made['key']}"
    assert made["address"] == f"rtmp://media.example.org/live/{made['streamKey']}"
    done(
        await video.set_stream(hall.house, staff, meeting.id, "http://h.example.org:8888/a.m3u8", "h.example.org:8888")
    )
    again = await api.done("newPublishKey", hall.staff.token, meetingId=meeting_id)
    assert again["address"] == f"rtmp://h.example.org/live/{again['streamKey']}"
    assert again["key"] != made["key"]
