"""Polls, tallies and votes as clients see them."""

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import ID

from db.models.polls import Vote
from db.queries.polls import Standing
from resolvers.polls import watch
from resolvers.polls.crowds import Crowd, crowd_of
from resolvers.polls.streams import stream_of
from rules.ids import Kind
from rules.polls import Phase, TallyVisibility, may_close, may_vote
from schema.access import EVERYONE
from schema.context import Asked, Context
from schema.node import Node, key_or_nobody, key_or_none, shown_id
from schema.outcomes import Outcome
from schema.pages import FIRST
from schema.proofs import Checkpoint, checkpoints_of
from schema.record import START, RecordEntry, entries
from schema.scalars import described
from schema.transport.audiences import Arguments, Audience, Shared
from schema.transport.errors import ClientError

if TYPE_CHECKING:
    from schema.issues import Issue

described(
    Phase,
    "PollPhase",
    "Whether votes are taken.",
    SCHEDULED="Not yet.",
    OPEN="Now.",
    CLOSED="No more.",
)
described(
    TallyVisibility,
    "TallyVisibility",
    "When the votes for each choice may be seen; how many have voted always may.",
    LIVE="From the start, while votes come in.",
    AFTER_MY_VOTE="By those who have voted, and by everybody once the poll has closed.",
    AFTER_CLOSE="Once the poll has closed.",
)


@strawberry.type(description="One of the answers a poll offers.")
class Choice:
    key: str = strawberry.field(description="What a vote names it by; unique within the poll.")
    label: str = strawberry.field(description="What people read.")


@strawberry.type(description="How many stand behind one choice.")
class ChoiceTally:
    key: str = strawberry.field(description="The choice.")
    label: str = strawberry.field(description="What people read.")
    votes: int = strawberry.field(description="How many votes it has.")
    share: float = strawberry.field(description="Its part of the votes cast, 0 to 1; for display, never for deciding.")


@strawberry.type(description="How a poll stands.")
class Tally:
    poll_id: ID = strawberry.field(description="The poll.")
    seq: int = strawberry.field(description="Grows with every state of the poll; ignore a state not above one seen.")
    phase: Phase = strawberry.field(description="Whether votes are taken.")
    votes: int = strawberry.field(description="How many have voted.")
    electorate: int = strawberry.field(
        description="How many may vote: fixed when the poll opens, today's number before."
    )
    turnout: float = strawberry.field(description="Votes per electorate, 0 to 1; for display, never for deciding.")
    visible: bool = strawberry.field(description="Whether this viewer may see the votes for each choice.")
    choices: list[ChoiceTally] = strawberry.field(
        description="The choices in order; empty while hidden from this viewer."
    )
    at: datetime = strawberry.field(description="When the poll came to this state.")

    @classmethod
    def of(cls, tally: watch.Tally) -> "Tally":
        """The tally with what is reckoned from it."""
        return cls(
            poll_id=shown_id(Kind.POLL, tally.poll_id),
            seq=tally.seq,
            phase=tally.phase,
            votes=tally.votes,
            electorate=tally.electorate,
            turnout=tally.votes / tally.electorate if tally.electorate else 0.0,
            visible=tally.visible,
            choices=[
                ChoiceTally(key=key, label=label, votes=votes, share=votes / tally.votes if tally.votes else 0.0)
                for key, label, votes in tally.choices
            ],
            at=tally.at,
        )


@strawberry.type(description="The viewer's own vote that counts now.")
class MyVote:
    choice: Choice = strawberry.field(description="What they chose.")
    cast_at: datetime = strawberry.field(description="When it was counted.")
    tracker: str = strawberry.field(description="What finds this vote in the record; known to its owner only.")
    seq: int = strawberry.field(description="The number of its entry in the poll's record.")


@strawberry.type(description="A question put to the vote.")
class Poll(Node):
    standing: strawberry.Private[Standing]
    id: ID = strawberry.field(description="The poll's id.")
    question: str = strawberry.field(description="What is asked.")
    choices: list[Choice] = strawberry.field(description="The answers offered, in order.")
    opens_at: datetime = strawberry.field(description="When voting starts.")
    closes_at: datetime = strawberry.field(description="When voting ends; this second itself no longer counts.")
    revisable: bool = strawberry.field(description="Whether a vote can be changed while the poll is open.")
    tally_visibility: TallyVisibility = strawberry.field(description="When the votes for each choice may be seen.")
    secret: bool = strawberry.field(
        description="Whether record and proofs never say what a vote chose, not even once the poll has closed."
    )
    outcome: Outcome | None = strawberry.field(description="What was decided and why; null until the poll has closed.")

    @classmethod
    def of(cls, standing: Standing, context: Context) -> "Poll":
        """The poll with what is the same for everybody."""
        poll = standing.poll
        return cls(
            standing=standing,
            id=shown_id(Kind.POLL, poll.id),
            question=poll.question,
            choices=[Choice(key=choice.key, label=choice.label) for choice in standing.choices],
            opens_at=poll.opens_at,
            closes_at=poll.closes_at,
            revisable=poll.revisable,
            tally_visibility=poll.tally_visibility,
            secret=poll.secret,
            outcome=Outcome.of(standing, context.language),
        )

    @strawberry.field(description="Whether votes are taken.")
    def phase(self, info: Asked) -> Phase:
        return watch.phase_now(info.context.house, self.standing)

    @strawberry.field(description="How it stands, as this viewer may see it.")
    async def tally(self, info: Asked) -> Tally:
        context, poll = info.context, self.standing.poll
        voted = await context.loaders.my_votes.load(poll.id) is not None
        electorate = poll.electorate
        if electorate is None:
            community = await context.loaders.communities.load(poll.community_id)
            electorate = community.roll_heads if community else 0
        return Tally.of(watch.tally_of(context.house, self.standing, electorate, voted=voted))

    @strawberry.field(description="The issue it belongs to.")
    async def issue(self, info: Asked) -> Annotated["Issue", strawberry.lazy("schema.issues")]:
        from schema.issues import Issue  # noqa: PLC0415 - issues and polls name each other

        row = await info.context.loaders.issues.load(self.standing.poll.issue_id)
        if row is None:
            raise LookupError("A poll without an issue.")
        return Issue.of(row)

    @strawberry.field(description="The viewer's own vote that counts now; null for those who have not voted.")
    async def my_vote(self, info: Asked) -> MyVote | None:
        vote = await info.context.loaders.my_votes.load(self.standing.poll.id)
        return None if vote is None else self._shown(vote)

    def _shown(self, vote: Vote) -> MyVote:
        label = next(choice.label for choice in self.standing.choices if choice.key == vote.choice)
        chosen = Choice(key=vote.choice, label=label)
        return MyVote(choice=chosen, cast_at=vote.cast_at, tracker=vote.tracker, seq=vote.seq)

    @strawberry.field(description="Whether a vote, or a changed one, of this viewer would count now.")
    async def may_vote(self, info: Asked) -> bool:
        context, key = info.context, self.standing.poll.id
        on_roll, voted = await context.loaders.on_roll.load(key), await context.loaders.my_votes.load(key)
        choice = self.standing.choices[0].key
        now = context.house.now()
        return may_vote(self.standing.terms, choice, on_roll=on_roll, voted=voted is not None, now=now) is None

    @strawberry.field(description="Its own record: every vote by its tracker, never by its voter. Oldest first.")
    async def record(
        self,
        info: Asked,
        after: Annotated[int | None, strawberry.argument(description=START)] = None,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
    ) -> list[RecordEntry]:
        return await entries(info, stream_of(self.standing.poll.id), after, first)

    @strawberry.field(description="Signed words on where its own record stood, oldest first.")
    async def checkpoints(
        self,
        info: Asked,
        after: Annotated[int | None, strawberry.argument(description=START)] = None,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
    ) -> list[Checkpoint]:
        return await checkpoints_of(info, stream_of(self.standing.poll.id), after, first)

    @strawberry.field(description="Whether this viewer may close it before its time.")
    def may_close(self, info: Asked) -> bool:
        roles = info.context.roles_in(self.standing.poll.community_id)
        return may_close(self.standing.terms, roles, info.context.house.now()) is None


@strawberry.type
class PollQuery:
    @strawberry.field(description="One poll; null where there is none with this id.", extensions=[EVERYONE])
    async def poll(
        self, info: Asked, id: Annotated[ID, strawberry.argument(description="The poll's id.")]
    ) -> Poll | None:
        key = key_or_none(Kind.POLL, id)
        standing = key and await info.context.loaders.polls.load(key)
        return Poll.of(standing, info.context) if standing else None


async def _crowd(context: Context, arguments: Arguments) -> Audience:
    key = key_or_nobody(Kind.POLL, arguments["pollId"])
    return Audience(*await crowd_of(context.house, key, context.actor))


@strawberry.type
class PollSubscription:
    @strawberry.subscription(
        description="The tally as it stands, then its newest state after each change, at most five a second.",
        extensions=[EVERYONE, Shared(_crowd)],
    )
    async def poll_tally(
        self, info: Asked, poll_id: Annotated[ID, strawberry.argument(description="The poll.")]
    ) -> AsyncGenerator[Tally, None]:
        context, key = info.context, key_or_nobody(Kind.POLL, poll_id)
        if await context.loaders.polls.load(key) is None:
            raise ClientError("NOT_FOUND", "There is no such poll.")
        viewer = context.actor if context.audience is None else Crowd(str(context.audience.name))
        async for tally in watch.follow(context.house, key, viewer):
            yield Tally.of(tally)
