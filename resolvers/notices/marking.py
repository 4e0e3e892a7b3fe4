"""Marking notices as read."""

from db.queries import notices
from resolvers.actors import Actor
from resolvers.deed import Deed, deed


@deed
async def mark_read(deed: Deed, actor: Actor, up_to: int) -> int:
    """How many are still unread, once the actor's own up to this number are not. Doing it again changes nothing."""
    await notices.mark_read(deed.session, actor.resident_id, up_to, deed.now)
    return (await notices.unread(deed.session, [actor.resident_id])).get(actor.resident_id, 0)
