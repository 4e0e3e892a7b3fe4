"""What levels allow, as clients ask for it: standing behind issues, hiding comments, being drawn for a council."""

from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import ID

from db.models import rights as kept
from resolvers.rights import drawing, moderating, seconding
from rules.ids import Kind
from schema.access import EVERYONE, SIGNED_IN, acting
from schema.asked import COMMUNITY, community_asked
from schema.comments import Comment
from schema.context import Asked
from schema.issues import Issue
from schema.node import key_or_nobody, shown_id
from schema.pages import AFTER, FIRST, Connection, asked, connected
from schema.record import START, RecordEntry, entries
from schema.refusals import Refusal, shown_or
from schema.residents import Resident

COMMENT_ID = Annotated[ID, strawberry.argument(description="The comment.")]
WHY = Annotated[str, strawberry.argument(description="Why, for residents to read: 1 to 1,000 characters.")]


@strawberry.type(
    description="A council drawn by lot. `pool` was written down first; `seed` is the digest of that entry. Sort the"
    " ids of the pool by SHA-256 over seed, a colon and the id: the first are the council."
)
class CouncilDraw:
    row: strawberry.Private[kept.CouncilDraw]
    id: ID = strawberry.field(description="The draw's id.")
    purpose: str = strawberry.field(description="What the council is for.")
    places: int = strawberry.field(description="How many were drawn.")
    seed: str = strawberry.field(description="The digest, in hex, of the entry with the pool.")
    seq: int = strawberry.field(description="The number of that entry in `councilRecord`.")
    drawn_at: datetime = strawberry.field(description="When it was drawn.")

    @classmethod
    def of(cls, row: kept.CouncilDraw) -> "CouncilDraw":
        """The draw as everybody sees it."""
        return cls(
            row=row,
            id=shown_id(Kind.COUNCIL_DRAW, row.id),
            purpose=row.purpose,
            places=row.places,
            seed=row.seed,
            seq=row.seq,
            drawn_at=row.drawn_at,
        )

    @strawberry.field(description="Everybody who was in it, by id, in the order of their lots.")
    async def pool(self, info: Asked) -> list[ID]:
        keys = await drawing.lots(info.context.house, self.row.id)
        info.context.spend(1 + len(keys))
        return [shown_id(Kind.RESIDENT, key) for key in keys]

    @strawberry.field(description="Who was drawn, in the order of their lots.")
    async def council(self, info: Asked) -> list[Resident]:
        keys = (await drawing.lots(info.context.house, self.row.id))[: self.row.places]
        info.context.spend(1 + len(keys))
        rows = await info.context.loaders.residents.load_many(list(keys))
        return [Resident.of(row) for row in rows if row]


@strawberry.type(description="Whether somebody is willing to be drawn for a council from now on.")
class WillingChosen:
    willing: bool = strawberry.field(description="Whether they are.")


SecondIssueResult = Annotated[
    Issue | Refusal, strawberry.union("SecondIssueResult", description="The issue, or why not.")
]
HideCommentResult = Annotated[
    Comment | Refusal, strawberry.union("HideCommentResult", description="The comment, hidden, or why not.")
]
RestoreCommentResult = Annotated[
    Comment | Refusal, strawberry.union("RestoreCommentResult", description="The comment, shown again, or why not.")
]
SetWillingResult = Annotated[
    WillingChosen | Refusal, strawberry.union("SetWillingResult", description="What was chosen, or why not.")
]
DrawCouncilResult = Annotated[
    CouncilDraw | Refusal, strawberry.union("DrawCouncilResult", description="The council, or why not.")
]


@strawberry.type
class RightsQuery:
    @strawberry.field(description="The councils drawn by lot, newest first.", extensions=[EVERYONE])
    async def council_draws(
        self,
        info: Asked,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
        community: COMMUNITY = None,
    ) -> Connection[CouncilDraw]:
        context, ask = info.context, asked(first, after)
        page = await drawing.listed(context.house, await community_asked(context, community), ask)
        return connected(context, page, ask, CouncilDraw.of)

    @strawberry.field(
        description="The record of the draws, oldest first: who was in each, the seed, and the order of the lots.",
        extensions=[EVERYONE],
    )
    async def council_record(
        self,
        info: Asked,
        after: Annotated[int | None, strawberry.argument(description=START)] = None,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        community: COMMUNITY = None,
    ) -> list[RecordEntry]:
        key = await community_asked(info.context, community)
        return await entries(info, drawing.stream_of(key), after, first)

    @strawberry.field(
        description="Whether you are willing to be drawn for a council; null for a guest.", extensions=[EVERYONE]
    )
    async def willing_to_be_drawn(self, info: Asked) -> bool | None:
        actor = info.context.actor
        return None if actor is None else await drawing.is_willing(info.context.house, actor)


@strawberry.type
class RightsMutation:
    @strawberry.mutation(
        description="Stands behind an issue that a neighbour has raised, by the right of your level. Twice is once.",
        extensions=[SIGNED_IN],
    )
    async def second_issue(
        self, info: Asked, issue_id: Annotated[ID, strawberry.argument(description="The issue, at PROPOSED.")]
    ) -> SecondIssueResult:
        key = key_or_nobody(Kind.ISSUE, issue_id)
        return shown_or(await seconding.second(info.context.house, acting(info), key), Issue.of, info.context.language)

    @strawberry.mutation(
        description="Hides a comment, saying why: staff any, others by the right of their level those of their own"
        " building. Its author is told, and staff can restore it.",
        extensions=[SIGNED_IN],
    )
    async def hide_comment(self, info: Asked, comment_id: COMMENT_ID, reason: WHY) -> HideCommentResult:
        key = key_or_nobody(Kind.COMMENT, comment_id)
        said = await moderating.hide(info.context.house, acting(info), key, reason)
        return shown_or(said, Comment.of, info.context.language)

    @strawberry.mutation(description="Staff show a hidden comment again, saying why.", extensions=[SIGNED_IN])
    async def restore_comment(self, info: Asked, comment_id: COMMENT_ID, reason: WHY) -> RestoreCommentResult:
        key = key_or_nobody(Kind.COMMENT, comment_id)
        said = await moderating.restore(info.context.house, acting(info), key, reason)
        return shown_or(said, Comment.of, info.context.language)

    @strawberry.mutation(
        description="Says whether you are willing to be drawn for a council. Yes needs the level that brings it; your"
        " id is then in the record of each draw.",
        extensions=[SIGNED_IN],
    )
    async def set_willing_to_be_drawn(
        self, info: Asked, willing: Annotated[bool, strawberry.argument(description="Whether you are.")]
    ) -> SetWillingResult:
        chosen = await drawing.set_willing(info.context.house, acting(info), willing=willing)
        return shown_or(chosen, lambda said: WillingChosen(willing=said), info.context.language)

    @strawberry.mutation(
        description="Staff draw a council by lot from those who are willing, so that anybody can draw it again.",
        extensions=[SIGNED_IN],
    )
    async def draw_council(
        self,
        info: Asked,
        purpose: Annotated[str, strawberry.argument(description="What it is for: 1 to 200 characters.")],
        places: Annotated[int, strawberry.argument(description="How many to draw: 1 to 100.")],
    ) -> DrawCouncilResult:
        row = await drawing.draw(info.context.house, acting(info), purpose, places)
        return shown_or(row, CouncilDraw.of, info.context.language)
