"""Opening the house: everything a deed needs, started in order and closed in reverse."""

from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from db import streams
from db.files import Files
from db.gathering import Gathering
from db.group_commit import GroupCommit
from db.queries import residents
from db.queries.residents import SignedIn
from db.session import CONNECTIONS, Database
from db.vault import Vault
from realtime.bus import Bus
from realtime.deadlines import Sweeper
from realtime.drafts import Drafts
from realtime.hub import Hub
from realtime.presence import Presence
from realtime.sessions import Sessions
from realtime.speech.engines import engine_for
from resolvers.checkpoints import keep_signing
from resolvers.deadlines import sweep
from resolvers.house import House, utc_now
from resolvers.polls.ballots import Ballot
from resolvers.polls.cast import Answer, cast_together
from resolvers.residents.limiter import Limiter
from resolvers.residents.sender import CodeSender


@dataclass(frozen=True, slots=True)
class Plan:
    """What a house is built from."""

    database_url: str
    bus_url: str
    secret: bytes
    sender: CodeSender
    now: Callable[[], datetime] = utc_now
    database_connections: int = CONNECTIONS
    media_origins: frozenset[str] = frozenset()
    speech_url: str | None = None
    files: Files = field(default_factory=Files)


def build(plan: Plan) -> tuple[House, AbstractAsyncContextManager[None]]:
    """The house, and the context within which everything in it runs; leaving it finishes what is under way."""
    database, bus = Database(plan.database_url, plan.database_connections), Bus(plan.bus_url)

    async def read_heads(names: Collection[str]) -> Mapping[str, int]:
        async with database.read() as session:
            return await streams.heads(session, names)

    async def still_valid(ids: Collection[UUID]) -> set[UUID]:
        async with database.read() as session:
            return await residents.still_signed_in(session, ids, plan.now())

    async def look_up(tokens: Sequence[bytes]) -> Sequence[SignedIn | None]:
        found = await residents.by_tokens(database, set(tokens), plan.now())
        return [found.get(token) for token in tokens]

    async def sweep_house() -> datetime | None:
        return await sweep(house)

    async def commit(ballots: Sequence[Ballot]) -> Sequence[Answer]:
        return await cast_together(house, ballots)

    house = House(
        database=database,
        vault=Vault(plan.secret),
        limiter=Limiter(plan.bus_url),
        sender=plan.sender,
        hub=Hub(bus, read_heads),
        drafts=Drafts(bus),
        presence=Presence(bus),
        sessions=Sessions(still_valid),
        sweeper=Sweeper(sweep_house, plan.now),
        ballots=GroupCommit(commit),
        tokens=Gathering(look_up),
        files=plan.files,
        media_origins=plan.media_origins,
        speech=engine_for(plan.speech_url) if plan.speech_url else None,
        now=plan.now,
    )
    return house, _running(house, bus)


@asynccontextmanager
async def _running(house: House, bus: Bus) -> AsyncIterator[None]:
    await house.database.open()
    try:
        await keep_signing(house)
        async with bus, house.hub, house.drafts, house.presence, house.sessions, house.sweeper:
            yield
            await house.ballots.close()
    finally:
        await house.limiter.close()
        await house.database.close()


@asynccontextmanager
async def opened(plan: Plan) -> AsyncIterator[House]:
    """The house with everything in it running."""
    house, running = build(plan)
    async with running:
        yield house
