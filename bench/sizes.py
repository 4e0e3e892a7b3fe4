"""How much is measured: the whole, and a short form that only shows that the machinery works."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sizes:
    """Counts of one run."""

    watchers: tuple[int, ...]
    rounds: int
    slow_rounds: int
    clients: tuple[int, ...]
    votes: int
    stock_votes: int
    requests: int
    pgbench_seconds: int
    small: int
    board: int
    large: int
    large_votes: int
    issues: int
    repeats: int
    utterances: int
    backlog: int
    grids_a_side: int
    buildings: int
    reports: int


WHOLE = Sizes(
    watchers=(1_000, 5_000),
    rounds=40,
    slow_rounds=8,
    clients=(32, 256),
    votes=12_000,
    stock_votes=3_000,
    requests=20_000,
    pgbench_seconds=8,
    small=10_000,
    board=1_000,
    large=2_000_000,
    large_votes=10_000_000,
    issues=20_100,
    repeats=300,
    utterances=200,
    backlog=10_000,
    grids_a_side=100,
    buildings=20_000,
    reports=10_000,
)
SHORT = Sizes(
    watchers=(20,),
    rounds=2,
    slow_rounds=2,
    clients=(4,),
    votes=40,
    stock_votes=20,
    requests=40,
    pgbench_seconds=1,
    small=100,
    board=50,
    large=300,
    large_votes=1_500,
    issues=120,
    repeats=10,
    utterances=5,
    backlog=300,
    grids_a_side=10,
    buildings=200,
    reports=60,
)
