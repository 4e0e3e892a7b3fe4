"""Deciding about points that a guard has stopped: two members of staff, who have to agree, or a third."""

from uuid import UUID

from db.models.guards import HoldDecision, PointsHold
from db.models.points import PointsEntry
from db.models.reports import Report
from db.paging import Ask, Page
from db.queries import guards, helping, residents
from resolvers.actors import Actor
from resolvers.badges.earning import consider
from resolvers.deed import Deed, deed
from resolvers.house import House
from resolvers.notices.telling import tell
from resolvers.points.counting import new_entry_id
from resolvers.points.earning import enter
from resolvers.points.streams import stream_of
from rules.agreements import today
from rules.badges import GoodDeed
from rules.guards import Judge, Outcome, decided, may_decide
from rules.ids import Kind, key_of, public_id
from rules.points import Movement, Rule
from rules.refusals import Code, Refusal, refuse
from rules.roles import STAFF, Role
from rules.texts import REASON, accept

BRINGS = {
    Rule.DELIBERATION: GoodDeed.DELIBERATION,
    Rule.REPORT: GoodDeed.REPORT,
    Rule.SUGGESTION: GoodDeed.SUGGESTION,
}
"""What badges count by its entry in the ledger; the rest counts whether its points are held or not."""
UNKNOWN = refuse(Code.NOT_FOUND, "hold_unknown", "holdId")


@deed
async def decide(deed: Deed, actor: Actor, hold_id: UUID, outcome: Outcome, reason: str) -> PointsHold | Refusal:
    """The points, released or voided once two members of staff agree; waiting for another until then.

    FORBIDDEN for all but staff, for whoever they belong to or is in the ring they wait for, and for those who live with
    one of them; CONFLICT for who has decided.
    """
    words = accept(reason, REASON)
    if isinstance(words, Refusal):
        return words
    await deed.hold(stream_of(actor.community_id))
    row = await guards.hold(deed.session, hold_id)
    if row is None or row.community_id != actor.community_id:
        return UNKNOWN if actor.roles & STAFF else refuse(Code.FORBIDDEN, "staff_only")
    earlier = (await guards.decisions(deed.session, [hold_id])).get(hold_id, [])
    named = {row.resident_id, *(await guards.parties(deed.session, [hold_id])).get(hold_id, ())}
    own = await helping.concerns(deed.session, actor.resident_id, named)
    judge = Judge(actor.roles, own, actor.resident_id in {each.by_id for each in earlier})
    if refusal := may_decide(judge, row.outcome):
        return refusal
    deed.session.add(HoldDecision(hold_id=hold_id, by_id=actor.resident_id, outcome=outcome, reason=words, at=deed.now))
    await _note(deed, row, "points.hold_decided", by=public_id(Kind.RESIDENT, actor.resident_id), choice=outcome.value)
    votes = [*(each.outcome for each in earlier), outcome]
    if found := decided(votes):
        await end(deed, row, found, words)
    elif len(votes) > 1:
        admins = await residents.holders(deed.session, row.community_id, Role.ADMIN)
        tell(deed, admins - {actor.resident_id}, "hold.disagreed", {})
    return row


async def end(deed: Deed, row: PointsHold, outcome: Outcome, reason: str) -> None:
    """Releases or voids points, and tells their owner. The deed holds the ledger."""
    row.outcome, row.ended_at = outcome, deed.now
    kind = "points.released" if outcome is Outcome.RELEASED else "points.voided"
    if outcome is Outcome.RELEASED:
        await _release(deed, row)
    await _note(deed, row, kind)
    tell(deed, [row.resident_id], kind, {"points": row.points, "reason": reason})


async def turn_down(deed: Deed, row: PointsHold, reason: str) -> None:
    """Voids points that wait for what has turned out to be nothing: no staff have to decide any more."""
    row.reason = reason
    await end(deed, row, Outcome.VOIDED, reason)


async def _release(deed: Deed, row: PointsHold) -> None:
    held = await deed.session.get_one(PointsEntry, row.entry_id)
    entry = PointsEntry(
        id=new_entry_id(deed, held.rule),
        community_id=row.community_id,
        resident_id=row.resident_id,
        movement=Movement.EARNED,
        rule=held.rule,
        source=held.source,
        tariff_version=held.tariff_version,
        points=row.points,
        material=row.material,
        uncut=held.uncut,
        owed=0,
        day=today(deed.now),
        at=deed.now,
        releases_id=held.id,
        team_id=held.team_id,
    )
    await enter(deed, entry)
    if (good := BRINGS.get(row.rule)) is not None:
        category = await _category(deed, held.source) if good is GoodDeed.REPORT else None
        await consider(deed, row.community_id, [row.resident_id], good, category)


async def _category(deed: Deed, source: str) -> str | None:
    key = key_of(Kind.REPORT, source)
    report = None if key is None else await deed.session.get(Report, key)
    return None if report is None else report.category


async def _note(deed: Deed, row: PointsHold, kind: str, **more: str) -> None:
    payload = {"holdId": public_id(Kind.POINTS_HOLD, row.id), "points": row.points, **more}
    await deed.append(stream_of(row.community_id), kind, payload)


async def listed(house: House, actor: Actor, ask: Ask, *, waiting: bool) -> Page[PointsHold] | Refusal:
    """The points that wait, or that have been decided on, for staff."""
    if not actor.roles & STAFF:
        return refuse(Code.FORBIDDEN, "staff_only")
    async with house.database.read() as session:
        return await guards.holds(session, actor.community_id, ask, waiting=waiting)
