"""After a replay: what the server says against what the export says."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from commands.polis import CHOICES, Export
from commands.replay.api import Line
from commands.replay.hall import Hall
from commands.replay.watchers import Counts, Watcher, same

BATCH = 20
"""Polls asked for in one query, the most root fields a document may have."""

TALLIES = "query Tallies($id: ID!) { issue(id: $id) { polls { id tally { votes choices { key votes } } } } }"


def expected(export: Export, hall: Hall) -> dict[str, Counts]:
    """How many last votes each choice of each poll must have."""
    none = dict.fromkeys(CHOICES.values(), 0)
    counts = {poll_id: Counter(none) for poll_id in hall.polls.values()}
    for (_, statement), choice in export.final.items():
        counts[hall.polls[statement]][choice] += 1
    return {**counts}


async def read_tallies(line: Line, hall: Hall) -> dict[str, Counts]:
    """Each poll's tally as the API tells it to anyone."""
    data = await line.ask_again(TALLIES, {"id": hall.issue_id}, None)
    return {
        poll["id"]: {choice["key"]: choice["votes"] for choice in poll["tally"]["choices"]}
        for poll in data["issue"]["polls"]
    }


def compare_counts(who: str, found: Mapping[str, Counts], right: Mapping[str, Counts]) -> Iterator[str]:
    """A sentence for each poll whose numbers differ."""
    for poll_id, counts in right.items():
        if not same(found.get(poll_id, {}), counts):
            yield f"{who}, {poll_id}: {dict(found.get(poll_id, {}))} instead of {dict(counts)}"


def compare_watchers(watchers: Iterable[Watcher], counted: Mapping[str, Counts]) -> Iterator[str]:
    """A sentence for each watcher whose last tally is not what the database counts."""
    for number, watcher in enumerate(watchers):
        right = {watcher.poll_id: counted.get(watcher.poll_id, {})}
        yield from compare_counts(f"Watcher {number} at seq {watcher.seq}", {watcher.poll_id: watcher.counts}, right)


async def compare_votes(
    lines: Sequence[Line], export: Export, hall: Hall, tokens: Mapping[int, str], compared: Callable[[int], None]
) -> list[str]:
    """A sentence for each last vote that the server tells its voter otherwise than the export has it.

    Asked are the pairs with a vote. That there is none beside them follows from the tallies, which would be higher.
    """
    statements = defaultdict(list)
    for participant, statement in sorted(export.final.keys() | {(v.participant, v.statement) for v in export.votes}):
        statements[participant].append(statement)
    todo, differences = iter(statements.items()), list[str]()

    async def compare(line: Line) -> None:
        for participant, voted in todo:
            found = await _votes_of(line, tokens[participant], voted, hall)
            for statement in voted:
                right = export.final.get((participant, statement))
                if found[statement] != right:
                    differences.append(
                        f"Participant {participant}, statement {statement}: {found[statement]} instead of {right}"
                    )
            compared(len(voted))

    async with asyncio.TaskGroup() as group:
        for line in lines:
            group.create_task(compare(line))
    return differences


async def _votes_of(line: Line, token: str, statements: Sequence[int], hall: Hall) -> dict[int, str | None]:
    found: dict[int, str | None] = {}
    rest = iter(statements)
    while batch := list(islice(rest, BATCH)):
        variables: dict[str, object] = {f"p{n}": hall.polls[statement] for n, statement in enumerate(batch)}
        data = await line.ask_again(_my_votes(len(batch)), variables, token)
        for n, statement in enumerate(batch):
            vote = data[f"p{n}"]["myVote"]
            found[statement] = vote and vote["choice"]["key"]
    return found


def _my_votes(count: int) -> str:
    variables = ", ".join(f"$p{n}: ID!" for n in range(count))
    fields = " ".join(f"p{n}: poll(id: $p{n}) {{ myVote {{ choice {{ key }} }} }}" for n in range(count))
    return f"query Mine({variables}) {{ {fields} }}"
