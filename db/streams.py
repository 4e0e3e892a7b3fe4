"""The append-only streams: numbered without gaps, chained by digest, written with the change itself."""

import hashlib
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple, cast

import orjson
import rfc8785
from sqlalchemy import Integer, Table, bindparam, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db.batches import batched, padded
from db.models.record import Entry, Stream

Payload = Mapping[str, Any]

PRIVATE = "resident:"
"""What streams are called that are for one person; nothing is said of them to anybody else."""
NOTHING_BEFORE = bytes(32)
SALT_BYTES = 16
AT_ONCE = 10_000  # PostgreSQL takes 32,767 parameters
FIRST_BYTE_BEYOND_BASIC_PLANE = 0xF0


@dataclass(frozen=True, slots=True)
class Addition:
    """Something to be written at the end of a stream."""

    stream: str
    kind: str
    payload: Payload


def moment(at: datetime) -> str:
    """The moment as the record writes it: RFC 3339 in UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def canonical(payload: Payload) -> bytes:
    """The payload in canonical JSON (RFC 8785). It has no floating-point numbers in it."""
    text = orjson.dumps(payload, option=orjson.OPT_SORT_KEYS)
    # Beyond the basic plane RFC 8785 sorts keys otherwise than by code point, as orjson does.
    return rfc8785.dumps(dict(payload)) if max(text) >= FIRST_BYTE_BEYOND_BASIC_PLANE else text


def payload_digest(salt: bytes, text: bytes) -> bytes:
    """SHA-256 over the salt and the payload in canonical JSON."""
    return hashlib.sha256(salt + text).digest()


def entry_digest(*, stream: str, seq: int, kind: str, at: datetime, payload: bytes, previous: bytes) -> bytes:
    """SHA-256 over the entry's head in canonical JSON; `payload` and `previous` are digests."""
    head = {
        "at": moment(at),
        "kind": kind,
        "payloadDigest": payload.hex(),
        "previous": previous.hex(),
        "seq": seq,
        "stream": stream,
    }
    return hashlib.sha256(canonical(head)).digest()


class End(NamedTuple):
    """Where a stream ends."""

    head: int
    digest: bytes
    changed_at: datetime


Ends = dict[str, End]

# The tables themselves: the mapped classes cost more than the database.
STREAMS, ENTRIES = cast("Table", Stream.__table__), cast("Table", Entry.__table__)
ENDS = (
    select(STREAMS.c.name, STREAMS.c.head, STREAMS.c.digest, STREAMS.c.changed_at)
    .where(STREAMS.c.name.in_(bindparam("names", expanding=True)))
    .order_by(STREAMS.c.name)
    .with_for_update()
)
BEGIN = insert(STREAMS).values(unsigned=False)
MOVE = (
    update(STREAMS)
    .where(STREAMS.c.name == bindparam("stream"))
    .values(
        head=bindparam("seq"), digest=bindparam("end"), changed_at=bindparam("moved_at"), unsigned=bindparam("shared")
    )
)
NEW = insert(ENTRIES)


async def hold(session: AsyncSession, streams: Collection[str]) -> Ends:
    """Waits until no other transaction is writing to these streams, and keeps them until this one ends.

    Returns where each of them ends; those that have not begun are left out.
    """
    rows = await session.execute(ENDS, {"names": padded(streams)})
    return {name: End(head, digest, changed_at) for name, head, digest, changed_at in rows}


async def append(session: AsyncSession, stream: str, kind: str, payload: Payload, at: datetime) -> int:
    """The number of the new entry."""
    return (await append_all(session, [Addition(stream, kind, payload)], at, {}))[0]


async def append_all(session: AsyncSession, additions: Sequence[Addition], at: datetime, held: Ends) -> list[int]:
    """The numbers of the new entries, in the order given. Time never runs backwards within a stream.

    `held` has the ends of streams that this transaction holds already; it is kept up to date.
    """
    streams = {addition.stream for addition in additions}
    if streams - held.keys():
        held.update(await hold_or_begin(session, streams - held.keys(), at))
    rows = []
    for addition in additions:
        row = _entry(addition, held[addition.stream], at)
        held[addition.stream] = End(row["seq"], row["digest"], row["at"])
        rows.append(row)
    await session.execute(NEW, rows)
    await session.execute(MOVE, [_moved(stream, held[stream]) for stream in sorted(streams)])
    return [row["seq"] for row in rows]


def _moved(stream: str, end: End) -> dict[str, object]:
    shared = not stream.startswith(PRIVATE)
    return {"stream": stream, "seq": end.head, "end": end.digest, "moved_at": end.changed_at, "shared": shared}


async def hold_or_begin(session: AsyncSession, streams: Collection[str], at: datetime) -> Ends:
    """Keeps these streams as `hold` does, and begins those that have not begun, so that there is one to be kept."""
    found = await hold(session, streams)
    if new := sorted(set(streams) - found.keys()):
        begun = {"head": 0, "digest": NOTHING_BEFORE, "changed_at": at}
        await session.execute(BEGIN, [{"name": name, **begun} for name in new])
    return found | dict.fromkeys(new, End(0, NOTHING_BEFORE, at))


def _entry(addition: Addition, end: End, now: datetime) -> dict[str, Any]:
    seq, previous, at = end.head + 1, end.digest, max(now, end.changed_at)
    text, salt = canonical(addition.payload), secrets.token_bytes(SALT_BYTES)
    digest = payload_digest(salt, text)
    return {
        "stream": addition.stream,
        "seq": seq,
        "kind": addition.kind,
        "at": at,
        "payload": text.decode(),
        "salt": salt,
        "payload_digest": digest,
        "previous": previous,
        "digest": entry_digest(
            stream=addition.stream, seq=seq, kind=addition.kind, at=at, payload=digest, previous=previous
        ),
    }


class Written(NamedTuple):
    """An entry as it was written. One that was redacted has lost payload and salt."""

    stream: str
    seq: int
    kind: str
    at: datetime
    payload: str | None
    salt: bytes | None
    payload_digest: bytes
    previous: bytes
    digest: bytes


WRITTEN = select(*(ENTRIES.c[name] for name in Written._fields))
OF_STREAM = (
    WRITTEN.where(ENTRIES.c.stream == bindparam("stream"), ENTRIES.c.seq > bindparam("after"))
    .order_by(ENTRIES.c.seq)
    .limit(bindparam("most", type_=Integer()))
)


async def read(session: AsyncSession, stream: str, *, after: int, limit: int) -> list[Written]:
    """The entries that follow number `after`, in order, at most `limit`."""
    rows = await session.execute(OF_STREAM, {"stream": stream, "after": after, "most": limit})
    return [Written(*row) for row in rows]


async def redact(session: AsyncSession, places: Sequence[tuple[str, int]]) -> None:
    """Takes the payloads of these (stream, number) away; their digests stay, so the chain still verifies."""
    for stream, seq in places:
        of = Entry.stream == stream, Entry.seq == seq
        await session.execute(update(Entry).where(*of).values(payload=None, salt=None))


async def of_kinds(session: AsyncSession, stream: str, kinds: Collection[str]) -> list[Written]:
    """All entries of these kinds, in order."""
    query = WRITTEN.where(ENTRIES.c.stream == stream, ENTRIES.c.kind.in_(kinds)).order_by(ENTRIES.c.seq)
    return [Written(*row) for row in await session.execute(query)]


async def heads(session: AsyncSession, streams: Collection[str]) -> dict[str, int]:
    """The newest number of each stream that has begun."""
    found: dict[str, int] = {}
    for names in batched(streams, AT_ONCE):
        rows = await session.execute(select(Stream.name, Stream.head).where(Stream.name.in_(names)))
        found.update((name, head) for name, head in rows)
    return found


def payload_of(entry: Written) -> Payload:
    """The payload as clients get it; empty once it has been redacted, when the entry has no salt either."""
    return {} if entry.payload is None else cast("Payload", orjson.loads(entry.payload))
