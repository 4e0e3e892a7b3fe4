"""One worker and two, on PostgreSQL and Redis."""

from pathlib import Path

from bench.databases import durable_postgres, psql
from bench.findings import Findings, shown
from bench.measures.fan_out import ours, watched_once
from bench.measures.votes import cast_by_all
from bench.sizes import Sizes
from bench.street import Site, open_street, scratch, site
from tests.support.postgres import database
from tests.support.servers import RedisServer


def workers(sizes: Sizes, _data: Path, _place: Site) -> list[Findings]:
    """Votes and fan-out with each number of workers; reported, nothing to reach."""
    watchers, clients = sizes.watchers[0], sizes.clients[-1]
    findings = Findings(
        "Workers",
        f"On PostgreSQL and Redis: durable votes a second by {clients} clients, and, with {watchers:,} watchers, the"
        " CPU of all workers in µs for a delivered tally and the median ms to the last screen. The machine's cores are"
        " shared with PostgreSQL, Redis and the load.",
        ["workers", "votes/s", "p99 ms", "CPU of a vote", "CPU of a delivered tally", "last screen p50 ms"],
    )
    for count in (1, 2):
        with (
            durable_postgres() as server,
            RedisServer() as redis,
            database(server, "heyi") as url,
            scratch() as folder,
        ):
            place = site(folder, sizes.votes, database=url, bus=redis.url, workers=count)
            with open_street(place) as street:
                cast_by_all(street, 8, sizes.votes // 10)
                psql(url, "analyze.sql")
                load = cast_by_all(street, clients, sizes.votes)
            with ours(place) as hall:
                seen = watched_once(hall, watchers, sizes.rounds)
            cells = [load.per_second, load.p99, load.cpu, seen.frame, seen.p50]
            findings.rows.append([str(count), *map(shown, cells)])
    return [findings]
