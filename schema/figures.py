"""Public figures as clients see them, each with what is behind it."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import ID

from db.models import figures as kept
from resolvers import figures
from resolvers.figures import Row
from rules import refusals
from rules.figures import Figure, Period
from rules.ids import Kind
from schema.access import EVERYONE
from schema.asked import COMMUNITY, community_asked
from schema.context import Asked
from schema.node import shown_id
from schema.pages import AFTER, FIRST, Connection, asked, connected
from schema.scalars import described
from schema.sentences import refusal
from schema.transport.errors import ClientError

if TYPE_CHECKING:
    from schema.reports import Report

described(
    Figure,
    "Figure",
    "What is counted, each on the day in China when it happens.",
    RECEIVED="Reports that came in.",
    ANSWERED_IN_TIME="Reports that were answered before their clock had run out.",
    ANSWERED_LATE="Reports that were answered after it had.",
    SOLVED="Reports that were solved.",
    RATED="Reports whose handling was rated.",
    TIMED="Reports whose handling time is in the median and the 90th percentile.",
)
described(
    Period,
    "FigurePeriod",
    "How long the time is that one row of figures is about.",
    DAY="A day in China.",
    MONTH="A month in China.",
)


@strawberry.type(description="Something that was counted, and the report it was about.")
class Counted:
    row: strawberry.Private[kept.FigureSource]
    report_id: ID = strawberry.field(description="The report.")
    at: datetime = strawberry.field(description="When it was counted.")
    minutes: int | None = strawberry.field(
        description="How many whole minutes the report took, where that is what was counted."
    )

    @classmethod
    def of(cls, row: kept.FigureSource) -> "Counted":
        """What was counted as everybody sees it."""
        return cls(row=row, report_id=shown_id(Kind.REPORT, row.report_id), at=row.at, minutes=row.minutes)

    @strawberry.field(description="The report itself, for those signed in to its community; null for everybody else.")
    async def report(self, info: Asked) -> Annotated["Report", strawberry.lazy("schema.reports")] | None:
        from schema.reports import Report  # noqa: PLC0415 - loaded with what it is asked for

        actor = info.context.actor
        if actor is None or actor.community_id != self.row.community_id:
            return None
        row = await info.context.loaders.reports.load(self.row.report_id)
        return Report.of(row) if row else None


FIGURE = Annotated[Figure, strawberry.argument(description="Which figure to open.")]


@strawberry.type(description="How the community's reports were dealt with on one day, or in one month.")
class Figures:
    row: strawberry.Private[Row]
    since: date = strawberry.field(description="The first day in China it is about.")
    until: date = strawberry.field(description="The last day in China it is about.")
    received: int = strawberry.field(description="How many reports came in.")
    answered_in_time: int = strawberry.field(description="How many were answered before their clock had run out.")
    answered_late: int = strawberry.field(description="How many were answered after it had.")
    solved: int = strawberry.field(description="How often one was solved; one solved again counts again.")
    rated: int = strawberry.field(description="How often the handling of one was rated.")
    median_minutes: int | None = strawberry.field(
        description="The fewest whole minutes within which at least half of those solved were; null where none was."
    )
    ninety_minutes: int | None = strawberry.field(
        description="The fewest whole minutes within which at least nine tenths of those solved were (the 90th"
        " percentile); null where none was."
    )

    @classmethod
    def of(cls, row: Row) -> "Figures":
        """The figures as everybody sees them."""
        return cls(
            row=row,
            since=row.since,
            until=row.until,
            received=row.counts[Figure.RECEIVED],
            answered_in_time=row.counts[Figure.ANSWERED_IN_TIME],
            answered_late=row.counts[Figure.ANSWERED_LATE],
            solved=row.counts[Figure.SOLVED],
            rated=row.counts[Figure.RATED],
            median_minutes=row.median,
            ninety_minutes=row.ninety,
        )

    @strawberry.field(description="What is behind a figure, newest first: there are as many as the figure says.")
    async def behind(
        self,
        info: Asked,
        figure: FIGURE,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[Counted]:
        context, ask = info.context, asked(first, after)
        context.look()
        page = await figures.behind(context.house, self.row, figure, ask)
        return connected(context, page, ask, Counted.of)


@strawberry.type
class FigureQuery:
    @strawberry.field(
        description="How the community's reports were dealt with, day by day or month by month, oldest first: at most"
        " 366 rows.",
        extensions=[EVERYONE],
    )
    async def figures(
        self,
        info: Asked,
        since: Annotated[date, strawberry.argument(description="The first day, or a day of the first month.")],
        until: Annotated[date, strawberry.argument(description="The last day, or a day of the last month.")],
        by: Annotated[Period, strawberry.argument(description="A row for each day, or for each month.")] = Period.DAY,
        community: COMMUNITY = None,
    ) -> list[Figures]:
        context = info.context
        key = await community_asked(context, community)
        rows = await figures.rows(context.house, key, by, since, until)
        if isinstance(rows, refusals.Refusal):
            raise ClientError("BAD_USER_INPUT", refusal(rows, context.language))
        context.spend(1 + len(rows))
        return list(map(Figures.of, rows))
