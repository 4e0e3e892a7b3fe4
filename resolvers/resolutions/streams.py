"""Where what came of things is written down."""

from uuid import UUID

PUBLISHED = "resolution.published"


def stream_of(community_id: UUID) -> str:
    """The name of the stream that holds what came of what a community's residents asked for."""
    return f"resolutions:{community_id.hex}"
