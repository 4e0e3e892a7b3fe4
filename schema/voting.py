"""Setting up polls, voting and closing, as clients ask for it."""

from collections.abc import Awaitable
from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import ID

from db.group_commit import NotWrittenError
from db.queries.polls import Standing
from resolvers.meetings import helping
from resolvers.polls import cast, manage
from resolvers.polls.ballots import Receipt
from rules import refusals
from rules.ids import Kind
from rules.polls import TallyVisibility
from schema.access import SIGNED_IN, acting
from schema.context import Asked, Context
from schema.node import key_or_nobody, shown_id
from schema.polls import Poll
from schema.refusals import Refusal, shown_or
from schema.transport.errors import try_again


@strawberry.input(description="One of the answers a poll offers.")
class ChoiceInput:
    key: str = strawberry.field(description="What votes name it by: 1 to 40 characters, unique within the poll.")
    label: str = strawberry.field(description="What people read: 1 to 200 characters, unique within the poll.")


@strawberry.input(description="A poll to be set up on an issue.")
class OpenPollInput:
    issue_id: ID = strawberry.field(description="The issue, which has to be at DELIBERATING or VOTING.")
    question: str = strawberry.field(description="What is asked: 1 to 500 characters.")
    choices: list[ChoiceInput] = strawberry.field(description="2 to 20 answers, in the order they are shown.")
    opens_at: datetime | None = strawberry.field(default=None, description="When voting starts; at once if not said.")
    closes_at: datetime = strawberry.field(
        description="When voting ends: at least a minute after it starts, 3 to 7 days where the issue is important."
    )
    revisable: bool = strawberry.field(
        default=False, description="Whether votes can be changed while the poll is open."
    )
    tally_visibility: TallyVisibility = strawberry.field(
        default=TallyVisibility.LIVE, description="When the votes for each choice may be seen."
    )
    secret: bool = strawberry.field(
        default=False,
        description="Whether record and proofs never say what a vote chose. Takes AFTER_CLOSE, and votes that"
        " cannot be changed.",
    )


@strawberry.input(description="One person's vote.")
class CastVoteInput:
    poll_id: ID = strawberry.field(description="The poll.")
    choice: str = strawberry.field(description="The key of the choice.")
    idempotency_key: str | None = strawberry.field(
        default=None,
        description="Any text of up to 200 characters, new for each intent. Send it again with a repeated request: "
        "it counts once and gives the same receipt.",
    )


@strawberry.input(description="A vote to be typed in for somebody.")
class CastVoteForInput:
    participant_id: ID = strawberry.field(description="Whose vote: a resident the staff has signed in at a meeting.")
    poll_id: ID = strawberry.field(description="The poll, on the issue the meeting is about.")
    choice: str = strawberry.field(description="The key of the choice.")
    idempotency_key: str | None = strawberry.field(default=None, description="As in CastVoteInput.")


@strawberry.input(description="A poll to be closed before its time.")
class ClosePollInput:
    poll_id: ID = strawberry.field(description="The poll.")
    reason: str = strawberry.field(description="Why, for residents to read: 1 to 1,000 characters.")


@strawberry.type(description="Proof that a vote was counted. It is on disk once you have this.")
class VoteReceipt:
    poll_id: ID = strawberry.field(description="The poll.")
    seq: int = strawberry.field(
        description="The number of its entry in the poll's record; tallies from here on have it."
    )
    tracker: str = strawberry.field(description="What finds this vote in the record; show it to nobody.")
    cast_at: datetime = strawberry.field(description="When it was counted.")

    @classmethod
    def of(cls, receipt: Receipt) -> "VoteReceipt":
        """The receipt as its owner sees it."""
        poll_id = shown_id(Kind.POLL, receipt.poll_id)
        return cls(poll_id=poll_id, seq=receipt.seq, tracker=receipt.tracker, cast_at=receipt.cast_at)


OpenPollResult = Annotated[Poll | Refusal, strawberry.union("OpenPollResult", description="The poll, or why not.")]
NOT_SAVED = (
    "Your vote could not be saved just now. Please send it again: under the same idempotencyKey it counts only once."
)
CastVoteResult = Annotated[
    VoteReceipt | Refusal,
    strawberry.union("CastVoteResult", description="The receipt, or why the vote does not count."),
]
ClosePollResult = Annotated[Poll | Refusal, strawberry.union("ClosePollResult", description="The poll, or why not.")]


def _poll_or(result: Standing | refusals.Refusal, context: Context) -> Poll | Refusal:
    return shown_or(result, lambda standing: Poll.of(standing, context), context.language)


async def _receipt_or(asked: Awaitable[cast.Answer], context: Context) -> VoteReceipt | Refusal:
    try:
        answer = await asked
    except NotWrittenError as error:
        raise try_again(error, NOT_SAVED) from error
    return shown_or(answer, VoteReceipt.of, context.language)


@strawberry.type
class VotingMutation:
    @strawberry.mutation(description="A moderator puts a question to the vote.", extensions=[SIGNED_IN])
    async def open_poll(
        self, info: Asked, input: Annotated[OpenPollInput, strawberry.argument(description="The poll.")]
    ) -> OpenPollResult:
        proposal = manage.Proposal(
            question=input.question,
            choices=[(choice.key, choice.label) for choice in input.choices],
            opens_at=input.opens_at,
            closes_at=input.closes_at,
            revisable=input.revisable,
            tally_visibility=input.tally_visibility,
            secret=input.secret,
        )
        key = key_or_nobody(Kind.ISSUE, input.issue_id)
        return _poll_or(await manage.open_poll(info.context.house, acting(info), key, proposal), info.context)

    @strawberry.mutation(description="One tap, one vote. It counts once you have the receipt.", extensions=[SIGNED_IN])
    async def cast_vote(
        self, info: Asked, input: Annotated[CastVoteInput, strawberry.argument(description="The vote.")]
    ) -> CastVoteResult:
        actor, key = acting(info), key_or_nobody(Kind.POLL, input.poll_id)
        asked = cast.cast_vote(info.context.house, actor.resident_id, key, input.choice, input.idempotency_key)
        return await _receipt_or(asked, info.context)

    @strawberry.mutation(
        description="Moderators and staff type in the vote of a resident without a phone who is in the room. The record"
        " marks it as typed in. Hand the receipt's tracker to whose vote it is.",
        extensions=[SIGNED_IN],
    )
    async def cast_vote_for(
        self, info: Asked, input: Annotated[CastVoteForInput, strawberry.argument(description="Whose vote, and what.")]
    ) -> CastVoteResult:
        whose, key = key_or_nobody(Kind.PARTICIPANT, input.participant_id), key_or_nobody(Kind.POLL, input.poll_id)
        asked = helping.cast_for(info.context.house, acting(info), whose, key, input.choice, key=input.idempotency_key)
        return await _receipt_or(asked, info.context)

    @strawberry.mutation(description="A moderator closes a poll before its time, saying why.", extensions=[SIGNED_IN])
    async def close_poll(
        self, info: Asked, input: Annotated[ClosePollInput, strawberry.argument(description="Which poll, and why.")]
    ) -> ClosePollResult:
        key = key_or_nobody(Kind.POLL, input.poll_id)
        return _poll_or(await manage.close_poll(info.context.house, acting(info), key, input.reason), info.context)
