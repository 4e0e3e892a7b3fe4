"""A whole record as a file that anyone can check; docs/record-format.md says what is in it."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from db import signing, streams
from db.models.polls import Ballot
from db.models.record import Checkpoint
from db.queries import ballots, polls
from db.queries.polls import Standing
from db.streams import Written, canonical, moment, payload_of
from resolvers.house import House
from resolvers.polls.proofs import commitment, opening_of, salt_of, shown_to_all
from resolvers.polls.streams import stream_of as poll_stream
from resolvers.records import subject_of
from rules.ids import Kind, key_of, public_id

FORMAT = "heyi-record/1"
AT_ONCE = 200
TURN = 100

Line = Mapping[str, object]


async def export(house: House, stream: str) -> AsyncGenerator[bytes, None]:
    """The lines of the file of the record in this stream, each with its line feed; none where there is no such record.

    They are of one state of the database, which is held until the last line: take them as fast as they come.
    """
    digest, count = hashlib.sha256(), 0
    async with house.database.read() as session:
        if not await streams.heads(session, [stream]):
            return
        async for line in _lines(house, session, stream):
            text = canonical(line) + b"\n"
            digest.update(text)
            count += 1
            yield text
            if count % TURN == 0:
                await asyncio.sleep(0)  # others are served meanwhile
        signer = await _signer(house, session)
    content = {"lines": count, "digest": digest.hexdigest()}
    end = {"line": "end", **content, "keyId": signer.key_id, "signature": signer.sign(content).hex()}
    yield canonical(end) + b"\n"


async def _signer(house: House, session: AsyncSession) -> signing.Signer:
    return signing.newest_signer(await signing.keys(session), house.vault)


async def _lines(house: House, session: AsyncSession, stream: str) -> AsyncIterator[Line]:
    found = await _polls(session, stream)
    names = [stream, *(poll_stream(standing.poll.id) for standing in found)]
    kind, subject = subject_of(stream)
    yield {
        "line": "record",
        "format": FORMAT,
        kind.value: public_id(kind, subject),
        "exportedAt": moment(house.now()),
        "streams": names,
    }
    for key in await signing.keys(session):
        yield {"line": "key", **signing.published(key)}
    for name in names:
        async for entry in _entries(session, name):
            yield _entry(entry)
    for name in names:
        async for checkpoint in _checkpoints(session, name):
            yield {"line": "checkpoint", **signing.published(checkpoint)}
    for standing in found:
        async for ballot in _ballots(session, standing.poll.id):
            yield _ballot(standing, ballot)


async def _polls(session: AsyncSession, stream: str) -> Sequence[Standing]:
    """The polls of a record, in the order in which it first names them."""
    named = await streams.of_kinds(session, stream, ("poll.scheduled", "poll.opened"))
    keys = dict.fromkeys(key_of(Kind.POLL, str(payload_of(entry)["pollId"])) for entry in named)
    wanted = [key for key in keys if key is not None]
    standings = await polls.by_ids(session, wanted)
    return [standings[key] for key in wanted]


async def _entries(session: AsyncSession, stream: str) -> AsyncIterator[Written]:
    after = 0
    while page := await streams.read(session, stream, after=after, limit=AT_ONCE):
        for entry in page:
            yield entry
        after = page[-1].seq


async def _checkpoints(session: AsyncSession, stream: str) -> AsyncIterator[Checkpoint]:
    after = 0
    while page := await signing.checkpoints(session, stream, after=after, limit=AT_ONCE):
        for checkpoint in page:
            yield checkpoint
        after = page[-1].seq


async def _ballots(session: AsyncSession, poll_id: UUID) -> AsyncIterator[Ballot]:
    after = (0, 0)
    while page := await ballots.of_poll(session, poll_id, after, AT_ONCE):
        for ballot in page:
            yield ballot
        after = (page[-1].seq, page[-1].place)


def _entry(entry: Written) -> Line:
    return {
        "line": "entry",
        "stream": entry.stream,
        "seq": entry.seq,
        "kind": entry.kind,
        "at": moment(entry.at),
        "payload": None if entry.payload is None else orjson.loads(entry.payload),
        "salt": None if entry.salt is None else entry.salt.hex(),
        "payloadDigest": entry.payload_digest.hex(),
        "previous": entry.previous.hex(),
        "digest": entry.digest.hex(),
    }


def _ballot(standing: Standing, ballot: Ballot) -> Line:
    salt, opening = salt_of(standing.poll.ballot_key, ballot.tracker), opening_of(ballot)
    return {
        "line": "ballot",
        "poll": public_id(Kind.POLL, ballot.poll_id),
        "seq": ballot.seq,
        "place": ballot.place,
        "tracker": ballot.tracker,
        "commitment": commitment(salt, opening).hex(),
        "opening": {**opening._asdict(), "salt": salt.hex()} if shown_to_all(standing) else None,
    }
