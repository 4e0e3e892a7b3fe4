"""Single requests over HTTP: a mutation without a database, and what guests read most."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from bench.asking import Load, ask, body_of, posted
from bench.documents import ISSUES, POLL, VOTE
from bench.findings import Bars, Findings, Verdict, shown
from bench.processes import PEERS, Served, new_port, node_peer, python_peer, served_by_ours, settle
from bench.sizes import Sizes
from bench.street import Site, open_street

CLIENTS = 32
STOCK, MERCURIUS, YOGA = "stock Strawberry, parser and validation cached", "Mercurius with JIT", "Yoga"
TRANSPORT, PROGRAM = "Heyi's transport over the peers' schema", "Heyi, from its database"


def mutations(sizes: Sizes, data: Path, _place: Site) -> list[Findings]:
    """A vote that is only a number in memory."""
    loads = {}
    for name, start in _peers(data).items():
        with start() as (served, port, poll):
            ask(port, VOTE, {"poll": poll, "choice": "a"})
            body = body_of(VOTE, {"poll": poll, "choice": "a"}, trusted=name == TRANSPORT)
            loads[name] = _load(served, port, body, sizes)
    counted = (
        f"Answered mutations a second and server CPU for each in µs, {CLIENTS} clients, {sizes.requests:,} requests,"
        " the same Strawberry schema and resolver under ours and under stock. Ours is asked by documentId."
    )
    findings = _table("A mutation without a database", counted, {"": loads})
    mine = loads[TRANSPORT].per_second
    findings.verdicts = [
        Verdict("beside stock Strawberry", mine / loads[STOCK].per_second, "least", 2),
        Verdict("beside Yoga", mine / loads[YOGA].per_second, "least", 1),
        Verdict("beside Mercurius (reported)", mine / loads[MERCURIUS].per_second, "least", 0),
    ]
    values = {name: load.per_second for name, load in loads.items()}
    findings.bars.append(Bars("A mutation without a database (longer is better)", "requests a second", values))
    return [findings]


def reads(sizes: Sizes, data: Path, place: Site) -> list[Findings]:
    """The list of 20 issues, and one poll with its tally."""
    found: dict[str, dict[str, Load]] = {"issues": {}, "poll": {}}
    for name, start in {PROGRAM: lambda: _program(place), **_peers(data)}.items():
        with start() as (served, port, poll):
            for what, document, variables in (("issues", ISSUES, {}), ("poll", POLL, {"poll": poll})):
                ask(port, document, variables)
                ours = name in {TRANSPORT, PROGRAM}
                found[what][name] = _load(served, port, body_of(document, variables, trusted=ours), sizes)
    counted = (
        f"Answers a second and server CPU for each in µs, {CLIENTS} clients who are guests, {sizes.requests:,} requests"
        " of each kind: 20 issues with who raised them, and one poll with its tally. The peers have the same data in"
        " memory; ours is measured twice: as the program, from its database (SQLite), and its transport alone over"
        " the peers' schema and data."
    )
    findings = _table("Public reads", counted, {"20 issues": found["issues"], "a poll": found["poll"]})
    for what, loads in found.items():
        for name in (PROGRAM, TRANSPORT):
            mine = loads[name].per_second
            findings.verdicts += [
                Verdict(f"{what}: {name}, beside stock Strawberry", mine / loads[STOCK].per_second, "least", 2),
                Verdict(f"{what}: {name}, beside Mercurius (reported)", mine / loads[MERCURIUS].per_second, "least", 0),
            ]
    return [findings]


Start = Callable[[], AbstractContextManager[tuple[Served, int, str]]]


def _peers(data: Path) -> dict[str, Start]:
    return {
        TRANSPORT: lambda: _with_port(lambda port: served_by_ours(PEERS / "transport.py", port, data)),
        STOCK: lambda: _with_port(lambda port: python_peer("stock", port, data, "cached")),
        YOGA: lambda: _with_port(lambda port: node_peer("yoga", port, data)),
        MERCURIUS: lambda: _with_port(lambda port: node_peer("mercurius", port, data)),
    }


@contextmanager
def _with_port(start: Callable[[int], AbstractContextManager[Served]]) -> Iterator[tuple[Served, int, str]]:
    port = new_port()
    with start(port) as served:
        yield served, port, "one"


@contextmanager
def _program(place: Site) -> Iterator[tuple[Served, int, str]]:
    with open_street(place) as street:
        yield street.served, street.port, street.poll()


def _load(served: Served, port: int, body: str, sizes: Sizes) -> Load:
    posted(served, port, CLIENTS, [{"body": body}] * (sizes.requests // 10))
    settle()
    return posted(served, port, CLIENTS, [{"body": body}] * sizes.requests)


def _table(title: str, counted: str, loads: dict[str, dict[str, Load]]) -> Findings:
    columns = [f"{what} {kind}".strip() for what in loads for kind in ("a second", "CPU", "p99 ms")]
    findings = Findings(title, counted, ["", *columns])
    for name in next(iter(loads.values())):
        each = [by_name[name] for by_name in loads.values()]
        cells = [shown(part) for load in each for part in (load.per_second, load.cpu, load.p99)]
        findings.rows.append([name, *cells])
    return findings
