"""Written agreements as clients see them."""

from datetime import date, datetime
from typing import Annotated

import strawberry
from strawberry import ID

from db.models import agreements as kept
from resolvers.agreements.reading import Whole
from rules.agreements import is_overdue, is_wanted, may_draft, may_note
from rules.ids import Kind
from rules.proceedings import Party
from schema.context import Asked
from schema.meetings import Meeting
from schema.node import Node, shown_id
from schema.pages import number_asked
from schema.residents import Resident

LATEST = "How many of the latest to give, 1 to 100; 20 if not said."


async def _resident(info: Asked, row: kept.Signatory | kept.PointNote) -> Resident:
    key = row.resident_id if isinstance(row, kept.Signatory) else row.noted_by
    found = await info.context.loaders.residents.load(key)
    if found is None:
        raise LookupError("An agreement with somebody who is not there.")
    return Resident.of(found)


@strawberry.type(description="What was said about how a point is carried out. It stays as it is.")
class PointNote:
    row: strawberry.Private[kept.PointNote]
    number: int = strawberry.field(description="1, 2, 3 … for each point.")
    note: str = strawberry.field(description="What was said.")
    done: bool = strawberry.field(description="Whether the point was done, as whoever wrote this saw it.")
    at: datetime = strawberry.field(description="When it was written.")

    @classmethod
    def of(cls, row: kept.PointNote) -> "PointNote":
        """The note as everybody sees it."""
        return cls(row=row, number=row.number, note=row.note, done=row.done, at=row.noted_at)

    @strawberry.field(description="Who wrote it.")
    async def by(self, info: Asked) -> Resident:
        return await _resident(info, self.row)


@strawberry.type(description="One point of an agreement: what is to be done, who sees to it, and by when.")
class AgreementPoint:
    row: strawberry.Private[kept.AgreementPoint]
    whole: strawberry.Private[Whole]
    id: ID = strawberry.field(description="The point's id; in a new version each point has a new one.")
    number: int = strawberry.field(description="Its place in the agreement: 1, 2, 3 …")
    text: str = strawberry.field(description="What is agreed, in plain words.")
    responsible: Party = strawberry.field(description="The party that sees to it.")
    due_on: date = strawberry.field(description="The day by whose end, in China, it is to be done.")
    done: bool = strawberry.field(description="Whether it is done, as the latest note says.")
    note_count: int = strawberry.field(description="How many notes on its progress there are.")

    @classmethod
    def of(cls, row: kept.AgreementPoint, whole: Whole) -> "AgreementPoint":
        """The point as everybody sees it."""
        return cls(
            row=row,
            whole=whole,
            id=shown_id(Kind.POINT, row.id),
            number=row.number,
            text=row.text,
            responsible=row.responsible,
            due_on=row.due_on,
            done=row.done,
            note_count=row.notes,
        )

    @strawberry.field(description="Whether the agreement is in force, the day is over, and it is not done.")
    def overdue(self, info: Asked) -> bool:
        late = is_overdue(self.row.due_on, info.context.house.now(), done=self.row.done)
        return late and self.whole.agreement.in_force_at is not None

    @strawberry.field(description="What was said about its progress: the latest notes, the newest of them last.")
    async def progress(
        self, info: Asked, last: Annotated[int | None, strawberry.argument(description=LATEST)] = None
    ) -> list[PointNote]:
        rows = await info.context.loaders.point_notes.load((self.row.id, number_asked(last, "last"))) or []
        info.context.spend(1 + len(rows))
        return list(map(PointNote.of, rows))

    @strawberry.field(description="Whether this viewer may note its progress now.")
    def may_note(self, info: Asked) -> bool:
        context = info.context
        roles = context.roles_in(self.whole.meeting.community_id)
        return may_note(self.whole.standing, self.row.responsible, context.viewer, roles) is None


@strawberry.type(description="Who signs an agreement for a party.")
class Signatory:
    row: strawberry.Private[kept.Signatory]
    party: Party = strawberry.field(description="The party.")
    signed_at: datetime | None = strawberry.field(
        description="When they signed this version, in a session of their own; null before."
    )

    @classmethod
    def of(cls, row: kept.Signatory) -> "Signatory":
        """The signatory as everybody sees them."""
        return cls(row=row, party=row.party, signed_at=row.signed_at)

    @strawberry.field(description="The person.")
    async def resident(self, info: Asked) -> Resident:
        return await _resident(info, self.row)


@strawberry.type(
    description="What a meeting agreed on, in writing. It is in force once community, residents and property company"
    " have signed the same version, and then carried out for everybody to see."
)
class Agreement(Node):
    whole: strawberry.Private[Whole]
    id: ID = strawberry.field(description="The agreement's id.")
    version: int = strawberry.field(description="Grows with each new draft, which nobody has signed; sign by it.")
    drafted_at: datetime = strawberry.field(description="When this version was written.")
    in_force_at: datetime | None = strawberry.field(
        description="When the third party signed; null before. From then on its points never change."
    )
    points: list[AgreementPoint] = strawberry.field(description="What is agreed, point by point.")
    signatories: list[Signatory] = strawberry.field(
        description="Who signs: for the community, the residents and the property company, in this order."
    )

    @classmethod
    def of(cls, whole: Whole) -> "Agreement":
        """The agreement as everybody sees it."""
        row = whole.agreement
        return cls(
            whole=whole,
            id=shown_id(Kind.AGREEMENT, row.id),
            version=row.version,
            drafted_at=row.drafted_at,
            in_force_at=row.in_force_at,
            points=[AgreementPoint.of(point, whole) for point in whole.points],
            signatories=list(map(Signatory.of, whole.signatories.values())),
        )

    @strawberry.field(description="The meeting that ends with it.")
    def meeting(self) -> Meeting:
        return Meeting.of(self.whole.meeting)

    @strawberry.field(description="Whether this viewer is to sign this version, may do so now, and has not yet.")
    def my_signature_wanted(self, info: Asked) -> bool:
        context = info.context
        roles = context.roles_in(self.whole.meeting.community_id)
        return context.viewer is not None and is_wanted(self.whole.standing, context.viewer, roles)

    @strawberry.field(description="Whether this viewer may replace it with a new version now.")
    def may_draft(self, info: Asked) -> bool:
        meeting = self.whole.meeting
        return may_draft(meeting.phase, info.context.roles_in(meeting.community_id), self.whole.standing) is None
