"""What is right about the video of a meeting: where it may come from, and who says so."""

import re
from collections.abc import Collection
from uuid import UUID

from rules.ids import Kind, key_of
from rules.meetings import WRITES, Phase
from rules.refusals import Code, Refusal, refuse
from rules.roles import Role

LONGEST_URL = 500
USUAL_PORTS = {"http": 80, "https": 443}
# No user, query or fragment: the address stands in the record for good, so it must not hold a secret.
ORIGIN = re.compile(r"(https?)://([a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)(?::([0-9]{1,5}))?", re.IGNORECASE)
PATH = re.compile(r"/[a-z0-9._~!$&'()*+,;=:@%/-]*[a-z0-9_~%-]", re.IGNORECASE)
NAME = re.compile(r"/?(?:[A-Za-z0-9_-]{1,64}/)?([a-z]+_[0-9a-f]{32})/?")


def may_set_stream(roles: frozenset[Role]) -> Refusal | None:
    """Moderators and staff say where the video is, before, during and after the meeting."""
    return None if roles & WRITES else refuse(Code.FORBIDDEN, "moderator_or_staff_only")


def may_change_key(phase: Phase, roles: frozenset[Role]) -> Refusal | None:
    """Moderators and staff make the key to publish with, until the meeting is over."""
    if refusal := may_set_stream(roles):
        return refusal
    return None if takes_video(phase) else refuse(Code.WRONG_STAGE, "meeting_over", "meetingId")


def takes_video(phase: Phase) -> bool:
    """Whether a camera may be on: from when the meeting is called until it is over."""
    return phase != Phase.ENDED


def origin_of(text: str) -> str | None:
    """The origin in lower case and without the usual port; None where the text is anything but an origin.

    Hosts have to be written in letters of ASCII, as browsers compare them.
    """
    found = ORIGIN.fullmatch(text)
    if found is None:
        return None
    scheme, host, port = found[1].lower(), found[2].lower(), int(found[3] or USUAL_PORTS[found[1].lower()])
    if not 0 < port < 65536:
        return None
    return f"{scheme}://{host}" if port == USUAL_PORTS[scheme] else f"{scheme}://{host}:{port}"


def accept_stream(url: str, allowed: Collection[str], own_host: str) -> str | Refusal:
    """The address as it is kept, or INVALID.

    It is http:// or https:// with a path and nothing behind it, and its origin is allowed or the page's own, which
    browsers call by `own_host`.
    """
    if len(url) > LONGEST_URL:
        return refuse(Code.INVALID, "text_too_long", "url", most=LONGEST_URL)
    host = ORIGIN.match(url.strip())
    origin, path = (origin_of(host[0]), url.strip()[host.end() :]) if host else (None, "")
    if origin is None or not PATH.fullmatch(path):
        return refuse(Code.INVALID, "stream_url", "url")
    if origin not in {*allowed, origin_of(f"http://{own_host}"), origin_of(f"https://{own_host}")}:
        return refuse(Code.INVALID, "stream_origin", "url", origin=origin)
    return origin + path


def meeting_of(name: str) -> UUID | None:
    """The meeting that a stream is called after, perhaps below an application (`live/meeting_…`); else None."""
    found = NAME.fullmatch(name)
    return key_of(Kind.MEETING, found[1]) if found else None
