"""Using photos that were sent in, and removing those that nobody uses."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from db.models.photos import Photo
from db.queries import photos
from resolvers.deed import Deed
from resolvers.house import House
from resolvers.photos.names import names_of
from rules.photos import accept_number, may_claim
from rules.refusals import Code, Refusal, refuse


async def claim(deed: Deed, owner_id: UUID, photo_ids: Sequence[UUID], field: str) -> list[Photo] | Refusal:
    """The owner's own photos, in the order given, from now on in use; one that is named twice comes once.

    Refused where there are more than nine, where one is not theirs or gone, and where one is in use already. `field`
    is the input they came in.
    """
    wanted = list(dict.fromkeys(photo_ids))
    if refusal := accept_number(len(wanted), field):
        return refusal
    if not wanted:
        return []
    found = await photos.held(deed.session, wanted, owner_id)
    if len(found) < len(wanted):
        return refuse(Code.NOT_FOUND, "photo_unknown", field)
    rows = [found[photo_id] for photo_id in wanted]
    refusal = may_claim([row.claimed_at for row in rows], [row.uploaded_at for row in rows], deed.now, field)
    if refusal:
        return refusal
    for row in rows:
        row.claimed_at = deed.now
    return rows


async def remove_unclaimed_files(house: House, photo_id: UUID) -> None:
    """Removes the files of a photo that nobody has used within a day; one in use keeps them.

    Where the store is away everything stays and is due again. Nobody can claim it any more meanwhile.
    """
    photo = (await load(house, [photo_id])).get(photo_id)
    if photo is not None and photo.claimed_at is None:
        await house.files.delete(*names_of(photo.name))


async def remove_unclaimed(deed: Deed, photo_id: UUID) -> None:
    """Removes what is left of a photo that nobody has used within a day, once its files are gone."""
    photo = (await photos.held(deed.session, [photo_id])).get(photo_id)
    if photo is not None and photo.claimed_at is None:
        await deed.session.delete(photo)


async def load(house: House, photo_ids: Collection[UUID]) -> Mapping[UUID, Photo]:
    """Photos by id."""
    async with house.database.read() as session:
        return {photo.id: photo for photo in await photos.by_ids(session, photo_ids)}
