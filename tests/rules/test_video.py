"""Where video may come from, and what a stream is called."""

from uuid import UUID

import pytest

from rules.ids import Kind, public_id
from rules.meetings import Phase
from rules.refusals import Code, Refusal
from rules.roles import Role
from rules.video import accept_stream, may_change_key, may_set_stream, meeting_of, origin_of, takes_video

ALLOWED = {"https://video.example.org", "http://192.0.2.7:8888"}
MEETING = UUID(int=7)
NAME = public_id(Kind.MEETING, MEETING)


def accepted(url: str, own_host: str = "heyi.example.org") -> str | tuple[str, str | None]:
    result = accept_stream(url, ALLOWED, own_host)
    return (result.reason, result.field) if isinstance(result, Refusal) else result


@pytest.mark.parametrize(
    "url",
    [
        "https://video.example.org/live/one.m3u8",
        "http://192.0.2.7:8888/live/meeting_1/index.m3u8",
        "https://heyi.example.org/hls/%E8%B7%AF%E7%81%AF.m3u8",
        "http://heyi.example.org/hls/a.m3u8",
    ],
)
def test_a_stream_comes_from_an_origin_that_is_named_or_from_the_pages_own(url: str):
    assert accepted(url) == url


def test_an_address_is_kept_as_browsers_compare_it():
    assert accepted(" HTTPS://Video.Example.org:443/Live/One.m3u8\n") == "https://video.example.org/Live/One.m3u8"


@pytest.mark.parametrize("own_host", ["heyi.example.org:8000", "localhost:80", "LOCALHOST"])
def test_the_pages_own_host_is_known_with_its_port(own_host: str):
    origin = origin_of(f"http://{own_host}")
    assert accepted(f"{origin}/a.m3u8", own_host) == f"{origin}/a.m3u8"


@pytest.mark.parametrize(
    "url",
    [
        "https://other.example.org/a.m3u8",
        "http://video.example.org/a.m3u8",
        "https://video.example.org:8443/a.m3u8",
        "https://video.example.org.evil.example/a.m3u8",
        "http://192.0.2.7/a.m3u8",
    ],
)
@pytest.mark.parametrize("own_host", ["heyi.example.org", "", "*", "nonsense/", "'self'"])
def test_other_origins_are_refused(url: str, own_host: str):
    assert accepted(url, own_host) == ("stream_origin", "url")


@pytest.mark.parametrize(
    "url",
    [
        "",
        " ",
        "video.example.org/a.m3u8",
        "//video.example.org/a.m3u8",
        "ftp://video.example.org/a.m3u8",
        "javascript:alert(1)//",
        "https://video.example.org",
        "https://video.example.org/",
        "https://video.example.org/live/",
        "https://user:password@video.example.org/a.m3u8",
        "https://video.example.org@evil.example/a.m3u8",
        "https://video.example.org/a.m3u8?key=secret",
        "https://video.example.org/a.m3u8#top",
        "https://video.example.org/a b.m3u8",
        "https://video.example.org/a\n.m3u8",
        "https://video.example.org\\a.m3u8",
        "https://video.example.org:0/a.m3u8",
        "https://video.example.org:65536/a.m3u8",
        "https://video.example.org:443:443/a.m3u8",
        "https://[::1]/a.m3u8",
        "https://视频.example.org/a.m3u8",
        "https://video.example.org/路灯.m3u8",
        "https://.example.org/a.m3u8",
        "https://video.example.org/\x00.m3u8",
        "https://video.example.org/\ud800.m3u8",
    ],
)
def test_what_is_no_address_of_a_stream_is_refused(url: str):
    assert accepted(url) == ("stream_url", "url")


def test_an_address_has_at_most_500_characters():
    start = "https://video.example.org/"
    assert accepted(start + "a" * (500 - len(start))) == start + "a" * (500 - len(start))
    assert accepted(start + "a" * (501 - len(start))) == ("text_too_long", "url")


@pytest.mark.parametrize("name", [NAME, f"/{NAME}", f"live/{NAME}", f"/live/{NAME}/"])
def test_a_stream_is_called_after_its_meeting_perhaps_below_an_application(name: str):
    assert meeting_of(name) == MEETING


@pytest.mark.parametrize(
    "name",
    [
        *("", "live", NAME[:-1], NAME + "0", NAME.upper(), f"x{NAME}", NAME.replace("meeting", "issue")),
        *(f"a/b/{NAME}", f"../{NAME}", f"{NAME}/..", f"{NAME}\n", f"live/{NAME}\0", f"{NAME}?key=1"),
    ],
)
def test_any_other_name_is_that_of_no_meeting(name: str):
    assert meeting_of(name) is None


def test_moderators_and_staff_take_care_of_the_video_and_the_key_until_the_end():
    neighbour, staff = frozenset({Role.RESIDENT, Role.ADMIN}), frozenset({Role.COMMUNITY_STAFF})
    assert may_set_stream(neighbour).code == Code.FORBIDDEN
    assert may_set_stream(staff) is may_set_stream(frozenset({Role.MODERATOR})) is None
    for phase in Phase:
        assert may_change_key(phase, neighbour).code == Code.FORBIDDEN
        assert takes_video(phase) == (may_change_key(phase, staff) is None) == (phase != Phase.ENDED)
    assert may_change_key(Phase.ENDED, staff).code == Code.WRONG_STAGE
