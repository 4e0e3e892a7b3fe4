"""Issues and comments as clients see them."""

from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import ID

from db.models import issues as kept
from resolvers import communities, issues
from resolvers.rights import seconding
from rules.ids import Kind
from rules.issues import Stage, may_open_polls, next_stages
from rules.points import DEFAULT, Right
from rules.rights import may, may_second
from rules.texts import SEARCH, accept
from schema.access import EVERYONE
from schema.comments import Comment, CommentOrder
from schema.context import Asked
from schema.meetings import Meeting
from schema.node import Node, key_or_none, shown_id
from schema.pages import AFTER, FIRST, Connection, asked, connected, number_asked
from schema.polls import Poll
from schema.recorded import Recorded
from schema.residents import Resident
from schema.scalars import described
from schema.transport.errors import ClientError

described(
    Stage,
    "IssueStage",
    "Where an issue stands.",
    PROPOSED="Raised by a resident; nobody has looked at it yet.",
    SCREENED="Looked at and taken up, with a reason.",
    PREPARING="Being prepared with those it concerns.",
    DELIBERATING="Being talked through.",
    VOTING="Being voted on.",
    PUBLISHED="Decided; the result and its reason are public.",
    SUPERVISED="Being carried out, watched by residents.",
    CLOSED="Carried out and done.",
    DECLINED="Not taken up, with a reason.",
)


MOST = "How many at most, 1 to 100; 20 if not said."


@strawberry.type(description="One step an issue took.")
class IssueStep:
    from_: Stage = strawberry.field(name="from", description="The stage it left.")
    to: Stage = strawberry.field(description="The stage it reached.")
    reason: str = strawberry.field(description="Why, in words for residents.")
    at: datetime = strawberry.field(description="When the step was taken.")


@strawberry.type(description="Something residents raised: talked through, voted on, and followed to its end.")
class Issue(Node, Recorded):
    row: strawberry.Private[kept.Issue]
    id: ID = strawberry.field(description="The issue's id.")
    title: str = strawberry.field(description="What it is about, in one line.")
    description: str = strawberry.field(description="What it is about, in full.")
    stage: Stage = strawberry.field(description="Where it stands.")
    important: bool = strawberry.field(description="Whether it is important: its polls then last 3 to 7 days.")
    raised_at: datetime = strawberry.field(description="When it was raised.")
    comment_count: int = strawberry.field(description="How many comments it has.")

    @classmethod
    def of(cls, row: kept.Issue, head: int | None = None) -> "Issue":
        """The issue as everybody sees it; `head` is its record's newest number from before the row was read."""
        return cls(
            row=row,
            stream=issues.stream_of(row.id),
            head=head,
            id=shown_id(Kind.ISSUE, row.id),
            title=row.title,
            description=row.description,
            stage=row.stage,
            important=row.important,
            raised_at=row.raised_at,
            comment_count=row.comments,
        )

    @strawberry.field(description="Who raised it.")
    async def raised_by(self, info: Asked) -> Resident | None:
        row = self.row.raised_by and await info.context.loaders.residents.load(self.row.raised_by)
        return Resident.of(row) if row else None

    @strawberry.field(description="How many neighbours stand behind it.")
    async def second_count(self, info: Asked) -> int:
        return await info.context.loaders.second_counts.load(self.row.id) or 0

    @strawberry.field(description="The first who did, without those who do not want to be named.")
    async def seconded_by(
        self, info: Asked, first: Annotated[int | None, strawberry.argument(description=MOST)] = None
    ) -> list[Resident]:
        info.context.look()
        rows = await seconding.named(info.context.house, self.row.id, number_asked(first))
        info.context.spend(len(rows))
        return list(map(Resident.of, rows))

    @strawberry.field(description="Whether this viewer does.")
    async def seconded(self, info: Asked) -> bool:
        return await info.context.loaders.my_seconds.load(self.row.id)

    @strawberry.field(description="Whether this viewer may stand behind it now, by their level and its stage.")
    async def may_second(self, info: Asked) -> bool:
        context, actor, issue = info.context, info.context.actor, self.row
        if actor is None:
            return False
        own, neighbour = issue.raised_by == actor.resident_id, issue.community_id == actor.community_id
        if may_second(issue.stage, verified=actor.verified, neighbour=neighbour, own=own):
            return False
        account = await context.loaders.points_accounts.load(actor.resident_id)
        tariff = await context.loaders.points_tariffs.load(issue.community_id) or DEFAULT
        return may(tariff, account.earned if account else 0, Right.SECOND_ISSUES) is None

    @strawberry.field(description="The steps it took, oldest first.")
    async def steps(self, info: Asked) -> list[IssueStep]:
        taken = await info.context.loaders.steps.load(self.row.id) or []
        return [
            IssueStep(from_=step.from_stage, to=step.to_stage, reason=step.reason, at=step.taken_at) for step in taken
        ]

    @strawberry.field(description="The stages this viewer may take it to now.")
    def next_stages(self, info: Asked) -> list[Stage]:
        return next_stages(self.row.stage, info.context.roles_in(self.row.community_id))

    @strawberry.field(description="Whether this viewer may open a poll on it now.")
    def may_open_poll(self, info: Asked) -> bool:
        return may_open_polls(self.row.stage, info.context.roles_in(self.row.community_id)) is None

    @strawberry.field(description="Its polls, oldest first.")
    async def polls(self, info: Asked) -> list[Poll]:
        loaders = info.context.loaders
        keys = await loaders.polls_of_issue.load(self.row.id) or []
        info.context.spend(1 + len(keys))
        standings = await loaders.polls.load_many(keys)
        return [Poll.of(standing, info.context) for standing in standings if standing]

    @strawberry.field(description="The meetings about it, the earliest first.")
    async def meetings(self, info: Asked) -> list[Meeting]:
        rows = await info.context.loaders.meetings_of_issue.load(self.row.id) or []
        info.context.spend(1 + len(rows))
        return list(map(Meeting.of, rows))

    @strawberry.field(description="What neighbours say about it.")
    async def comments(
        self,
        info: Asked,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
        order: Annotated[
            CommentOrder, strawberry.argument(description="Which come first.")
        ] = CommentOrder.NEWEST_FIRST,
    ) -> Connection[Comment]:
        ask, newest = asked(first, after), order == CommentOrder.NEWEST_FIRST
        page = await issues.comments(info.context.house, self.row.id, ask, newest_first=newest)
        return connected(info.context, page, ask, Comment.of)


@strawberry.type
class IssueQuery:
    @strawberry.field(description="The issues of the community, newest first.", extensions=[EVERYONE])
    async def issues(
        self,
        info: Asked,
        stage: Annotated[Stage | None, strawberry.argument(description="Only those at this stage.")] = None,
        search: Annotated[
            str | None, strawberry.argument(description="Only those with these words in title or text.")
        ] = None,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[Issue]:
        house, ask, words = info.context.house, asked(first, after), accept(search or "", SEARCH)
        if not isinstance(words, str):
            raise ClientError("BAD_USER_INPUT", f"`search` has to be at most {SEARCH.most} characters long.")
        community = await communities.home(house, info.context.actor)
        page = await issues.listed(house, community.id, stage, words, ask)
        return connected(info.context, page, ask, Issue.of)

    @strawberry.field(description="One issue; null where there is none with this id.", extensions=[EVERYONE])
    async def issue(
        self, info: Asked, id: Annotated[ID, strawberry.argument(description="The issue's id.")]
    ) -> Issue | None:
        key, loaders = key_or_none(Kind.ISSUE, id), info.context.loaders
        if key is None:
            return None
        # Head before row: whoever watches from the head on may see a step twice, and never misses one.
        head, row = await loaders.record_heads.load(issues.stream_of(key)), await loaders.issues.load(key)
        return Issue.of(row, head) if row else None
