"""Votes that are on disk before they are answered: how many a second, and how long the slowest wait."""

from itertools import islice
from pathlib import Path

from bench.asking import Load, ask, body_of, posted
from bench.databases import durable_postgres, pgbench, psql
from bench.documents import VOTE
from bench.findings import Bars, Findings, Verdict, shown
from bench.processes import Served, new_port, python_peer, settle
from bench.sizes import Sizes
from bench.street import Site, Street, open_street, scratch, site
from tests.support.postgres import database

SQLITE, POSTGRES = "SQLite", "PostgreSQL"


def votes(sizes: Sizes, data: Path, _place: Site) -> list[Findings]:
    """Ours on both databases, pgbench, and stock Strawberry with a transaction for each vote."""
    loads: dict[tuple[str, int], Load] = {}
    with durable_postgres() as server:
        for clients in sizes.clients:
            loads["pgbench, one by one", clients] = pgbench(server, clients, sizes.pgbench_seconds)
        with database(server, "stock") as url:
            loads |= _stock(sizes, data, f"stock Strawberry, {POSTGRES}", url)
        with database(server, "heyi") as url, scratch() as folder:
            loads |= _ours(sizes, f"Heyi, {POSTGRES}", site(folder, sizes.votes, database=url))
    with scratch() as folder:
        loads |= _stock(sizes, data, f"stock Strawberry, {SQLITE}", f"sqlite+aiosqlite:///{folder}/stock.db")
        loads |= _ours(sizes, f"Heyi, {SQLITE}", site(folder, sizes.votes))
    return [_found(loads, sizes)]


def cast_by_all(street: Street, clients: int, most: int) -> Load:
    """Each resident votes once on a new poll, so many at a time, under a key of their own."""
    poll = street.poll()
    requests = [
        {"token": token, "body": body_of(VOTE, {"poll": poll, "choice": "ab"[turn % 2]}, trusted=True)}
        for turn, token in enumerate(islice(street.residents, most))
    ]
    settle()
    return posted(street.served, street.port, clients, requests)


def _ours(sizes: Sizes, name: str, place: Site) -> dict[tuple[str, int], Load]:
    with open_street(place) as street:
        cast_by_all(street, 8, sizes.votes // 10)
        if place.env["DATABASE_URL"].startswith("postgresql"):
            psql(place.env["DATABASE_URL"], "analyze.sql")
        return {(name, clients): cast_by_all(street, clients, sizes.votes) for clients in sizes.clients}


def _stock(sizes: Sizes, data: Path, name: str, url: str) -> dict[tuple[str, int], Load]:
    port = new_port()
    with python_peer("stock", port, data, "cached", url) as served:
        return {(name, clients): _at_stock(served, port, clients, sizes.stock_votes) for clients in sizes.clients}


def _at_stock(served: Served, port: int, clients: int, count: int) -> Load:
    variables = {"poll": f"at {clients}", "choice": "a"}
    ask(port, VOTE, variables)
    settle()
    return posted(served, port, clients, [{"body": body_of(VOTE, variables)}] * count)


def _found(loads: dict[tuple[str, int], Load], sizes: Sizes) -> Findings:
    names = list(dict.fromkeys(name for name, _ in loads))
    findings = Findings(
        "Votes",
        f"Answered `castVote` a second over HTTP, each on disk first (SQLite: synchronous=FULL; PostgreSQL: fsync and"
        f" synchronous_commit on), all on one poll, by {sizes.votes:,} residents with tokens; p99 in ms from request to"
        f" answer; CPU in µs of the program for a vote, the database's own not counted. pgbench:"
        f" {sizes.pgbench_seconds} s of the statements our own transaction has, one vote each, prepared, without any"
        f" HTTP. Stock: {sizes.stock_votes:,} votes, the vote and its number in a transaction of its own, without"
        " tokens, roll or record. PostgreSQL has analysed our tables after a tenth as many votes, as autovacuum would"
        " within a minute.",
        ["", *(f"{clients} clients {kind}" for clients in sizes.clients for kind in ("votes/s", "p99", "CPU"))],
    )
    for name in names:
        cells = [
            part
            for clients in sizes.clients
            for load in [loads[name, clients]]
            for part in (shown(load.per_second), shown(load.p99), shown(load.cpu) if load.cpu == load.cpu else "")
        ]
        findings.rows.append([name, *cells])
    for clients in sizes.clients:
        for base in (SQLITE, POSTGRES):
            mine = loads[f"Heyi, {base}", clients].per_second
            one_by_one = mine / loads["pgbench, one by one", clients].per_second
            stock = mine / loads[f"stock Strawberry, {base}", clients].per_second
            findings.verdicts += [
                Verdict(f"{base}, {clients} clients, beside pgbench", one_by_one, "least", 2),
                Verdict(f"{base}, {clients} clients, beside stock", stock, "least", 5),
            ]
    for clients in sizes.clients:
        values = {name: loads[name, clients].per_second for name in names}
        findings.bars.append(Bars(f"Votes on disk, {clients} clients (longer is better)", "votes a second", values))
    return findings
