"""Reports as clients see them."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

import strawberry
from strawberry import ID

from db.models import reports as kept
from db.queries.reports import ClockState
from resolvers.reports.streams import stream_of
from rules.ids import Kind
from rules.places import UNITS
from rules.procedures import Urgency
from rules.reports import ENDED, Stage, Step
from rules.roles import Role
from schema.context import Asked
from schema.departments import Department
from schema.grids import Grid
from schema.node import Node, shown_id
from schema.photos import Photo
from schema.record import RecordEntry, entries, without_words
from schema.residents import Resident
from schema.scalars import described
from schema.transport.audiences import SameForAll

described(
    Stage,
    "ReportStage",
    "Where a report stands.",
    RECEIVED="It has come in; staff give it to a department.",
    ASSIGNED="A department has it, or the street officer where it was handed over too often.",
    HANDLING="It is being worked on.",
    RESOLVED="It is solved; its sender has not rated that yet.",
    RATED="It is solved and rated.",
    REJECTED="It ended without a solution; there is a reason, and where to turn instead.",
    REOPENED="It is open again, since it was not solved well enough.",
)
described(
    Step,
    "ReportStep",
    "What somebody does about a report.",
    ASSIGN="Give it to a department.",
    START="Begin to work on it.",
    HAND_OVER="Hand it over to another department.",
    ASK="Ask its sender something; the clock stands still.",
    ANSWER="Answer that question; the clock goes on.",
    RESOLVE="Say that it is solved.",
    REJECT="End it without a solution.",
    RATE="Rate the solution.",
    REOPEN="Open it again.",
)
described(
    Urgency,
    "Urgency",
    "How fast something has to be dealt with.",
    DANGER="Somebody may get hurt.",
    UTILITIES="Water, power, heating and the like.",
    ORDINARY="All that is usual.",
    COMPLEX="What takes several parties or long work.",
)
described(
    ClockState,
    "ReportClockState",
    "How a report's clock stands.",
    RUNNING="It runs, and there is time.",
    WARNED="It runs, and more than 80 % of the time are gone.",
    OVERDUE="One has run out; the report went up a level, and the next one runs.",
    STOPPED="It stands still while a question waits for the sender.",
    ENDED="There is none any more: the report has ended.",
)


BETWEEN_THEM = frozenset({"report.answered", "report.rated"})


@strawberry.type(description="Something a resident reported, and what became of it.")
class Report(Node):
    row: strawberry.Private[kept.Report]
    id: ID = strawberry.field(description="The report's id.")
    description: str = strawberry.field(description="What its sender wrote.")
    stage: Stage = strawberry.field(description="Where it stands.")
    category: str = strawberry.field(description="The code of its category.")
    reported_at: datetime = strawberry.field(description="When it came in.")
    due_at: datetime | None = strawberry.field(
        description="When the running clock ends; null once it has ended and while a question stops the clock."
    )
    resolved_at: datetime | None = strawberry.field(description="When it was last solved; null before.")
    rating: int | None = strawberry.field(description="What its sender gave the latest solution, 1 to 5; null before.")
    clock: ClockState = strawberry.field(description="How its clock stands.")
    level: int = strawberry.field(
        description="How far it went up: 0 the department, 1 community staff, 2 street officers."
    )
    handovers: int = strawberry.field(description="How often it was handed over.")
    question: str | None = strawberry.field(description="What waits for its sender's answer; null where nothing does.")
    note: str | None = strawberry.field(description="What was done, as written when it was solved.")
    reason: str | None = strawberry.field(description="Why it was rejected.")
    elsewhere: str | None = strawberry.field(description="Where to turn instead, where it was rejected.")
    latitude: float | None = strawberry.field(description="Degrees north (WGS 84); null where nobody said.")
    longitude: float | None = strawberry.field(description="Degrees east (WGS 84); null where nobody said.")

    @classmethod
    def of(cls, row: kept.Report) -> "Report":
        """The report as everybody in its community sees it."""
        same = ("description", "stage", "category", "reported_at", "due_at", "resolved_at", "rating", "level")
        return cls(
            row=row,
            id=shown_id(Kind.REPORT, row.id),
            clock=_clock(row),
            question=row.question if row.asked_at else None,
            latitude=None if row.latitude is None else row.latitude / UNITS,
            longitude=None if row.longitude is None else row.longitude / UNITS,
            **{name: getattr(row, name) for name in (*same, "handovers", "note", "reason", "elsewhere")},
        )

    def from_outside(self) -> "Report":
        """The solved report as everybody sees it: not the exact place, which may be somebody's door, nor questions."""
        return replace(self, latitude=None, longitude=None, question=None)

    @strawberry.field(
        description="What its category is called, in the caller's language, as it was when it came in.",
        extensions=[SameForAll()],
    )
    async def category_name(self, info: Asked) -> str:
        procedure = await info.context.loaders.procedures.load((self.row.community_id, self.row.procedure_version))
        if procedure is None:
            raise LookupError("A report under a procedure that is not there.")
        return procedure.category(self.row.category).called(info.context.language)

    @strawberry.field(description="How it looked, in the order its sender gave.", extensions=[SameForAll()])
    async def photos(self, info: Asked) -> list[Photo]:
        return await self._photos(info, after=False)

    @strawberry.field(description="How it looks now that it is solved.", extensions=[SameForAll()])
    async def after_photos(self, info: Asked) -> list[Photo]:
        return await self._photos(info, after=True)

    async def _photos(self, info: Asked, *, after: bool) -> list[Photo]:
        rows = await info.context.loaders.report_photos.load((self.row.id, after)) or []
        info.context.spend(1 + len(rows))
        return list(map(Photo.of, rows))

    @strawberry.field(description="The department that has it, or that its category says.", extensions=[SameForAll()])
    async def department(self, info: Asked) -> Department | None:
        row = self.row.department_id and await info.context.loaders.departments.load(self.row.department_id)
        return Department.of(row) if row else None

    @strawberry.field(description="The grid it lies in; null where nobody knows.", extensions=[SameForAll()])
    async def grid(self, info: Asked) -> Grid | None:
        row = self.row.grid_id and await info.context.loaders.grids.load(self.row.grid_id)
        return Grid.of(row) if row else None

    @strawberry.field(description="How many neighbours follow it: its sender and those who joined.")
    async def followers(self, info: Asked) -> int:
        return 1 + (await info.context.loaders.report_joiners.load(self.row.id) or 0)

    @strawberry.field(description="Who sent it; null for all but themselves and those who hold an office there.")
    async def reporter(self, info: Asked) -> Resident | None:
        context = info.context
        office = context.roles_in(self.row.community_id) - {Role.RESIDENT}
        if not office and context.viewer != self.row.reporter_id:
            return None
        row = await context.loaders.residents.load(self.row.reporter_id)
        return Resident.of(row) if row else None

    @strawberry.field(description="Whether this viewer sent it.")
    def mine(self, info: Asked) -> bool:
        return info.context.viewer == self.row.reporter_id

    @strawberry.field(description="Whether this viewer joined it.")
    async def joined(self, info: Asked) -> bool:
        return await info.context.loaders.my_reports_joined.load(self.row.id)

    @strawberry.field(description="The steps this viewer may take now.")
    async def next_steps(self, info: Asked) -> list[Step]:
        actor = info.context.actor
        if actor is None or actor.community_id != self.row.community_id:
            return []
        return await info.context.loaders.my_steps.load(self.row)

    @strawberry.field(
        description="What happened to it, oldest first; nothing for viewers of another community. What its sender said"
        " to staff is for the two alone: others find those entries without words."
    )
    async def history(
        self,
        info: Asked,
        after: Annotated[int | None, strawberry.argument(description="Start after this entry.")] = None,
        first: Annotated[int | None, strawberry.argument(description="How many, 1 to 100; 20 if not said.")] = None,
    ) -> list[RecordEntry]:
        actor = info.context.actor
        if actor is None or actor.community_id != self.row.community_id:
            return []
        found = await entries(info, stream_of(self.row.id), after, first)
        if info.context.roles_in(self.row.community_id) - {Role.RESIDENT} or actor.resident_id == self.row.reporter_id:
            return found
        return [without_words(entry) if entry.kind in BETWEEN_THEM else entry for entry in found]


def _clock(row: kept.Report) -> ClockState:
    if row.stage in ENDED:
        return ClockState.ENDED
    if row.asked_at is not None:
        return ClockState.STOPPED
    if row.overdue:
        return ClockState.OVERDUE
    return ClockState.WARNED if row.warned else ClockState.RUNNING
