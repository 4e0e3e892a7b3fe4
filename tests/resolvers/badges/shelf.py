"""What tests of badges look at: who has which, and that all of it adds up."""

from collections.abc import Sequence

from db.queries import badges
from resolvers import issues
from resolvers.badges import books, reading
from resolvers.seeding import Seeded
from rules.badges import Badge, BadgeSet, Book
from tests.support.deeds import swept
from tests.support.house import Hall, done


async def adopted(hall: Hall, *rules: Badge, sets: Sequence[BadgeSet] = (), model_points: int = 500) -> None:
    """The community gives these badges from now on; what was done before has been looked at."""
    book = Book(0, rules, sets, model_points)
    done(await books.adopt(hall.house, await hall.actor(hall.staff), book, None))
    await swept(hall.house)


async def badges_of(hall: Hall, person: Seeded) -> list[str]:
    """The badges somebody has; nobody has one too many or lacks one."""
    key = (await hall.actor(person)).resident_id
    assert await reading.differences(hall.house, hall.community_id) == []
    async with hall.house.database.read() as session:
        return [row.badge for row in (await badges.held(session, [key])).get(key, [])]


async def have(hall: Hall, person: Seeded) -> dict[str, int]:
    """How far somebody is."""
    found = await reading.progress(hall.house, await hall.actor(person))
    return {each.badge.key: each.have for each in found}


async def commented(hall: Hall, person: Seeded, issue_id, body: str = "我同意。"):
    """What somebody said."""
    return done(await issues.comment(hall.house, await hall.actor(person), issue_id, body))
