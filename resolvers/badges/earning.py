"""Giving badges in the transaction of the deed they are for, once for ever."""

from collections.abc import Collection, Sequence
from uuid import UUID

from db.models.badges import BadgeEarned, BadgeSetEarned
from db.models.residents import Resident
from db.queries import badges, good_deeds, residents
from db.queries.good_deeds import Wanted
from resolvers.badges.books import book_of
from resolvers.deed import Deed
from resolvers.notices.telling import tell
from resolvers.points.earning import add_bonus
from resolvers.points.streams import stream_of
from rules.badges import Badge, BadgeSet, Book, GoodDeed
from rules.ids import Kind, public_id


async def consider(
    deed: Deed, community_id: UUID, resident_ids: Collection[UUID], done: GoodDeed, category: str | None = None
) -> None:
    """Gives those of them a badge who have done often enough what has just been done, and tells them.

    Those who are not confirmed residents of the community get none. Call it last in a deed: where somebody lacks a
    badge for this it waits for the ledger of the community.
    """
    book = await book_of(deed, community_id)
    wanted = [badge for badge in book.badges if badge.counts(done, category)]
    if not wanted or not resident_ids:
        return
    await deed.session.flush()
    held = await badges.held(deed.session, resident_ids)
    lacking = {who: {badge.key for badge in wanted} - {row.badge for row in held.get(who, [])} for who in resident_ids}
    people = await residents.by_ids(deed.session, [who for who, keys in lacking.items() if keys])
    earners = [row for row in people.values() if row.verified_at and row.community_id == community_id]
    if not earners:
        return
    await deed.begin(stream_of(community_id))
    for badge in wanted:
        await _give(deed, book, badge, [row for row in earners if badge.key in lacking[row.id]])


async def make_up(deed: Deed, people: Sequence[Resident]) -> None:
    """Gives each of these confirmed residents of one community what they have done enough for already.

    The ledger of the community is held only where somebody gets something.
    """
    community_id = people[0].community_id
    book = await book_of(deed, community_id)
    held = await badges.held(deed.session, [row.id for row in people])
    has = {row.id: {each.badge for each in held.get(row.id, [])} for row in people}
    lacking = {badge: [row for row in people if badge.key not in has[row.id]] for badge in book.badges}
    due = {badge: await _due(deed, badge, rows) for badge, rows in lacking.items()}
    sets = await badges.sets_held(deed.session, [row.id for row in people])
    had = {row.id: {each.badge_set for each in sets.get(row.id, [])} for row in people}
    whole = [(each, row) for row in people for each in book.whole(has[row.id]) if each.key not in had[row.id]]
    if not whole and not any(due.values()):
        return
    await deed.begin(stream_of(community_id))
    for badge, earners in due.items():
        await _give(deed, book, badge, earners)
    for each, row in whole:
        await _complete(deed, book, each, row)


async def _due(deed: Deed, badge: Badge, people: Sequence[Resident]) -> list[Resident]:
    """Those who have done often enough what the badge is for."""
    if not people:
        return []
    wanted = Wanted(people[0].community_id, badge, deed.now)
    counts = await good_deeds.counted(deed.session, wanted, [row.id for row in people])
    return [row for row in people if row.id in counts and badge.have(counts[row.id][0]) >= badge.need]


async def _give(deed: Deed, book: Book, badge: Badge, people: Sequence[Resident]) -> None:
    by_id = {row.id: row for row in people}
    if not by_id:
        return
    community_id = people[0].community_id
    counts = await good_deeds.counted(deed.session, Wanted(community_id, badge, deed.now), by_id)
    for who in sorted(counts):
        have = badge.have(counts[who][0])
        if have >= badge.need and await _keep(deed, book, badge, by_id[who], have):
            held = {row.badge for row in (await badges.held(deed.session, [who]))[who]}
            for whole in book.whole(held):
                await _complete(deed, book, whole, by_id[who])


async def _keep(deed: Deed, book: Book, badge: Badge, row: Resident, have: int) -> bool:
    kept = {"resident_id": row.id, "badge": badge.key, "community_id": row.community_id}
    known = {"version": book.version, "have": have, "earned_at": deed.now}
    if not await badges.keep(deed.session, BadgeEarned, **kept, **known):
        return False
    who = public_id(Kind.RESIDENT, row.id)
    payload = {"residentId": who, "badge": badge.key, "version": book.version, "have": have, "need": badge.need}
    await deed.append(stream_of(row.community_id), "badge.earned", payload)
    tell(deed, [row.id], "badge.earned", {"badge": badge.name, "badgeEn": badge.name_en})
    return True


async def _complete(deed: Deed, book: Book, whole: BadgeSet, row: Resident) -> None:
    kept = {"resident_id": row.id, "badge_set": whole.key, "community_id": row.community_id}
    if not await badges.keep(deed.session, BadgeSetEarned, **kept, version=book.version, earned_at=deed.now):
        return
    who = public_id(Kind.RESIDENT, row.id)
    payload = {"residentId": who, "badgeSet": whole.key, "version": book.version, "points": whole.points}
    await deed.append(stream_of(row.community_id), "badge_set.earned", payload)
    tell(deed, [row.id], "badge_set.earned", {"badgeSet": whole.name, "badgeSetEn": whole.name_en})
    if whole.points:
        await add_bonus(deed, row, f"badgeset_{whole.key}", whole.points)
