"""Taking suggestions up and saying how they go, as clients ask for it."""

from datetime import date
from typing import Annotated
from uuid import UUID

import strawberry
from strawberry import ID

from db.models import adoptions as kept
from db.queries.adoptions import Which
from resolvers.resolutions import adopting, reading
from resolvers.resolutions.adopting import Proposal
from rules import refusals
from rules.adoptions import accept_source
from rules.agreements import today
from rules.ids import Kind
from schema.access import EVERYONE, SIGNED_IN, acting
from schema.adoptions import Adoption
from schema.asked import COMMUNITY, community_asked
from schema.context import Asked, Context
from schema.node import key_or_nobody
from schema.pages import AFTER, FIRST, Connection, asked, connected
from schema.refusals import Refusal, shown_or


@strawberry.input(description="A suggestion to be taken up, from an issue or from a report.")
class AdoptSuggestionInput:
    suggestion: str = strawberry.field(description="What is to be done, in one line: 1 to 200 characters.")
    department_id: ID = strawberry.field(description="The department of the community that sees to it.")
    due_on: date = strawberry.field(description="By when: today in China, or a day within three years.")
    issue_id: ID | None = strawberry.field(
        default=None, description="The issue it comes from, which has to be taken up; not with a report."
    )
    report_id: ID | None = strawberry.field(
        default=None, description="The report it comes from, which must not be turned down; not with an issue."
    )


@strawberry.input(description="A word on how a suggestion is carried out.")
class NoteAdoptionInput:
    adoption_id: ID = strawberry.field(description="The suggestion.")
    note: str = strawberry.field(description="What has been done, for residents to read: 1 to 1,000 characters.")
    done: bool = strawberry.field(description="Whether it is done now; a later note may open it again.")


AdoptSuggestionResult = Annotated[
    Adoption | Refusal, strawberry.union("AdoptSuggestionResult", description="The suggestion, or why not.")
]
NoteAdoptionResult = Annotated[
    Adoption | Refusal, strawberry.union("NoteAdoptionResult", description="The suggestion, or why not.")
]


def _adoption_or(result: kept.Adoption | refusals.Refusal, context: Context) -> Adoption | Refusal:
    return shown_or(result, Adoption.of, context.language)


def _key(kind: Kind, id_: ID | None) -> UUID | None:
    return None if id_ is None else key_or_nobody(kind, id_)


@strawberry.type
class AdoptionQuery:
    @strawberry.field(description="The suggestions that the community took up, newest first.", extensions=[EVERYONE])
    async def adoptions(  # noqa: PLR0917 - arguments of a field, given by name
        self,
        info: Asked,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
        after: Annotated[str | None, strawberry.argument(description=AFTER)] = None,
        department: Annotated[ID | None, strawberry.argument(description="Only what this department sees to.")] = None,
        issue: Annotated[ID | None, strawberry.argument(description="Only what came from this issue.")] = None,
        report: Annotated[ID | None, strawberry.argument(description="Only what came from this report.")] = None,
        done: Annotated[bool | None, strawberry.argument(description="Only what is done, or only what is not.")] = None,
        overdue: Annotated[
            bool | None, strawberry.argument(description="Only what is overdue today in China, or only what is not.")
        ] = None,
        community: COMMUNITY = None,
    ) -> Connection[Adoption]:
        context, ask = info.context, asked(first, after)
        key = await community_asked(context, community)
        which = Which(
            _key(Kind.DEPARTMENT, department),
            _key(Kind.ISSUE, issue),
            _key(Kind.REPORT, report),
            done,
            None if overdue is None else (today(context.house.now()), overdue),
        )
        page = await reading.adoptions_listed(context.house, key, which, ask)
        return connected(context, page, ask, Adoption.of)


@strawberry.type
class AdoptionMutation:
    @strawberry.mutation(
        description="Staff take up a suggestion that comes from an issue or a report, and say who sees to it and by"
        " when. It is told in the feed.",
        extensions=[SIGNED_IN],
    )
    async def adopt_suggestion(
        self, info: Asked, input: Annotated[AdoptSuggestionInput, strawberry.argument(description="The suggestion.")]
    ) -> AdoptSuggestionResult:
        context = info.context
        if refusal := accept_source(issue=input.issue_id is not None, report=input.report_id is not None):
            return Refusal.of(refusal, context.language)
        proposal = Proposal(
            input.suggestion,
            key_or_nobody(Kind.DEPARTMENT, input.department_id),
            input.due_on,
            _key(Kind.ISSUE, input.issue_id),
            _key(Kind.REPORT, input.report_id),
        )
        return _adoption_or(await adopting.adopt(context.house, acting(info), proposal), context)

    @strawberry.mutation(
        description="Staff, and those who act for the department responsible, say how a suggestion is carried out. It"
        " is told in the feed.",
        extensions=[SIGNED_IN],
    )
    async def note_adoption(
        self, info: Asked, input: Annotated[NoteAdoptionInput, strawberry.argument(description="What to note.")]
    ) -> NoteAdoptionResult:
        context, key = info.context, key_or_nobody(Kind.ADOPTION, input.adoption_id)
        result = await adopting.note(context.house, acting(info), key, input.note, done=input.done)
        return _adoption_or(result, context)
