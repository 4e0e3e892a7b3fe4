"""Writing an agreement down, signing it and saying how it is carried out, as clients ask for it."""

from datetime import date
from typing import Annotated

import strawberry
from strawberry import ID

from resolvers.agreements import drafting, progress, signing
from resolvers.agreements.reading import Whole
from rules import refusals
from rules.agreements import Point
from rules.ids import Kind
from rules.proceedings import Party
from schema.access import SIGNED_IN, acting
from schema.agreements import Agreement, AgreementPoint
from schema.context import Asked, Context
from schema.node import key_or_nobody
from schema.refusals import Refusal, shown_or


@strawberry.input(description="One point to be agreed on.")
class AgreementPointInput:
    text: str = strawberry.field(description="What is agreed, in plain words: 1 to 500 characters.")
    responsible: Party = strawberry.field(description="The party that sees to it: one of the three that sign.")
    due_on: date = strawberry.field(description="By when: today in China, or a day within three years.")


@strawberry.input(description="Who is to sign: three different people of the community, all verified.")
class SignatoriesInput:
    community: ID = strawberry.field(description="The resident who signs for the community, one of its staff.")
    residents: ID = strawberry.field(description="The resident who signs as the residents' representative.")
    property_company: ID = strawberry.field(description="The resident who signs for the property company.")


@strawberry.input(description="An agreement to be written down.")
class DraftAgreementInput:
    meeting_id: ID = strawberry.field(description="The meeting that ends with it; it has to have started.")
    points: list[AgreementPointInput] = strawberry.field(description="What is agreed: 1 to 30 points, in order.")
    signatories: SignatoriesInput = strawberry.field(description="Who is to sign.")


@strawberry.input(description="A signature of your own.")
class SignAgreementInput:
    agreement_id: ID = strawberry.field(description="The agreement.")
    version: int = strawberry.field(description="The version you have read; it has to be the newest.")


@strawberry.input(description="A word on how a point is carried out.")
class NotePointProgressInput:
    point_id: ID = strawberry.field(description="The point.")
    note: str = strawberry.field(description="What has been done, for residents to read: 1 to 1,000 characters.")
    done: bool = strawberry.field(description="Whether it is done now; a later note may open it again.")


DraftAgreementResult = Annotated[
    Agreement | Refusal, strawberry.union("DraftAgreementResult", description="The agreement, or why not.")
]
SignAgreementResult = Annotated[
    Agreement | Refusal, strawberry.union("SignAgreementResult", description="The agreement, or why not.")
]
NotePointProgressResult = Annotated[
    AgreementPoint | Refusal, strawberry.union("NotePointProgressResult", description="The point, or why not.")
]


def _agreement_or(result: Whole | refusals.Refusal, context: Context) -> Agreement | Refusal:
    return shown_or(result, Agreement.of, context.language)


@strawberry.type
class AgreementMutation:
    @strawberry.mutation(
        description="A moderator writes down what a meeting agreed on. Sent again it is a new version, which nobody has"
        " signed; once in force it stays.",
        extensions=[SIGNED_IN],
    )
    async def draft_agreement(
        self, info: Asked, input: Annotated[DraftAgreementInput, strawberry.argument(description="The agreement.")]
    ) -> DraftAgreementResult:
        points = [Point(point.text, point.responsible, point.due_on) for point in input.points]
        signing_for = {
            Party.COMMUNITY: key_or_nobody(Kind.RESIDENT, input.signatories.community),
            Party.RESIDENTS: key_or_nobody(Kind.RESIDENT, input.signatories.residents),
            Party.PROPERTY_COMPANY: key_or_nobody(Kind.RESIDENT, input.signatories.property_company),
        }
        key = key_or_nobody(Kind.MEETING, input.meeting_id)
        result = await drafting.draft(info.context.house, acting(info), key, points, signing_for)
        return _agreement_or(result, info.context)

    @strawberry.mutation(
        description="Somebody named to sign an agreement does so for their party. With the third signature it is in"
        " force; signing twice is signing once.",
        extensions=[SIGNED_IN],
    )
    async def sign_agreement(
        self, info: Asked, input: Annotated[SignAgreementInput, strawberry.argument(description="What you sign.")]
    ) -> SignAgreementResult:
        key = key_or_nobody(Kind.AGREEMENT, input.agreement_id)
        result = await signing.sign(info.context.house, acting(info), key, input.version)
        return _agreement_or(result, info.context)

    @strawberry.mutation(
        description="Moderators, staff, supervisors, and whoever signed for the party responsible, say how a point is"
        " carried out once the agreement is in force.",
        extensions=[SIGNED_IN],
    )
    async def note_point_progress(
        self, info: Asked, input: Annotated[NotePointProgressInput, strawberry.argument(description="What to note.")]
    ) -> NotePointProgressResult:
        key = key_or_nobody(Kind.POINT, input.point_id)
        result = await progress.note(info.context.house, acting(info), key, input.note, done=input.done)
        return shown_or(result, lambda noted: AgreementPoint.of(noted.point, noted.whole), info.context.language)
