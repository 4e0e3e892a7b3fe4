"""Giving points in the transaction of the deed they are for, and putting wrong ones right."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from db.models.guards import HoldParty, PointsHold
from db.models.points import PointsEntry
from db.models.residents import Resident
from db.queries import guards, points, residents, teams
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.notices.telling import tell
from resolvers.points.counting import count, new_entry_id
from resolvers.points.months import begin
from resolvers.points.streams import stream_of
from resolvers.points.tariffs import valid
from resolvers.points.watching import signs
from rules.agreements import today
from rules.guards import THRESHOLDS, Guard, ring_of, stops
from rules.ids import Kind, public_id
from rules.points import HOUR, NOTHING, Given, Movement, Rule, Tariff, bonus, corrected, give
from rules.refusals import Code, Refusal, refuse
from rules.roles import STAFF, Role
from rules.texts import REASON, accept


class What(NamedTuple):
    """By which rule, for which source and on which day, and for which team it counts."""

    rule: Rule
    source: str
    day: date
    team_id: UUID | None


GAVE = frozenset({Movement.EARNED, Movement.PRIZE})
"""What can be taken back."""
FRESH = frozenset({Movement.EARNED, Movement.HELD, Movement.PRIZE})
"""What is for somebody as they live now, and not about an earlier entry."""
ENTRY_UNKNOWN = refuse(Code.NOT_FOUND, "points_entry_unknown", "entryId")


async def earn(  # noqa: PLR0917 - what an entry says
    deed: Deed,
    community_id: UUID,
    resident_ids: Collection[UUID],
    rule: Rule,
    source: str,
    opens: Mapping[str, str],
    *,
    minutes: int = HOUR,
    done_at: datetime | None = None,
) -> None:
    """Gives each of them points for a source, once for ever, and tells them with thanks.

    Those who are not confirmed residents of the community earn nothing; what a guard stops is held, and does not
    count until staff release it. `opens` names what their notice leads to. Points count for the team each was in at
    `done_at`, where the deed itself was done before this one. Call it last in a deed: it waits for the ledger of the
    community, and moves the deed's moment.
    """
    if not await _unpaid(deed, community_id, resident_ids, rule, source):
        return
    await deed.begin(stream_of(community_id))
    earners = await _unpaid(deed, community_id, resident_ids, rule, source)  # others may have paid meanwhile
    tariff, day = await valid(deed.session, community_id, deed.now), today(deed.now)
    seen = await signs(deed, [row.id for row in earners], rule, source)
    for row in sorted(earners, key=lambda each: each.id):
        given = await worth(deed, tariff, row.id, rule, day, minutes)
        guard = stops(row.id, seen[row.id]) if given.points else None
        what = What(rule, source, day, await teams.team_at(deed.session, row.id, done_at or deed.now))
        if guard is None:
            await _give(deed, tariff, row, what, given, opens)
        else:
            ring = ring_of(row.id, seen[row.id].confirmed, THRESHOLDS.ring_size)
            await _hold(deed, tariff, row, what, given, guard, ring)


async def _unpaid(
    deed: Deed, community_id: UUID, resident_ids: Collection[UUID], rule: Rule, source: str
) -> list[Resident]:
    paid = await points.given_for(deed.session, rule, [(each, source) for each in resident_ids])
    people = await residents.by_ids(deed.session, set(resident_ids) - {resident for resident, _ in paid})
    return [row for row in people.values() if row.verified_at and row.community_id == community_id]


async def worth(  # noqa: PLR0917 - what a deed is worth depends on all of it
    deed: Deed, tariff: Tariff, resident_id: UUID, rule: Rule, day: date, minutes: int
) -> Given:
    """What a deed is worth to somebody now, within the limits of their own and of their household."""
    own = await points.so_far(deed.session, resident_id, rule, day)
    household_id = (await points.home_of(deed.session, resident_id)).household_id
    of_all = await points.household_so_far(deed.session, household_id, day) if household_id else NOTHING
    return give(tariff, rule, day, own, minutes, of_all)


async def add_bonus(deed: Deed, row: Resident, source: str, points: int) -> None:
    """Gives a resident what a set of badges brings. The deed holds the ledger of the community."""
    tariff, day = await valid(deed.session, row.community_id, deed.now), today(deed.now)
    what = What(Rule.BADGE_SET, source, day, await teams.team_at(deed.session, row.id, deed.now))
    await _give(deed, tariff, row, what, bonus(tariff, day, points), {})


async def _give(  # noqa: PLR0917 - what an entry says
    deed: Deed, tariff: Tariff, row: Resident, what: What, given: Given, opens: Mapping[str, str]
) -> None:
    await enter(deed, _entry(deed, tariff, row, what, Movement.EARNED, given))
    if given.points:
        tell(deed, [row.id], f"points.{what.rule.value.lower()}", {"points": given.points, **opens})


async def _hold(  # noqa: PLR0917 - what a hold says
    deed: Deed, tariff: Tariff, row: Resident, what: What, given: Given, guard: Guard, ring: Collection[UUID]
) -> None:
    """Writes down that points wait, and why; their owner is told, and staff where nothing has waited before."""
    entry = _entry(deed, tariff, row, what, Movement.HELD, Given(0, 0, given.uncut))
    first = not await guards.any_open(deed.session, row.community_id)
    await enter(deed, entry)
    hold = PointsHold(
        id=deed.new_id(),
        community_id=row.community_id,
        entry_id=entry.id,
        resident_id=row.id,
        household_id=entry.household_id,
        rule=what.rule,
        guard=guard,
        points=given.points,
        material=given.material,
        day=what.day,
        held_at=deed.now,
    )
    deed.session.add(hold)
    await deed.session.flush()
    deed.session.add_all(HoldParty(hold_id=hold.id, resident_id=each) for each in ring)
    names = {"holdId": public_id(Kind.POINTS_HOLD, hold.id), "entryId": public_id(Kind.POINTS_ENTRY, entry.id)}
    await deed.append(
        stream_of(row.community_id), "points.held", {**names, "guard": guard.value, "points": given.points}
    )
    tell(deed, [row.id], f"points.held_{guard.value.lower()}", {"points": given.points})
    if first:
        staff = await residents.holders(deed.session, row.community_id, Role.COMMUNITY_STAFF)
        tell(deed, staff - {row.id}, "hold.waiting", {})


def _entry(  # noqa: PLR0917 - what an entry says
    deed: Deed, tariff: Tariff, row: Resident, what: What, movement: Movement, given: Given
) -> PointsEntry:
    return PointsEntry(
        id=new_entry_id(deed, what.rule),
        community_id=row.community_id,
        resident_id=row.id,
        movement=movement,
        rule=what.rule,
        source=what.source,
        tariff_version=tariff.version,
        points=given.points,
        material=given.material,
        uncut=given.uncut,
        owed=0,
        day=what.day,
        at=deed.now,
        team_id=what.team_id,
    )


async def enter(deed: Deed, entry: PointsEntry) -> None:
    """Writes an entry into the ledger, and keeps account, month and record in step with it."""
    session = deed.session
    if entry.movement in FRESH:
        entry.household_id, entry.building_id = await points.home_of(session, entry.resident_id)
    account = await points.open_account(session, entry.resident_id, entry.community_id)
    account.earned += entry.points
    account.balance += entry.material
    account.owed += entry.owed
    await count(deed, account, entry, await begin(deed, entry.community_id, entry.day.replace(day=1)))
    payload = {
        "entryId": public_id(Kind.POINTS_ENTRY, entry.id),
        "residentId": public_id(Kind.RESIDENT, entry.resident_id),
        "movement": entry.movement.value,
        "rule": None if entry.rule is None else entry.rule.value,
        "source": entry.source,
        "tariffVersion": entry.tariff_version,
        "points": entry.points,
        "material": entry.material,
        "owed": entry.owed,
    }
    await deed.append(stream_of(entry.community_id), "points.entered", payload)


@deed
async def correct(deed: Deed, actor: Actor, entry_id: UUID, reason: str) -> PointsEntry | Refusal:
    """The entry that takes back what another gave, with the reason. What was given stays in the ledger.

    FORBIDDEN for all but the staff, and for all but administrators where two of them have released it; CONFLICT where
    it has been taken back already.
    """
    words = accept(reason, REASON)
    if not actor.roles & STAFF:
        return refuse(Code.FORBIDDEN, "staff_only")
    if isinstance(words, Refusal):
        return words
    await deed.hold(stream_of(actor.community_id))
    old = await points.entry(deed.session, entry_id)
    if old is None or old.community_id != actor.community_id or old.movement not in GAVE:
        return ENTRY_UNKNOWN
    if await points.corrected(deed.session, entry_id):
        return refuse(Code.CONFLICT, "points_corrected", "entryId")
    if old.releases_id is not None and Role.ADMIN not in actor.roles:
        return refuse(Code.FORBIDDEN, "points_decided_by_two", "entryId")
    return await take_back(deed, old, words)


async def take_back(deed: Deed, old: PointsEntry, reason: str) -> PointsEntry:
    """The entry that takes back what another gave; what of it was spent on rewards stays owed. Its owner is told."""
    account = await points.open_account(deed.session, old.resident_id, old.community_id)
    taken = corrected(old.material, account.balance)
    entry = PointsEntry(
        id=new_entry_id(deed, old.rule),
        community_id=old.community_id,
        resident_id=old.resident_id,
        movement=Movement.CORRECTED,
        rule=old.rule,
        source=old.source,
        tariff_version=old.tariff_version,
        points=-old.points,
        material=taken.material,
        uncut=-old.uncut,
        owed=taken.owed,
        day=today(deed.now),
        at=deed.now,
        corrects_id=old.id,
        reason=reason,
        household_id=old.household_id,
        building_id=old.building_id,
        team_id=old.team_id,
    )
    await enter(deed, entry)
    tell(deed, [old.resident_id], "points.corrected", {"points": old.points, "reason": reason})
    return entry
