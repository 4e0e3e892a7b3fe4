"""Taking buildings in: their outlines, and how many live there."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from db.models.grids import Building
from db.queries import grids
from resolvers.deed import Deed
from resolvers.grids.checking import Drawn, place_buildings
from resolvers.grids.drawing import drawn_as
from resolvers.grids.finding import stream_of
from resolvers.grids.geometry import geometry_of
from resolvers.grids.import_map import read_drawn
from resolvers.grids.lines import Line, Problem
from rules.grids import MOST_IN_A_BUILDING
from rules.refusals import Code, Refusal, refuse


async def take_in(deed: Deed, community_id: UUID, lines: Sequence[Line]) -> list[Problem]:
    """Draws these buildings, each new or in place of the one with its code. A line of CSV changes one that is there."""
    await deed.hold(stream_of(community_id))
    before = await grids.buildings_by_code(deed.session, community_id)
    seen: set[str] = set()
    problems, drawn = [], []
    for line in lines:
        read = _read(line, before, seen)
        if isinstance(read, Refusal):
            problems.append(Problem(line.number, read))
        else:
            drawn.append(read)
    return problems or await _put(deed, community_id, lines, drawn, before)


def _read(line: Line, before: Mapping[str, Building], seen: set[str]) -> Drawn | Refusal:
    code = line.text("code")
    if code in seen:
        return refuse(Code.INVALID, "code_twice", "geojson", what=code)
    seen.add(code)
    known = before.get(code)
    if line.shape is None and known is not None:
        read: Drawn | Refusal = replace(drawn_as(known), name=line.text("name") or known.name)
    else:
        read = read_drawn(line, pieces=True)
    if isinstance(read, Refusal):
        return read
    households = number_in(line, "households", known.households if known else 0)
    people = number_in(line, "people", known.people if known else 0)
    if isinstance(households, Refusal):
        return households
    return people if isinstance(people, Refusal) else replace(read, households=households, people=people)


def number_in(line: Line, name: str, otherwise: int) -> int | Refusal:
    """The whole number under this name, 0 to 100,000."""
    text = line.text(name)
    if not text:
        return otherwise
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and int(text) <= MOST_IN_A_BUILDING):
        return refuse(Code.INVALID, "number_wrong", name, name=name, most=MOST_IN_A_BUILDING)
    return int(text)


async def _put(
    deed: Deed, community_id: UUID, lines: Sequence[Line], drawn: Sequence[Drawn], before: Mapping[str, Building]
) -> list[Problem]:
    cells = await grids.on_map(deed.session, community_id)
    homes: Sequence[int] = []
    misplaced: Sequence[Refusal] = []
    if cells:
        homes, misplaced = await asyncio.to_thread(place_buildings, [drawn_as(row) for row in cells], drawn)
    if misplaced:
        numbers = {line.text("code"): line.number for line in lines}
        return [Problem(numbers[str(dict(refusal.values)["what"])], refusal) for refusal in misplaced]
    for number, each in enumerate(drawn):
        row = before.get(each.code)
        if row is None:
            row = Building(id=deed.new_id(), community_id=community_id, code=each.code)
            deed.session.add(row)
        row.name, row.polygon = each.name, geometry_of(each.shape)
        row.households, row.people = each.households, each.people
        row.grid_id = cells[homes[number]].id if cells else None
    await deed.session.flush()
    await deed.append(stream_of(community_id), "buildings.imported", {"buildings": len(drawn)})
    return []
