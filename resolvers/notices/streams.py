"""Where a resident's notices are kept. Nobody else is ever shown this stream."""

from uuid import UUID

from db.streams import PRIVATE


def stream_of(resident_id: UUID) -> str:
    """The name of the stream that holds what a resident was told."""
    return f"{PRIVATE}{resident_id.hex}"
