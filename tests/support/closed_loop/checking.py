"""Whether a town that was played is as it has to be, read from its streams and tables."""

from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select

from commands.verify.streams import Stream as Chain
from db import streams
from db.models.record import Entry, Stream
from db.models.reports import Report
from db.queries import reports
from db.streams import Written, moment
from resolvers import figures
from resolvers.house import House
from tests.support.closed_loop.judging import BY_THEMSELVES, OPEN, Story, Turns
from tests.support.closed_loop.playing import Played
from tests.support.closed_loop.town import Town

AT_ONCE = 400
PAGE = 5_000


async def checked(town: Town, played: Played) -> Counter[str]:
    """How many entries of each kind the reports have. AssertionError or ValueError where anything is not as it must."""
    assert played.allowed == 0, f"{played.allowed} were let do what they may not"
    told: Counter[str] = Counter()
    stands: dict[UUID, list[tuple[str, dict[str, Any]]]] = defaultdict(list)
    for community_id in town.communities:
        assert await _dropped(town.house, community_id) == 0
        assert await figures.differences(town.house, community_id) == []
        async for entry in _entries(town.house, f"board:{community_id.hex}"):
            payload = orjson.loads(entry.payload or "")
            stands[_key(payload)].append((entry.kind, payload["stands"]))
    seen = 0
    async for rows, entries in _histories(town.house):
        for row in rows:
            story = _told(Turns(played.turns), entries[row.id], stands.pop(row.id))
            _as_told(row, story, played)
            told += story.told
            seen += 1
    assert (seen, stands) == (len(played.accepted), {})
    return told


async def chained(house: House) -> int:
    """How many entries there are, in streams of every kind, each chained to the one before it. ValueError if not."""
    async with house.database.read() as session:
        heads = {row.name: row.head for row in (await session.execute(select(Stream.name, Stream.head))).all()}
    names, found = sorted(heads), 0
    for start in range(0, len(names), AT_ONCE):
        for name, entries in (await _of_streams(house, names[start : start + AT_ONCE])).items():
            chain = Chain(name)
            for entry in entries:
                chain.add(_as_exported(entry), entry.seq)
            assert chain.size == heads[name]
            found += chain.size
    return found


async def _dropped(house: House, community_id: UUID) -> int:
    async with house.database.read() as session:
        return await reports.dropped_count(session, community_id)


def _told(turns: Turns, entries: Sequence[Written], stands: Sequence[tuple[str, dict[str, Any]]]) -> Story:
    """The report's story, after making sure that the board said the same at each step."""
    story = Story(turns)
    assert [entry.kind for entry in entries] == [kind for kind, _ in stands]
    for entry, (_, stood) in zip(entries, stands, strict=True):
        story.take(entry.kind, entry.at, orjson.loads(entry.payload or ""))
        due = story.due and moment(story.due)
        assert (stood["stage"], stood["level"], stood["dueAt"]) == (story.stage, story.level, due), entry
    story.end(turns.moments[-1])
    return story


def _as_told(row: Report, story: Story, played: Played) -> None:
    assert (row.stage, row.level, row.handovers) == (story.stage, story.level, story.handovers)
    assert (row.due_at, row.asked_at) == (story.due, story.asked)
    assert row.overdue == story.told["report.overdue"]
    if row.stage in OPEN:
        assert (row.due_at or row.asked_at) is not None
    else:
        assert row.reason if row.stage == "REJECTED" else row.note
    by_people = sum(n for kind, n in story.told.items() if kind not in {*BY_THEMSELVES, "report.joined"})
    assert by_people == played.accepted[row.id]


async def _histories(house: House) -> AsyncIterator[tuple[Sequence[Report], dict[UUID, list[Written]]]]:
    """The reports with their entries, some at a time."""
    last = UUID(int=0)
    while True:
        async with house.database.read() as session:
            query = select(Report).where(Report.id > last).order_by(Report.id).limit(AT_ONCE)
            rows = (await session.scalars(query)).all()
        if not rows:
            return
        last = rows[-1].id
        found = await _of_streams(house, [f"report:{row.id.hex}" for row in rows])
        yield rows, {UUID(name.removeprefix("report:")): entries for name, entries in found.items()}


async def _of_streams(house: House, names: Sequence[str]) -> dict[str, list[Written]]:
    columns = [getattr(Entry, name) for name in Written._fields]
    query = select(*columns).where(Entry.stream.in_(names)).order_by(Entry.stream, Entry.seq)
    async with house.database.read() as session:
        rows = (Written(*row) for row in await session.execute(query))
        return {name: list(entries) for name, entries in groupby(rows, key=lambda entry: entry.stream)}


async def _entries(house: House, stream: str) -> AsyncIterator[Written]:
    after = 0
    while True:
        async with house.database.read() as session:
            page = await streams.read(session, stream, after=after, limit=PAGE)
        for entry in page:
            yield entry
        if len(page) < PAGE:
            return
        after = page[-1].seq


def _key(payload: dict[str, Any]) -> UUID:
    return UUID(payload["reportId"].rpartition("_")[2])


def _as_exported(entry: Written) -> dict[str, Any]:
    return {
        "stream": entry.stream,
        "seq": entry.seq,
        "kind": entry.kind,
        "at": moment(entry.at),
        "payload": orjson.loads(entry.payload or ""),
        "salt": (entry.salt or b"").hex(),
        "payloadDigest": entry.payload_digest.hex(),
        "previous": entry.previous.hex(),
        "digest": entry.digest.hex(),
    }
