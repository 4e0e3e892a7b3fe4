"""The replay beside the server: its people are added to the database, and its votes counted anew there."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from commands.polis import Export, read_export
from commands.replay.command import replay_on_screen
from commands.replay.tokens import Tokens, read_tokens
from commands.seed import add_in_groups
from resolvers.house import House
from resolvers.opening import Plan, opened
from resolvers.polls.audit import recount
from resolvers.seeding import Newcomer
from rules.ids import Kind, key_of, public_id
from rules.roles import Role


@dataclass(frozen=True, slots=True)
class How:
    """How to replay: against which server, with how many watchers and votes under way, by whom, and how much of it."""

    url: str
    watchers: int
    concurrency: int
    tokens: Path | None = None
    statements: int | None = None


async def replay_beside(plan: Plan, folder: Path, how: How) -> int:
    """Replays the export against a server that uses the same database. Returns the exit code."""
    export = read_export(folder)
    if how.statements is not None:
        export = export.first(how.statements)
    async with opened(plan) as house:
        people = read_tokens(how.tokens.read_bytes().splitlines()) if how.tokens else await add_people(house, export)
        counted = partial(recount_publicly, house)
        return await replay_on_screen(export, how.url, people, how.watchers, counted, concurrency=how.concurrency)


async def add_people(house: House, export: Export) -> Tokens:
    """A moderator, and a resident for each participant."""
    newcomers = [Newcomer(roles=(Role.MODERATOR,)), *(Newcomer() for _ in export.participants)]
    tokens = [person.token async for group in add_in_groups(house, newcomers) for person in group]
    return Tokens(tokens[0], tuple(tokens[1:]))


async def recount_publicly(house: House, issue_id: str) -> Mapping[str, Mapping[str, int]]:
    """The votes of an issue's polls, counted anew in the database; issue and polls go by their public ids."""
    key = key_of(Kind.ISSUE, issue_id)
    if key is None:
        raise ValueError(f"{issue_id} is not an issue.")
    return {public_id(Kind.POLL, poll_id): counts for poll_id, counts in (await recount(house, key)).items()}
