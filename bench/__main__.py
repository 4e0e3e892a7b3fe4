"""`python -m bench`: every measure in one run, and the report."""

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import orjson

from bench.asking import ask
from bench.documents import ISSUES
from bench.findings import Findings
from bench.measures import fan_out as fan
from bench.measures.closed_loop import closed_loop
from bench.measures.grids import grids
from bench.measures.growth import growth
from bench.measures.leaderboard import leaderboard
from bench.measures.requests import mutations, reads
from bench.measures.transcripts import transcripts
from bench.measures.votes import votes
from bench.measures.workers import workers
from bench.processes import HERE
from bench.report import text, write
from bench.sizes import SHORT, WHOLE, Sizes
from bench.street import Site, open_street, scratch, site


def main() -> None:
    """Measures what was asked for; the report is written when that is everything."""
    asked = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    asked.add_argument("--short", action="store_true", help="a minute that only shows that the machinery works")
    asked.add_argument("--only", nargs="+", choices=list(MEASURES), default=list(MEASURES), help="some measures alone")
    asked.add_argument("--into", type=Path, default=HERE, help="the folder of report.md and chart.svg")
    asked.add_argument("--reports", type=int, help="how many reports the closed loop is played with")
    options = asked.parse_args()
    sizes = SHORT if options.short else WHOLE
    if options.reports:
        sizes = replace(sizes, reports=options.reports)
    found: list[Findings] = []
    with scratch() as folder:
        place = site(folder, max(sizes.rounds * 8, 50))
        data = folder / "data.json"
        data.write_bytes(_shared_data(place))
        for name in options.only:
            sys.stderr.write(f"bench: {name}\n")
            newest = MEASURES[name](sizes, data, place)
            sys.stdout.write("".join(map(text, newest)))
            found += newest
    if options.only == list(MEASURES):
        write(found, options.into)


def _shared_data(place: Site) -> bytes:
    """The issues all serve: ours, as our own API gives them."""
    with open_street(place) as street:
        street.raise_issues(25)
        return orjson.dumps(ask(street.port, ISSUES))


MEASURES: dict[str, Callable[[Sizes, Path, Site], list[Findings]]] = {
    "fan_out": fan.fan_out,
    "votes": votes,
    "mutations": mutations,
    "reads": reads,
    "growth": growth,
    "leaderboard": leaderboard,
    "workers": workers,
    "transcripts": transcripts,
    "grids": grids,
    "closed_loop": closed_loop,
}


if __name__ == "__main__":
    main()
