"""How well departments answer whistles, as clients see it, each figure with the whistles behind it."""

from datetime import datetime
from typing import Annotated

import strawberry

from db.models import whistles as kept
from resolvers.whistles import counting
from rules import answering as rules
from rules import refusals
from rules.agreements import today
from rules.answering import Measure, month_of, read_month
from schema.access import EVERYONE
from schema.asked import member
from schema.context import Asked
from schema.departments import Department
from schema.pages import AFTER, FIRST, Connection, asked, connected
from schema.scalars import described
from schema.sentences import refusal
from schema.transport.errors import ClientError
from schema.whistles import Whistle, department_of

described(
    Measure,
    "DepartmentFigure",
    "What is counted of a department, each in the month in China in which the whistle was blown.",
    CALLED="Whistles that called it.",
    ANSWERED="Whistles that it answered, late or not.",
    ANSWERED_IN_TIME="Whistles that it answered within 30 minutes.",
    ARRIVED="Whistles at which somebody of it checked in on the spot.",
    TASKS_DONE="Tasks that it did.",
    TASKS_DONE_IN_TIME="Tasks that it did by their day.",
    SOLVED="Whistles that were closed and in whose plan it had a part.",
    RATED="Ratings of those whistles, by street officers and residents.",
    SATISFIED="Those of the ratings that are 4 or 5.",
)
MONTH = "A month in China, like 2026-05; this month if not said."
FIGURE = "Which figure to open."


@strawberry.type(description="A part of a whole, as both are counted.")
class DepartmentRate:
    part: int = strawberry.field(description="How many of them.")
    whole: int = strawberry.field(description="How many there are.")
    percent: int | None = strawberry.field(description="The part in whole per cent, rounded; null of nothing.")

    @classmethod
    def of(cls, rate: rules.Rate) -> "DepartmentRate":
        """The rate as everybody in the community sees it."""
        return cls(part=rate.part, whole=rate.whole, percent=rate.percent)


@strawberry.type(description="Something that was counted, and the whistle at which it happened.")
class DepartmentAct:
    row: strawberry.Private[kept.DepartmentCountSource]
    at: datetime = strawberry.field(description="When it happened.")

    @classmethod
    def of(cls, row: kept.DepartmentCountSource) -> "DepartmentAct":
        """What was counted as everybody in the community sees it."""
        return cls(row=row, at=row.at)

    @strawberry.field(description="The whistle.")
    async def whistle(self, info: Asked) -> Whistle:
        whole = await info.context.loaders.whistles.load(self.row.whistle_id)
        if whole is None:
            raise LookupError("A figure about a whistle that is not there.")
        return Whistle.of(whole)


@strawberry.type(description="How well a department answered the whistles blown in a month.")
class DepartmentFigures:
    figures: strawberry.Private[counting.Figures]
    month: str = strawberry.field(description="The month in China in which the whistles were blown, like 2026-05.")
    answer: DepartmentRate = strawberry.field(description="Calls answered within 30 minutes, of all calls.")
    punctuality: DepartmentRate = strawberry.field(description="Tasks done by their day, of all its tasks done.")
    solution: DepartmentRate = strawberry.field(
        description="Calls whose whistle was closed with its part done, of all."
    )
    satisfaction: DepartmentRate = strawberry.field(description="Ratings of 4 and 5, of all ratings.")

    @classmethod
    def of(cls, figures: counting.Figures) -> "DepartmentFigures":
        """The figures as everybody in the community sees them."""
        rates = figures.rates
        return cls(
            figures=figures,
            month=f"{figures.month:%Y-%m}",
            answer=DepartmentRate.of(rates.answer),
            punctuality=DepartmentRate.of(rates.punctuality),
            solution=DepartmentRate.of(rates.solution),
            satisfaction=DepartmentRate.of(rates.satisfaction),
        )

    @strawberry.field(description="The department.")
    async def department(self, info: Asked) -> Department:
        return await department_of(info, self.figures.department_id)

    @strawberry.field(description="One of the kept figures.")
    def count(self, figure: Annotated[Measure, strawberry.argument(description=FIGURE)]) -> int:
        return self.figures.counts.get(figure, 0)

    @strawberry.field(description="What is behind a figure, newest first: there are as many as `count` says.")
    async def behind(
        self,
        info: Asked,
        figure: Annotated[Measure, strawberry.argument(description=FIGURE)],
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[DepartmentAct]:
        context, ask = info.context, asked(first, after)
        context.look()
        page = await counting.behind(context.house, self.figures, figure, ask)
        return connected(context, page, ask, DepartmentAct.of)


@strawberry.type
class DepartmentFigureQuery:
    @strawberry.field(
        description="How well each department of your community that was called answered, by name. For those signed"
        " in.",
        extensions=[EVERYONE],
    )
    async def department_figures(
        self, info: Asked, month: Annotated[str | None, strawberry.argument(description=MONTH)] = None
    ) -> list[DepartmentFigures]:
        context, actor = info.context, member(info.context)
        wanted = month_of(today(context.house.now())) if month is None else read_month(month)
        if isinstance(wanted, refusals.Refusal):
            raise ClientError("BAD_USER_INPUT", refusal(wanted, context.language))
        rows = await counting.of_month(context.house, actor.community_id, wanted)
        context.spend(1 + len(rows))
        return list(map(DepartmentFigures.of, rows))
