"""Where the video of a meeting is, is in the record; its key is nowhere, and opens nothing once there is a new one."""

import logging
from hashlib import sha256

import pytest

from resolvers.issues import stream_of as issue_stream
from resolvers.meetings import lead, video
from resolvers.meetings.streams import stream_of
from rules.ids import Kind, public_id
from rules.refusals import Code
from rules.roles import Role
from tests.support.deeds import foreigner, nothing_changes, refused, said
from tests.support.house import Hall, done
from tests.support.meeting import scheduled, under_way
from tests.support.tables import contents

HOST, URL = "heyi.example.org", "https://heyi.example.org/live/index.m3u8"


def name_of(meeting) -> str:
    return f"live/{public_id(Kind.MEETING, meeting.id)}"


async def test_where_the_video_is_stands_in_the_meetings_stream_and_in_the_record(hall: Hall):
    issue, staff = await hall.issue(), await hall.actor(hall.staff)
    meeting = await scheduled(hall, issue.id)
    for url in (URL, URL, None):
        assert done(await video.set_stream(hall.house, staff, meeting.id, url, HOST)).stream_url == url
    steps = [{"meetingId": public_id(Kind.MEETING, meeting.id), "url": url} for url in (URL, None)]
    for stream in (stream_of(meeting.id), issue_stream(issue.id)):
        entries = [payload for kind, payload in await said(hall.house, stream) if kind == "meeting.stream_set"]
        assert entries == [{**step, "by": public_id(Kind.RESIDENT, staff.resident_id)} for step in steps]
    assert (await lead.load(hall.house, [meeting.id]))[meeting.id].stream_url is None


async def test_the_address_may_be_changed_when_the_meeting_is_over(hall: Hall):
    meeting, moderator = await under_way(hall), await hall.actor(hall.moderator)
    done(await lead.end(hall.house, moderator, meeting.id))
    assert done(await video.set_stream(hall.house, moderator, meeting.id, URL, HOST)).stream_url == URL
    async with nothing_changes(hall.house):
        refused(await video.new_publish_key(hall.house, moderator, meeting.id), Code.WRONG_STAGE, "meetingId")


async def test_an_address_elsewhere_is_refused_until_its_origin_is_allowed(hall: Hall):
    meeting, moderator = await scheduled(hall), await hall.actor(hall.moderator)
    async with nothing_changes(hall.house):
        for host in ("", "other.example.org"):
            refused(await video.set_stream(hall.house, moderator, meeting.id, URL, host), Code.INVALID, "url")
        refused(await video.set_stream(hall.house, moderator, meeting.id, "nonsense", HOST), Code.INVALID, "url")
    hall.house.media_origins = frozenset({"https://heyi.example.org"})
    assert done(await video.set_stream(hall.house, moderator, meeting.id, URL)).stream_url == URL


async def test_neighbours_and_strangers_take_no_care_of_the_video(hall: Hall):
    meeting, stranger = await scheduled(hall), await foreigner(hall, Role.MODERATOR, Role.COMMUNITY_STAFF)
    async with nothing_changes(hall.house):
        for actor in (await hall.actor(hall.neighbours[0]), await hall.actor(hall.admin), stranger):
            refused(await video.set_stream(hall.house, actor, meeting.id, URL, HOST), Code.FORBIDDEN)
            refused(await video.new_publish_key(hall.house, actor, meeting.id), Code.FORBIDDEN)
        moderator, unknown = await hall.actor(hall.moderator), hall.house.new_id()
        refused(await video.set_stream(hall.house, moderator, unknown, URL, HOST), Code.NOT_FOUND, "meetingId")
        refused(await video.new_publish_key(hall.house, moderator, unknown), Code.NOT_FOUND, "meetingId")


async def test_a_key_opens_its_meeting_until_there_is_a_new_one(hall: Hall):
    staff, meeting, other = await hall.actor(hall.staff), await scheduled(hall), await scheduled(hall)
    name = name_of(meeting)
    assert not await video.may_publish(hall.house, name, "")
    first = done(await video.new_publish_key(hall.house, staff, meeting.id))
    assert await video.may_publish(hall.house, name, first)
    second = done(await video.new_publish_key(hall.house, staff, meeting.id))
    assert [await video.may_publish(hall.house, name, key) for key in (first, second, second + "A")] == [
        False,
        True,
        False,
    ]
    for elsewhere in (name_of(other), "live", "", public_id(Kind.MEETING, hall.house.new_id())):
        assert not await video.may_publish(hall.house, elsewhere, second)


async def test_a_key_opens_nothing_once_the_meeting_is_over(hall: Hall):
    meeting, moderator = await scheduled(hall), await hall.actor(hall.moderator)
    key = done(await video.new_publish_key(hall.house, moderator, meeting.id))
    for step, opens in ((lead.start, True), (lead.end, False)):
        assert await video.may_publish(hall.house, name_of(meeting), key)
        done(await step(hall.house, moderator, meeting.id))
        assert await video.may_publish(hall.house, name_of(meeting), key) == opens


async def test_only_the_hash_of_a_key_is_kept_and_the_record_says_that_it_was_changed(hall: Hall):
    issue, moderator = await hall.issue(), await hall.actor(hall.moderator)
    meeting = await scheduled(hall, issue.id)
    key = done(await video.new_publish_key(hall.house, moderator, meeting.id))
    assert len(key) == 43
    assert key not in repr(await contents(hall.house))
    kept = (await lead.load(hall.house, [meeting.id]))[meeting.id]
    assert kept.publish_key_hash == sha256(key.encode()).digest()
    by = {"meetingId": public_id(Kind.MEETING, meeting.id), "by": public_id(Kind.RESIDENT, moderator.resident_id)}
    for stream in (stream_of(meeting.id), issue_stream(issue.id)):
        assert (await said(hall.house, stream))[-1] == ("meeting.publish_key_changed", by)


async def test_wrong_keys_are_logged_without_the_key_and_no_more_than_sixty_of_one_address(
    hall: Hall, caplog: pytest.LogCaptureFixture
):
    meeting = await scheduled(hall)
    with caplog.at_level(logging.WARNING, "resolvers.meetings.video"):
        answers = [await video.noted_wrong_key(hall.house, name_of(meeting), "192.0.2.1") for _ in range(61)]
        assert await video.noted_wrong_key(hall.house, "x\nforged line", "192.0.2.2")
    assert answers == [True] * 60 + [False]
    assert len(caplog.messages) == 61
    assert public_id(Kind.MEETING, meeting.id) in caplog.messages[0]
    assert "forged" not in caplog.messages[-1]
