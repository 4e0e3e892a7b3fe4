"""The house: everything a deed may need, put together once at the door and handed down."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from db.files import Files
from db.gathering import Gathering
from db.group_commit import GroupCommit
from db.queries.residents import SignedIn
from db.session import Database
from db.vault import Vault
from realtime.deadlines import Sweeper
from realtime.drafts import Drafts
from realtime.hub import Hub
from realtime.presence import Presence
from realtime.sessions import Sessions
from realtime.speech.engine import Engine
from resolvers.grids.known import KnownMap
from resolvers.photos.darkroom import Darkroom
from resolvers.photos.door import Door
from resolvers.polls.ballots import Ballot, Receipt
from resolvers.residents.limiter import Limiter
from resolvers.residents.sender import CodeSender
from rules.polls import TallyVisibility
from rules.refusals import Refusal


def utc_now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(slots=True)
class House:
    """What is kept (`database`, `vault`, `files`), what moves (`hub`, `sessions`, `sweeper`), and what tests replace.

    `speech` hears what is said, where there is an engine. `media_origins` are those besides the page's own that video
    may come from.
    """

    database: Database
    vault: Vault
    limiter: Limiter
    sender: CodeSender
    hub: Hub
    drafts: Drafts
    presence: Presence
    sessions: Sessions
    sweeper: Sweeper
    ballots: GroupCommit[Ballot, Receipt | Refusal]
    tokens: Gathering[bytes, SignedIn | None]
    files: Files
    darkroom: Darkroom = field(default_factory=Darkroom)
    door: Door = field(default_factory=Door)
    visibilities: dict[UUID, TallyVisibility] = field(default_factory=dict)
    grid_maps: dict[UUID, KnownMap] = field(default_factory=dict)
    sweeping: asyncio.Lock = field(default_factory=asyncio.Lock)
    media_origins: frozenset[str] = frozenset()
    speech: Engine | None = None
    now: Callable[[], datetime] = utc_now
    new_id: Callable[[], UUID] = uuid7
