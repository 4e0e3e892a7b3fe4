"""One meeting: how soon everybody has what was said, how soon a newcomer has all of it, how much can be written."""

import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

from bench.asking import ask, body_of, posted
from bench.documents import TRANSCRIPT, UTTERANCE
from bench.findings import Findings, Verdict, shown
from bench.processes import HERE, PEER_PYTHON, Served, settle
from bench.sizes import Sizes
from bench.street import Site, Street, open_street

APART = 0.1
"""Seconds between utterances: ten a second."""
WRITERS = 8
CALL = (
    'mutation($at: DateTime!) { scheduleMeeting(input: {title: "Trees", startsAt: $at})'
    " { __typename ... on Meeting { id } } }"
)
START = "mutation($id: ID!) { startMeeting(meetingId: $id) { __typename } }"
IMPORT = (
    "mutation($id: ID!, $captions: String!) { importTranscript(input: {meetingId: $id, captions: $captions})"
    " { __typename } }"
)
AT_ONCE = 2_500


def transcripts(sizes: Sizes, _data: Path, place: Site) -> list[Findings]:
    """The program on SQLite; it has no peer, so there are bounds instead of ratios."""
    with open_street(place) as street:
        last, cpu = _everybody(street, sizes.watchers[0], sizes.utterances)
        newcomer = [_newcomer(street, sizes.backlog) for _ in range(3)]
        finals = _written(street, sizes.requests // 10, final=True)
        drafts = _written(street, sizes.requests // 10, final=False)
    p50, p95 = statistics.median(last), sorted(last)[int(len(last) * 0.95)]
    findings = Findings(
        "Transcripts",
        f"One meeting on SQLite. Last screen: ms from an utterance's answer to the frame of the last of"
        f" {sizes.watchers[0]:,} watchers, {sizes.utterances} utterances at ten a second; CPU: of the server in µs for"
        f" each frame, writing included. Newcomer: ms from the first packet to the last of {sizes.backlog:,}"
        f" utterances, the median of three. Written: utterances a second by {WRITERS} clients, each final one on disk"
        " first.",
        ["last screen p50", "last screen p95", "CPU of a frame", "newcomer", "final a second", "interim a second"],
        [[shown(part) for part in (p50, p95, cpu, statistics.median(newcomer), finals, drafts)]],
    )
    findings.verdicts = [
        Verdict("p95 to the last screen", p95, "most", 500, "ms"),
        Verdict(f"a newcomer has {sizes.backlog:,} utterances", statistics.median(newcomer), "most", 1_000, "ms"),
        Verdict("final utterances a second", finals, "least", 50, "a second"),
        Verdict("interim utterances a second", drafts, "least", 500, "a second"),
    ]
    return [findings]


def _meeting(street: Street) -> str:
    soon = (datetime.now(UTC) + timedelta(minutes=1)).isoformat()
    meeting: str = ask(street.port, CALL, {"at": soon}, street.moderator)["scheduleMeeting"]["id"]
    ask(street.port, START, {"id": meeting}, street.moderator)
    return meeting


@contextmanager
def _watching(street: Street, meeting: str, watchers: int) -> Iterator[Served]:
    payload = {"query": TRANSCRIPT, "variables": {"meeting": meeting}}
    subscribe = orjson.dumps({"id": "1", "type": "subscribe", "payload": payload}).decode()
    url = f"ws://127.0.0.1:{street.port}/graphql"
    with Served([PEER_PYTHON, str(HERE / "load/watchers.py"), url, str(watchers), subscribe], "up") as load:
        yield load


def _everybody(street: Street, watchers: int, utterances: int) -> tuple[list[float], float]:
    meeting, last = _meeting(street), list[float]()
    with _watching(street, meeting, watchers) as load:
        settle()
        before = street.served.cost().cpu
        for number in range(1, utterances + 1):
            ask(street.port, UTTERANCE, _variables(meeting, number, final=True), street.moderator)
            answered = time.perf_counter()
            last.append((load.ask(f"frames {number * watchers}")["last"] - answered) * 1e3)
            time.sleep(max(0.0, APART - (time.perf_counter() - answered)))
        spent = street.served.cost().cpu - before
        over = load.ask("frames 0")["frames"] - utterances * watchers
    if over:
        raise RuntimeError(f"{over} frames more than utterances.")
    return last, spent / (utterances * watchers) * 1e6


def _newcomer(street: Street, backlog: int) -> float:
    meeting = _meeting(street)
    for first in range(0, backlog, AT_ONCE):
        cues = "\n".join(_cue(number) for number in range(first, min(first + AT_ONCE, backlog)))
        ask(street.port, IMPORT, {"id": meeting, "captions": f"WEBVTT\n\n{cues}"}, street.moderator)
    begun = time.perf_counter()
    with _watching(street, meeting, 1) as load:
        connected = load.ask("frames 1")["first"]
        return (load.ask(f"frames {backlog}")["last"] - max(begun, connected)) * 1e3


def _cue(number: int) -> str:
    at = f"{number // 3_600:02}:{number // 60 % 60:02}:{number % 60:02}"
    return f"{at}.000 --> {at}.900\n<v 王秀英>第 {number} 句话。\n"


def _written(street: Street, count: int, *, final: bool) -> float:
    meeting = _meeting(street)
    body = [body_of(UTTERANCE, _variables(meeting, number, final=final), trusted=True) for number in range(count)]
    requests = [{"token": street.moderator, "body": each} for each in body]
    return posted(street.served, street.port, WRITERS, requests).per_second


def _variables(meeting: str, number: int, *, final: bool) -> dict[str, object]:
    return {"meeting": meeting, "text": f"第 {number} 句话，关于路口的树。", "final": final}
