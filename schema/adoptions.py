"""Suggestions that the community took up, as clients see them."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import ID

from db.models import adoptions as kept
from resolvers.resolutions.me import may_note_adoption
from rules.agreements import is_overdue
from rules.ids import Kind
from schema.context import Asked
from schema.departments import Department
from schema.issues import Issue
from schema.node import Node, shown_id
from schema.pages import number_asked
from schema.residents import Resident

if TYPE_CHECKING:
    from schema.reports import Report

LATEST = "How many of the latest to give, 1 to 100; 20 if not said."


async def _resident(info: Asked, row: kept.Adoption | kept.AdoptionNote) -> Resident:
    key = row.adopted_by if isinstance(row, kept.Adoption) else row.noted_by
    found = await info.context.loaders.residents.load(key)
    if found is None:
        raise LookupError("A suggestion taken up by somebody who is not there.")
    return Resident.of(found)


@strawberry.type(description="What was said about how a suggestion is carried out. It stays as it is.")
class AdoptionNote:
    row: strawberry.Private[kept.AdoptionNote]
    number: int = strawberry.field(description="1, 2, 3 … for each suggestion.")
    note: str = strawberry.field(description="What was said.")
    done: bool = strawberry.field(description="Whether it was done, as whoever wrote this saw it.")
    at: datetime = strawberry.field(description="When it was written.")

    @classmethod
    def of(cls, row: kept.AdoptionNote) -> "AdoptionNote":
        """The note as everybody sees it."""
        return cls(row=row, number=row.number, note=row.note, done=row.done, at=row.noted_at)

    @strawberry.field(description="Who wrote it.")
    async def by(self, info: Asked) -> Resident:
        return await _resident(info, self.row)


@strawberry.type(description="A suggestion that the community took up: who sees to it, by when, and how it goes.")
class Adoption(Node):
    row: strawberry.Private[kept.Adoption]
    id: ID = strawberry.field(description="The suggestion's id.")
    suggestion: str = strawberry.field(description="What is to be done, in one line.")
    due_on: date = strawberry.field(description="The day by whose end, in China, it is to be done.")
    adopted_at: datetime = strawberry.field(description="When it was taken up.")
    done: bool = strawberry.field(description="Whether it is done, as the latest note says.")
    note_count: int = strawberry.field(description="How many notes on its progress there are.")

    @classmethod
    def of(cls, row: kept.Adoption) -> "Adoption":
        """The suggestion as everybody sees it."""
        return cls(
            row=row,
            id=shown_id(Kind.ADOPTION, row.id),
            suggestion=row.suggestion,
            due_on=row.due_on,
            adopted_at=row.adopted_at,
            done=row.done,
            note_count=row.notes,
        )

    @strawberry.field(description="Whether the day is over and it is not done.")
    def overdue(self, info: Asked) -> bool:
        return is_overdue(self.row.due_on, info.context.house.now(), done=self.row.done)

    @strawberry.field(description="The department that sees to it.")
    async def department(self, info: Asked) -> Department:
        row = await info.context.loaders.departments.load(self.row.department_id)
        if row is None:
            raise LookupError("A suggestion without a department.")
        return Department.of(row)

    @strawberry.field(description="Who took it up.")
    async def adopted_by(self, info: Asked) -> Resident:
        return await _resident(info, self.row)

    @strawberry.field(description="The issue it came from; null where it came from a report.")
    async def issue(self, info: Asked) -> Issue | None:
        row = self.row.issue_id and await info.context.loaders.issues.load(self.row.issue_id)
        return Issue.of(row) if row else None

    @strawberry.field(
        description="The report it came from; null where it came from an issue, and for those who are not signed in to"
        " its community."
    )
    async def report(self, info: Asked) -> Annotated["Report", strawberry.lazy("schema.reports")] | None:
        from schema.reports import Report  # noqa: PLC0415 - reports and suggestions name each other

        row = self.row.report_id and await info.context.loaders.reports.load(self.row.report_id)
        return Report.of(row) if row and info.context.belongs_to(row.community_id) else None

    @strawberry.field(description="What was said about its progress: the latest notes, the newest of them last.")
    async def progress(
        self, info: Asked, last: Annotated[int | None, strawberry.argument(description=LATEST)] = None
    ) -> list[AdoptionNote]:
        rows = await info.context.loaders.adoption_notes.load((self.row.id, number_asked(last, "last"))) or []
        info.context.spend(1 + len(rows))
        return list(map(AdoptionNote.of, rows))

    @strawberry.field(description="Whether this viewer may note its progress now.")
    async def may_note(self, info: Asked) -> bool:
        info.context.look()
        return await may_note_adoption(info.context.house, info.context.actor, self.row)
