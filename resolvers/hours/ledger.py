"""Moving hours: two entries that are zero together, with the accounts kept in step."""

from collections.abc import Sequence
from uuid import UUID

from db.models.hours import HoursAccount, HoursEntry, HoursMove
from db.queries import hours
from db.streams import Payload
from resolvers.deed import Deed
from rules.hours import Account, Leg, Move, Purse
from rules.ids import Kind, public_id


def stream_of(community_id: UUID) -> str:
    """The name of the stream with all that happens in a community's bank of hours. It names nobody but by id."""
    return f"hours:{community_id.hex}"


async def hold(deed: Deed, community_id: UUID) -> None:
    """Waits for the bank of a community: one deed after the other."""
    await deed.hold(stream_of(community_id))


async def account(deed: Deed, community_id: UUID, resident_id: UUID) -> HoursAccount:
    """Somebody's account, held."""
    return await hours.open_account(deed.session, (Account.MEMBER, resident_id), community_id)


async def pool(deed: Deed, community_id: UUID) -> HoursAccount:
    """The community's pool, held."""
    return await hours.open_account(deed.session, (Account.POOL, community_id), community_id)


def purse(row: HoursAccount | None) -> Purse:
    """What an account has, as the rules see it."""
    return Purse(row.minutes, row.reserved, row.supported_by is not None) if row else Purse()


async def note(deed: Deed, community_id: UUID, kind: str, payload: Payload) -> None:
    """Writes into the bank's record."""
    await deed.append(stream_of(community_id), kind, payload)


async def move(  # noqa: PLR0917 - what a move says
    deed: Deed, community_id: UUID, move: Move, source: str, legs: Sequence[Leg], note_: str | None = None
) -> HoursMove:
    """The move, written with its entries; accounts and record are kept in step."""
    row = HoursMove(id=deed.new_id(), community_id=community_id, move=move, source=source, note=note_, at=deed.now)
    deed.session.add(row)
    await deed.session.flush()
    for leg in legs:
        entry = HoursEntry(
            id=deed.new_id(),
            move_id=row.id,
            community_id=community_id,
            account=leg.account,
            owner_id=leg.owner,
            minutes=leg.minutes,
            at=deed.now,
        )
        deed.session.add(entry)
        kept = await hours.open_account(deed.session, (leg.account, leg.owner), community_id)
        kept.minutes += leg.minutes
    await deed.session.flush()
    payload = {
        "moveId": public_id(Kind.HOURS_MOVE, row.id),
        "move": move.value,
        "source": source,
        "entries": [{"account": leg.account.value, "ownerId": _named(leg), "minutes": leg.minutes} for leg in legs],
    }
    await note(deed, community_id, "hours.moved", payload)
    return row


def _named(leg: Leg) -> str:
    return public_id(Kind.RESIDENT if leg.account is Account.MEMBER else Kind.COMMUNITY, leg.owner)
