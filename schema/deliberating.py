"""Raising issues, talking, and taking steps, as clients ask for it."""

from typing import Annotated

import strawberry
from strawberry import ID

from db.models import issues as kept
from resolvers import issues
from rules import refusals
from rules.ids import Kind
from rules.issues import Stage
from schema.access import SIGNED_IN, acting
from schema.comments import Comment
from schema.context import Asked, Context
from schema.issues import Issue
from schema.node import key_or_nobody
from schema.refusals import Refusal, shown_or


@strawberry.input(description="An issue to be raised.")
class RaiseIssueInput:
    title: str = strawberry.field(description="What it is about, in one line: 1 to 120 characters.")
    description: str = strawberry.field(description="What it is about, in full: 1 to 10,000 characters.")


@strawberry.input(description="Something to say about an issue.")
class CommentInput:
    issue_id: ID = strawberry.field(description="The issue.")
    body: str = strawberry.field(description="What to say: 1 to 2,000 characters.")


@strawberry.input(description="A step an issue is to take.")
class AdvanceIssueInput:
    issue_id: ID = strawberry.field(description="The issue.")
    to: Stage = strawberry.field(description="The stage to reach; it has to be the next one, or DECLINED early on.")
    reason: str = strawberry.field(description="Why, for residents to read: 1 to 1,000 characters.")


@strawberry.input(description="Whether an issue is important.")
class MarkIssueImportantInput:
    issue_id: ID = strawberry.field(description="The issue, which must not have a poll yet.")
    important: bool = strawberry.field(description="Whether it is important: its polls will then last 3 to 7 days.")
    reason: str = strawberry.field(description="Why, for residents to read: 1 to 1,000 characters.")


RaiseIssueResult = Annotated[
    Issue | Refusal, strawberry.union("RaiseIssueResult", description="The issue, or why not.")
]
CommentResult = Annotated[Comment | Refusal, strawberry.union("CommentResult", description="The comment, or why not.")]
AdvanceIssueResult = Annotated[
    Issue | Refusal, strawberry.union("AdvanceIssueResult", description="The issue at its new stage, or why not.")
]
MarkIssueImportantResult = Annotated[
    Issue | Refusal, strawberry.union("MarkIssueImportantResult", description="The issue, or why not.")
]


def _issue_or(result: kept.Issue | refusals.Refusal, context: Context) -> Issue | Refusal:
    return shown_or(result, Issue.of, context.language)


@strawberry.type
class DeliberationMutation:
    @strawberry.mutation(description="A verified resident raises an issue.", extensions=[SIGNED_IN])
    async def raise_issue(
        self, info: Asked, input: Annotated[RaiseIssueInput, strawberry.argument(description="The issue.")]
    ) -> RaiseIssueResult:
        result = await issues.raise_issue(info.context.house, acting(info), input.title, input.description)
        return _issue_or(result, info.context)

    @strawberry.mutation(
        description="A verified resident says something about an issue, at any hour.", extensions=[SIGNED_IN]
    )
    async def comment(
        self,
        info: Asked,
        input: Annotated[CommentInput, strawberry.argument(description="What to say, and about what.")],
    ) -> CommentResult:
        key = key_or_nobody(Kind.ISSUE, input.issue_id)
        result = await issues.comment(info.context.house, acting(info), key, input.body)
        return shown_or(result, Comment.of, info.context.language)

    @strawberry.mutation(description="A moderator takes an issue one step further, saying why.", extensions=[SIGNED_IN])
    async def advance_issue(
        self, info: Asked, input: Annotated[AdvanceIssueInput, strawberry.argument(description="The step.")]
    ) -> AdvanceIssueResult:
        key = key_or_nobody(Kind.ISSUE, input.issue_id)
        result = await issues.advance(info.context.house, acting(info), key, input.to, input.reason)
        return _issue_or(result, info.context)

    @strawberry.mutation(
        description="A moderator says, before the first poll, whether an issue is important.", extensions=[SIGNED_IN]
    )
    async def mark_issue_important(
        self, info: Asked, input: Annotated[MarkIssueImportantInput, strawberry.argument(description="Which, and why.")]
    ) -> MarkIssueImportantResult:
        key = key_or_nobody(Kind.ISSUE, input.issue_id)
        result = await issues.mark_important(info.context.house, acting(info), key, input.important, input.reason)
        return _issue_or(result, info.context)
