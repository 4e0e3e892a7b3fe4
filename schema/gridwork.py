"""Grid workers as staff see and direct them: grids, skills, covers and workload."""

from datetime import date, datetime
from typing import Annotated

import strawberry
from strawberry import ID

from db.models import grids as kept
from resolvers.grids import reading, workers
from resolvers.grids.skills import Training
from rules import refusals
from rules.grids import Standin, Trade
from rules.ids import Kind
from schema.access import EVERYONE, SIGNED_IN, acting
from schema.asked import member
from schema.context import Asked
from schema.grids import Grid, Skill
from schema.node import key_or_nobody, shown_id
from schema.refusals import Refusal, shown_or
from schema.residents import Resident
from schema.sentences import refusal
from schema.transport.errors import ClientError


@strawberry.type(description="A time in which somebody looks after the grids of a grid worker who is away.")
class Cover:
    row: strawberry.Private[kept.Cover]
    id: ID = strawberry.field(description="The cover's id.")
    begins_at: datetime = strawberry.field(description="From when.")
    ends_at: datetime = strawberry.field(description="Until just before when.")

    @classmethod
    def of(cls, row: kept.Cover) -> "Cover":
        """The cover as those who work here see it."""
        return cls(row=row, id=shown_id(Kind.COVER, row.id), begins_at=row.begins_at, ends_at=row.ends_at)

    @strawberry.field(description="Who is away.")
    async def absent(self, info: Asked) -> Resident | None:
        found = await info.context.loaders.residents.load(self.row.absent_id)
        return None if found is None else Resident.of(found)

    @strawberry.field(description="Who looks after their grids meanwhile.")
    async def cover(self, info: Asked) -> Resident | None:
        found = await info.context.loaders.residents.load(self.row.cover_id)
        return None if found is None else Resident.of(found)


@strawberry.type(description="How much work a grid worker has at this moment.")
class GridWork:
    work: strawberry.Private[reading.Work]
    households: int = strawberry.field(description="How many households live in the grids they look after now.")
    people: int = strawberry.field(description="How many people live in them.")
    open_reports: int = strawberry.field(description="How many reports from them have not ended.")
    covers: list[Cover] = strawberry.field(description="Covers by or for them, now and to come, earliest first.")

    @classmethod
    def of(cls, work: reading.Work) -> "GridWork":
        """The work as those who work here see it."""
        covers = [Cover.of(row) for row in work.covers]
        return cls(
            work=work, households=work.households, people=work.people, open_reports=work.open_reports, covers=covers
        )

    @strawberry.field(description="Who it is.")
    async def resident(self, info: Asked) -> Resident | None:
        found = await info.context.loaders.residents.load(self.work.resident_id)
        return None if found is None else Resident.of(found)

    @strawberry.field(description="The grids they look after now, those they cover for included.")
    async def grids(self, info: Asked) -> list[Grid]:
        rows = await info.context.loaders.grids.load_many(self.work.grids)
        info.context.spend(len(rows))
        return [Grid.of(row) for row in rows if row is not None]

    @strawberry.field(description="What they have been trained for, by trade.")
    async def skills(self, info: Asked) -> list[Skill]:
        rows = await info.context.loaders.skills.load(self.work.resident_id)
        return [Skill.of(row, info.context.house.now()) for row in rows or ()]


@strawberry.type(description="A home in a building.")
class Household:
    id: ID = strawberry.field(description="The household's id.")
    unit: str = strawberry.field(description="The staircase.")
    code: str = strawberry.field(description="The door.")
    people: int = strawberry.field(description="How many people live there.")

    @classmethod
    def of(cls, unit: kept.Unit, row: kept.Household) -> "Household":
        """The household as staff see it."""
        return cls(id=shown_id(Kind.HOUSEHOLD, row.id), unit=unit.code, code=row.code, people=row.people)


@strawberry.type
class GridWorkQuery:
    @strawberry.field(
        description="What each grid worker of your community looks after now and how much there is to do, most open"
        " reports first. For those who work for the community.",
        extensions=[EVERYONE],
    )
    async def grid_workload(self, info: Asked) -> list[GridWork]:
        result = await reading.workload(info.context.house, member(info.context))
        if isinstance(result, refusals.Refusal):
            raise ClientError(result.code, refusal(result, info.context.language))
        info.context.spend(1 + len(result))
        return [GridWork.of(work) for work in result]

    @strawberry.field(
        description="The homes in a building of your community, by unit and door. For its staff.",
        extensions=[EVERYONE],
    )
    async def households_in(
        self, info: Asked, building_id: Annotated[ID, strawberry.argument(description="The building.")]
    ) -> list[Household]:
        key = key_or_nobody(Kind.BUILDING, building_id)
        result = await reading.homes_in(info.context.house, member(info.context), key)
        if isinstance(result, refusals.Refusal):
            raise ClientError(result.code, refusal(result, info.context.language))
        info.context.spend(1 + len(result))
        return [Household.of(unit, row) for unit, row in result]


@strawberry.input(description="A training of a grid worker, in place of what was known of this trade.")
class RecordTrainingInput:
    resident_id: ID = strawberry.field(description="The grid worker.")
    trade: Trade = strawberry.field(description="What the training was for.")
    trained_on: date = strawberry.field(description="The day of the training, today in China or before.")
    expires_on: date | None = strawberry.field(
        description="The last day on which it counts; null where it lasts.", default=None
    )


@strawberry.input(description="A time in which one grid worker looks after the grids of another.")
class CoverGridWorkerInput:
    absent_id: ID = strawberry.field(description="The grid worker who is away.")
    cover_id: ID = strawberry.field(description="The grid worker who looks after their grids meanwhile.")
    begins_at: datetime = strawberry.field(description="From when.")
    ends_at: datetime = strawberry.field(description="Until just before when, within a year.")


AssignGridWorkerResult = Annotated[
    Grid | Refusal, strawberry.union("AssignGridWorkerResult", description="The grid, or why not.")
]
ReleaseGridWorkerResult = Annotated[
    Grid | Refusal, strawberry.union("ReleaseGridWorkerResult", description="The grid, or why not.")
]
RecordTrainingResult = Annotated[
    Skill | Refusal, strawberry.union("RecordTrainingResult", description="The skill, or why not.")
]
CoverGridWorkerResult = Annotated[
    Cover | Refusal, strawberry.union("CoverGridWorkerResult", description="The cover, or why not.")
]
EndCoverResult = Annotated[Cover | Refusal, strawberry.union("EndCoverResult", description="The cover, or why not.")]

GRID = strawberry.argument(description="The grid.")
WORKER = strawberry.argument(description="The grid worker.")


@strawberry.type
class GridWorkMutation:
    @strawberry.mutation(description="Staff have a grid worker look after a grid from now on.", extensions=[SIGNED_IN])
    async def assign_grid_worker(
        self, info: Asked, grid_id: Annotated[ID, GRID], resident_id: Annotated[ID, WORKER]
    ) -> AssignGridWorkerResult:
        keys = key_or_nobody(Kind.GRID, grid_id), key_or_nobody(Kind.RESIDENT, resident_id)
        return shown_or(await workers.assign(info.context.house, acting(info), *keys), Grid.of, info.context.language)

    @strawberry.mutation(description="Staff take a grid from a grid worker.", extensions=[SIGNED_IN])
    async def release_grid_worker(
        self, info: Asked, grid_id: Annotated[ID, GRID], resident_id: Annotated[ID, WORKER]
    ) -> ReleaseGridWorkerResult:
        keys = key_or_nobody(Kind.GRID, grid_id), key_or_nobody(Kind.RESIDENT, resident_id)
        return shown_or(await workers.release(info.context.house, acting(info), *keys), Grid.of, info.context.language)

    @strawberry.mutation(description="Staff write down what a grid worker was trained for.", extensions=[SIGNED_IN])
    async def record_training(
        self, info: Asked, input: Annotated[RecordTrainingInput, strawberry.argument(description="The training.")]
    ) -> RecordTrainingResult:
        house, key = info.context.house, key_or_nobody(Kind.RESIDENT, input.resident_id)
        given = Training(input.trade, input.trained_on, input.expires_on)
        result = await workers.train(house, acting(info), key, given)
        return shown_or(result, lambda row: Skill.of(row, house.now()), info.context.language)

    @strawberry.mutation(
        description="Staff say who looks after the grids of a grid worker while they are away.", extensions=[SIGNED_IN]
    )
    async def cover_grid_worker(
        self, info: Asked, input: Annotated[CoverGridWorkerInput, strawberry.argument(description="The cover.")]
    ) -> CoverGridWorkerResult:
        both = key_or_nobody(Kind.RESIDENT, input.absent_id), key_or_nobody(Kind.RESIDENT, input.cover_id)
        wanted = Standin(*both, input.begins_at, input.ends_at)
        return shown_or(await workers.cover(info.context.house, acting(info), wanted), Cover.of, info.context.language)

    @strawberry.mutation(description="Staff end a cover now, or call one off that is to come.", extensions=[SIGNED_IN])
    async def end_cover(
        self, info: Asked, cover_id: Annotated[ID, strawberry.argument(description="The cover.")]
    ) -> EndCoverResult:
        key = key_or_nobody(Kind.COVER, cover_id)
        return shown_or(await workers.end_cover(info.context.house, acting(info), key), Cover.of, info.context.language)
