"""Going through the residents of a community, some at a time, for what they did before its book was valid."""

from uuid import UUID

from db.models.badges import BadgeRound
from db.models.deadlines import Due
from db.queries import residents
from resolvers.badges.books import book_of
from resolvers.badges.earning import make_up
from resolvers.deed import Deed

AT_ONCE = 200
"""How many are looked at in one transaction."""


async def catch_up_when_due(deed: Deed, round_id: UUID) -> None:
    """Gives the next residents their badges, and comes back for the rest. A book that another follows is left."""
    row = await deed.session.get_one(BadgeRound, round_id)
    book, people = await book_of(deed, row.community_id), []
    if book.version == row.version:
        people = await residents.confirmed_after(deed.session, row.community_id, row.after, AT_ONCE)
    if people:
        row.after = people[-1].id
        await make_up(deed, people)
    if len(people) < AT_ONCE:
        row.ended_at = deed.now
    else:
        deed.set_deadline(Due.BADGES_CAUGHT_UP, round_id, deed.now)
