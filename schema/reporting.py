"""Finding reports, seeing what is proposed for a new one, and watching them move."""

from collections.abc import AsyncGenerator
from typing import Annotated
from uuid import UUID

import strawberry
from strawberry import ID

from db.queries.reports import ClockState, Which
from resolvers import procedures
from resolvers.actors import Actor
from resolvers.reports import reading
from rules import procedures as rules
from rules.ids import Kind
from rules.places import Place, place_of
from rules.procedures import Procedure, Urgency
from rules.refusals import Code, refuse
from rules.refusals import Refusal as Refused
from rules.reports import Clock, Stage
from rules.roles import Role
from schema.access import EVERYONE
from schema.asked import member
from schema.context import Asked, Context
from schema.departments import Department
from schema.node import key_or_nobody
from schema.pages import AFTER, FIRST, Connection, asked, connected, number_after
from schema.record import RecordEntry
from schema.reports import Report
from schema.transport.audiences import Arguments, Audience, Shared
from schema.transport.errors import ClientError

REPORT_ID = Annotated[ID, strawberry.argument(description="The report, of your community.")]


@strawberry.type(description="What a report may be about, and how fast such things are seen to.")
class ReportCategory:
    code: str = strawberry.field(description="What `Report.category` and `SubmitReportInput.category` name it by.")
    name: str = strawberry.field(description="What it is called, in the caller's language.")
    urgency: Urgency = strawberry.field(description="How fast it has to be dealt with.")
    dispatch_minutes: int = strawberry.field(description="Within how many minutes a department gets it.")
    answer_minutes: int = strawberry.field(description="Within how many minutes the department answers from then on.")
    working_time: bool = strawberry.field(description="Whether only working days count.")

    @classmethod
    def of(cls, category: rules.Category, procedure: Procedure, language: str) -> "ReportCategory":
        """The category as the caller reads it."""
        clocks = procedure.clocks[category.urgency]
        return cls(
            code=category.code,
            name=category.called(language),
            urgency=category.urgency,
            dispatch_minutes=clocks[Clock.DISPATCH],
            answer_minutes=clocks[Clock.ANSWER],
            working_time=category.working_time,
        )


@strawberry.type(description="What would become of a report with these words at this place.")
class ReportProposal:
    category: ReportCategory = strawberry.field(description="The category that its words point to.")
    department: Department | None = strawberry.field(description="The department that would see to it, if one does.")
    categories: list[ReportCategory] = strawberry.field(description="All there are, to choose another from.")
    alike: list[Report] = strawberry.field(
        description="Open reports of this category within 100 m, the nearest first, at most 5; join one instead."
    )

    @classmethod
    def of(cls, found: reading.Proposal, language: str) -> "ReportProposal":
        """The proposal as the caller reads it."""
        return cls(
            category=ReportCategory.of(found.category, found.procedure, language),
            department=Department.of(found.department) if found.department else None,
            categories=[ReportCategory.of(each, found.procedure, language) for each in found.procedure.categories],
            alike=list(map(Report.of, found.alike)),
        )


def place_given(latitude: float | None, longitude: float | None) -> Place | Refused | None:
    """The place, None where none was given, or why it is none: half of one is not enough."""
    if latitude is None and longitude is None:
        return None
    if latitude is None or longitude is None:
        return refuse(Code.INVALID, "report_place_half", "longitude" if longitude is None else "latitude")
    return place_of(latitude, longitude)


async def seen(context: Context, key: UUID) -> Report | None:
    """The report, for whoever is signed in to its community."""
    row = await context.loaders.reports.load(key)
    actor = context.actor
    return Report.of(row) if row and actor and actor.community_id == row.community_id else None


def _official(context: Context) -> Actor:
    actor = member(context)
    if not actor.roles - {Role.RESIDENT}:
        raise ClientError("FORBIDDEN", "Only those who hold an office in the community can see this.")
    return actor


@strawberry.type
class ReportQuery:
    @strawberry.field(description="A report of your community; null for any other.", extensions=[EVERYONE])
    async def report(
        self, info: Asked, id: Annotated[ID, strawberry.argument(description="The report's id.")]
    ) -> Report | None:
        return await seen(info.context, key_or_nobody(Kind.REPORT, id))

    @strawberry.field(
        description="The reports of your community, newest first. For those signed in.", extensions=[EVERYONE]
    )
    async def reports(  # noqa: PLR0917 - arguments of a field, given by name
        self,
        info: Asked,
        stage: Annotated[Stage | None, strawberry.argument(description="Only those at this stage.")] = None,
        department: Annotated[ID | None, strawberry.argument(description="Only those this department has.")] = None,
        grid: Annotated[ID | None, strawberry.argument(description="Only those in this grid.")] = None,
        clock: Annotated[ClockState | None, strawberry.argument(description="Only with the clock so.")] = None,
        open: Annotated[bool, strawberry.argument(description="Only those that have not ended.")] = False,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[Report]:
        context, ask = info.context, asked(first, after)
        which = Which(
            stage=stage,
            department_id=None if department is None else key_or_nobody(Kind.DEPARTMENT, department),
            grid_id=None if grid is None else key_or_nobody(Kind.GRID, grid),
            clock=clock,
            open_only=open,
        )
        page = await reading.listed(context.house, member(context).community_id, which, ask)
        return connected(context, page, ask, Report.of)

    @strawberry.field(
        description="What you sent and what you joined, newest first. For those signed in.", extensions=[EVERYONE]
    )
    async def my_reports(
        self,
        info: Asked,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
    ) -> Connection[Report]:
        context, ask = info.context, asked(first, after)
        page = await reading.of_resident(context.house, member(context).resident_id, ask)
        return connected(context, page, ask, Report.of)

    @strawberry.field(
        description="What would become of a report with these words, before it is sent; null where it could not be sent"
        " so. For those signed in.",
        extensions=[EVERYONE],
    )
    async def report_proposal(
        self,
        info: Asked,
        description: Annotated[str, strawberry.argument(description="What it would say.")],
        latitude: Annotated[float | None, strawberry.argument(description="Degrees north (WGS 84).")] = None,
        longitude: Annotated[float | None, strawberry.argument(description="Degrees east (WGS 84).")] = None,
    ) -> ReportProposal | None:
        context, place = info.context, place_given(latitude, longitude)
        if isinstance(place, Refused):
            return None
        found = await reading.proposal(context.house, member(context).community_id, description, place)
        return None if isinstance(found, Refused) else ReportProposal.of(found, context.language)

    @strawberry.field(
        description="What reports of your community may be about today. For those signed in.", extensions=[EVERYONE]
    )
    async def report_categories(self, info: Asked) -> list[ReportCategory]:
        context = info.context
        procedure = await procedures.load_valid(context.house, member(context).community_id)
        return [ReportCategory.of(each, procedure, context.language) for each in procedure.categories]

    @strawberry.field(
        description="How many reports neither move with a clock nor ended with a reason: always 0 unless something is"
        " wrong. For those who hold an office.",
        extensions=[EVERYONE],
    )
    async def dropped_reports(self, info: Asked) -> int:
        return await reading.dropped(info.context.house, _official(info.context).community_id)

    @strawberry.field(
        description="The number of the newest entry of `reportBoard`: ask for it first, then for `reports`, then watch"
        " from it on, and nothing is missed. For those who hold an office.",
        extensions=[EVERYONE],
    )
    async def report_board_head(self, info: Asked) -> int:
        return await reading.board_head(info.context.house, _official(info.context).community_id)


async def _community(context: Context, arguments: Arguments) -> Audience | None:
    report = await seen(context, key_or_nobody(Kind.REPORT, arguments["reportId"]))
    return Audience(str(report.row.community_id)) if report else None


@strawberry.type
class ReportSubscription:
    @strawberry.subscription(
        description="A report of your community as it stands, then its newest state after each change.",
        extensions=[EVERYONE, Shared(_community)],
    )
    async def report_progress(self, info: Asked, report_id: REPORT_ID) -> AsyncGenerator[Report, None]:
        context, key = info.context, key_or_nobody(Kind.REPORT, report_id)
        if context.audience is None and await seen(context, key) is None:
            raise ClientError("NOT_FOUND", "There is no such report in your community.")
        async for row in reading.follow(context.house, key):
            yield Report.of(row)

    @strawberry.subscription(
        description="Everything that happens to the reports of your community: every entry after `after`, in order and"
        " once each, then new ones. For those who hold an office there, as long as they do.",
        extensions=[EVERYONE],  # never shared: it ends for each as they lose their office
    )
    async def report_board(
        self,
        info: Asked,
        after: Annotated[
            int | None, strawberry.argument(description="The number of the last entry you have; 0 or nothing for all.")
        ] = None,
    ) -> AsyncGenerator[RecordEntry, None]:
        context, start = info.context, number_after(after)
        async for entry in reading.follow_board(context.house, _official(context), start):
            yield RecordEntry.of(entry)
