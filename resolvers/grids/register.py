"""The base register: drawing kinds up, and writing entries down."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

import jsonschema_rs

from db.models.register import RegisterItem, RegisterKind
from db.paging import Ask, Page
from db.queries import grids, register
from resolvers import communities
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.grids.attributes import accept_attributes, accept_schema, validator_of
from resolvers.grids.finding import grid_at, stream_of
from resolvers.house import House
from rules.grids import may_draw
from rules.places import Place, place_of
from rules.refusals import Code, Refusal, refuse
from rules.register import Sort, accept_code, may_keep
from rules.texts import CODE, NAME, accept, accept_all


@dataclass(frozen=True, slots=True)
class Described:
    """A kind of entry as it is to be drawn up; `schema` is a JSON Schema."""

    code: str
    sort: Sort
    name: str
    schema: object


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it is to be written down."""

    kind: str
    code: str
    name: str
    latitude: float
    longitude: float
    attributes: object


@deed
async def draw_up(deed: Deed, actor: Actor, given: Described) -> RegisterKind | Refusal:
    """A kind of entry in its next version; the same version where nothing has changed. Entries keep theirs."""
    if refusal := may_draw(actor.roles):
        return refusal
    accepted = accept_kind(given)
    if isinstance(accepted, Refusal):
        return accepted
    await deed.hold(stream_of(actor.community_id))
    before = next(iter(await register.versions(deed.session, actor.community_id, accepted.code)), None)
    if before is not None and (before.sort, before.name, before.schema) == (
        accepted.sort,
        accepted.name,
        accepted.schema,
    ):
        return before
    if before is not None and before.sort != given.sort:
        return refuse(Code.CONFLICT, "register_sort_fixed", "sort")
    return await _next_version(deed, actor, before.version + 1 if before else 1, accepted)


def accept_kind(given: Described) -> Described | Refusal:
    """The kind with its texts cleaned and its schema as it is kept."""
    code, words, text = accept_code(given.code), accept(given.name, NAME), accept_schema(given.schema)
    if isinstance(code, Refusal):
        return code
    if isinstance(words, Refusal):
        return words
    return text if isinstance(text, Refusal) else Described(code, given.sort, words, text)


async def _next_version(deed: Deed, actor: Actor, version: int, accepted: Described) -> RegisterKind:
    kind = RegisterKind(
        community_id=actor.community_id,
        code=accepted.code,
        version=version,
        sort=accepted.sort,
        name=accepted.name,
        schema=str(accepted.schema),
        drawn_up_at=deed.now,
    )
    deed.session.add(kind)
    told = {"kind": kind.code, "version": version, "sort": kind.sort.value}
    await deed.append(stream_of(actor.community_id), "register.kind", told)
    return kind


@deed
async def write(deed: Deed, actor: Actor, entry: Entry) -> RegisterItem | Refusal:
    """An entry, new or in place of the one with its kind and code, that fits the newest version of its kind.

    INVALID outside of all grids, as long as there are any, and where an attribute does not fit.
    """
    if refusal := may_keep(actor.roles):
        return refusal
    # Held, so that the map is not drawn anew meanwhile.
    await deed.hold(stream_of(actor.community_id))
    kind = next(iter(await register.versions(deed.session, actor.community_id, entry.kind)), None)
    if kind is None:
        return refuse(Code.NOT_FOUND, "register_kind_unknown", "kind")
    read = await asyncio.to_thread(read_entry, validator_of(kind.schema), entry)
    if isinstance(read, Refusal):
        return read
    grid_id = await grid_at(deed.house, actor.community_id, read.place, session=deed.session)
    if grid_id is None and await grids.any_on_map(deed.session, actor.community_id):
        return refuse(Code.INVALID, "item_outside", "latitude", what=read.code)
    row = await register.item(deed.session, actor.community_id, entry.kind, read.code)
    return put(deed, row, kind, read, grid_id)


@dataclass(frozen=True, slots=True)
class Read:
    """An entry as it is kept."""

    code: str
    name: str
    place: Place
    attributes: str


def read_entry(validator: jsonschema_rs.Validator, entry: Entry) -> Read | Refusal:
    """The entry with its texts cleaned and its attributes checked."""
    words = accept_all(code=(entry.code, CODE), name=(entry.name or entry.code, NAME))
    if isinstance(words, Refusal):
        return words
    place = place_of(entry.latitude, entry.longitude)
    if isinstance(place, Refusal):
        return place
    attributes = accept_attributes(validator, entry.attributes)
    return attributes if isinstance(attributes, Refusal) else Read(words["code"], words["name"], place, attributes)


def put(deed: Deed, row: RegisterItem | None, kind: RegisterKind, read: Read, grid_id: UUID | None) -> RegisterItem:
    """The entry as it is written down, in its own row or a new one."""
    if row is None:
        row = RegisterItem(id=deed.new_id(), community_id=kind.community_id, kind=kind.code, code=read.code)
        deed.session.add(row)
    row.kind_version, row.name, row.attributes = kind.version, read.name, read.attributes
    row.latitude, row.longitude = read.place.latitude, read.place.longitude
    row.grid_id, row.written_at = grid_id, deed.now
    return row


async def kinds(house: House, actor: Actor | None) -> list[RegisterKind]:
    """The newest version of every kind of the actor's community, in the order of codes."""
    community_id = (await communities.home(house, actor)).id
    async with house.database.read() as session:
        return await register.kinds(session, community_id)


async def entries(house: House, actor: Actor, kind: str | None, grid_id: UUID | None, ask: Ask) -> Page[RegisterItem]:
    """The entries of a kind and in a grid, where one is asked for, those written down last first."""
    async with house.database.read() as session:
        return await register.items(session, actor.community_id, kind, grid_id, ask)
