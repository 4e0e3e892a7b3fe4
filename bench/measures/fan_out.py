"""One poll and many who watch it: what a delivered tally costs, when the last screen has it, what joining costs."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

import orjson

from bench.asking import ask
from bench.documents import TALLY, VOTE
from bench.findings import Bars, Findings, Verdict, shown
from bench.processes import HERE, PEER_PYTHON, Served, new_port, node_peer, python_peer, settle
from bench.sizes import Sizes
from bench.street import Site, open_street

APART = 0.25
"""Seconds between votes, so that no tally waits for the pace of five a second."""
FRAME_LENGTH = 230
FLOOR, OURS, STOCK = "floor", "Heyi", "stock Strawberry"
NODE = {"graphql-ws": "graphql_ws", "Mercurius with JIT": "mercurius"}


@dataclass(frozen=True, slots=True)
class Hall:
    """A server with two polls that change when `vote` is called with their name."""

    served: Served
    port: int
    vote: Callable[[str], None]
    watched: str
    unwatched: str


@dataclass(slots=True)
class Seen:
    """One server and one number of watchers. CPU in µs, memory in KB, times in ms."""

    frame: float
    frame_with_votes: float
    join: float
    memory: float
    last: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        return statistics.median(self.last)

    @property
    def p99(self) -> float:
        """The largest where there are fewer than a hundred."""
        return sorted(self.last)[min(len(self.last) - 1, int(len(self.last) * 0.99))]


def fan_out(sizes: Sizes, data: Path, place: Site) -> list[Findings]:
    """Ours, the floor and the peers, one after another."""
    seen: dict[str, dict[int, Seen]] = {}
    for watchers in sizes.watchers:
        for name, hall in _halls(data, place).items():
            rounds = sizes.slow_rounds if name == STOCK else sizes.rounds
            with hall() as opened:
                seen.setdefault(name, {})[watchers] = _measure(opened, watchers, rounds)
    return [_delivered(seen, sizes), _last(seen, sizes), _joined(seen, sizes)]


def watched_once(hall: Hall, watchers: int, rounds: int) -> Seen:
    """One server measured by itself."""
    return _measure(hall, watchers, rounds)


Start = Callable[[], AbstractContextManager[Hall]]


def _halls(data: Path, place: Site) -> dict[str, Start]:
    node: dict[str, Start] = {name: partial(_peer, node_peer, file, data) for name, file in NODE.items()}
    return {FLOOR: _floor, OURS: partial(ours, place), **node, STOCK: partial(_peer, python_peer, "stock", data)}


@contextmanager
def _floor() -> Iterator[Hall]:
    port = new_port()
    frame = orjson.dumps({"id": "1", "type": "next", "payload": "x" * FRAME_LENGTH}).decode()
    with Served([PEER_PYTHON, str(HERE / "peers/floor.py"), str(port), frame], "up") as served:
        yield Hall(served, port, lambda poll: served.tell() if poll else None, "all", "")


@contextmanager
def ours(place: Site) -> Iterator[Hall]:
    """The program, each vote by another resident."""
    with open_street(place) as street:
        polls, turn = (street.poll(), street.poll()), count()

        def vote(poll: str) -> None:
            token = street.residents[next(turn) % len(street.residents)]
            ask(street.port, VOTE, {"poll": poll, "choice": "a"}, token)

        yield Hall(street.served, street.port, vote, *polls)


@contextmanager
def _peer(start: Callable[[str, int, Path], AbstractContextManager[Served]], name: str, data: Path) -> Iterator[Hall]:
    port = new_port()

    def vote(poll: str) -> None:
        ask(port, VOTE, {"poll": poll, "choice": "a"})

    with start(name, port, data) as served:
        yield Hall(served, port, vote, "one", "two")


def _watching(hall: Hall, watchers: int) -> Served:
    subscribe = {
        "id": "1",
        "type": "subscribe",
        "payload": {"query": TALLY, "variables": {"poll": hall.watched}},
    }
    url = f"ws://127.0.0.1:{hall.port}/graphql"
    words = [orjson.dumps(subscribe).decode()] if hall.unwatched else []
    return Served([PEER_PYTHON, str(HERE / "load/watchers.py"), url, str(watchers), *words], "up")


def _measure(hall: Hall, watchers: int, rounds: int) -> Seen:
    for _ in range(3):
        hall.vote(hall.unwatched)
    settle()
    before = hall.served.cost()
    with _watching(hall, watchers) as load:
        first = watchers if hall.unwatched else 0
        load.ask(f"frames {first}")
        settle()
        joined = hall.served.cost()
        last = [_round(hall, load, first + number * watchers) for number in range(1, rounds + 1)]
        delivered = hall.served.cost()
        for _ in range(rounds):
            hall.vote(hall.unwatched)
            time.sleep(APART)
        alone = hall.served.cost().cpu - delivered.cpu
        over = load.ask("frames 0")["frames"] - first - rounds * watchers
        if over:
            raise RuntimeError(f"{over} frames more than votes.")
    frames, spent = rounds * watchers, delivered.cpu - joined.cpu
    return Seen(
        frame=(spent - alone) / frames * 1e6,
        frame_with_votes=spent / frames * 1e6,
        join=(joined.cpu - before.cpu) / watchers * 1e6,
        memory=(joined.memory - before.memory) / watchers / 1024,
        last=last,
    )


def _round(hall: Hall, load: Served, frames: int) -> float:
    """The milliseconds from a vote's answer to the last screen."""
    hall.vote(hall.watched)
    answered = time.perf_counter()
    took = (load.ask(f"frames {frames}")["last"] - answered) * 1e3
    time.sleep(max(0.0, APART - (time.perf_counter() - answered)))
    return took


def _delivered(seen: dict[str, dict[int, Seen]], sizes: Sizes) -> Findings:
    findings = Findings(
        "Fan-out: a tally delivered to one watcher",
        f"Server CPU in µs, from /proc, over {sizes.rounds} votes (stock Strawberry: {sizes.slow_rounds}) and all"
        " watchers' frames. “Delivered” is without the cost of as many votes on a poll nobody watches, measured in"
        " the same process; “with its votes” is all of it. Ours is durable votes over HTTP on SQLite, the peers'"
        " votes are numbers in memory, the floor has none.",
        ["", *(f"{n:,} watchers {kind}" for n in sizes.watchers for kind in ("delivered", "with its votes"))],
    )
    for name, by_watchers in seen.items():
        cells = [shown(part) for each in by_watchers.values() for part in (each.frame, each.frame_with_votes)]
        findings.rows.append([name, *cells])
    for n in sizes.watchers:
        frame = {name: by_watchers[n].frame for name, by_watchers in seen.items()}
        beside_floor = frame[OURS] / frame[FLOOR]
        findings.verdicts.append(Verdict(f"{n:,} watchers: ours beside the floor", beside_floor, "most", 1.3))
        for peer, bound in {**dict.fromkeys(NODE, 4), STOCK: 20}.items():
            ratio = frame[peer] / frame[OURS]
            findings.verdicts.append(Verdict(f"{n:,} watchers: {peer} beside ours", ratio, "least", bound))
    most = sizes.watchers[-1]
    values = {name: by_watchers[most].frame for name, by_watchers in seen.items()}
    findings.bars.append(Bars(f"A tally delivered, {most:,} watchers", "µs of server CPU", values))
    return findings


def _last(seen: dict[str, dict[int, Seen]], sizes: Sizes) -> Findings:
    findings = Findings(
        "The last screen",
        "Milliseconds from a vote's answer (the floor: from the word to send) to the last watcher's frame, in the load"
        " generator; votes so far apart that none waits for the pace. With fewer than 100 votes p99 is the largest.",
        ["", *(f"{n:,} watchers {kind}" for n in sizes.watchers for kind in ("p50", "p99"))],
        [
            [name, *(shown(part) for each in by_watchers.values() for part in (each.p50, each.p99))]
            for name, by_watchers in seen.items()
        ],
    )
    for n in sizes.watchers[-1:]:
        for part in ("p50", "p99"):
            ratio = getattr(seen[OURS][n], part) / getattr(seen[FLOOR][n], part)
            findings.verdicts.append(Verdict(f"{n:,} watchers: {part} beside the floor's", ratio, "most", 2))
    return findings


def _joined(seen: dict[str, dict[int, Seen]], sizes: Sizes) -> Findings:
    findings = Findings(
        "Joining",
        "Server CPU in µs and resident memory in KB for each watcher: connect, greet, subscribe and the first tally"
        " (the floor: connect alone).",
        ["", *(f"{n:,} watchers {kind}" for n in sizes.watchers for kind in ("CPU", "memory"))],
        [
            [name, *(shown(part) for each in by_watchers.values() for part in (each.join, each.memory))]
            for name, by_watchers in seen.items()
        ],
    )
    for n in sizes.watchers:
        findings.verdicts.append(Verdict(f"{n:,} watchers: CPU of one", seen[OURS][n].join, "most", 500, "µs"))
        findings.verdicts.append(Verdict(f"{n:,} watchers: memory of one", seen[OURS][n].memory, "most", 32, "KB"))
    return findings
