"""How a community deals with reports, as its members see it and as staff adopt it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, TypeVar

import strawberry

from resolvers import procedures
from resolvers.procedures import Proposal, Version
from rules import procedures as rules
from rules.procedures import Procedure, Urgency
from rules.refusals import Code, refuse
from rules.refusals import Refusal as Refused
from rules.reports import Clock, Stage, Step
from schema.access import EVERYONE, SIGNED_IN, acting
from schema.asked import member
from schema.context import Asked, Context
from schema.record import RecordEntry, entries
from schema.refusals import Refusal, shown_or
from schema.residents import Resident

CODE = "What reports and files name it by: 1 to 40 characters."
NAME = "What it is called in Chinese: 1 to 80 characters."
ENGLISH = "What it is called in English: 1 to 80 characters."
URGENCY = "How fast it has to be dealt with."
DEPARTMENT = "The code of the department that sees to it; null where staff choose each time."
WORKING = "Whether only working days count for its clocks."
WORDS = "Words in a report that point to it: at most 100, each of 1 to 40 characters."
DISPATCH = "Within how many minutes a department gets it: 5 to 527,040."
ANSWER = "Within how many minutes the department answers from then on: 5 to 527,040."
REASON = "Why, for the record: 1 to 1,000 characters."
Row = TypeVar("Row")
Name = TypeVar("Name")


@strawberry.type(description="What a report may be about, with everything that follows from it.")
class ProcedureCategory:
    code: str = strawberry.field(description=CODE)
    name: str = strawberry.field(description=NAME)
    english: str = strawberry.field(description=ENGLISH)
    urgency: Urgency = strawberry.field(description=URGENCY)
    department: str | None = strawberry.field(description=DEPARTMENT)
    working_time: bool = strawberry.field(description=WORKING)
    words: list[str] = strawberry.field(description=WORDS)

    @classmethod
    def of(cls, row: rules.Category) -> "ProcedureCategory":
        """The category with its names in both languages."""
        same = ("code", "name", "english", "urgency", "department", "working_time")
        return cls(words=list(row.words), **{name: getattr(row, name) for name in same})


@strawberry.type(description="How long the clocks of an urgency run.")
class ProcedureClocks:
    urgency: Urgency = strawberry.field(description=URGENCY)
    dispatch_minutes: int = strawberry.field(description=DISPATCH)
    answer_minutes: int = strawberry.field(description=ANSWER)


@strawberry.type(description="The steps that can be taken at a stage.")
class ProcedureSteps:
    stage: Stage = strawberry.field(description="Where the report stands.")
    steps: list[Step] = strawberry.field(description="What may be done then, by those who may.")


@strawberry.type(description="A version of how a community deals with reports. A report keeps the one it began under.")
class ReportProcedure:
    kept: strawberry.Private[Version]
    version: int = strawberry.field(description="1, 2, 3 …; the first is the same everywhere.")
    valid_from: datetime | None = strawberry.field(
        description="From when on new reports begin under it, until the time of another comes; null for the first."
    )
    adopted_at: datetime | None = strawberry.field(description="When it was adopted; null for the first.")
    categories: list[ProcedureCategory] = strawberry.field(
        description="What reports may be about; the last is for all that fits nowhere."
    )
    clocks: list[ProcedureClocks] = strawberry.field(description="How long the clocks of each urgency run.")
    steps: list[ProcedureSteps] = strawberry.field(description="The steps at each stage.")

    @classmethod
    def of(cls, version: Version) -> "ReportProcedure":
        """The version as members of the community see it."""
        procedure = version.procedure
        return cls(
            kept=version,
            version=procedure.version,
            valid_from=version.valid_from,
            adopted_at=version.adopted_at,
            categories=list(map(ProcedureCategory.of, procedure.categories)),
            clocks=[
                ProcedureClocks(
                    urgency=urgency,
                    dispatch_minutes=procedure.clocks[urgency][Clock.DISPATCH],
                    answer_minutes=procedure.clocks[urgency][Clock.ANSWER],
                )
                for urgency in Urgency
            ],
            steps=[
                ProcedureSteps(stage=stage, steps=[step for step in Step if step in procedure.steps[stage]])
                for stage in Stage
            ],
        )

    @strawberry.field(description="Who adopted it; null for the first.")
    async def adopted_by(self, info: Asked) -> Resident | None:
        row = self.kept.adopted_by and await info.context.loaders.residents.load(self.kept.adopted_by)
        return Resident.of(row) if row else None


@strawberry.input(description="What a report may be about, with everything that follows from it.")
class ProcedureCategoryInput:
    code: str = strawberry.field(description=CODE)
    name: str = strawberry.field(description=NAME)
    english: str = strawberry.field(description=ENGLISH)
    urgency: Urgency = strawberry.field(description=URGENCY)
    department: str | None = strawberry.field(default=None, description=DEPARTMENT)
    working_time: bool = strawberry.field(default=False, description=WORKING)
    words: list[str] = strawberry.field(description=WORDS)


@strawberry.input(description="How long the clocks of an urgency run.")
class ProcedureClocksInput:
    urgency: Urgency = strawberry.field(description=URGENCY)
    dispatch_minutes: int = strawberry.field(description=DISPATCH)
    answer_minutes: int = strawberry.field(description=ANSWER)


@strawberry.input(description="The steps that can be taken at a stage.")
class ProcedureStepsInput:
    stage: Stage = strawberry.field(description="Where the report stands.")
    steps: list[Step] = strawberry.field(description="What may be done then, by those who may.")


@strawberry.input(description="A whole version to be adopted.")
class AdoptReportProcedureInput:
    newest: int = strawberry.field(description="The number of the newest version you have read, in force or to come.")
    reason: str = strawberry.field(description=REASON)
    valid_from: datetime | None = strawberry.field(
        default=None, description="From when on; from now if not said. One for the same moment takes another's place."
    )
    categories: list[ProcedureCategoryInput] = strawberry.field(
        description="1 to 60, each with a code of its own; the last is for all that fits nowhere."
    )
    clocks: list[ProcedureClocksInput] = strawberry.field(description="One for each urgency.")
    steps: list[ProcedureStepsInput] = strawberry.field(
        description="One for each stage; a stage left out has none. Every open stage has to lead to an end."
    )

    def procedure(self) -> Procedure | Refused:
        """What it says, or which urgency or stage is in it twice."""
        clocks = _once("clocks", [(each.urgency, each) for each in self.clocks])
        steps = _once("steps", [(each.stage, frozenset(each.steps)) for each in self.steps])
        if isinstance(clocks, Refused):
            return clocks
        if isinstance(steps, Refused):
            return steps
        lengths = {
            urgency: {Clock.DISPATCH: each.dispatch_minutes, Clock.ANSWER: each.answer_minutes}
            for urgency, each in clocks.items()
        }
        categories = (rules.Category(**{**vars(each), "words": tuple(each.words)}) for each in self.categories)
        return Procedure(self.newest + 1, tuple(categories), lengths, steps)


def _once(field: str, pairs: Sequence[tuple[Name, Row]]) -> Mapping[Name, Row] | Refused:
    found: dict[Name, Row] = {}
    for name, row in pairs:
        if name in found:
            return refuse(Code.INVALID, "procedure_twice", field, what=str(name))
        found[name] = row
    return found


@strawberry.input(description="Other words for a category.")
class SetCategoryWordsInput:
    version: int = strawberry.field(description="The version to change, in force or to come; the new one replaces it.")
    category: str = strawberry.field(description="The code of the category.")
    words: list[str] = strawberry.field(description=WORDS)
    reason: str = strawberry.field(description=REASON)


AdoptReportProcedureResult = Annotated[
    ReportProcedure | Refusal, strawberry.union("AdoptReportProcedureResult", description="The version, or why not.")
]
SetCategoryWordsResult = Annotated[
    ReportProcedure | Refusal, strawberry.union("SetCategoryWordsResult", description="The version, or why not.")
]


def _shown(result: Version | Refused, context: Context) -> ReportProcedure | Refusal:
    return shown_or(result, ReportProcedure.of, context.language)


@strawberry.type
class ProcedureQuery:
    @strawberry.field(
        description="How your community deals with reports: the version in force, then those whose time has not come."
        " For those signed in.",
        extensions=[EVERYONE],
    )
    async def report_procedures(self, info: Asked) -> list[ReportProcedure]:
        versions = await procedures.load_in_view(info.context.house, member(info.context).community_id)
        info.context.spend(1 + sum(len(each.procedure.categories) for each in versions))
        return list(map(ReportProcedure.of, versions))

    @strawberry.field(
        description="Who adopted which version when and why, and which calendars were taken in, oldest first. For"
        " those signed in.",
        extensions=[EVERYONE],
    )
    async def report_procedure_history(
        self,
        info: Asked,
        after: Annotated[int | None, strawberry.argument(description="Start after this entry.")] = None,
        first: Annotated[int | None, strawberry.argument(description="How many, 1 to 100; 20 if not said.")] = None,
    ) -> list[RecordEntry]:
        return await entries(info, procedures.stream_of(member(info.context).community_id), after, first)


@strawberry.type
class ProcedureMutation:
    @strawberry.mutation(
        description="Staff adopt another way to deal with reports; those that came in before keep theirs.",
        extensions=[SIGNED_IN],
    )
    async def adopt_report_procedure(
        self,
        info: Asked,
        input: Annotated[AdoptReportProcedureInput, strawberry.argument(description="The whole version.")],
    ) -> AdoptReportProcedureResult:
        procedure = input.procedure()
        if isinstance(procedure, Refused):
            return Refusal.of(procedure, info.context.language)
        proposal = Proposal(procedure, input.reason, input.newest, input.valid_from)
        return _shown(await procedures.adopt(info.context.house, acting(info), proposal), info.context)

    @strawberry.mutation(
        description="Staff give a category other words, by which it is proposed for what somebody writes.",
        extensions=[SIGNED_IN],
    )
    async def set_category_words(
        self,
        info: Asked,
        input: Annotated[SetCategoryWordsInput, strawberry.argument(description="The words.")],
    ) -> SetCategoryWordsResult:
        asked = input.version, input.category, input.words, input.reason
        return _shown(await procedures.set_words(info.context.house, acting(info), *asked), info.context)
