"""The voters of a replay: every vote over castVote, once, in its turn."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

from commands.polis import Vote
from commands.replay.api import ApiError, Line
from commands.replay.turns import Turns

CAST = (
    "mutation Cast($input: CastVoteInput!) { castVote(input: $input) "
    "{ ... on VoteReceipt { seq } ... on Refusal { code message } } }"
)


@dataclass(slots=True)
class Ballots:
    """What became of the votes. `refused` has a sentence for each that was not accepted."""

    sent: int = 0
    accepted: int = 0
    refused: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Voters:
    """Casts votes through several connections at once; `tokens` by participant, `polls` by statement."""

    lines: Sequence[Line]
    tokens: Mapping[int, str]
    polls: Mapping[int, str]
    cast: Callable[[], None]

    async def vote(self, votes: Sequence[Vote]) -> Ballots:
        """Returns when every vote has been answered. Each carries a key of its own, so a repeated one counts once."""
        turns, ballots, name = Turns(votes), Ballots(), uuid4().hex
        async with asyncio.TaskGroup() as group:
            for line in self.lines:
                group.create_task(self._vote_in_turn(line, turns, ballots, name))
        return ballots

    async def _vote_in_turn(self, line: Line, turns: Turns, ballots: Ballots, name: str) -> None:
        while (vote := await turns.take()) is not None:
            ballots.sent += 1
            if why := await self._cast(line, vote, f"{name}-{ballots.sent}"):
                ballots.refused.append(f"{vote}: {why}")
            else:
                ballots.accepted += 1
            turns.done(vote)
            self.cast()

    async def _cast(self, line: Line, vote: Vote, key: str) -> str | None:
        """None when the vote was counted, otherwise why not."""
        given = {"pollId": self.polls[vote.statement], "choice": vote.choice, "idempotencyKey": key}
        try:
            data = await line.ask_again(CAST, {"input": given}, self.tokens[vote.participant])
        except ApiError as error:
            return str(error)
        receipt = data["castVote"]
        return None if "seq" in receipt else f"{receipt.get('code')}: {receipt.get('message')}"
