"""What a community gives badges for: the version that is valid, those before, and those to come."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.badges import BadgeBook, BadgeRound
from db.models.deadlines import Due
from db.queries import badges
from db.streams import moment
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.house import House
from resolvers.points.streams import stream_of
from rules import badges as rules
from rules.badges import DEFAULT, Badge, BadgeSet, Book, GoodDeed
from rules.ids import Kind, public_id
from rules.refusals import Code, Refusal, refuse
from rules.roles import STAFF


def read(row: BadgeBook | None) -> Book:
    """The book that a row keeps; without one that of everybody."""
    if row is None:
        return DEFAULT
    document = orjson.loads(row.document)
    return Book(
        row.version,
        [Badge(**{**each, "deed": GoodDeed(each["deed"])}) for each in document["badges"]],
        [BadgeSet(**{**each, "badges": tuple(each["badges"])}) for each in document["sets"]],
        document["model_points"],
    )


def written(book: Book) -> str:
    """The book as it is kept."""
    document = {"badges": list(book.badges), "sets": list(book.sets), "model_points": book.model_points}
    return orjson.dumps(document, option=orjson.OPT_SORT_KEYS).decode()


async def valid(session: AsyncSession, community_id: UUID, now: datetime) -> Book:
    """The book by which badges are given at a moment."""
    return read(await badges.book(session, community_id, now))


async def book_of(deed: Deed, community_id: UUID) -> Book:
    """The same, asked for once in a deed."""
    return await deed.once(("book", community_id), lambda: valid(deed.session, community_id, deed.now))


async def versions(house: House, community_id: UUID) -> Sequence[BadgeBook]:
    """Every version a community has adopted, oldest first; those to come are among them."""
    async with house.database.read() as session:
        return await badges.books(session, community_id)


async def by_version(house: House, community_ids: Collection[UUID]) -> Mapping[UUID, Mapping[int, Book]]:
    """Every book of each community by its version, that of everybody among them."""
    found: dict[UUID, Mapping[int, Book]] = {}
    async with house.database.read() as session:
        for key in community_ids:
            own = {row.version: read(row) for row in await badges.books(session, key)}
            found[key] = {DEFAULT.version: DEFAULT, **own}
    return found


@deed
async def adopt(deed: Deed, actor: Actor, proposed: Book, valid_from: datetime | None) -> BadgeBook | Refusal:
    """The book as the community's next version. What was earned stays, and what was done before counts too."""
    if not actor.roles & STAFF:
        return refuse(Code.FORBIDDEN, "staff_only")
    book = rules.accept(proposed)
    if isinstance(book, Refusal):
        return book
    await deed.begin(stream_of(actor.community_id))
    since = valid_from or deed.now
    known = await badges.books(deed.session, actor.community_id)
    if since < max([deed.now, *(row.valid_from for row in known)]):
        return refuse(Code.INVALID, "points_tariff_past", "validFrom")
    row = BadgeBook(
        community_id=actor.community_id,
        version=known[-1].version + 1 if known else DEFAULT.version + 1,
        document=written(book),
        valid_from=since,
        adopted_at=deed.now,
        adopted_by=actor.resident_id,
    )
    deed.session.add(row)
    await _catch_up(deed, row)
    payload = {
        "version": row.version,
        "validFrom": moment(since),
        "document": orjson.loads(row.document),
        "by": public_id(Kind.RESIDENT, actor.resident_id),
    }
    await deed.append(stream_of(actor.community_id), "badges.adopted", payload)
    return row


async def _catch_up(deed: Deed, row: BadgeBook) -> None:
    """Sees to it that what was done before the book was valid is looked at once it is."""
    key = deed.new_id()
    deed.session.add(BadgeRound(id=key, community_id=row.community_id, version=row.version))
    await deed.session.flush()
    deed.set_deadline(Due.BADGES_CAUGHT_UP, key, row.valid_from)
