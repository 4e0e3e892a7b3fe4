"""The record: numbered without gaps, chained, and checked here with a few lines of our own."""

import asyncio
import hashlib
from datetime import UTC, datetime, timedelta, timezone

import orjson
import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from db import streams
from db.models.record import Entry, Stream
from db.session import Database
from db.streams import Addition
from tests.support.writing import NOON, write

SAFE = st.integers(-(2**53) + 1, 2**53 - 1)
# Keys from the basic plane's end and beyond it sort one way by code point and another by UTF-16.
SIGNS = st.text(
    st.sampled_from('\uffff\ue000\U0001f600\U00010000\u20ac\x7f\x01"\\/z路灯') | st.characters(codec="utf-8")
)
JSON = st.recursive(
    st.none() | st.booleans() | SAFE | SIGNS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(SIGNS, inner, max_size=4),
    max_leaves=12,
)


async def append(database: Database, *additions: Addition, at: datetime = NOON) -> list[int]:
    return await write(database, lambda session: streams.append_all(session, additions, at, {}))


async def entries_of(database: Database, stream: str = "issue:1") -> list[Entry]:
    async with database.read() as session:
        return await streams.read(session, stream, after=0, limit=10_000)


def check(entries: list[Entry]) -> None:
    """Recomputes every digest from what is public about the entries, without any line of the program."""
    previous = "00" * 32
    for number, entry in enumerate(entries, 1):
        assert entry.seq == number
        payload = entry.payload_digest.hex()
        if entry.payload is not None:
            text = rfc8785.dumps(orjson.loads(entry.payload))
            assert hashlib.sha256(entry.salt + text).hexdigest() == payload
        at = entry.at.strftime("%Y-%m-%dT%H:%M:%S.%f") + "Z"
        head = {"stream": entry.stream, "seq": number, "kind": entry.kind, "at": at}
        head |= {"payloadDigest": payload, "previous": previous}
        assert entry.previous.hex() == previous
        previous = hashlib.sha256(rfc8785.dumps(head)).hexdigest()
        assert entry.digest.hex() == previous


@given(st.dictionaries(SIGNS, JSON, max_size=6))
@example({"\uffff": 1, "\U0001f600": 2, "\ue000": 3})
@example({"outer": [{"a\uffff": {}, "a\U00010000": None}]})
def test_the_canonical_form_is_that_of_rfc_8785(payload):
    assert streams.canonical(payload) == rfc8785.dumps(payload)


def test_a_moment_is_written_in_utc_to_the_microsecond():
    beijing = datetime(2026, 5, 1, 20, 0, 0, 7, tzinfo=timezone(timedelta(hours=8)))
    assert streams.moment(beijing) == "2026-05-01T12:00:00.000007Z"
    assert streams.moment(NOON) == "2026-05-01T12:00:00.000000Z"


async def test_entries_are_numbered_from_one_and_chained(database: Database):
    for number in range(1, 6):
        payload = {"count": number, "字": "😀", "\uffff": [None, True]}
        assert await append(database, Addition("issue:1", "said", payload), at=NOON.astimezone(UTC)) == [number]
    entries = await entries_of(database)
    assert [streams.payload_of(entry)["count"] for entry in entries] == [1, 2, 3, 4, 5]
    check(entries)


async def test_several_entries_of_one_write_are_numbered_in_the_order_given(database: Database):
    additions = [Addition(f"poll:{number % 3}", "said", {"number": number}) for number in range(10)]
    assert await append(database, *additions) == [1, 1, 1, 2, 2, 2, 3, 3, 3, 4]
    assert await append(database, *additions[:4]) == [5, 4, 4, 6]
    for stream in ("poll:0", "poll:1", "poll:2"):
        check(await entries_of(database, stream))


async def test_the_end_of_a_stream_is_its_newest_entry(database: Database):
    await append(database, *[Addition("issue:1", "said", {"number": number}) for number in range(7)])
    async with database.read() as session:
        stream = (await session.scalars(select(Stream))).one()
        assert await streams.heads(session, ["issue:1", "issue:2"]) == {"issue:1": 7}
    assert (stream.head, stream.digest) == (7, (await entries_of(database))[-1].digest)


async def test_a_stream_is_read_from_any_number_on(database: Database):
    await append(database, *[Addition("issue:1", "said", {}) for _ in range(9)])
    await append(database, Addition("issue:2", "said", {}))
    async with database.read() as session:
        found = await streams.read(session, "issue:1", after=3, limit=4)
        assert [entry.seq for entry in found] == [4, 5, 6, 7]
        assert await streams.read(session, "issue:1", after=9, limit=4) == []


async def test_many_writers_at_once_leave_no_gap(database: Database, beside: Database):
    """Two workers, and streams that do not exist when they begin."""

    async def one(number: int) -> None:
        first, second = f"poll:{number % 3}", f"issue:{number % 2}"
        worker = (database, beside)[number % 2]
        await append(worker, Addition(first, "said", {"number": number}), Addition(second, "said", {"number": number}))

    await asyncio.gather(*(one(number) for number in range(60)))
    for stream, written in (("poll:0", 20), ("poll:1", 20), ("poll:2", 20), ("issue:0", 30), ("issue:1", 30)):
        entries = await entries_of(database, stream)
        assert len(entries) == written
        check(entries)
        assert len({streams.payload_of(entry)["number"] for entry in entries}) == written


async def test_time_never_runs_backwards_within_a_stream(database: Database):
    """Whoever had to wait is dated when it was written at the earliest."""
    moments = [NOON, NOON - timedelta(seconds=9), NOON + timedelta(seconds=1), NOON]
    for at in moments:
        await append(database, Addition("issue:1", "said", {}), Addition("issue:2", "said", {}), at=at)
    entries = await entries_of(database)
    assert [entry.at for entry in entries] == [NOON, NOON, NOON + timedelta(seconds=1), NOON + timedelta(seconds=1)]
    check(entries)


async def test_holding_streams_tells_where_each_of_them_ends(database: Database):
    await append(database, Addition("issue:1", "said", {}))
    await append(database, *[Addition("issue:2", "said", {})] * 2, at=NOON + timedelta(seconds=5))
    held = await write(database, lambda session: streams.hold(session, ["issue:1", "issue:2", "none"]))
    assert {name: (end.head, end.changed_at) for name, end in held.items()} == {
        "issue:1": (1, NOON),
        "issue:2": (2, NOON + timedelta(seconds=5)),
    }
    assert held["issue:2"].digest == (await entries_of(database, "issue:2"))[-1].digest


async def test_what_is_held_is_written_to_without_being_asked_for_again(database: Database):
    async def work(session: AsyncSession) -> list[int]:
        held = await streams.hold(session, ["issue:1"])
        said = Addition("issue:1", "said", {}), Addition("issue:2", "said", {})
        return [number for _ in range(2) for number in await streams.append_all(session, said, NOON, held)]

    await append(database, Addition("issue:1", "said", {}))
    assert await write(database, work) == [2, 1, 3, 2]
    for stream in ("issue:1", "issue:2"):
        check(await entries_of(database, stream))


async def test_what_is_rolled_back_leaves_no_number_behind(database: Database):
    async def fails(session: AsyncSession) -> None:
        await streams.append(session, "issue:1", "said", {}, NOON)
        raise ValueError("no")

    await append(database, Addition("issue:1", "said", {}))
    with pytest.raises(ValueError, match="no"):
        await write(database, fails)
    assert await append(database, Addition("issue:1", "said", {})) == [2]
    check(await entries_of(database))


async def test_a_redacted_payload_is_gone_and_the_chain_still_holds(database: Database):
    await append(database, *[Addition("issue:1", "said", {"phone": "13800000001"}) for _ in range(3)])
    gone = update(Entry).where(Entry.seq == 2).values(payload=None, salt=None)
    await write(database, lambda session: session.execute(gone))
    await append(database, Addition("issue:1", "said", {}))
    entries = await entries_of(database)
    assert [streams.payload_of(entry) for entry in entries] == [
        {"phone": "13800000001"},
        {},
        {"phone": "13800000001"},
        {},
    ]
    check(entries)


@pytest.mark.parametrize("change", [{"payload": '{"votes":2}'}, {"kind": "other"}, {"at": NOON + timedelta(seconds=1)}])
async def test_whatever_is_changed_afterwards_is_found(database: Database, change: dict[str, object]):
    await append(database, *[Addition("issue:1", "said", {"votes": 1}) for _ in range(3)])
    await write(database, lambda session: session.execute(update(Entry).where(Entry.seq == 2).values(change)))
    with pytest.raises(AssertionError):
        check(await entries_of(database))


async def test_equal_payloads_do_not_look_alike(database: Database):
    await append(database, *[Addition("issue:1", "said", {"choice": "yes"}) for _ in range(3)])
    assert len({entry.payload_digest for entry in await entries_of(database)}) == 3
