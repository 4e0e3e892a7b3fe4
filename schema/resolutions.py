"""What came of what residents asked for, as clients see it."""

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import ID

from db.models import resolutions as kept
from db.queries.resolutions import Which
from resolvers.resolutions import reading
from rules.ids import Kind
from rules.resolutions import ResolutionKind
from schema.access import EVERYONE
from schema.adoptions import Adoption
from schema.asked import COMMUNITY, community_asked, community_followed
from schema.context import Asked, Context
from schema.departments import Department
from schema.issues import Issue
from schema.node import Node, key_or_nobody, shown_id
from schema.outcomes import Outcome
from schema.pages import AFTER, FIRST, Connection, asked, connected, number_after, number_asked
from schema.polls import Poll
from schema.scalars import described
from schema.thanks import Credit
from schema.transport.audiences import Arguments, Audience, Log, SameForAll, Shared

if TYPE_CHECKING:
    from schema.grids import Grid
    from schema.reports import Report

described(
    ResolutionKind,
    "ResolutionKind",
    "What became of something residents asked for.",
    DECISION="It was decided, in a poll.",
    SOLVED="A report was solved.",
    SUGGESTION="A suggestion was taken up, or carried further.",
)
THANKED = "How many to give at most, 1 to 100; 20 if not said."
GRID = Annotated[ID | None, strawberry.argument(description="Only what lies in this grid.")]
DEPARTMENT = Annotated[ID | None, strawberry.argument(description="Only what this department sees to.")]
KIND = Annotated[ResolutionKind | None, strawberry.argument(description="Only what became of things in this way.")]


@strawberry.type(
    description="What became of something residents asked for: a decision with its reason, a solved report with photos"
    " before and after, or a suggestion that was taken up and how it goes."
)
class Resolution(Node):
    row: strawberry.Private[kept.Resolution]
    id: ID = strawberry.field(description="The resolution's id.")
    seq: int = strawberry.field(description="1, 2, 3 … in its community, without gaps; watch on from here.")
    kind: ResolutionKind = strawberry.field(description="What became of it.")
    headline: str = strawberry.field(description="What it is about, in one line.")
    at: datetime = strawberry.field(description="When it came about.")

    @classmethod
    def of(cls, row: kept.Resolution) -> "Resolution":
        """The resolution as everybody sees it."""
        key = shown_id(Kind.RESOLUTION, row.id)
        return cls(row=row, id=key, seq=row.seq, kind=row.kind, headline=row.headline, at=row.at)

    @strawberry.field(
        description="Why, or what was done, in plain words: of a decision in the caller's language; null where nothing"
        " was said.",
        extensions=[SameForAll()],
    )
    async def reason(self, info: Asked) -> str | None:
        if self.row.poll_id is None or self.row.kind is not ResolutionKind.DECISION:
            return self.row.detail
        standing = await info.context.loaders.polls.load(self.row.poll_id)
        outcome = standing and Outcome.of(standing, info.context.language)
        return outcome.reason if outcome else None

    @strawberry.field(
        description="The report that was solved, or that the suggestion came from. Those who are not signed in to its"
        " community see the solved one alone, without its place and what its sender was asked."
    )
    async def report(self, info: Asked) -> Annotated["Report", strawberry.lazy("schema.reports")] | None:
        from schema.reports import Report  # noqa: PLC0415 - reports and resolutions name each other

        row = self.row.report_id and await info.context.loaders.reports.load(self.row.report_id)
        if not row:
            return None
        if info.context.belongs_to(row.community_id):
            return Report.of(row)
        return Report.of(row).from_outside() if self.row.kind is ResolutionKind.SOLVED else None

    @strawberry.field(description="The poll that decided it.")
    async def poll(self, info: Asked) -> Poll | None:
        standing = self.row.poll_id and await info.context.loaders.polls.load(self.row.poll_id)
        return Poll.of(standing, info.context) if standing else None

    @strawberry.field(description="The issue that was decided, or that the suggestion came from.")
    async def issue(self, info: Asked) -> Issue | None:
        row = self.row.issue_id and await info.context.loaders.issues.load(self.row.issue_id)
        return Issue.of(row) if row else None

    @strawberry.field(description="The suggestion that was taken up, as it stands now.")
    async def adoption(self, info: Asked) -> Adoption | None:
        row = self.row.adoption_id and await info.context.loaders.adoptions.load(self.row.adoption_id)
        return Adoption.of(row) if row else None

    @strawberry.field(description="The department that saw to it, or is to.")
    async def department(self, info: Asked) -> Department | None:
        row = self.row.department_id and await info.context.loaders.departments.load(self.row.department_id)
        return Department.of(row) if row else None

    @strawberry.field(description="The grid it lies in.")
    async def grid(self, info: Asked) -> Annotated["Grid", strawberry.lazy("schema.grids")] | None:
        from schema.grids import Grid  # noqa: PLC0415 - loaded with what it is asked for

        row = self.row.grid_id and await info.context.loaders.grids.load(self.row.grid_id)
        return Grid.of(row) if row else None

    @strawberry.field(description="Who took part and is thanked by name; those who said no are not in it.")
    async def thanks(
        self, info: Asked, first: Annotated[int | None, strawberry.argument(description=THANKED)] = None
    ) -> list[Credit]:
        rows = await info.context.loaders.thanks.load((self.row.id, number_asked(first))) or []
        info.context.spend(1 + len(rows))
        return list(map(Credit.of, rows))


def _which(grid: ID | None, department: ID | None, kind: ResolutionKind | None) -> Which:
    grid_id = None if grid is None else key_or_nobody(Kind.GRID, grid)
    return Which(grid_id, None if department is None else key_or_nobody(Kind.DEPARTMENT, department), kind)


@strawberry.type
class ResolutionQuery:
    @strawberry.field(
        description="What came of what the community's residents asked for, newest first.", extensions=[EVERYONE]
    )
    async def resolutions(  # noqa: PLR0917 - arguments of a field, given by name
        self,
        info: Asked,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
        grid: GRID = None,
        department: DEPARTMENT = None,
        kind: KIND = None,
        community: COMMUNITY = None,
    ) -> Connection[Resolution]:
        context, ask = info.context, asked(first, after)
        key = await community_asked(context, community)
        page = await reading.listed(context.house, key, _which(grid, department, kind), ask)
        return connected(context, page, ask, Resolution.of)


async def _audience(context: Context, arguments: Arguments) -> Audience | None:
    """All of one community; whoever wants but some is served alone, since a shared log has no gaps."""
    if any(arguments.get(name) is not None for name in ("grid", "department", "kind")):
        return None
    return Audience(str(await community_followed(context, arguments.get("community"))))


async def _head(context: Context, arguments: Arguments) -> int:
    return await reading.head(context.house, await community_followed(context, arguments.get("community")))


@strawberry.type
class ResolutionSubscription:
    @strawberry.subscription(
        description="What came of what the community's residents asked for: everything after `after`, oldest first and"
        " once each, then whatever comes.",
        extensions=[EVERYONE, Shared(_audience, log=Log("after", number_after, _head))],
    )
    async def resolutions(  # noqa: PLR0917 - arguments of a field, given by name
        self,
        info: Asked,
        after: Annotated[
            int | None, strawberry.argument(description="The number of the last one you have; 0 or nothing for all.")
        ] = None,
        grid: GRID = None,
        department: DEPARTMENT = None,
        kind: KIND = None,
        community: COMMUNITY = None,
    ) -> AsyncGenerator[Resolution, None]:
        house, start, which = info.context.house, number_after(after), _which(grid, department, kind)
        key = await community_followed(info.context, community)
        async for row in reading.follow(house, key, which, after=start):
            yield Resolution.of(row)
