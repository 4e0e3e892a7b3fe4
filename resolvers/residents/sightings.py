"""On which devices and from which addresses accounts are signed in to: keyed hashes, forgotten after a while."""

from uuid import UUID

from db.models.deadlines import Due
from db.models.guards import Sighting
from db.queries import guards
from resolvers.deed import Deed
from resolvers.residents.limiter import household
from rules.guards import THRESHOLDS, Trace
from rules.residents import LONGEST_DEVICE, SHORTEST_DEVICE


async def note(deed: Deed, resident_id: UUID, address: str, device: str | None) -> None:
    """Keeps that an account was signed in to from this address and, where its program says so, on this device."""
    seen = {Trace.ADDRESS: household(address)}
    if device is not None and SHORTEST_DEVICE <= len(device) <= LONGEST_DEVICE:
        seen[Trace.DEVICE] = device
    for trace, what in seen.items():
        key = deed.new_id()
        mark = deed.house.vault.trace_hash(trace, what)
        if await guards.see(deed.session, key, (mark, resident_id), trace, deed.now) == key:
            deed.set_deadline(Due.SIGHTING_FADES, key, deed.now + THRESHOLDS.accounts_within)


async def fade_when_due(deed: Deed, sighting_id: UUID) -> None:
    """Forgets a sighting, unless the account was seen there again meanwhile: then its time begins anew."""
    row = await deed.session.get(Sighting, sighting_id, with_for_update=True)
    if row is None:
        return
    fades = row.seen_at + THRESHOLDS.accounts_within
    if fades > deed.now:
        deed.set_deadline(Due.SIGHTING_FADES, sighting_id, fades)
    else:
        await deed.session.delete(row)
