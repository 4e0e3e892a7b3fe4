"""Taking entries of the register in, each checked against the newest version of its kind."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import jsonschema_rs
import orjson

from db.models.register import RegisterKind
from db.queries import grids, register
from resolvers.deed import Deed
from resolvers.grids.attributes import typed, validator_of
from resolvers.grids.finding import stream_of
from resolvers.grids.geometry import Index
from resolvers.grids.lines import Line, Problem
from resolvers.grids.register import Entry, Read, put, read_entry
from rules.refusals import Code, Refusal, refuse

OWN = frozenset({"code", "name", "latitude", "longitude"})


@dataclass(frozen=True, slots=True)
class Known:
    """A kind with its schema, and what checks attributes against it."""

    row: RegisterKind
    schema: Mapping[str, Any]
    validator: jsonschema_rs.Validator


async def take_in(deed: Deed, community_id: UUID, lines: Sequence[Line]) -> list[Problem]:
    """Writes these entries down, each new or in place of the one with its kind and code."""
    await deed.hold(stream_of(community_id))
    rows = await register.kinds(deed.session, community_id)
    kinds = {row.code: Known(row, orjson.loads(row.schema), validator_of(row.schema)) for row in rows}
    index = await asyncio.to_thread(Index.of, 0, await grids.outlines(deed.session, community_id))
    before = {
        (row.kind, row.code): row
        for row in await register.of_community(deed.session, community_id, {line.kind for line in lines})
    }
    problems: list[Problem] = []
    seen: set[tuple[str, str]] = set()
    for line in lines:
        read = _read(kinds, index, line, seen)
        if isinstance(read, Refusal):
            problems.append(Problem(line.number, read))
        elif not problems:
            put(deed, before.get((line.kind, read.code)), kinds[line.kind].row, read, index.at(read.place))
    if not problems:
        await deed.append(stream_of(community_id), "register.imported", {"items": len(lines)})
    return problems


def _read(kinds: Mapping[str, Known], index: Index, line: Line, seen: set[tuple[str, str]]) -> Read | Refusal:
    known = kinds.get(line.kind)
    if known is None:
        return refuse(Code.NOT_FOUND, "kind_not_drawn_up", "kind", kind=line.kind[:40])
    entry = _entry(line, known.schema)
    read = entry if isinstance(entry, Refusal) else read_entry(known.validator, entry)
    if isinstance(read, Refusal):
        return read
    if (line.kind, read.code) in seen:
        return refuse(Code.INVALID, "code_twice", "geojson", what=read.code)
    seen.add((line.kind, read.code))
    if index.ids and index.at(read.place) is None:
        return refuse(Code.INVALID, "item_outside", "geojson", what=read.code)
    return read


def _entry(line: Line, schema: Mapping[str, Any]) -> Entry | Refusal:
    told = {name: value for name, value in line.values.items() if name not in OWN}
    code, name = line.text("code"), line.text("name")
    if line.shape is not None:
        if line.shape.geom_type != "Point" or line.shape.is_empty:
            return refuse(Code.INVALID, "point_missing", "geojson", what=code[:40])
        return Entry(line.kind, code, name, line.shape.y, line.shape.x, told)
    try:
        latitude, longitude = float(line.text("latitude")), float(line.text("longitude"))
    except ValueError:
        return refuse(Code.INVALID, "point_missing", "geojson", what=code[:40])
    cells = {name: str(value or "").strip() for name, value in told.items()}
    return Entry(line.kind, code, name, latitude, longitude, typed(schema, cells))
