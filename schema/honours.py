"""Honours as clients see them: the public board, nominations, and the vote."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry
from strawberry import ID

from db.models import honours as kept
from resolvers.honours import nominating, phones, reading
from rules.honours import Honour, Standing
from rules.ids import Kind
from schema.access import EVERYONE, SIGNED_IN, acting
from schema.asked import COMMUNITY, community_asked
from schema.context import Asked, Context
from schema.earned import Title
from schema.node import key_or_nobody, shown_id
from schema.pages import AFTER, FIRST, Connection, asked, connected
from schema.polls import Poll
from schema.refusals import Refusal, shown_or
from schema.residents import Resident
from schema.scalars import described
from schema.sentences.honours import TITLES

described(
    Standing,
    "NominationStanding",
    "How far a nomination has come.",
    OPEN="It waits for the vote.",
    VOTING="It is being voted on.",
    DECLINED="The nominee has said no.",
    ENDED="The vote has ended.",
)


@strawberry.type(description="An honour on the public board. Those who do not want to be named are left out.")
class HonourGiven:
    row: strawberry.Private[kept.HonourGiven]
    id: ID = strawberry.field(description="The honour's id.")

    @classmethod
    def of(cls, row: kept.HonourGiven) -> "HonourGiven":
        """The honour as everybody sees it."""
        return cls(row=row, id=shown_id(Kind.HONOUR, row.id))

    @strawberry.field(description="The title, and what for.")
    def title(self, info: Asked) -> Title:
        return Title.of(self.row, info.context.language)

    @strawberry.field(description="Who has it.")
    async def resident(self, info: Asked) -> Resident:
        return await _resident(info.context, self.row.resident_id)


@strawberry.type(description="A neighbour nominated for an honour.")
class Nomination:
    row: strawberry.Private[kept.Nomination]
    id: ID = strawberry.field(description="The nomination's id.")
    honour: Honour = strawberry.field(description="The honour.")
    what_for: str = strawberry.field(description="What for, in the nominator's words.")
    standing: Standing = strawberry.field(description="How far it has come.")
    nominated_at: datetime = strawberry.field(description="When it was made.")
    poll_id: ID | None = strawberry.field(description="The poll it is voted on in; null until there is one.")

    @classmethod
    def of(cls, row: kept.Nomination) -> "Nomination":
        """The nomination as everybody sees it."""
        return cls(
            row=row,
            id=shown_id(Kind.NOMINATION, row.id),
            honour=row.honour,
            what_for=row.what_for,
            standing=row.standing,
            nominated_at=row.nominated_at,
            poll_id=None if row.poll_id is None else shown_id(Kind.POLL, row.poll_id),
        )

    @strawberry.field(description="What the honour is called, in the caller's language.")
    def name(self, info: Asked) -> str:
        return TITLES[self.honour].said(info.context.language)

    @strawberry.field(description="Who was nominated.")
    async def nominee(self, info: Asked) -> Resident:
        return await _resident(info.context, self.row.nominee_id)


async def _resident(context: Context, key: UUID) -> Resident:
    row = await context.loaders.residents.load(key)
    if row is None:
        raise LookupError("An honour of nobody.")
    return Resident.of(row)


@strawberry.input(description="A neighbour to be nominated.")
class NominateInput:
    honour: Honour = strawberry.field(description="PIONEER or VOLUNTEER.")
    nominee_id: ID = strawberry.field(description="The neighbour.")
    what_for: str = strawberry.field(description="What for: 1 to 500 characters.")


@strawberry.input(description="A vote on those who are nominated for an honour.")
class OpenHonourVoteInput:
    honour: Honour = strawberry.field(description="PIONEER or VOLUNTEER.")
    title: str = strawberry.field(description="What is asked, in one line: 1 to 120 characters.")
    description: str = strawberry.field(description="What voters should know: 1 to 10,000 characters.")
    closes_at: datetime = strawberry.field(description="When voting ends: at least a minute from now.")


NominateResult = Annotated[
    Nomination | Refusal, strawberry.union("NominateResult", description="The nomination, or why not.")
]
DeclineNominationResult = Annotated[
    Nomination | Refusal, strawberry.union("DeclineNominationResult", description="The nomination, or why not.")
]
OpenHonourVoteResult = Annotated[
    Poll | Refusal, strawberry.union("OpenHonourVoteResult", description="The poll, or why not.")
]


@strawberry.type
class HonourQuery:
    @strawberry.field(
        description="The honours board: who has which title and what for, newest first.", extensions=[EVERYONE]
    )
    async def honours(
        self,
        info: Asked,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
        community: COMMUNITY = None,
    ) -> Connection[HonourGiven]:
        context, ask = info.context, asked(first, after)
        page = await reading.board(context.house, await community_asked(context, community), ask)
        return connected(context, page, ask, HonourGiven.of)

    @strawberry.field(
        description="Who is nominated, newest first; without those who said no or do not want to be named.",
        extensions=[EVERYONE],
    )
    async def nominations(
        self,
        info: Asked,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
        community: COMMUNITY = None,
        open: Annotated[
            bool, strawberry.argument(description="Only those that wait for a vote or are being voted on.")
        ] = False,
    ) -> Connection[Nomination]:
        context, ask = info.context, asked(first, after)
        key = await community_asked(context, community)
        page = await reading.nominations(context.house, key, ask, only_open=open)
        return connected(context, page, ask, Nomination.of)

    @strawberry.field(
        description="What the viewer is nominated for, oldest first; empty for a guest.", extensions=[EVERYONE]
    )
    async def my_nominations(self, info: Asked) -> list[Nomination]:
        context = info.context
        if context.viewer is None:
            return []
        context.look()
        rows = await reading.mine(context.house, context.viewer)
        context.spend(len(rows))
        return list(map(Nomination.of, rows))


@strawberry.type
class HonourMutation:
    @strawberry.mutation(
        description="Nominates a neighbour for an honour, saying what for. They are told, and can decline. Three of"
        " one's own for an honour may wait for its vote.",
        extensions=[SIGNED_IN],
    )
    async def nominate(
        self, info: Asked, input: Annotated[NominateInput, strawberry.argument(description="Whom, and what for.")]
    ) -> NominateResult:
        context, key = info.context, key_or_nobody(Kind.RESIDENT, input.nominee_id)
        row = await nominating.nominate(context.house, acting(info), input.honour, key, input.what_for)
        return shown_or(row, Nomination.of, context.language)

    @strawberry.mutation(
        description="Does the same by their telephone number. Ten numbers an hour may be tried.", extensions=[SIGNED_IN]
    )
    async def nominate_by_phone(
        self,
        info: Asked,
        honour: Annotated[Honour, strawberry.argument(description="PIONEER or VOLUNTEER.")],
        phone: Annotated[str, strawberry.argument(description="The number that they sign in with.")],
        what_for: Annotated[str, strawberry.argument(description="What for: 1 to 500 characters.")],
    ) -> NominateResult:
        row = await phones.nominate_by_phone(info.context.house, acting(info), honour, phone, what_for)
        return shown_or(row, Nomination.of, info.context.language)

    @strawberry.mutation(
        description="Says no to being nominated, until the vote has ended. Votes for you then bring nothing.",
        extensions=[SIGNED_IN],
    )
    async def decline_nomination(
        self, info: Asked, nomination_id: Annotated[ID, strawberry.argument(description="The nomination.")]
    ) -> DeclineNominationResult:
        key = key_or_nobody(Kind.NOMINATION, nomination_id)
        row = await nominating.decline(info.context.house, acting(info), key)
        return shown_or(row, Nomination.of, info.context.language)

    @strawberry.mutation(
        description="Staff open the vote on those who are nominated for an honour, the first 20 where there are more: a"
        " secret poll on an issue of its own. Who has the most votes when it closes has the honour; where several have"
        " as many, they share it.",
        extensions=[SIGNED_IN],
    )
    async def open_honour_vote(
        self, info: Asked, input: Annotated[OpenHonourVoteInput, strawberry.argument(description="The vote.")]
    ) -> OpenHonourVoteResult:
        context = info.context
        standing = await nominating.open_vote(
            context.house, acting(info), input.honour, input.title, input.description, input.closes_at
        )
        return shown_or(standing, lambda found: Poll.of(found, context), context.language)
