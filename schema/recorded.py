"""What an issue and a meeting have in common: a record that can be watched, read and checked."""

from typing import Annotated

import strawberry

from schema.context import Asked
from schema.pages import FIRST
from schema.proofs import Checkpoint, checkpoints_of
from schema.record import START, RecordEntry, entries


@strawberry.type
class Recorded:
    stream: strawberry.Private[str]
    head: strawberry.Private[int | None]

    @strawberry.field(description="The number of the newest entry of its record; watch `decision` from here on.")
    async def record_head(self, info: Asked) -> int:
        if self.head is not None:
            return self.head
        return await info.context.loaders.record_heads.load(self.stream) or 0

    @strawberry.field(description="Its record, oldest first; that of its issue for a meeting that is about one.")
    async def record(
        self,
        info: Asked,
        after: Annotated[int | None, strawberry.argument(description=START)] = None,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
    ) -> list[RecordEntry]:
        return await entries(info, self.stream, after, first)

    @strawberry.field(description="Signed words on where its record stood, oldest first: keep one, and compare later.")
    async def checkpoints(
        self,
        info: Asked,
        after: Annotated[int | None, strawberry.argument(description=START)] = None,
        first: Annotated[int | None, strawberry.argument(description=FIRST)] = None,
    ) -> list[Checkpoint]:
        return await checkpoints_of(info, self.stream, after, first)
