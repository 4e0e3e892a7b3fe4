"""Things with an id of their own."""

from uuid import UUID

import strawberry
from strawberry import ID

from rules.ids import Kind, key_of, public_id

NOBODY = UUID(int=0)


@strawberry.interface(description="Anything that has an id and can be fetched again by it.")
class Node:
    id: ID = strawberry.field(description="Opaque and lasting; hand it back as it came.")


def shown_id(kind: Kind, key: UUID) -> ID:
    """The id clients see."""
    return ID(public_id(kind, key))


def key_or_none(kind: Kind, text: ID) -> UUID | None:
    """The key behind an id, or None when it is not the id of such a thing."""
    return key_of(kind, text)


def key_or_nobody(kind: Kind, text: ID) -> UUID:
    """The key behind an id; for any other text a key that nothing has, so that looking it up finds nothing."""
    return key_of(kind, text) or NOBODY
