"""The stream of points of a community: every entry of the ledger, every tariff, every month that closed."""

from uuid import UUID


def stream_of(community_id: UUID) -> str:
    """The name of the stream with all that happens to points in a community."""
    return f"points:{community_id.hex}"
