"""The code that a slot shows: it changes every 30 seconds, and says that whoever types it is on the spot."""

from base64 import b32encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from pyotp import TOTP

from db.models.activities import Activity, Slot
from db.vault import Vault
from resolvers.activities.streams import SLOT_UNKNOWN, may_lead_it
from resolvers.actors import Actor
from resolvers.house import House
from rules.refusals import Refusal

STEP = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Shown:
    """A code, and when the next one is shown."""

    code: str
    until: datetime


def _totp(vault: Vault, slot_id: UUID) -> TOTP:
    return TOTP(b32encode(vault.slot_secret(slot_id)).decode(), interval=STEP // timedelta(seconds=1))


def fits(vault: Vault, slot_id: UUID, code: str, now: datetime) -> bool:
    """Whether a code is the one shown now, or the one before: people type slowly, and no clock but ours is asked."""
    totp = _totp(vault, slot_id)
    return any(totp.verify(code, for_time=at) for at in (now, now - STEP))


async def shown(house: House, actor: Actor, slot_id: UUID) -> Shown | Refusal:
    """The code to be shown on the spot, for whoever leads the activity."""
    async with house.database.read() as session:
        slot = await session.get(Slot, slot_id)
        activity = await session.get_one(Activity, slot.activity_id) if slot else None
    if activity is None:
        return SLOT_UNKNOWN
    if refusal := may_lead_it(actor, activity):
        return refusal
    now = house.now()
    seconds = STEP // timedelta(seconds=1)
    until = datetime.fromtimestamp((int(now.timestamp()) // seconds + 1) * seconds, UTC)
    return Shown(_totp(house.vault, slot_id).at(now), until)
