"""Drawing the map of a community: all of its grids at once, or none."""

import asyncio
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import shapely
from shapely.geometry.base import BaseGeometry

from db.models.grids import Building, Grid, GridMap
from db.models.register import RegisterItem
from db.queries import grids, register
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.grids.checking import Drawn, check_map, check_shape, place_buildings
from resolvers.grids.finding import stream_of
from resolvers.grids.geometry import Index, geometry_of, shape_of
from rules.grids import may_draw
from rules.places import Place
from rules.refusals import Code, Refusal, refuse
from rules.texts import CODE, NAME, accept_all

MOST_GRIDS = 10_000


@dataclass(frozen=True, slots=True)
class Redrawn:
    """What a new map changed: how many grids are on it, are new, have moved, and are no longer on it."""

    grids: int
    added: int
    moved: int
    retired: int


@deed
async def draw(deed: Deed, actor: Actor, geojson: object) -> Redrawn | Refusal:
    """Draws the grids of the actor's community anew, from a FeatureCollection. Whatever is not in it goes off the map.

    INVALID names the first grid or building that is wrong.
    """
    if refusal := may_draw(actor.roles):
        return refusal
    read = await asyncio.to_thread(read_map, geojson)
    if isinstance(read, Refusal):
        return read
    drawn, outline = read
    return await redraw(deed, actor.community_id, drawn, outline)


def read_map(geojson: object) -> tuple[Sequence[Drawn], BaseGeometry | None] | Refusal:
    """The grids of a FeatureCollection, and the outline of the community where one of the features is it."""
    features = geojson.get("features") if isinstance(geojson, Mapping) else None
    if not isinstance(features, Sequence) or isinstance(features, str) or not 1 <= len(features) <= MOST_GRIDS + 1:
        return refuse(Code.INVALID, "geojson_not_a_map", "geojson", most=MOST_GRIDS)
    drawn, outline = [], None
    for number, feature in enumerate(features, 1):
        given = read_feature(number, feature)
        if isinstance(given, Refusal):
            return given
        kind, each = given
        if kind == "community":
            outline = each.shape
        else:
            drawn.append(each)
    return (drawn, outline) if drawn else refuse(Code.INVALID, "geojson_not_a_map", "geojson", most=MOST_GRIDS)


def read_feature(number: int, feature: object) -> tuple[str, Drawn] | Refusal:
    """What kind of feature it is, a grid if it does not say, and what it draws."""
    feature = feature if isinstance(feature, Mapping) else {}
    properties = feature.get("properties")
    properties = properties if isinstance(properties, Mapping) else {}
    kind = str(properties.get("kind", "grid"))
    code = str(properties.get("code", "community" if kind == "community" else ""))
    words = accept_all(code=(code, CODE), name=(str(properties.get("name") or code), NAME))
    if kind not in {"grid", "community"} or isinstance(words, Refusal):
        return refuse(Code.INVALID, "feature_unnamed", "geojson", number=number)
    shape = shape_of(feature.get("geometry"))
    if refusal := check_shape(words["code"], shape, pieces=kind == "community"):
        return refusal
    return kind, Drawn(words["code"], words["name"], shape)


async def redraw(
    deed: Deed,
    community_id: UUID,
    drawn: Sequence[Drawn],
    outline: BaseGeometry | None,
    *,
    to_come: Collection[tuple[str, str]] = (),
) -> Redrawn | Refusal:
    """Puts these grids on the map in place of all others, with everything that stands in them.

    A grid keeps what it is by its code. Where no outline is given the one there is stays, and has to be filled. Kinds
    and codes `to_come` are of buildings and entries that the deed places on the new map itself, after this.
    """
    await deed.hold(stream_of(community_id))
    twice = [code for code, times in Counter(each.code for each in drawn).items() if times > 1]
    if twice:
        return refuse(Code.INVALID, "code_twice", "geojson", what=twice[0])
    kept = await grids.outline(deed.session, community_id)
    if outline is None and kept is not None:
        outline = shapely.from_geojson(kept.outline)
    if refusal := await asyncio.to_thread(check_map, drawn, outline):
        return refusal
    known = await grids.buildings(deed.session, community_id)
    buildings = [row for row in known if ("building", row.code) not in to_come]
    homes, misplaced = await asyncio.to_thread(place_buildings, drawn, [drawn_as(row) for row in buildings])
    if misplaced:
        return misplaced[0]
    if outline is not None:
        await deed.session.merge(GridMap(community_id=community_id, outline=geometry_of(outline), drawn_at=deed.now))
    rows, changed = await _write(deed, community_id, drawn)
    for building, home in zip(buildings, homes, strict=True):
        building.grid_id = rows[home].id
    if refusal := await _place_items(deed, community_id, rows, to_come):
        return refusal
    told = {"grids": changed.grids, "added": changed.added, "moved": changed.moved, "retired": changed.retired}
    await deed.append(stream_of(community_id), "grids.drawn", told)
    return changed


def drawn_as(row: Building | Grid) -> Drawn:
    """A building or grid as it was drawn."""
    return Drawn(row.code, row.name, shapely.from_geojson(row.polygon))


async def _write(deed: Deed, community_id: UUID, drawn: Sequence[Drawn]) -> tuple[Sequence[Grid], Redrawn]:
    before = await grids.ever_drawn(deed.session, community_id)
    rows, added, moved = [], 0, 0
    for each in drawn:
        polygon, row = geometry_of(each.shape), before.pop(each.code, None)
        if row is None:
            row = Grid(id=deed.new_id(), community_id=community_id, code=each.code, drawn_at=deed.now)
            deed.session.add(row)
            added += 1
        elif row.polygon != polygon or row.retired_at is not None:
            row.drawn_at = deed.now
            moved += 1
        row.name, row.polygon, row.retired_at = each.name, polygon, None
        rows.append(row)
    gone = [row for row in before.values() if row.retired_at is None]
    for row in gone:
        row.retired_at = deed.now
    await grids.drop_parts_of_grids(deed.session, [row.id for row in gone])
    await deed.session.flush()
    return rows, Redrawn(len(rows), added, moved, len(gone))


async def _place_items(
    deed: Deed, community_id: UUID, rows: Sequence[Grid], to_come: Collection[tuple[str, str]]
) -> Refusal | None:
    known = await register.of_community(deed.session, community_id)
    items = [item for item in known if (item.kind, item.code) not in to_come]
    index = await asyncio.to_thread(Index.of, 0, [(row.id, row.polygon) for row in rows])
    for item in items:
        item.grid_id = index.at(place_of_item(item))
        if item.grid_id is None:
            return refuse(Code.INVALID, "item_outside", "geojson", what=item.code)
    return None


def place_of_item(item: RegisterItem) -> Place:
    """Where an entry of the register is."""
    return Place(item.latitude, item.longitude)
