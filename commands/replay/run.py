"""Replaying a Polis export through the public API, as real clients would, and comparing what came of it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from commands.polis import Export
from commands.replay import compare
from commands.replay.api import Line, lines
from commands.replay.connection import Address
from commands.replay.hall import Hall, open_hall
from commands.replay.report import Report
from commands.replay.tokens import Tokens
from commands.replay.voters import Ballots, Voters
from commands.replay.watchers import Counts, Watcher, settle, watching

CONCURRENCY = 64

Recount = Callable[[str], Awaitable[Mapping[str, Counts]]]
"""Counts the votes of an issue's polls anew in the database; issue and polls go by their public ids."""

Progress = Callable[[str, int], None]
"""Told what is being done and how many more of it are done: polls, votes, comparisons."""


def unseen(_what: str, _more: int) -> None:
    """Progress that nobody looks at."""


async def replay(
    export: Export,
    url: str,
    tokens: Tokens,
    watchers: int,
    recount: Recount,
    *,
    concurrency: int = CONCURRENCY,
    progress: Progress = unseen,
) -> Report:
    """The report of one replay against the server at `url`.

    Raises ValueError when there are too few tokens, ApiError when the server refuses the preparations; what goes
    wrong while voting or watching comes in an ExceptionGroup.
    """
    people = voters_of(export, tokens)
    address = Address.of(url)
    async with lines(address, concurrency) as clients:
        hall = await open_hall(clients[0], tokens.moderator, export, lambda: progress("polls", 1))
        async with watching(address.socket_url, list(hall.polls.values()), watchers) as watched:
            voters = Voters(clients, people, hall.polls, lambda: progress("votes", 1))
            started = asyncio.get_running_loop().time()
            ballots = await voters.vote(export.votes)
            seconds = asyncio.get_running_loop().time() - started
            counted = await recount(hall.issue_id)
            await settle(watched, counted)
        differences = [
            *ballots.refused,
            *await _differences(clients, export, hall, people, counted=counted, progress=progress),
            *compare.compare_watchers(watched, counted),
        ]
    return _report(export, ballots, clients, watched, seconds=seconds, differences=differences)


def voters_of(export: Export, tokens: Tokens) -> dict[int, str]:
    """A token for each participant. Raises ValueError when there are too few."""
    participants = export.participants
    if len(tokens.residents) < len(participants):
        raise ValueError(f"{len(participants):,} residents are needed, and there are {len(tokens.residents):,} tokens")
    return dict(zip(participants, tokens.residents, strict=False))


async def _differences(
    clients: list[Line],
    export: Export,
    hall: Hall,
    people: Mapping[int, str],
    *,
    counted: Mapping[str, Counts],
    progress: Progress,
) -> list[str]:
    right = compare.expected(export, hall)
    votes = await compare.compare_votes(clients, export, hall, people, lambda more: progress("comparisons", more))
    tallies = await compare.read_tallies(clients[0], hall)
    return [
        *votes,
        *compare.compare_counts("Tally of the API", tallies, right),
        *compare.compare_counts("Votes in the database", counted, right),
    ]


def _report(
    export: Export,
    ballots: Ballots,
    clients: list[Line],
    watched: list[Watcher],
    *,
    seconds: float,
    differences: list[str],
) -> Report:
    return Report(
        statements=len(export.statements),
        participants=len(export.participants),
        sent=ballots.sent,
        accepted=ballots.accepted,
        retries=sum(client.retries for client in clients),
        seconds=seconds,
        final_votes=len(export.final),
        watchers=len(watched),
        reconnects=sum(watcher.reconnects for watcher in watched),
        states=sum(watcher.states for watcher in watched),
        differences=tuple(differences),
    )
