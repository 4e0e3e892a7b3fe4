"""The bank of hours: accounts, moves, and the sums that have to come out at zero."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.hours import GiftStanding, Help, HoursAccount, HoursEntry, HoursGift, HoursMove
from db.paging import Ask, Page, page
from rules.helping import Standing
from rules.hours import Account, Move, Payment

Key = tuple[Account, UUID]


async def open_account(session: AsyncSession, key: Key, community_id: UUID) -> HoursAccount:
    """The account, begun where there was none, held until this transaction ends."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    begun = {"account": key[0], "owner_id": key[1], "community_id": community_id, "minutes": 0, "reserved": 0}
    await session.execute(insert(HoursAccount).values(begun).on_conflict_do_nothing())
    await session.flush()
    return await session.get_one(HoursAccount, key, with_for_update=True, populate_existing=True)


async def account(session: AsyncSession, resident_id: UUID) -> HoursAccount | None:
    """Somebody's account; None where they have never had any hours."""
    return await session.get(HoursAccount, (Account.MEMBER, resident_id))


async def moved(session: AsyncSession, community_id: UUID, move: Move, source: str) -> HoursMove | None:
    """The move that there has been for a source."""
    return await session.scalar(
        select(HoursMove).where(
            HoursMove.community_id == community_id, HoursMove.move == move, HoursMove.source == source
        )
    )


async def minutes_to(session: AsyncSession, move_id: UUID, account: Account) -> int:
    """How many minutes a move has given to an account of this kind."""
    query = select(func.coalesce(func.sum(HoursEntry.minutes), 0))
    return int(await session.scalar(query.where(HoursEntry.move_id == move_id, HoursEntry.account == account)) or 0)


async def payment(session: AsyncSession, help_: Help, source: str) -> Payment:
    """How the helped have paid by now for a help that is done, and is the source of its moves."""
    theirs = (
        select(HoursEntry.minutes, HoursEntry.at, HoursMove.move)
        .join(HoursMove, HoursMove.id == HoursEntry.move_id)
        .where(HoursEntry.account == Account.MEMBER, HoursEntry.owner_id == help_.helped_id)
    )
    of_help = [
        (row.move, row.minutes, row.at) for row in await session.execute(theirs.where(HoursMove.source == source))
    ]
    by_pool = sum(minutes for move, minutes, _ in of_help if move is Move.COVER)
    later = theirs.where(HoursEntry.at > max(at for _, _, at in of_help)).subquery()
    spent = select(func.coalesce(-func.sum(later.c.minutes), 0))
    since = await session.scalar(spent.where(or_(later.c.minutes < 0, later.c.move == Move.COVER)))
    has = await account(session, help_.helped_id)
    return Payment(help_.minutes or 0, by_pool, max(0, -has.minutes) if has else 0, int(since or 0))


async def moves(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, HoursMove]:
    """Moves by id."""
    return {row.id: row for row in await session.scalars(select(HoursMove).where(HoursMove.id.in_(ids)))}


async def converted(session: AsyncSession, community_id: UUID, sources: Collection[str]) -> set[str]:
    """Those of the helps, by public id, whose hours have been turned into points."""
    query = select(HoursMove.source).where(
        HoursMove.community_id == community_id, HoursMove.move == Move.CONVERSION, HoursMove.source.in_(sources)
    )
    return set(await session.scalars(query))


async def entries(session: AsyncSession, resident_id: UUID, ask: Ask) -> Page[HoursEntry]:
    """Somebody's entries, newest first."""
    query = select(HoursEntry).where(HoursEntry.owner_id == resident_id, HoursEntry.account == Account.MEMBER)
    return await page(session, query, HoursEntry.at, HoursEntry.id, ask)


async def sums(session: AsyncSession, community_id: UUID) -> dict[Account, tuple[int, int]]:
    """What the accounts of each kind have, and what they owe, as they are kept."""
    has = func.sum(HoursAccount.minutes).filter(HoursAccount.minutes > 0)
    owes = func.sum(HoursAccount.minutes).filter(HoursAccount.minutes < 0)
    query = select(HoursAccount.account, func.coalesce(has, 0), func.coalesce(owes, 0))
    rows = await session.execute(query.where(HoursAccount.community_id == community_id).group_by(HoursAccount.account))
    return {kind: (int(more), int(less)) for kind, more, less in rows}


async def differences(session: AsyncSession, community_id: UUID) -> list[str]:
    """Where moves are not zero, accounts not the sum of their entries, or promises not those that are open."""
    uneven = await session.execute(
        select(HoursEntry.move_id, func.sum(HoursEntry.minutes))
        .where(HoursEntry.community_id == community_id)
        .group_by(HoursEntry.move_id)
        .having(func.sum(HoursEntry.minutes) != 0)
    )
    found = [f"move {key.hex}: entries come to {total}" for key, total in uneven]
    counted = await _counted(session, community_id)
    promised = await _promised(session, community_id)
    rows = list(await session.scalars(select(HoursAccount).where(HoursAccount.community_id == community_id)))
    for row in rows:
        key = (row.account, row.owner_id)
        kept, fresh = (row.minutes, row.reserved), (counted.pop(key, 0), promised.pop(key, 0))
        if kept != fresh:
            found.append(f"{row.account} {row.owner_id.hex}: kept {kept}, counted {fresh}")
    found += [f"{kind} {owner.hex}: no account" for kind, owner in counted | promised]
    if total := sum(row.minutes for row in rows):
        found.append(f"all accounts come to {total}")
    return found


async def _counted(session: AsyncSession, community_id: UUID) -> dict[Key, int]:
    query = select(HoursEntry.account, HoursEntry.owner_id, func.sum(HoursEntry.minutes))
    of_bank = query.where(HoursEntry.community_id == community_id).group_by(HoursEntry.account, HoursEntry.owner_id)
    return {(kind, owner): int(total) for kind, owner, total in await session.execute(of_bank)}


async def _promised(session: AsyncSession, community_id: UUID) -> dict[Key, int]:
    agreed = select(Help.helped_id, func.sum(Help.planned)).where(
        Help.community_id == community_id, Help.standing == Standing.AGREED
    )
    offered = select(HoursGift.giver_id, func.sum(HoursGift.minutes)).where(
        HoursGift.community_id == community_id, HoursGift.standing == GiftStanding.OFFERED
    )
    found: dict[Key, int] = {}
    for query in (agreed.group_by(Help.helped_id), offered.group_by(HoursGift.giver_id)):
        for owner, total in await session.execute(query):
            key = (Account.MEMBER, owner)
            found[key] = found.get(key, 0) + int(total)
    return found


async def gift(session: AsyncSession, gift_id: UUID) -> HoursGift | None:
    """A gift of hours."""
    return await session.get(HoursGift, gift_id, populate_existing=True)


async def gifts(session: AsyncSession, resident_id: UUID, ask: Ask) -> Page[HoursGift]:
    """What somebody has given or been given, newest first."""
    query = select(HoursGift).where(or_(HoursGift.giver_id == resident_id, HoursGift.receiver_id == resident_id))
    return await page(session, query, HoursGift.offered_at, HoursGift.id, ask)
