"""Who has which badge, how far somebody is, and whether it all adds up."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from db.models.badges import BadgeEarned, BadgeSetEarned
from db.queries import badges, good_deeds, residents, resolutions
from db.queries.good_deeds import Wanted
from resolvers.actors import Actor
from resolvers.badges import books
from resolvers.house import House
from rules.badges import DEFAULT, Badge, Book


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody is towards a badge, in its own measure; `earned_at` is None until they have it."""

    badge: Badge
    have: int
    earned_at: datetime | None


async def progress(house: House, actor: Actor) -> list[Progress]:
    """How far the actor is towards every badge of the book that is valid now."""
    now = house.now()
    async with house.database.read() as session:
        book = await books.valid(session, actor.community_id, now)
        held = {row.badge: row for row in (await badges.held(session, [actor.resident_id])).get(actor.resident_id, [])}
        found = []
        for badge in book.badges:
            if badge.key in held:
                found.append(Progress(badge, badge.need, held[badge.key].earned_at))
                continue
            wanted = Wanted(actor.community_id, badge, now)
            counts = await good_deeds.counted(session, wanted, [actor.resident_id])
            have = badge.have(counts[actor.resident_id][0]) if counts else 0
            found.append(Progress(badge, min(have, badge.need), None))
    return found


async def held_by(house: House, resident_id: UUID) -> Sequence[BadgeEarned]:
    """The badges that somebody has, be they of a book that is no longer valid, the oldest first."""
    async with house.database.read() as session:
        return (await badges.held(session, [resident_id])).get(resident_id, [])


async def sets_of(house: House, actor: Actor) -> Sequence[BadgeSetEarned]:
    """The sets that the actor has whole, the oldest first."""
    async with house.database.read() as session:
        return (await badges.sets_held(session, [actor.resident_id])).get(actor.resident_id, [])


async def load(house: House, resident_ids: Collection[UUID]) -> Mapping[UUID, Sequence[BadgeEarned]]:
    """The badges of those residents who may be named, the oldest first."""
    async with house.database.read() as session:
        held = await badges.held(session, resident_ids)
        return {who: rows for who, rows in held.items() if not await resolutions.unthanked(session, who)}


async def differences(house: House, community_id: UUID) -> list[str]:
    """Badges that somebody has without the deeds, or has the deeds for and not the badge, a line each.

    The first are counted as they stood when the badge was earned. The second are looked for where a community has a
    book of its own: among those who have done what a badge is for since then, and among all who were confirmed before,
    once those have been gone through.
    """
    async with house.database.read() as session:
        own = await badges.books(session, community_id)
        known = {DEFAULT.version: DEFAULT, **{row.version: books.read(row) for row in own}}
        rows = await badges.of_community(session, community_id)
        return await _unearned(session, known, rows) + await _missing(session, community_id, house.now(), rows)


async def _unearned(session: AsyncSession, known: Mapping[int, Book], rows: Sequence[BadgeEarned]) -> list[str]:
    found = []
    for row in rows:
        badge = known[row.version].by_key()[row.badge]
        counts = await good_deeds.counted(session, Wanted(row.community_id, badge, row.earned_at), [row.resident_id])
        have = badge.have(counts[row.resident_id][0]) if counts else 0
        if have < max(row.have, badge.need):
            found.append(f"{row.resident_id}: the badge {row.badge} for {row.have}, {have} counted")
    return found


async def _missing(session: AsyncSession, community_id: UUID, now: datetime, rows: Sequence[BadgeEarned]) -> list[str]:
    valid = await badges.book(session, community_id, now)
    if valid is None:
        return []
    book, held = books.read(valid), {(row.resident_id, row.badge) for row in rows}
    round_ = await badges.round_of(session, community_id, valid.version)
    begins = valid.valid_from if round_ is not None and round_.ended_at is not None else None
    found = []
    for badge in book.badges:
        counts = await good_deeds.counted(session, Wanted(community_id, badge, now))
        people = await residents.by_ids(session, counts)
        for who, (number, newest) in sorted(counts.items()):
            row = people[who]
            if row.verified_at is None or row.community_id != community_id:
                continue
            gone_through = begins is not None and row.verified_at <= begins
            looked_at = gone_through or newest >= max(row.verified_at, valid.valid_from)
            if looked_at and badge.have(number) >= badge.need and (who, badge.key) not in held:
                found.append(f"{who}: no badge {badge.key} for {badge.have(number)}")
    return found
