"""Taking a photo in: developed, noted, and only then kept in the store."""

from dataclasses import dataclass

from db.models.deadlines import Due
from db.models.photos import Photo
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.house import House
from resolvers.photos.darkroom import Developed
from resolvers.photos.names import names_of, new_name
from resolvers.residents.limiter import Limit
from rules.photos import REMOVED_AFTER, accept_file
from rules.places import Place
from rules.refusals import Code, Refusal, refuse


@dataclass(frozen=True, slots=True)
class Sent:
    """A photo that was taken in, and where it was taken if it said so. Nothing keeps the place but this."""

    photo: Photo
    place: Place | None


async def may_send(house: House, actor: Actor) -> Refusal | None:
    """None where they may send one more; it is counted."""
    limit = Limit.PHOTOS_PER_RESIDENT
    if await house.limiter.allows(limit, actor.resident_id.hex):
        return None
    return refuse(Code.RATE_LIMITED, "photos_too_many", minutes=limit.minutes)


async def send(house: House, actor: Actor, data: bytes) -> Sent | Refusal:
    """The photo in this file, saved anew. Its files are gone after a day unless somebody uses it.

    It is noted before its files are kept, so that no file is ever forgotten.
    """
    kind = accept_file(data)
    if isinstance(kind, Refusal):
        return kind
    developed = await house.darkroom.develop(kind, data)
    if isinstance(developed, Refusal):
        return developed
    photo = await _note(house, actor, developed)
    for name, content in zip(names_of(photo.name), (developed.large, developed.small), strict=True):
        await house.files.put(name, content)
    return Sent(photo, developed.place)


@deed
async def _note(deed: Deed, actor: Actor, developed: Developed) -> Photo:
    photo = Photo(
        id=deed.new_id(),
        owner_id=actor.resident_id,
        name=new_name(),
        width=developed.width,
        height=developed.height,
        uploaded_at=deed.now,
        claimed_at=None,
    )
    deed.session.add(photo)
    deed.set_deadline(Due.PHOTO_UNCLAIMED, photo.id, deed.now + REMOVED_AFTER)
    return photo
