"""Sending reports and seeing to them, as clients ask for it."""

from typing import Annotated
from uuid import UUID

import strawberry
from strawberry import ID

from resolvers.reports import ending, handling, submitting
from resolvers.reports.submitting import Sent
from rules.ids import Kind
from rules.refusals import Refusal as Refused
from schema.access import SIGNED_IN, acting
from schema.context import Asked
from schema.deeds import About
from schema.node import key_or_nobody
from schema.refusals import Refusal, shown_or
from schema.reporting import REPORT_ID, place_given
from schema.reports import Report

WHICH = "The report."
WHAT = strawberry.argument(description="What to do, and about which report.")
BROKEN = strawberry.argument(description="What is broken.")
PHOTO_IDS = "Photos sent to POST /uploads before, at most 9."


@strawberry.input(description="What is broken: one sentence is enough.")
class SubmitReportInput:
    description: str = strawberry.field(description="What is wrong, and where: 1 to 2,000 characters.")
    photo_ids: list[ID] = strawberry.field(description=PHOTO_IDS)
    latitude: float | None = strawberry.field(default=None, description="Degrees north (WGS 84), with `longitude`.")
    longitude: float | None = strawberry.field(default=None, description="Degrees east (WGS 84), with `latitude`.")
    category: str | None = strawberry.field(default=None, description="A category; the proposed one if not said.")
    idempotency_key: str | None = strawberry.field(
        default=None,
        description="Any text of up to 200 characters, new for each intent. Send it again with a repeated request: "
        "it makes one report, and gives the same one again.",
    )


@strawberry.input(description="A report that is to go to another department.")
class HandOverReportInput:
    report_id: ID = strawberry.field(description=WHICH)
    department_id: ID = strawberry.field(description="The other department.")
    reason: str = strawberry.field(description="Why, in plain words: 1 to 1,000 characters.")


@strawberry.input(description="A question to whoever sent a report.")
class AskReporterInput:
    report_id: ID = strawberry.field(description=WHICH)
    question: str = strawberry.field(description="The question: 1 to 1,000 characters.")


@strawberry.input(description="The answer to a question about one's own report.")
class AnswerReportInput:
    report_id: ID = strawberry.field(description=WHICH)
    answer: str = strawberry.field(description="The answer: 1 to 1,000 characters.")


@strawberry.input(description="How a report was solved.")
class ResolveReportInput:
    report_id: ID = strawberry.field(description=WHICH)
    note: str = strawberry.field(description="What was done, for the sender to read: 1 to 1,000 characters.")
    photo_ids: list[ID] = strawberry.field(description=PHOTO_IDS + " One at least where the report has any.")


@strawberry.input(description="Why a report ends without a solution.")
class RejectReportInput:
    report_id: ID = strawberry.field(description=WHICH)
    reason: str = strawberry.field(description="Why, in plain words: 1 to 1,000 characters.")
    elsewhere: str = strawberry.field(description="Where to turn instead: 1 to 500 characters.")


@strawberry.input(description="What somebody thinks of how their report was solved.")
class RateReportInput:
    report_id: ID = strawberry.field(description=WHICH)
    rating: int = strawberry.field(description="1 (bad) to 5 (good); 1 or 2 opens it again, once.")
    comment: str | None = strawberry.field(default=None, description="A word on it, up to 1,000 characters.")


@strawberry.input(description="Why one's own report is to be opened again.")
class ReopenReportInput:
    report_id: ID = strawberry.field(description=WHICH)
    reason: str = strawberry.field(description="What is still wrong: 1 to 1,000 characters.")


def _result(name: str) -> object:
    return strawberry.union(name, description="The report as it stands then, or why nothing was done.")


SubmitReportResult = Annotated[Report | Refusal, _result("SubmitReportResult")]
FollowReportResult = Annotated[Report | Refusal, _result("FollowReportResult")]
AssignReportResult = Annotated[Report | Refusal, _result("AssignReportResult")]
StartReportResult = Annotated[Report | Refusal, _result("StartReportResult")]
HandOverReportResult = Annotated[Report | Refusal, _result("HandOverReportResult")]
AskReporterResult = Annotated[Report | Refusal, _result("AskReporterResult")]
AnswerReportResult = Annotated[Report | Refusal, _result("AnswerReportResult")]
ResolveReportResult = Annotated[Report | Refusal, _result("ResolveReportResult")]
RejectReportResult = Annotated[Report | Refusal, _result("RejectReportResult")]
RateReportResult = Annotated[Report | Refusal, _result("RateReportResult")]
ReopenReportResult = Annotated[Report | Refusal, _result("ReopenReportResult")]


_done = About(Kind.REPORT, Report.of)


def _photos(ids: list[ID]) -> list[UUID]:
    return [key_or_nobody(Kind.PHOTO, each) for each in ids]


@strawberry.type
class ReportMutation:
    @strawberry.mutation(description="Reports what is broken.", extensions=[SIGNED_IN])
    async def submit_report(self, info: Asked, input: Annotated[SubmitReportInput, BROKEN]) -> SubmitReportResult:
        place = place_given(input.latitude, input.longitude)
        if isinstance(place, Refused):
            return Refusal.of(place, info.context.language)
        sent = Sent(input.description, _photos(input.photo_ids), place, input.category, input.idempotency_key)
        result = await submitting.submit(info.context.house, acting(info), sent)
        return shown_or(result, Report.of, info.context.language)

    @strawberry.mutation(description="Joins a report instead of sending another.", extensions=[SIGNED_IN])
    async def follow_report(self, info: Asked, report_id: REPORT_ID) -> FollowReportResult:
        return await _done(info, submitting.follow, report_id)

    @strawberry.mutation(description="Gives a report to a department.", extensions=[SIGNED_IN])
    async def assign_report(
        self,
        info: Asked,
        report_id: REPORT_ID,
        department_id: Annotated[
            ID | None, strawberry.argument(description="The department; the one its category says if not said.")
        ] = None,
    ) -> AssignReportResult:
        office = None if department_id is None else key_or_nobody(Kind.DEPARTMENT, department_id)
        return await _done(info, handling.assign, report_id, office)

    @strawberry.mutation(description="Begins to work on a report.", extensions=[SIGNED_IN])
    async def start_report(self, info: Asked, report_id: REPORT_ID) -> StartReportResult:
        return await _done(info, handling.start, report_id)

    @strawberry.mutation(
        description="Hands a report over to another department; the third time it goes to the street officer.",
        extensions=[SIGNED_IN],
    )
    async def hand_over_report(self, info: Asked, input: Annotated[HandOverReportInput, WHAT]) -> HandOverReportResult:
        office = key_or_nobody(Kind.DEPARTMENT, input.department_id)
        return await _done(info, handling.hand_over, input.report_id, office, input.reason)

    @strawberry.mutation(
        description="Asks whoever sent a report; its clock stands still until they answer, 7 days at most.",
        extensions=[SIGNED_IN],
    )
    async def ask_reporter(self, info: Asked, input: Annotated[AskReporterInput, WHAT]) -> AskReporterResult:
        return await _done(info, handling.ask, input.report_id, input.question)

    @strawberry.mutation(description="Answers what was asked about your report.", extensions=[SIGNED_IN])
    async def answer_report(self, info: Asked, input: Annotated[AnswerReportInput, WHAT]) -> AnswerReportResult:
        return await _done(info, handling.answer, input.report_id, input.answer)

    @strawberry.mutation(description="Says that a report is solved, and how.", extensions=[SIGNED_IN])
    async def resolve_report(self, info: Asked, input: Annotated[ResolveReportInput, WHAT]) -> ResolveReportResult:
        return await _done(info, ending.resolve, input.report_id, input.note, _photos(input.photo_ids))

    @strawberry.mutation(description="Ends a report without a solution, with a reason.", extensions=[SIGNED_IN])
    async def reject_report(self, info: Asked, input: Annotated[RejectReportInput, WHAT]) -> RejectReportResult:
        return await _done(info, ending.reject, input.report_id, input.reason, input.elsewhere)

    @strawberry.mutation(description="Rates how your report was solved.", extensions=[SIGNED_IN])
    async def rate_report(self, info: Asked, input: Annotated[RateReportInput, WHAT]) -> RateReportResult:
        return await _done(info, ending.rate, input.report_id, input.rating, input.comment)

    @strawberry.mutation(description="Opens your report again, within 7 days of its solution.", extensions=[SIGNED_IN])
    async def reopen_report(self, info: Asked, input: Annotated[ReopenReportInput, WHAT]) -> ReopenReportResult:
        return await _done(info, ending.reopen, input.report_id, input.reason)
