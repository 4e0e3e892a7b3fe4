"""Residents, sessions and roles, as they are read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from db import streams
from db.batches import batched, padded
from db.models.grids import Home, Household, Unit
from db.models.residents import Resident, RoleHeld, Session
from db.paging import Ask, Page, page
from db.session import Database
from rules.roles import Role

LAST_SIGN = "\U0010ffff"


def alive(now: datetime) -> ColumnElement[bool]:
    """Sessions that still count at this moment."""
    return and_(Session.revoked_at.is_(None), Session.expires_at > now)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who a session belongs to, and what they are in their community."""

    session_id: UUID
    resident_id: UUID
    community_id: UUID
    verified: bool
    roles: frozenset[Role]


BY_TOKENS = (
    select(Session.token_hash, Session.id, Resident.id, Resident.community_id, Resident.verified_at, RoleHeld.role)
    .join(Resident, Resident.id == Session.resident_id)
    .outerjoin(RoleHeld, and_(RoleHeld.resident_id == Resident.id, RoleHeld.community_id == Resident.community_id))
    .where(
        Session.token_hash.in_(bindparam("token_hashes", expanding=True)),
        Session.revoked_at.is_(None),
        Session.expires_at > bindparam("now"),
    )
)


async def by_tokens(database: Database, token_hashes: Collection[bytes], now: datetime) -> Mapping[bytes, SignedIn]:
    """Who each token stands for; those that stand for nobody are left out."""
    found: dict[bytes, SignedIn] = {}
    rows = await database.rows(BY_TOKENS, {"token_hashes": padded(token_hashes), "now": now})
    for token_hash, session_id, resident_id, community_id, verified_at, role in rows:
        known = found.get(token_hash)
        roles = known.roles if known else frozenset()
        roles = roles if role is None else roles | {role}
        found[token_hash] = SignedIn(session_id, resident_id, community_id, verified_at is not None, roles)
    return found


async def confirmed_after(session: AsyncSession, community_id: UUID, after: UUID | None, most: int) -> list[Resident]:
    """The confirmed residents of a community who come next in the order of their ids."""
    query = select(Resident).where(Resident.community_id == community_id, Resident.verified_at.is_not(None))
    if after is not None:
        query = query.where(Resident.id > after)
    return list(await session.scalars(query.order_by(Resident.id).limit(most)))


async def still_signed_in(session: AsyncSession, ids: Collection[UUID], now: datetime) -> set[UUID]:
    """Those of the sessions that still count."""
    found: set[UUID] = set()
    for asked in batched(ids, streams.AT_ONCE):
        found.update(await session.scalars(select(Session.id).where(Session.id.in_(asked), alive(now))))
    return found


async def roles_of(session: AsyncSession, resident_id: UUID, community_id: UUID) -> frozenset[Role]:
    """The roles somebody holds in a community."""
    query = select(RoleHeld.role).where(RoleHeld.resident_id == resident_id, RoleHeld.community_id == community_id)
    return frozenset(await session.scalars(query))


ROLES = cast("Table", RoleHeld.__table__)
HOLDERS = select(ROLES.c.resident_id).where(
    ROLES.c.community_id == bindparam("community"), ROLES.c.role == bindparam("role")
)


async def holders(session: AsyncSession, community_id: UUID, role: Role) -> set[UUID]:
    """Who holds a role in a community."""
    return set((await session.execute(HOLDERS, {"community": community_id, "role": role})).scalars())


async def by_phone(session: AsyncSession, phone_hash: bytes) -> Resident | None:
    """The resident with this number."""
    return (await session.scalars(select(Resident).where(Resident.phone_hash == phone_hash))).first()


async def in_community(session: AsyncSession, community_id: UUID) -> dict[UUID, Resident]:
    """Everybody of a community, by id."""
    rows = await session.scalars(select(Resident).where(Resident.community_id == community_id))
    return {row.id: row for row in rows}


async def by_ids(session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, Resident]:
    """Residents by id; those unknown are left out."""
    return {row.id: row for row in await session.scalars(select(Resident).where(Resident.id.in_(ids)))}


@dataclass(frozen=True, slots=True)
class Which:
    """Which residents are asked for: those who have been verified or not, those without a phone or with one, those
    whose name begins so, those of a building, or all."""

    verified: bool | None = None
    phoneless: bool | None = None
    name: str = ""
    building_id: UUID | None = None


async def of_community(session: AsyncSession, community_id: UUID, which: Which, ask: Ask) -> Page[Resident]:
    """Those of the residents of a community, newest first."""
    query = select(Resident).where(Resident.community_id == community_id)
    if which.verified is not None:
        query = query.where(Resident.verified_at.is_not(None) if which.verified else Resident.verified_at.is_(None))
    if which.phoneless is not None:
        query = query.where(Resident.phone_hash.is_(None) if which.phoneless else Resident.phone_hash.is_not(None))
    if which.name:
        query = query.where(_begins(session, which.name))
    if which.building_id is not None:
        of = select(Home.resident_id).join(Household, Household.id == Home.household_id)
        of = of.join(Unit, Unit.id == Household.unit_id).where(Unit.building_id == which.building_id)
        query = query.where(Resident.id.in_(of))
    return await page(session, query, Resident.registered_at, Resident.id, ask)


def _begins(session: AsyncSession, start: str) -> ColumnElement[bool]:
    """Names between this start and the last that begins with it, sign by sign, as the index on names has them."""
    name, last = Resident.display_name, start + LAST_SIGN
    if session.get_bind().dialect.name == "sqlite":
        return and_(name >= start, name <= last)
    return and_(name.op("~>=~", is_comparison=True)(start), name.op("~<=~", is_comparison=True)(last))
