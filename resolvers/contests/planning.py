"""Putting contests on and calling them off, as staff do."""

from collections.abc import Mapping
from uuid import UUID

from db.models.contests import Contest, ContestCriterion, ContestEntry, ContestJudge, ContestPrize
from db.models.deadlines import Due
from db.models.grids import Building
from db.queries import grids, residents
from db.streams import moment
from resolvers.actors import Actor, roles_in
from resolvers.contests.ending import end_early
from resolvers.contests.putting import put_to_the_vote
from resolvers.contests.streams import held, stream_of
from resolvers.deed import Deed, deed
from resolvers.notices.telling import tell
from rules.contests import BEGINS, CRITERION, ContestKind, Ending, Plan, accept_plan, may_call_off
from rules.ids import Kind, public_id
from rules.refusals import Code, Refusal, refuse
from rules.texts import DESCRIPTION, REASON, TITLE, accept, accept_all


@deed
async def plan(deed: Deed, actor: Actor, title: str, description: str, wanted: Plan) -> Contest | Refusal:
    """A contest by its plan, under way from now on. Buildings are put to the vote with it."""
    texts = accept_all(title=(title, TITLE), description=(description, DESCRIPTION))
    if refusal := accept_plan(wanted, actor.roles, deed.now):
        return refusal
    if isinstance(texts, Refusal):
        return texts
    buildings = await _buildings(deed, actor, wanted)
    if isinstance(buildings, Refusal):
        return buildings
    row = _new(deed, actor, texts, wanted)
    deed.session.add(row)
    await deed.session.flush()
    criteria = _add_parts(deed, row, wanted)
    if isinstance(criteria, Refusal):
        return criteria
    await deed.session.flush()
    await deed.append(stream_of(row.id), "contest.planned", _told(row, actor, wanted))
    deed.set_deadline(Due.CONTEST_MOVES, row.id, row.entries_until or row.closes_at)
    about = {"contestId": public_id(Kind.CONTEST, row.id), "title": row.title}
    tell(deed, wanted.judges, "contest.judge", about)
    if row.kind is ContestKind.BUILDINGS:
        return await _enter_buildings(deed, actor, row, wanted, buildings)
    return row


async def _buildings(deed: Deed, actor: Actor, wanted: Plan) -> Mapping[UUID, Building] | Refusal:
    """The buildings of a plan, once all of them and its judges are known in the community."""
    found = await grids.buildings_by_ids(deed.session, wanted.buildings)
    if any(key not in found or found[key].community_id != actor.community_id for key in wanted.buildings):
        return refuse(Code.NOT_FOUND, "contest_building_unknown", "buildingIds")
    people = await residents.by_ids(deed.session, set(wanted.judges))
    for key in wanted.judges:
        if key not in people or people[key].community_id != actor.community_id or not people[key].verified_at:
            return refuse(Code.NOT_FOUND, "contest_judge_unknown", "judgeIds")
    return found


def _new(deed: Deed, actor: Actor, texts: Mapping[str, str], wanted: Plan) -> Contest:
    return Contest(
        id=deed.new_id(),
        community_id=actor.community_id,
        kind=wanted.kind,
        stage=BEGINS[wanted.kind],
        planned_at=deed.now,
        planned_by=actor.resident_id,
        entries_until=wanted.entries_until,
        shortlist_by=wanted.shortlist_by,
        closes_at=wanted.closes_at,
        month=wanted.month,
        judges_weight=wanted.judges_weight,
        residents_weight=wanted.residents_weight,
        **texts,
    )


def _add_parts(deed: Deed, row: Contest, wanted: Plan) -> Refusal | None:
    deed.session.add_all(
        ContestPrize(contest_id=row.id, award=each.award, place=each.place, points=each.points)
        for each in wanted.prizes
    )
    deed.session.add_all(ContestJudge(contest_id=row.id, resident_id=key) for key in set(wanted.judges))
    for position, (label, most) in enumerate(wanted.criteria):
        words = accept(label, CRITERION)
        if isinstance(words, Refusal):
            return words
        deed.session.add(ContestCriterion(contest_id=row.id, position=position, label=words, most=most))
    return None


def _told(row: Contest, actor: Actor, wanted: Plan) -> dict[str, object]:
    return {
        "contestId": public_id(Kind.CONTEST, row.id),
        "kind": row.kind.value,
        "title": row.title,
        "by": public_id(Kind.RESIDENT, actor.resident_id),
        "entriesUntil": moment(row.entries_until) if row.entries_until else None,
        "shortlistBy": moment(row.shortlist_by) if row.shortlist_by else None,
        "closesAt": moment(row.closes_at),
        "month": row.month.isoformat()[:7] if row.month else None,
        "weights": {"judges": row.judges_weight, "residents": row.residents_weight},
        "criteria": [{"label": label, "most": most} for label, most in wanted.criteria],
        "judgeIds": [public_id(Kind.RESIDENT, key) for key in sorted(set(wanted.judges))],
        "prizes": [{"award": each.award.value, "place": each.place, "points": each.points} for each in wanted.prizes],
    }


async def _enter_buildings(
    deed: Deed, actor: Actor, row: Contest, wanted: Plan, buildings: Mapping[UUID, Building]
) -> Contest | Refusal:
    entries = [
        ContestEntry(
            id=deed.new_id(),
            contest_id=row.id,
            number=number,
            title=buildings[key].name,
            text="",
            building_id=key,
            entered_at=deed.now,
            shortlisted=True,
        )
        for number, key in enumerate(wanted.buildings, start=1)
    ]
    deed.session.add_all(entries)
    return await put_to_the_vote(deed, actor, row, entries) or row


@deed
async def call_off(deed: Deed, actor: Actor, contest_id: UUID, reason: str) -> Contest | Refusal:
    """The contest, called off before anything was decided; whoever entered something is told why."""
    row = await held(deed, actor, contest_id)
    if isinstance(row, Refusal):
        return row
    if refusal := may_call_off(row.stage, roles_in(actor, row.community_id)):
        return refusal
    words = accept(reason, REASON)
    if isinstance(words, Refusal):
        return words
    await end_early(deed, row, Ending.STAFF, words)
    return row
