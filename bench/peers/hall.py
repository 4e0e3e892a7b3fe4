"""What the Python peers serve: a Strawberry schema over the same data in memory, and votes kept where asked."""

import asyncio
import json
import secrets
from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

import strawberry
from strawberry import ID

Stage = Enum(  # type: ignore[misc]
    "IssueStage",
    [
        (name, name)
        for name in (
            "PROPOSED",
            "SCREENED",
            "PREPARING",
            "DELIBERATING",
            "VOTING",
            "PUBLISHED",
            "SUPERVISED",
            "CLOSED",
            "DECLINED",
        )
    ],
)
strawberry.enum(Stage)


@strawberry.type
class Resident:
    id: ID
    display_name: str


@strawberry.type
class Issue:
    id: ID
    title: str
    stage: Stage
    important: bool
    raised_at: datetime
    raised_by: Resident | None
    comment_count: int


@strawberry.type
class IssueEdge:
    cursor: str
    node: Issue


@strawberry.type
class PageInfo:
    has_next_page: bool
    end_cursor: str | None


@strawberry.type
class IssueConnection:
    edges: list[IssueEdge]
    page_info: PageInfo


@strawberry.type
class ChoiceTally:
    key: str
    label: str
    votes: int
    share: float


@strawberry.type
class Tally:
    poll_id: ID
    seq: int
    votes: int
    electorate: int
    choices: list[ChoiceTally]


@dataclass
class Kept:
    """A poll in memory, and the queues of who watches it."""

    id: str
    seq: int = 0
    votes: dict[str, int] = field(default_factory=lambda: {"a": 0, "b": 0})
    watchers: set[asyncio.Queue[Tally]] = field(default_factory=set)

    def tally(self) -> Tally:
        total = sum(self.votes.values())
        choices = [
            ChoiceTally(key=key, label=key.upper(), votes=count, share=count / total if total else 0.0)
            for key, count in self.votes.items()
        ]
        return Tally(poll_id=ID(self.id), seq=self.seq, votes=total, electorate=10_000, choices=choices)

    def count(self, choice: str) -> None:
        self.votes[choice] += 1
        self.seq += 1
        tally = self.tally()
        for queue in self.watchers:
            queue.put_nowait(tally)


class _Polls(defaultdict[str, Kept]):
    def __missing__(self, key: str) -> Kept:
        self[key] = Kept(key)
        return self[key]


polls = _Polls()


@strawberry.type
class Poll:
    kept: strawberry.Private[Kept]
    id: ID
    question: str

    @strawberry.field
    def tally(self) -> Tally:
        return self.kept.tally()


@strawberry.type
class VoteReceipt:
    poll_id: ID
    seq: int
    tracker: str
    cast_at: datetime


@strawberry.input
class CastVoteInput:
    poll_id: ID
    choice: str


Keep = Callable[[str, str, str], Awaitable[None]]
"""Keeps a vote on disk: the poll, the choice and the tracker."""


def _issue(node: dict[str, object]) -> Issue:
    raised_by = node["raisedBy"]
    return Issue(
        id=ID(str(node["id"])),
        title=str(node["title"]),
        stage=Stage[str(node["stage"])],
        important=bool(node["important"]),
        raised_at=datetime.fromisoformat(str(node["raisedAt"])),
        raised_by=Resident(id=ID(raised_by["id"]), display_name=raised_by["displayName"])
        if isinstance(raised_by, dict)
        else None,
        comment_count=int(str(node["commentCount"])),
    )


def schema_of(data: Path, keep: Keep | None = None) -> strawberry.Schema:
    """The schema over the issues of this file."""
    found = json.loads(data.read_text())["issues"]
    page = IssueConnection(
        edges=[IssueEdge(cursor=edge["cursor"], node=_issue(edge["node"])) for edge in found["edges"]],
        page_info=PageInfo(has_next_page=found["pageInfo"]["hasNextPage"], end_cursor=found["pageInfo"]["endCursor"]),
    )

    @strawberry.type
    class Query:
        @strawberry.field
        def issues(self, first: int | None = None, after: str | None = None) -> IssueConnection:
            return page

        @strawberry.field
        def poll(self, id: ID) -> Poll | None:
            return Poll(kept=polls[id], id=id, question="Shall the street have trees?")

    @strawberry.type
    class Mutation:
        @strawberry.mutation
        async def cast_vote(self, input: CastVoteInput) -> VoteReceipt:
            kept, tracker = polls[input.poll_id], secrets.token_hex(16)
            if keep:
                await keep(input.poll_id, input.choice, tracker)
            kept.count(input.choice)
            return VoteReceipt(poll_id=input.poll_id, seq=kept.seq, tracker=tracker, cast_at=datetime.now(UTC))

    @strawberry.type
    class Subscription:
        @strawberry.subscription
        async def poll_tally(self, poll_id: ID) -> AsyncGenerator[Tally, None]:
            kept, queue = polls[poll_id], asyncio.Queue[Tally]()
            kept.watchers.add(queue)
            try:
                yield kept.tally()
                while True:
                    yield await queue.get()
            finally:
                kept.watchers.discard(queue)

    return strawberry.Schema(Query, Mutation, Subscription)
