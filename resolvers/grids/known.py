"""What a worker knows of the grids of a community, and how it hears that they have changed."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from realtime.hub import Follower
from resolvers.grids.geometry import Index


@dataclass(slots=True)
class KnownMap:
    """The grids as they were when last read, and the stream that says when to read them again.

    It is followed as long as this is held, so that a change on any worker is heard.
    """

    following: AbstractContextManager[Follower]
    follower: Follower = field(init=False)
    index: Index | None = None

    def __post_init__(self) -> None:
        self.follower = self.following.__enter__()

    @property
    def current(self) -> Index | None:
        """The grids, unless they have changed since they were read."""
        return None if self.index is None or self.index.seq < self.follower.stream.seq else self.index

    def learn(self, index: Index) -> None:
        """Keeps what was read, unless something newer is known already."""
        if self.index is None or self.index.seq <= index.seq:
            self.index = index
