"""Taking homes in: the units and households of buildings that are there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from db.models.grids import Building, Household, Unit
from db.queries import grids
from resolvers.deed import Deed
from resolvers.grids.finding import stream_of
from resolvers.grids.import_buildings import number_in
from resolvers.grids.lines import Line, Problem
from rules.refusals import Code, Refusal, refuse
from rules.texts import CODE, accept_all


@dataclass(frozen=True, slots=True)
class Door:
    """A household as it is to be written down: building, unit, door, and how many people."""

    building: str
    unit: str
    code: str
    people: int


async def take_in(deed: Deed, community_id: UUID, lines: Sequence[Line]) -> list[Problem]:
    """Writes these households down, each new or in place of the one behind its door.

    The buildings that they are in then have as many households and people as are known one by one.
    """
    await deed.hold(stream_of(community_id))
    buildings = await grids.buildings_by_code(deed.session, community_id)
    seen: set[tuple[str, str, str]] = set()
    problems, doors = [], []
    for line in lines:
        read = _read(line, buildings, seen)
        if isinstance(read, Refusal):
            problems.append(Problem(line.number, read))
        else:
            doors.append(read)
    if problems:
        return problems
    await _put(deed, community_id, buildings, doors)
    counted = await grids.counted(deed.session, community_id)
    for code in {door.building for door in doors}:
        building = buildings[code]
        building.households, building.people = counted[building.id]
    await deed.append(stream_of(community_id), "households.imported", {"households": len(doors)})
    return []


def _read(line: Line, buildings: Mapping[str, Building], seen: set[tuple[str, str, str]]) -> Door | Refusal:
    words = accept_all(
        building=(line.text("building"), CODE), unit=(line.text("unit") or "1", CODE), code=(line.text("code"), CODE)
    )
    if isinstance(words, Refusal):
        return words
    if words["building"] not in buildings:
        return refuse(Code.NOT_FOUND, "building_unknown", "building", what=words["building"])
    named = words["building"], words["unit"], words["code"]
    if named in seen:
        return refuse(Code.INVALID, "code_twice", "geojson", what=words["code"])
    seen.add(named)
    people = number_in(line, "people", 0)
    return people if isinstance(people, Refusal) else Door(*named, people)


async def _put(deed: Deed, community_id: UUID, buildings: Mapping[str, Building], doors: Sequence[Door]) -> None:
    units = await grids.units(deed.session, community_id)
    households = await grids.households(deed.session, community_id)
    for door in doors:
        at = buildings[door.building].id, door.unit
        if at not in units:
            units[at] = Unit(id=deed.new_id(), building_id=at[0], code=door.unit)
            deed.session.add(units[at])
    await deed.session.flush()
    for door in doors:
        unit_id = units[buildings[door.building].id, door.unit].id
        household = households.get((unit_id, door.code))
        if household is None:
            household = Household(id=deed.new_id(), unit_id=unit_id, code=door.code)
            deed.session.add(household)
        household.people = door.people
    await deed.session.flush()
