"""Blowing the whistle: departments are called together, and have 30 minutes to answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.models.deadlines import Due
from db.models.reports import Report
from db.models.whistles import Whistle, WhistleCall
from db.queries import whistles
from db.streams import Payload, moment
from resolvers import departments
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.grids.finding import grid_at
from resolvers.reports import streams as reports
from resolvers.whistles.counting import count
from resolvers.whistles.reading import Whole, the_whole
from resolvers.whistles.streams import by, note
from resolvers.whistles.telling import tell_concerned, tell_departments
from rules import whistles as rules
from rules.answering import Measure
from rules.ids import Kind, public_id
from rules.places import Place
from rules.refusals import Code, Refusal, refuse


@dataclass(frozen=True, slots=True)
class Call:
    """What a whistle is to be blown for: over a report, or over a place."""

    department_ids: Sequence[UUID]
    reason: str
    due_at: datetime
    report_id: UUID | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class _Spot:
    """What the whistle is over."""

    report: Report | None
    grid_id: UUID | None
    place: Place | None


@deed
async def blow(deed: Deed, actor: Actor, call: Call) -> Whole | Refusal:
    """The whistle, with every department called and told.

    FORBIDDEN for all but street officers; NOT_FOUND for what is of a foreign community; WRONG_STAGE for a report that
    has ended; CONFLICT where an open whistle is over the report already.
    """
    if refusal := rules.may_blow(actor.roles):
        return refusal
    spot = await _spot(deed, actor, call)
    if isinstance(spot, Refusal):
        return spot
    called = list(dict.fromkeys(call.department_ids))
    reason = rules.accept_call(called, call.reason, call.due_at, deed.now)
    if isinstance(reason, Refusal):
        return reason
    found = await departments.by_ids(deed.session, called)
    if any(key not in found or found[key].community_id != actor.community_id for key in called):
        return refuse(Code.NOT_FOUND, "whistle_department_unknown", "departmentIds")
    whistle = _new(deed, actor, call, spot, reason)
    await _write(deed, whistle, called)
    await _announce(deed, actor, whistle, called, spot.report)
    return await the_whole(deed.session, whistle)


async def _spot(deed: Deed, actor: Actor, call: Call) -> _Spot | Refusal:
    if call.place is not None and call.report_id is None:
        grid_id = await grid_at(deed.house, actor.community_id, call.place, session=deed.session)
        return _Spot(None, grid_id, call.place)
    if call.report_id is None or call.place is not None:
        return refuse(Code.INVALID, "whistle_report_or_place", "reportId")
    report = await reports.hold_report(deed, call.report_id)
    if report is None or report.community_id != actor.community_id:
        return refuse(Code.NOT_FOUND, "whistle_report_unknown", "reportId")
    if refusal := rules.may_blow_over(report.stage):
        return refusal
    if await whistles.open_over(deed.session, report.id):
        return refuse(Code.CONFLICT, "whistle_open_already", "reportId")
    known = report.latitude is not None and report.longitude is not None
    return _Spot(report, report.grid_id, Place(report.latitude or 0, report.longitude or 0) if known else None)


def _new(deed: Deed, actor: Actor, call: Call, spot: _Spot, reason: str) -> Whistle:
    return Whistle(
        id=deed.new_id(),
        community_id=actor.community_id,
        report_id=call.report_id,
        grid_id=spot.grid_id,
        latitude=spot.place and spot.place.latitude,
        longitude=spot.place and spot.place.longitude,
        reason=reason,
        blown_by=actor.resident_id,
        blown_at=deed.now,
        due_at=call.due_at,
        plan_version=0,
    )


async def _write(deed: Deed, whistle: Whistle, called: Sequence[UUID]) -> None:
    deed.session.add(whistle)
    await deed.session.flush()
    for position, key in enumerate(called, 1):
        deed.session.add(WhistleCall(whistle_id=whistle.id, department_id=key, position=position))
    deed.set_deadline(Due.WHISTLE_ANSWERS, whistle.id, rules.answer_due(whistle.blown_at))
    deed.set_deadline(Due.WHISTLE_ENDS, whistle.id, whistle.due_at)
    await deed.session.flush()
    await count(deed, whistle, called, Measure.CALLED)


async def _announce(deed: Deed, actor: Actor, whistle: Whistle, called: Sequence[UUID], report: Report | None) -> None:
    payload = _told(whistle, called) | dict(by(actor))
    await note(deed, whistle, "whistle.blown", payload)
    if report is not None:
        reports.note(deed, report, "whistle.blown", {"whistleId": public_id(Kind.WHISTLE, whistle.id), **payload})
        await tell_concerned(deed, whistle, "whistle.over_report", departments=len(called))
    minutes = int(rules.ANSWER_WITHIN.total_seconds()) // 60
    await tell_departments(deed, whistle, called, "whistle.blown", minutes=minutes)


def _told(whistle: Whistle, called: Sequence[UUID]) -> dict[str, object]:
    over: Payload = (
        {"reportId": public_id(Kind.REPORT, whistle.report_id)}
        if whistle.report_id is not None
        else {"latitude": whistle.latitude, "longitude": whistle.longitude}
    )
    return {
        **over,
        "departmentIds": [public_id(Kind.DEPARTMENT, key) for key in called],
        "reason": whistle.reason,
        "dueAt": moment(whistle.due_at),
        "answersDueAt": moment(rules.answer_due(whistle.blown_at)),
    }
