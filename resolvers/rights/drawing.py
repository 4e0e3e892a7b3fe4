"""Councils drawn by lot from those who are willing and whose level allows it."""

from collections.abc import Sequence
from uuid import UUID

from db.models.rights import CouncilDraw, CouncilLot, Willing
from db.paging import Ask, Page
from db.queries import rights
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.house import House
from resolvers.notices.telling import tell
from resolvers.points.tariffs import valid
from resolvers.rights.held import allowed
from rules.ids import Kind, public_id
from rules.points import Right
from rules.refusals import Code, Refusal, refuse
from rules.rights import drawn, may, may_draw
from rules.roles import STAFF
from rules.texts import COUNCIL_PURPOSE, accept


def stream_of(community_id: UUID) -> str:
    """The name of the stream with every draw of a community: who was in it, and in which order the lots came."""
    return f"council:{community_id.hex}"


@deed
async def set_willing(deed: Deed, actor: Actor, *, willing: bool) -> bool | Refusal:
    """Whether the actor is willing to be drawn from now on. Saying it twice is once; no needs no level."""
    if not willing:
        await rights.forget_willing(deed.session, actor.resident_id)
        return False
    if not actor.verified:
        return refuse(Code.NOT_ELIGIBLE, "not_verified")
    if refusal := await allowed(deed, actor.community_id, actor.resident_id, Right.BE_DRAWN):
        return refusal
    row = Willing(resident_id=actor.resident_id, community_id=actor.community_id, since=deed.now)
    await rights.be_willing(deed.session, row)
    return True


@deed
async def draw(deed: Deed, actor: Actor, purpose: str, places: int) -> CouncilDraw | Refusal:
    """A council, drawn by lot and told. CONFLICT where fewer are willing than there are places.

    Who is in it is written down first. The seed is that entry's digest, which has chance in it and which nobody
    knows before the entry is there; so neither the pool nor the moment can be chosen to suit somebody.
    """
    words, stream = accept(purpose, COUNCIL_PURPOSE), stream_of(actor.community_id)
    if not actor.roles & STAFF:
        return refuse(Code.FORBIDDEN, "staff_only")
    if isinstance(words, Refusal):
        return words
    await deed.begin(stream)
    people = {public_id(Kind.RESIDENT, key): key for key in await _pool(deed, actor.community_id)}
    if refusal := may_draw(actor.roles, places, len(people)):
        return refusal
    key = deed.new_id()
    named = {"drawId": public_id(Kind.COUNCIL_DRAW, key), "places": places}
    by = public_id(Kind.RESIDENT, actor.resident_id)
    seq = await deed.append(stream, "council.pool", {**named, "purpose": words, "pool": sorted(people), "by": by})
    seed = deed.held[stream].digest.hex()
    order = drawn(seed, people)
    await deed.append(stream, "council.drawn", {**named, "pool": seq, "seed": seed, "order": order})
    row = CouncilDraw(
        id=key,
        community_id=actor.community_id,
        purpose=words,
        places=places,
        seq=seq,
        seed=seed,
        drawn_by=actor.resident_id,
        drawn_at=deed.now,
    )
    deed.session.add(row)
    await deed.session.flush()
    lots = [CouncilLot(draw_id=key, place=place, resident_id=people[name]) for place, name in enumerate(order, 1)]
    deed.session.add_all(lots)
    tell(deed, [people[name] for name in order[:places]], "council.drawn", {"purpose": words})
    return row


async def _pool(deed: Deed, community_id: UUID) -> list[UUID]:
    tariff = await valid(deed.session, community_id, deed.now)
    willing = await rights.willing_with_points(deed.session, community_id)
    return [key for key, earned in willing if may(tariff, earned, Right.BE_DRAWN) is None]


async def is_willing(house: House, actor: Actor) -> bool:
    """Whether the actor is willing to be drawn."""
    async with house.database.read() as session:
        return await rights.willing(session, actor.resident_id)


async def listed(house: House, community_id: UUID, ask: Ask) -> Page[CouncilDraw]:
    """The draws of a community, newest first."""
    async with house.database.read() as session:
        return await rights.draws(session, community_id, ask)


async def lots(house: House, draw_id: UUID) -> Sequence[UUID]:
    """Who was in a draw, in the order of their lots."""
    async with house.database.read() as session:
        return await rights.lots(session, draw_id)
