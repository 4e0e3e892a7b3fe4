"""Our transport over the peers' own schema and data: `transport.py PORT DATA`, in the program's environment."""

import asyncio
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

from hall import schema_of  # noqa: E402 - found by the lines above

from bench.documents import TRUSTED  # noqa: E402
from commands.serve import Announcing, config_of  # noqa: E402
from schema.transport.caller import Caller  # noqa: E402
from schema.transport.documents import Trust  # noqa: E402
from schema.transport.web import build  # noqa: E402


@dataclass(frozen=True, slots=True)
class Nobody:
    """The context of everybody."""

    session_id: UUID | None = None
    token_refused: bool = False
    viewer: None = None
    language: str = "en"

    def of_audience(self, _audience: object) -> "Nobody":
        return self

    def begin(self) -> None:
        pass


class NoSessions:
    """Sessions that never end."""

    @contextmanager
    def ended(self, _session: UUID):  # noqa: ANN201
        yield asyncio.Event()


async def context_for(_caller: Caller) -> Nobody:
    return Nobody()


async def ready() -> bool:
    return True


port, data = int(sys.argv[1]), Path(sys.argv[2])
schema = schema_of(data)
app = build(schema, context_for=context_for, sessions=NoSessions(), ready=ready, dist=HERE, trust=Trust(TRUSTED))
Announcing(config_of(app, "127.0.0.1", port)).run()
