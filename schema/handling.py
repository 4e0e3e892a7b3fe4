"""Sending reports and seeing to them, as clients ask for it."""

from typing import Annotated

import strawberry
from strawberry import ID

from db.models import reports as kept
from resolvers.reports import ending, handling, submitting
from resolvers.reports.submitting import Sent
from rules.ids import Kind
from rules.refusals import Refusal as Refused
from schema.access import SIGNED_IN, acting
from schema.context import Asked, Context
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


def _shown(result: kept.Report | Refused, context: Context) -> Report | Refusal:
    return shown_or(result, Report.of, context.language)


@strawberry.type
class ReportMutation:
    @strawberry.mutation(description="Reports what is broken.", extensions=[SIGNED_IN])
    async def submit_report(self, info: Asked, input: Annotated[SubmitReportInput, BROKEN]) -> SubmitReportResult:
        place = place_given(input.latitude, input.longitude)
        if isinstance(place, Refused):
            return Refusal.of(place, info.context.language)
        photos = [key_or_nobody(Kind.PHOTO, each) for each in input.photo_ids]
        sent = Sent(input.description, photos, place, input.category, input.idempotency_key)
        return _shown(await submitting.submit(info.context.house, acting(info), sent), info.context)

    @strawberry.mutation(description="Joins a report instead of sending another.", extensions=[SIGNED_IN])
    async def follow_report(self, info: Asked, report_id: REPORT_ID) -> FollowReportResult:
        key = key_or_nobody(Kind.REPORT, report_id)
        return _shown(await submitting.follow(info.context.house, acting(info), key), info.context)

    @strawberry.mutation(description="Gives a report to a department.", extensions=[SIGNED_IN])
    async def assign_report(
        self,
        info: Asked,
        report_id: REPORT_ID,
        department_id: Annotated[
            ID | None, strawberry.argument(description="The department; the one its category says if not said.")
        ] = None,
    ) -> AssignReportResult:
        key = key_or_nobody(Kind.REPORT, report_id)
        office = None if department_id is None else key_or_nobody(Kind.DEPARTMENT, department_id)
        return _shown(await handling.assign(info.context.house, acting(info), key, office), info.context)

    @strawberry.mutation(description="Begins to work on a report.", extensions=[SIGNED_IN])
    async def start_report(self, info: Asked, report_id: REPORT_ID) -> StartReportResult:
        key = key_or_nobody(Kind.REPORT, report_id)
        return _shown(await handling.start(info.context.house, acting(info), key), info.context)

    @strawberry.mutation(
        description="Hands a report over to another department; the third time it goes to the street officer.",
        extensions=[SIGNED_IN],
    )
    async def hand_over_report(
        self,
        info: Asked,
        input: Annotated[HandOverReportInput, WHAT],
    ) -> HandOverReportResult:
        keys = key_or_nobody(Kind.REPORT, input.report_id), key_or_nobody(Kind.DEPARTMENT, input.department_id)
        result = await handling.hand_over(info.context.house, acting(info), *keys, input.reason)
        return _shown(result, info.context)

    @strawberry.mutation(
        description="Asks whoever sent a report; its clock stands still until they answer, 7 days at most.",
        extensions=[SIGNED_IN],
    )
    async def ask_reporter(
        self,
        info: Asked,
        input: Annotated[AskReporterInput, WHAT],
    ) -> AskReporterResult:
        key = key_or_nobody(Kind.REPORT, input.report_id)
        return _shown(await handling.ask(info.context.house, acting(info), key, input.question), info.context)

    @strawberry.mutation(description="Answers what was asked about your report.", extensions=[SIGNED_IN])
    async def answer_report(
        self,
        info: Asked,
        input: Annotated[AnswerReportInput, WHAT],
    ) -> AnswerReportResult:
        key = key_or_nobody(Kind.REPORT, input.report_id)
        return _shown(await handling.answer(info.context.house, acting(info), key, input.answer), info.context)

    @strawberry.mutation(description="Says that a report is solved, and how.", extensions=[SIGNED_IN])
    async def resolve_report(
        self,
        info: Asked,
        input: Annotated[ResolveReportInput, WHAT],
    ) -> ResolveReportResult:
        key = key_or_nobody(Kind.REPORT, input.report_id)
        photos = [key_or_nobody(Kind.PHOTO, each) for each in input.photo_ids]
        result = await ending.resolve(info.context.house, acting(info), key, input.note, photos)
        return _shown(result, info.context)

    @strawberry.mutation(description="Ends a report without a solution, with a reason.", extensions=[SIGNED_IN])
    async def reject_report(
        self,
        info: Asked,
        input: Annotated[RejectReportInput, WHAT],
    ) -> RejectReportResult:
        key = key_or_nobody(Kind.REPORT, input.report_id)
        result = await ending.reject(info.context.house, acting(info), key, input.reason, input.elsewhere)
        return _shown(result, info.context)

    @strawberry.mutation(description="Rates how your report was solved.", extensions=[SIGNED_IN])
    async def rate_report(
        self,
        info: Asked,
        input: Annotated[RateReportInput, WHAT],
    ) -> RateReportResult:
        key = key_or_nobody(Kind.REPORT, input.report_id)
        result = await ending.rate(info.context.house, acting(info), key, input.rating, input.comment)
        return _shown(result, info.context)

    @strawberry.mutation(description="Opens your report again, within 7 days of its solution.", extensions=[SIGNED_IN])
    async def reopen_report(
        self,
        info: Asked,
        input: Annotated[ReopenReportInput, WHAT],
    ) -> ReopenReportResult:
        key = key_or_nobody(Kind.REPORT, input.report_id)
        return _shown(await ending.reopen(info.context.house, acting(info), key, input.reason), info.context)
