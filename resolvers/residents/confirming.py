"""Asking to be confirmed as living in a household, and deciding about it: grid worker, building head or staff."""

from collections.abc import Set
from dataclasses import dataclass
from uuid import UUID

from db.models.confirmations import HouseholdRequest
from db.models.grids import Home
from db.models.residents import Resident
from db.queries import confirmations, residents
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.grids.finding import workers_of
from resolvers.house import House
from resolvers.notices.telling import tell
from resolvers.residents.confirmed import confirm, record
from resolvers.residents.limiter import Limit
from rules.confirmations import Answer, Decider, Through, Way, may_confirm, may_second, told_of, way_of
from rules.refusals import Code, Refusal, refuse
from rules.roles import Role
from rules.texts import DOCUMENT_NOTE, HOUSEHOLD_WORDS, REASON, accept, one_line

UNKNOWN = refuse(Code.NOT_FOUND, "confirm_request_unknown", "requestId")
HOUSEHOLD_UNKNOWN = refuse(Code.NOT_FOUND, "household_unknown", "householdId")
ASKS = Limit.CONFIRMATIONS_PER_RESIDENT


@dataclass(frozen=True, slots=True)
class Door:
    """A household as whoever lives there says it."""

    building_id: UUID
    unit: str
    door: str


async def ask(
    house: House, actor: Actor, door: Door | None, words: str, through: Through | None = None
) -> HouseholdRequest | Refusal:
    """The request, in place of the one that waits. CONFLICT for who is confirmed; RATE_LIMITED beyond 10 a day."""
    if not await house.limiter.allows(ASKS, actor.resident_id.hex):
        return refuse(Code.RATE_LIMITED, "confirm_asked_too_often", minutes=ASKS.minutes)
    return await _ask(house, actor, door, words, through)


@deed
async def _ask(
    deed: Deed, actor: Actor, door: Door | None, words: str, through: Through | None
) -> HouseholdRequest | Refusal:
    said = accept(words, HOUSEHOLD_WORDS)
    if isinstance(said, Refusal):
        return said
    resident = await deed.session.get_one(Resident, actor.resident_id, with_for_update=True, populate_existing=True)
    if resident.verified_at is not None:
        return refuse(Code.CONFLICT, "confirmed_already")
    household_id = None
    if door is not None:
        named = one_line(door.unit), one_line(door.door)
        household_id = await confirmations.behind(deed.session, actor.community_id, door.building_id, named)
        if household_id is None:
            return refuse(Code.NOT_FOUND, "household_unknown", "door")
    elif not said:
        return refuse(Code.INVALID, "confirm_household_needed", "buildingId")
    row = await confirmations.open_request(deed.session, actor.resident_id)
    if row is None:
        row = HouseholdRequest(id=deed.new_id(), community_id=actor.community_id, resident_id=actor.resident_id)
        deed.session.add(row)
    row.household_id, row.words, row.through, row.asked_at = household_id, said, through, deed.now
    row.vouched_by = row.vouched_at = row.vouched_note = None
    await deed.session.flush()
    record(deed, actor.community_id, "household.asked", actor.resident_id, actor.resident_id)
    tell(deed, await _deciders(deed, row), "household.asked", {"name": resident.display_name})
    return row


async def _deciders(deed: Deed, row: HouseholdRequest) -> Set[UUID]:
    place = row.household_id and await confirmations.place_of(deed.session, row.household_id)
    workers, heads = set[UUID](), set[UUID]()
    if place:
        grid_id = place[2].grid_id
        workers = set(await workers_of(deed.session, grid_id, deed.now) if grid_id else ()) - {row.resident_id}
        heads = await confirmations.heads_of(deed.session, place[2].id) - {row.resident_id}
    staff = await residents.holders(deed.session, row.community_id, Role.COMMUNITY_STAFF)
    return told_of(row.through, workers, heads, staff)


@deed
async def decide(
    deed: Deed, actor: Actor, request_id: UUID, household_id: UUID | None, note: str
) -> HouseholdRequest | Refusal:
    """The request, confirmed, for the household asked for or the one that whoever decides knows to be right.

    Where that household is full it waits for a second, who is told. FORBIDDEN for who has nothing to do with that
    household or all too much; CONFLICT once it has been answered.
    """
    words = accept(note, DOCUMENT_NOTE)
    if isinstance(words, Refusal):
        return words
    row = await _open(deed, actor, request_id)
    if isinstance(row, Refusal):
        return row
    wanted = household_id or row.household_id
    way = await _way(deed, actor, row, wanted)
    if isinstance(way, Refusal):
        return way
    known = await confirmations.homes_known(deed.session, row.community_id)
    rooms = wanted and await confirmations.hold_rooms(deed.session, wanted)
    refusal = may_confirm(way, rooms or None, words, homes_known=known)
    if refusal is None and rooms and rooms.full:
        if row.vouched_by is None or row.household_id != wanted:
            return await _vouch(deed, actor, row, way, wanted, words)
        refusal, way = may_second(actor.roles, words, first=row.vouched_by == actor.resident_id), Way.DOCUMENT
    return refusal or await _confirm(deed, actor, row, way, wanted, words)


async def _confirm(  # noqa: PLR0917 - what a confirmation says
    deed: Deed, actor: Actor, row: HouseholdRequest, way: Way, household_id: UUID | None, note: str
) -> HouseholdRequest:
    resident = await deed.session.get_one(Resident, row.resident_id, with_for_update=True, populate_existing=True)
    _answer(deed, actor, row, Answer.CONFIRMED, None)
    await confirm(deed, resident, way, actor.resident_id, household_id, note)
    tell(deed, [row.resident_id], "household.confirmed", {})
    return row


async def _vouch(  # noqa: PLR0917 - what somebody vouches for
    deed: Deed, actor: Actor, row: HouseholdRequest, way: Way, household_id: UUID | None, note: str
) -> HouseholdRequest:
    row.household_id, row.vouched_by, row.vouched_at, row.vouched_note = household_id, actor.resident_id, deed.now, note
    record(deed, row.community_id, "household.vouched", row.resident_id, actor.resident_id, way.value)
    staff = await residents.holders(deed.session, row.community_id, Role.COMMUNITY_STAFF)
    staff |= await residents.holders(deed.session, row.community_id, Role.ADMIN)
    resident = await deed.session.get_one(Resident, row.resident_id)
    others = staff - {actor.resident_id, row.resident_id}
    tell(deed, others, "household.second_wanted", {"name": resident.display_name})
    return row


@deed
async def decline(deed: Deed, actor: Actor, request_id: UUID, reason: str) -> HouseholdRequest | Refusal:
    """The request, refused with a reason that whoever asked reads; they may ask again."""
    words = accept(reason, REASON)
    if isinstance(words, Refusal):
        return words
    row = await _open(deed, actor, request_id)
    if isinstance(row, Refusal):
        return row
    way = await _way(deed, actor, row, row.household_id)
    if isinstance(way, Refusal):
        return way
    _answer(deed, actor, row, Answer.REFUSED, words)
    record(deed, row.community_id, "household.refused", row.resident_id, actor.resident_id, way.value)
    tell(deed, [row.resident_id], "household.refused", {"reason": words})
    return row


async def _open(deed: Deed, actor: Actor, request_id: UUID) -> HouseholdRequest | Refusal:
    row = await confirmations.request(deed.session, request_id)
    if row is None or row.community_id != actor.community_id:
        return UNKNOWN
    return row if row.answer is None else refuse(Code.CONFLICT, "confirm_answered", "requestId")


def _answer(deed: Deed, actor: Actor, row: HouseholdRequest, answer: Answer, reason: str | None) -> None:
    row.answer, row.reason = answer, reason
    row.answered_by, row.answered_at = actor.resident_id, deed.now


async def _way(deed: Deed, actor: Actor, row: HouseholdRequest, household_id: UUID | None) -> Way | Refusal:
    place = household_id and await confirmations.place_of(deed.session, household_id)
    if household_id is not None and (not place or place[2].community_id != row.community_id):
        return HOUSEHOLD_UNKNOWN
    own = await deed.session.get(Home, actor.resident_id)
    building, grid = (place[2].id, place[2].grid_id) if place else (None, None)
    on_duty = await workers_of(deed.session, grid, deed.now) if grid else []
    heads = await confirmations.heads_of(deed.session, building) if building else set()
    return way_of(
        Decider(
            actor.roles,
            oneself=actor.resident_id == row.resident_id,
            same_household=own is not None and own.household_id in {household_id, row.household_id},
            on_duty=actor.resident_id in on_duty,
            same_building=actor.resident_id in heads,
        )
    )
