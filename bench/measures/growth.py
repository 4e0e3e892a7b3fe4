"""What grows with the community: the same requests in a small one and in a city, on PostgreSQL."""

import statistics
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from bench.asking import ask, body_of, posted
from bench.databases import durable_postgres, psql
from bench.documents import PAGE, POLL, VOTE
from bench.findings import Findings, Verdict, shown
from bench.processes import settle
from bench.sizes import Sizes
from bench.street import Site, Street, open_street, scratch, site
from tests.support.postgres import database

TURNS = 5
FAR_PAGE = 1_000
LARGEST_PAGE = 100
OLD_POLL = f"poll_{1:032x}"
Bodies = dict[str, list[dict[str, str]]]


def growth(sizes: Sizes, _data: Path, _place: Site) -> list[Findings]:
    """Times in a small community and in a large one by turns, so that a noisy moment meets both."""
    took: dict[tuple[str, str], list[float]] = {}
    with ExitStack() as stack:
        server = stack.enter_context(durable_postgres())
        small = _street(
            stack, server, "small", sizes, residents=sizes.small, votes=sizes.small * 5, issues=sizes.issues
        )
        large = _street(
            stack, server, "large", sizes, residents=sizes.large, votes=sizes.large_votes, issues=sizes.issues * 20
        )
        streets = {"small": small, "large": large}
        bodies = {size: _bodies(street, sizes) for size, street in streets.items()}
        settle()
        for turn in range(TURNS):
            for what in bodies["small"]:
                for size, street in streets.items():
                    part = bodies[size][what][turn * sizes.repeats // TURNS : (turn + 1) * sizes.repeats // TURNS]
                    took.setdefault((what, size), []).append(posted(street.served, street.port, 1, part).p50)
    return [_found(took, sizes)]


def _street(
    stack: ExitStack, server: str, name: str, sizes: Sizes, *, residents: int, votes: int, issues: int
) -> Street:
    url = stack.enter_context(database(server, name))
    place = site(stack.enter_context(scratch()), sizes.repeats, database=url)
    each = min(residents, 500_000)
    psql(url, "fill.sql", residents=residents, polls=votes // each, each=each, issues=issues)
    return stack.enter_context(open_street(place))


def _bodies(street: Street, sizes: Sizes) -> Bodies:
    poll = street.poll()
    votes = [
        {"token": token, "body": body_of(VOTE, {"poll": poll, "choice": "a"}, trusted=True)}
        for token in islice(street.residents, sizes.repeats)
    ]
    tally = {"body": body_of(POLL, {"poll": OLD_POLL}, trusted=True)}
    first = {"body": body_of(PAGE, {}, trusted=True)}
    far = {"body": body_of(PAGE, {"after": _cursor(street, sizes)}, trusted=True)}
    times = sizes.repeats
    return {
        "castVote": votes,
        "a poll's tally": [tally] * times,
        "issues, page 1": [first] * times,
        f"issues, page {_far(sizes):,}": [far] * times,
    }


def _far(sizes: Sizes) -> int:
    return min(FAR_PAGE, sizes.issues // 20 - 1)


def _cursor(street: Street, sizes: Sizes) -> str:
    """Where the far page starts, reached page by page."""
    document = PAGE.replace("first: 20", f"first: {LARGEST_PAGE}")
    after, left = None, (_far(sizes) - 1) * 20
    while left > 0:
        wanted = min(left, LARGEST_PAGE)
        asked = document.replace(f"first: {LARGEST_PAGE}", f"first: {wanted}")
        after = ask(street.port, asked, {"after": after})["issues"]["pageInfo"]["endCursor"]
        left -= wanted
    return str(after)


def _found(took: dict[tuple[str, str], list[float]], sizes: Sizes) -> Findings:
    findings = Findings(
        "Growth",
        f"Milliseconds over HTTP, one client, on PostgreSQL: the median of {TURNS} turns' medians, {sizes.repeats}"
        f" requests in all, small and large by turns. Small: {sizes.small:,} residents, {sizes.small * 5:,} votes,"
        f" {sizes.issues:,} issues; large: {sizes.large:,} residents, {sizes.large_votes:,} votes,"
        f" {sizes.issues * 20:,} issues. Votes go to a new poll by residents with tokens; the tally is that of an old"
        " poll with as many votes as the community has residents, 500,000 at most.",
        ["", "small", "large", "large beside small"],
    )
    for what in dict.fromkeys(what for what, _ in took):
        small, large = (statistics.median(took[what, size]) for size in ("small", "large"))
        findings.rows.append([what, shown(small), shown(large), f"{shown(large / small)} ×"])
        findings.verdicts.append(Verdict(what, large / small, "most", 1.3))
    return findings
