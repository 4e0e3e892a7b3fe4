"""Photos as clients see them."""

import strawberry
from strawberry import ID

from db.models import photos as kept
from resolvers.photos.names import names_of
from rules.ids import Kind
from schema.node import shown_id

FILES = "/files/"


def addresses(row: kept.Photo) -> tuple[str, str]:
    """Where a photo and its thumbnail are served."""
    large, small = names_of(row.name)
    return FILES + large, FILES + small


@strawberry.type(description="A photo that was sent to POST /uploads, saved anew as JPEG with nothing but its pixels.")
class Photo:
    id: ID = strawberry.field(description="The photo's id, to hand in where photos are asked for.")
    url: str = strawberry.field(
        description="Where it is, on this server; whoever has the address can fetch it, and it never changes."
    )
    thumbnail_url: str = strawberry.field(description="Where it is small, at most 480 pixels on its longer side.")
    width: int = strawberry.field(description="Its width in pixels, at most 2,048.")
    height: int = strawberry.field(description="Its height in pixels, at most 2,048.")

    @classmethod
    def of(cls, row: kept.Photo) -> "Photo":
        """The photo as whoever may see what it belongs to sees it."""
        url, thumbnail_url = addresses(row)
        return cls(
            id=shown_id(Kind.PHOTO, row.id), url=url, thumbnail_url=thumbnail_url, width=row.width, height=row.height
        )
