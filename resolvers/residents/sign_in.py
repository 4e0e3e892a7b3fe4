"""Signing in: a code to a telephone, and a token for the code."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update

from db.models.residents import Resident, Session, SignInCode
from db.queries import communities, residents
from db.vault import new_token, token_hash
from resolvers.actors import Actor, actor_of
from resolvers.deed import Deed, deed
from resolvers.house import House
from resolvers.residents import sightings
from resolvers.residents.limiter import Limit, household
from rules.refusals import Code, Refusal, refuse
from rules.residents import (
    CODE_DIGITS,
    CODE_LASTS,
    SESSION_LASTS,
    SentCode,
    may_try_code,
    normal_phone,
)


@dataclass(frozen=True, slots=True)
class CodeSent:
    """A code is on its way."""

    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session has begun. The token is known to its owner only, and only now."""

    token: str
    expires_at: datetime
    actor: Actor


async def request_code(house: House, phone: str, address: str) -> CodeSent | Refusal:
    """Sends a new code, which replaces the one before it. RATE_LIMITED by number and by address."""
    number = normal_phone(phone)
    if isinstance(number, Refusal):
        return number
    hashed = house.vault.phone_hash(number)
    for limit, who in ((Limit.CODES_PER_ADDRESS, household(address)), (Limit.CODES_PER_PHONE, hashed.hex())):
        if not await house.limiter.allows(limit, who):
            return refuse(Code.RATE_LIMITED, "codes_too_many", "phone", minutes=limit.minutes)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    sent = await _keep_code(house, hashed, house.vault.code_hash(number, code))
    await house.sender.send(number, code)
    return sent


@deed
async def _keep_code(deed: Deed, phone_hash: bytes, code_hash: bytes) -> CodeSent:
    await deed.session.execute(delete(SignInCode).where(SignInCode.phone_hash == phone_hash))
    expires_at = deed.now + CODE_LASTS
    deed.session.add(SignInCode(phone_hash=phone_hash, code_hash=code_hash, expires_at=expires_at, tries=0))
    return CodeSent(expires_at)


async def sign_in(house: House, phone: str, code: str, address: str, device: str | None = None) -> SignedIn | Refusal:
    """A session for whoever holds the telephone. A number seen for the first time becomes an unverified resident."""
    number = normal_phone(phone)
    if isinstance(number, Refusal):
        return number
    if not await house.limiter.allows(Limit.TRIES_PER_ADDRESS, household(address)):
        return refuse(Code.RATE_LIMITED, "tries_too_many", "code", minutes=Limit.TRIES_PER_ADDRESS.minutes)
    kept = await _count_try(house, house.vault.phone_hash(number), code.strip())
    if isinstance(kept, Refusal):
        return kept
    if not hmac.compare_digest(kept, house.vault.code_hash(number, code.strip())):
        return refuse(Code.INVALID, "code_wrong", "code")
    token = new_token()
    started = await _start_session(house, number, kept, token, (address, device))
    if isinstance(started, Refusal):
        return started
    actor = await actor_of(house, token)
    if actor is None:
        raise RuntimeError("A session that has just begun cannot be found.")
    return SignedIn(token, started, actor)


@deed
async def _count_try(deed: Deed, phone_hash: bytes, code: str) -> bytes | Refusal:
    row = await deed.session.get(SignInCode, phone_hash, with_for_update=True)
    if row is None:
        return refuse(Code.INVALID, "code_expired", "code")
    if refusal := may_try_code(SentCode(row.expires_at, row.tries), code, deed.now):
        return refusal
    row.tries += 1
    return row.code_hash


@deed
async def _start_session(
    deed: Deed, phone: str, code_hash: bytes, token: str, where: tuple[str, str | None]
) -> datetime | Refusal:
    phone_hash = deed.house.vault.phone_hash(phone)
    used = delete(SignInCode).where(SignInCode.phone_hash == phone_hash, SignInCode.code_hash == code_hash)
    if (await deed.session.execute(used.returning(SignInCode.phone_hash))).first() is None:
        return refuse(Code.INVALID, "code_expired", "code")
    resident = await residents.by_phone(deed.session, phone_hash) or await _register(deed, phone, phone_hash)
    await sightings.note(deed, resident.id, *where)
    expires_at = deed.now + SESSION_LASTS
    deed.session.add(
        Session(
            id=deed.new_id(),
            resident_id=resident.id,
            token_hash=token_hash(token),
            started_at=deed.now,
            expires_at=expires_at,
        )
    )
    return expires_at


async def _register(deed: Deed, phone: str, phone_hash: bytes) -> Resident:
    community = await communities.first(deed.session)
    if community is None:
        raise RuntimeError("There is no community yet; run the seed command first.")
    resident = Resident(
        id=deed.new_id(),
        community_id=community.id,
        display_name=f"新邻居{secrets.token_hex(2)}",
        phone_sealed=deed.house.vault.seal(phone),
        phone_hash=phone_hash,
        registered_at=deed.now,
    )
    deed.session.add(resident)
    await deed.session.flush()
    return resident


@deed
async def sign_out(deed: Deed, actor: Actor, *, everywhere: bool) -> list[UUID]:
    """The sessions that ended: this one, or all of this resident. Their open sockets end within five seconds."""
    mine = Session.resident_id == actor.resident_id if everywhere else Session.id == actor.session_id
    ended = update(Session).where(mine, Session.revoked_at.is_(None)).values(revoked_at=deed.now).returning(Session.id)
    return list((await deed.session.scalars(ended)).all())
