"""What goes into the box, and what comes back."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Ballot:
    """One person's vote on its way. `key` makes a repeated one count once.

    It is `typed_in` where the staff did so for somebody without a phone, and the record then says so.
    """

    resident_id: UUID
    poll_id: UUID
    choice: str
    key: str | None = None
    typed_in: bool = False

    @property
    def content(self) -> bytes:
        """What the idempotency key stands for."""
        return hashlib.sha256(f"{self.poll_id.hex} {self.choice}".encode()).digest()


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a vote was counted. `seq` is its entry in the poll's stream; `tracker` is known to its owner."""

    poll_id: UUID
    seq: int
    tracker: str
    cast_at: datetime
